import { randomUUID } from 'node:crypto'
import type { PushChannel } from '@shared/announcement/push/contract'
import { isPeople } from '@shared/announcement/push/rules'
import { announcementPath } from '@shared/announcement/rules'
import { WeChatError } from '../../../ports/wechat'
import type { Clock, Jobs, JobWork, Log } from '../../../ports/work'
import type { Notifications } from '../../notification/notification'
import type { AnnouncementRecord, AnnouncementStore } from '../model'
import { isPublic } from '../present'
import type { createAudiences } from './audience'
import { type Channel, Halt } from './channels'
import type { PushRecord, PushStore } from './model'

type Published = AnnouncementRecord & { published: NonNullable<AnnouncementRecord['published']> }

type Options = {
  store: PushStore
  announcements: Pick<AnnouncementStore, 'find'>
  recipients: ReturnType<typeof createAudiences>
  channels: Record<Exclude<PushChannel, 'inApp'>, Channel>
  notifications: Pick<Notifications, 'keep'>
  /** A queue for each channel, which keeps its pace. */
  jobs: Record<PushChannel, Jobs>
  clock: Clock
  log: Log
}

/** Whoever has said nothing for so long while sending has died. */
const LEASE_MS = 20_000

const WITHDRAWN = '公告已撤下'

/**
 * Sends what was approved. First all recipients are written down, then they are sent to by the batch, each batch a job; of
 * jobs that are lost `resume` makes new ones. A recipient is marked before anybody is asked to send, so that whoever dies
 * when, nobody gets the same twice.
 */
export function createRunner(options: Options): JobWork & { begin(push: PushRecord): Promise<void> } {
  const { store, announcements, recipients, channels, notifications, jobs, clock, log } = options

  async function hand(step: string, id: string, channel: PushChannel): Promise<void> {
    await jobs[channel].add(step, id).catch((error) => log.warn({ err: error }, '推送暂时排不上，稍后再发'))
  }

  const next = ({ _id, channel, batch, planned }: PushRecord): Promise<void> =>
    planned ? hand('send', `${_id}-${batch}`, channel) : hand('plan', _id, channel)

  const end = (push: PushRecord, state: 'done' | 'cancelled', reason: string | null) =>
    store.move(push._id, ['running'], { state, reason, endedAt: new Date() })

  /** A push that is to go on, with what it tells; one whose announcement is no longer public ends here. */
  async function open(id: string): Promise<{ push: PushRecord; announcement: Published } | null> {
    const push = await store.find(id)
    if (push?.state !== 'running') return null
    const announcement = await announcements.find(push.announcement)
    if (announcement?.published && isPublic(announcement, clock.now())) {
      return { push, announcement: announcement as Published }
    }
    await store.skipQueued(id, WITHDRAWN, new Date())
    await end(push, 'cancelled', WITHDRAWN)
    return null
  }

  /** Writes down who is to be told, and puts it among the messages of those who have any. Again it changes nothing. */
  async function plan(id: string): Promise<void> {
    const found = await open(id)
    if (!found || found.push.planned) return
    const { push, announcement } = found
    const { title, summary: text } = announcement.published
    const isHere = push.channel === 'inApp'
    if (push.channel === 'mass') await store.plan(push, ['all'], 'queued', new Date())
    else {
      for await (const batch of recipients(push.audience)) {
        if ((await store.find(id))?.state !== 'running') return
        if (isPeople(push.audience)) {
          await notifications.keep(batch, {
            ...{ key: `announcement:${announcement._id}`, kind: 'announcement', title, text },
            path: announcementPath(announcement._id),
          })
        }
        await store.plan(push, batch, isHere ? 'sent' : 'queued', new Date())
      }
    }
    if (!(await store.move(id, ['running'], { planned: true }))) return
    if (isHere) await end(push, 'done', null)
    else await next({ ...push, planned: true })
  }

  /** Sends one batch. Throws where it should be tried again. */
  async function send(id: string, batch: number): Promise<void> {
    const found = await open(id)
    if (!found || found.push.batch !== batch) return
    const { push, announcement } = found
    const channel = channels[push.channel as Exclude<PushChannel, 'inApp'>]
    const waiting = await store.findQueued(id, channel.batch)
    if (waiting.length === 0) return finish(push, channel)
    const outcomes = await Promise.allSettled(waiting.map((to) => sendOne(push, announcement, channel, to)))
    const errors = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    const halt = errors.find((error) => error instanceof Halt)
    if (halt) {
      await store.move(id, ['running'], { state: 'paused', reason: halt.message })
      return
    }
    if (errors.length > 0) throw errors[0]
    if (waiting.length < channel.batch) return finish(push, channel)
    if (await store.advance(id, batch)) await next({ ...push, batch: batch + 1 })
  }

  async function sendOne(push: PushRecord, announcement: Published, channel: Channel, to: string) {
    const claim = randomUUID()
    const claimed = await store.claim(push._id, to, claim, new Date())
    if (claimed === 'told') return store.skip(push._id, to, '另一次推送已经发过', new Date())
    if (claimed === 'taken') return
    const settle = (outcome: Parameters<PushStore['settle']>[3]) =>
      store.settle(push._id, to, claim, outcome, new Date())
    try {
      // WeChat takes keys of 64 characters at most.
      const key = to === 'all' ? push._id : `${push._id}-${to}`.slice(0, 64)
      await settle(await channel.send(to, { announcement, key }))
    } catch (error) {
      const isUnasked = error instanceof Halt || (error instanceof WeChatError && error.undone)
      if (isUnasked) await settle({ status: 'queued', reason: null })
      // Where asking again does no harm it stays as it is, and is taken up as if we had died.
      if (isUnasked || channel.again > 0) throw error
      await settle({ status: 'unknown', reason: '发送时出错，不知道是否送达' })
      log.error({ err: error, push: push._id }, '推送时出错')
    }
  }

  /** Ends a push of which nobody waits, once nobody is at it either. */
  async function finish(push: PushRecord, channel: Channel): Promise<void> {
    const now = new Date()
    const ago = (ms: number) => new Date(now.getTime() - ms)
    const lost = ago(Math.max(LEASE_MS, channel.again))
    await store.endStale(push._id, lost, 'unknown', '发送时中断，不知道是否送达', now)
    if (channel.again > 0) await store.endStale(push._id, ago(LEASE_MS), 'queued', null, now)
    if ((await store.findQueued(push._id, 1)).length > 0) {
      if (await store.advance(push._id, push.batch)) await next({ ...push, batch: push.batch + 1 })
      return
    }
    if ((await store.countSending(push._id)) > 0) throw new Error('还有正在发送的，稍后再看')
    await end(push, 'done', null)
  }

  return {
    begin: next,

    async take(step, id) {
      if (step === 'plan') return plan(id)
      const [, push, batch] = /^(.+)-(\d+)$/.exec(id)!
      await send(push!, Number(batch))
    },

    async giveUp(_step, id) {
      const push = id.replace(/-\d+$/, '')
      const reason = '微信接口或系统多次没有应答。恢复后点“继续”，没有发的会接着发。'
      await store.move(push, ['running'], { state: 'paused', reason })
    },

    /** Begins what is due, and gives a job to whatever has lost its own. */
    async resume() {
      for (const push of await store.findIn(['approved', 'running'])) {
        if (push.state === 'running') await next(push)
        else if (!push.at || push.at <= clock.now()) {
          const startedAt = new Date()
          if (await store.move(push._id, ['approved'], { state: 'running', startedAt })) await next(push)
        }
      }
    },
  }
}
