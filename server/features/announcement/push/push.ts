import { createHash } from 'node:crypto'
import type { Audience, Push, PushChannel, PushStatus, StaffGroup } from '@shared/announcement/push/contract'
import { audienceText, CHANNELS, PUSH_STATUS_NAMES } from '@shared/announcement/push/rules'
import { announcementPath } from '@shared/announcement/rules'
import type { Actor } from '@shared/audit/contract'
import { fullText } from '@shared/kernel/dates'
import { Refusal } from '@shared/kernel/errors'
import { newCode } from '../../../code'
import type { Vault } from '../../../ports/memory'
import type { Reply } from '../../../ports/messages'
import type { MassAccount } from '../../../ports/outside'
import type { Cell, Sheets } from '../../../ports/sheets'
import { type OfficialAccount, WeChatError } from '../../../ports/wechat'
import type { Audit } from '../../audit/audit'
import type { AnnouncementRecord, AnnouncementStore } from '../model'
import { isPublic } from '../present'
import { type Circles, createAudiences } from './audience'
import { createChannels } from './channels'
import { createFollowers } from './follower'
import type { PushRecord, PushStore } from './model'
import { createRunner } from './run'

export { createPushStore, type PushStore } from './model'
export type Pushes = ReturnType<typeof createPushes>

type Options = Omit<Parameters<typeof createChannels>[0], 'pathOf' | 'account'> &
  Omit<Parameters<typeof createRunner>[0], 'recipients' | 'channels'> &
  Omit<Parameters<typeof createFollowers>[0], 'store'> &
  Omit<Parameters<typeof createAudiences>[0], 'store'> & {
    store: PushStore
    announcements: Pick<AnnouncementStore, 'find'>
    account: OfficialAccount & MassAccount
    circles: Circles
    vault: Vault
    audit: Pick<Audit, 'act'>
    sheets: Sheets
  }

const TRIAL = 'trial_'
const TRIAL_SECONDS = 600

type Wanted = { audience: Audience; channel: PushChannel }

/** Telling people of announcements by WeChat: proposed by one, approved by another, sent to each once. */
export function createPushes(options: Options) {
  const { store, announcements, account, vault, audit, clock, sheets, publicUrl } = options
  const channels = createChannels({ ...options, pathOf: (id) => announcementPath(id) })
  const recipients = createAudiences(options)
  const runner = createRunner({ ...options, recipients, channels })
  const followers = createFollowers(options)

  async function expectAnnouncement(id: string): Promise<AnnouncementRecord> {
    const found = await announcements.find(id)
    if (!found) throw new Refusal('announcement_not_found')
    return found
  }

  async function expect(id: string): Promise<PushRecord> {
    const found = await store.find(id)
    if (!found) throw new Refusal('push_not_found')
    return found
  }

  async function present(push: PushRecord, actor: Actor): Promise<Push> {
    const { _id: id, announcement, title, audience, channel, state, approvedBy, reason, planned } = push
    const found = await store.counts(id)
    const counts = Object.fromEntries(
      (Object.keys(PUSH_STATUS_NAMES) as PushStatus[]).map((status) => [status, found[status] ?? 0]),
    ) as Record<PushStatus, number>
    return {
      ...{ id, announcement, title, audience, channel, state, approvedBy, reason, planned, counts },
      ...{ at: push.at?.toISOString() ?? null, proposedAt: push.proposedAt.toISOString() },
      ...{ proposedBy: push.proposedBy.name, own: push.proposedBy.id === actor.id, reached: push.reached },
      startedAt: push.startedAt?.toISOString() ?? null,
      endedAt: push.endedAt?.toISOString() ?? null,
      total: Object.values(counts).reduce((sum, n) => sum + n),
    }
  }

  function obstacleTo(announcement: AnnouncementRecord, { audience, channel }: Wanted): string | null {
    const { to, name } = CHANNELS[channel]
    if (!to.includes(audience.kind)) return `${name}不能发给${audienceText(audience)}`
    return channel === 'inApp' ? null : channels[channel].obstacle(announcement)
  }

  /** Refusals: `announcement_state`, `push_impossible`. */
  function expectPossible(announcement: AnnouncementRecord, wanted: Wanted): void {
    if (!announcement.published || announcement.withdrawn) {
      throw new Refusal('announcement_state', undefined, '公告发布以后才能推送')
    }
    const obstacle = obstacleTo(announcement, wanted)
    if (obstacle) throw new Refusal('push_impossible', undefined, obstacle)
  }

  const entry = (what: string, push: Pick<PushRecord, '_id' | 'title'>, actor: Actor) => ({
    ...{ action: `announcement.${what}`, actor },
    subject: { kind: 'push', id: push._id, name: push.title },
  })

  const listed = async (records: PushRecord[], actor: Actor) => ({
    items: await Promise.all(records.map((record) => present(record, actor))),
  })

  const groups = async () => ({
    items: (await store.findGroups()).map(
      ({ _id: id, name, addedAt, addedBy }): StaffGroup => ({
        ...{ id, name, addedBy, addedAt: addedAt.toISOString() },
      }),
    ),
  })

  return {
    /** How many there are, and how many it would reach. Refusals: `announcement_not_found`, `wechat_unavailable`. */
    async estimate({ announcement: id, ...wanted }: Wanted & { announcement: string }) {
      const obstacle = obstacleTo(await expectAnnouncement(id), wanted)
      if (obstacle) return { people: 0, reachable: 0, obstacle }
      const { channel, audience } = wanted
      if (channel === 'mass') {
        const people = await channels.mass.reach([]).catch(unavailable)
        return { people, reachable: people, obstacle: null }
      }
      let [people, reachable] = [0, 0]
      for await (const batch of recipients(audience)) {
        people += batch.length
        reachable += channel === 'inApp' ? batch.length : await channels[channel].reach(batch)
      }
      return { people, reachable, obstacle: null }
    },

    list: async (announcement: string, actor: Actor) => listed(await store.findOf(announcement), actor),

    /** Those that are not over, those that wait for somebody's consent first. */
    async listOpen(actor: Actor) {
      const records = await store.findIn(['proposed', 'approved', 'running', 'paused'])
      const isWaiting = ({ state }: PushRecord) => Number(state === 'proposed')
      return listed(
        records.sort((a, b) => isWaiting(b) - isWaiting(a)),
        actor,
      )
    },

    /** Refusals: `announcement_not_found`, `announcement_state`, `push_impossible`. */
    async propose(id: string, { at, ...wanted }: Wanted & { at: string | null }, actor: Actor) {
      const announcement = await expectAnnouncement(id)
      expectPossible(announcement, wanted)
      const push: PushRecord = {
        ...{ _id: newCode(), announcement: id, title: announcement.published!.title, ...wanted },
        ...{ state: 'proposed', at: at ? new Date(at) : null, proposedAt: new Date() },
        ...{ proposedBy: { id: actor.id, name: actor.name }, approvedBy: null, startedAt: null },
        ...{ endedAt: null, reason: null, planned: false, batch: 0, reached: null },
      }
      await audit.act({ ...entry('propose', push, actor), after: told(push) }, () => store.add(push))
      return present(push, actor)
    },

    /** Has it sent, now or at its time. Refusals: `push_not_found`, `push_state`, `second_person_needed`, and those of proposing. */
    async approve(id: string, actor: Actor) {
      const push = await expect(id)
      if (push.state !== 'proposed') throw new Refusal('push_state')
      if (push.proposedBy.id === actor.id) {
        throw new Refusal('second_person_needed', undefined, '推送要由另一位同事复核')
      }
      const announcement = await expectAnnouncement(push.announcement)
      expectPossible(announcement, push)
      const isDue = (!push.at || push.at <= clock.now()) && isPublic(announcement, clock.now())
      await audit.act({ ...entry('approve', push, actor), after: told(push) }, async () => {
        const set = isDue
          ? { state: 'running' as const, startedAt: new Date() }
          : { state: 'approved' as const }
        // One that is to be public later goes out when it is.
        const at = push.at ?? (isDue ? null : announcement.published!.at)
        const moved = await store.move(id, ['proposed'], { ...set, at, approvedBy: actor.name, reason: null })
        if (!moved) throw new Refusal('push_state')
        if (isDue) await runner.begin(push)
      })
      return present(await expect(id), actor)
    },

    /** Refusals: `push_not_found`, `push_state`. */
    async steer(id: string, act: 'pause' | 'resume' | 'cancel', actor: Actor) {
      const push = await expect(id)
      const moved = async (from: PushRecord['state'][], set: Partial<PushRecord>) => {
        if (!(await store.move(id, from, set))) throw new Refusal('push_state')
      }
      await audit.act(entry(act, push, actor), async () => {
        if (act === 'pause') {
          await moved(['approved', 'running'], { state: 'paused', reason: `${actor.name}暂停` })
        } else if (act === 'cancel') {
          const state = 'cancelled'
          const reason = `${actor.name}取消`
          await moved(['proposed', 'approved', 'running', 'paused'], { state, reason, endedAt: new Date() })
          await store.skipQueued(id, '已取消', new Date())
        } else if (push.startedAt || !push.at || push.at <= clock.now()) {
          const startedAt = push.startedAt ?? new Date()
          await moved(['paused'], { state: 'running', reason: null, startedAt })
          await runner.begin(push)
        } else await moved(['paused'], { state: 'approved', reason: null })
      })
      return present(await expect(id), actor)
    },

    /** An `.xlsx` of those whom something came in the way of. Nobody is named by who they are at WeChat's. */
    async exportMissed(id: string, actor: Actor) {
      const push = await expect(id)
      const names = new Map((await store.findGroups()).map(({ _id, name }) => [_id, name]))
      async function* rows(): AsyncGenerator<Cell[]> {
        for await (const { to, status, reason, at } of store.streamMissed(id)) {
          const who = names.get(to) ?? (to === 'all' ? '全部关注者' : nickname(to))
          yield [who, PUSH_STATUS_NAMES[status], reason ?? '', fullText(at)]
        }
      }
      const columns = [
        ...[
          { title: '对象', width: 22 },
          { title: '情况', width: 12 },
          { title: '原因', width: 40 },
        ],
        { title: '时间', width: 22 },
      ]
      return audit.act(entry('exportMissed', push, actor), async () => ({
        name: `${push.title}未送到名单`,
        content: sheets.write({ name: '没有送到', columns, rows: rows() }),
      }))
    },

    groups,

    /** Refusal: `group_exists`. */
    async addGroup({ name, webhook }: { name: string; webhook: string }, actor: Actor) {
      const key = new URL(webhook).searchParams.get('key')!
      const _id = `g${createHash('sha256').update(key).digest('hex').slice(0, 16)}`
      const subject = { kind: 'pushGroup', id: _id, name }
      await audit.act({ action: 'announcement.addGroup', actor, subject }, async () => {
        const group = { _id, name, key, addedAt: new Date(), addedBy: actor.name }
        if (!(await store.addGroup(group))) throw new Refusal('group_exists')
      })
      return groups()
    },

    /** Refusal: `group_not_found`. */
    async removeGroup(id: string, actor: Actor) {
      const name = (await store.findGroups()).find(({ _id }) => _id === id)?.name
      if (name === undefined) throw new Refusal('group_not_found')
      const subject = { kind: 'pushGroup', id, name }
      await audit.act({ action: 'announcement.removeGroup', actor, subject }, () => store.removeGroup(id))
      return groups()
    },

    /** A code; who scans it gets the announcement as it is now. Refusals: `announcement_not_found`, `account_missing`, `wechat_unavailable`. */
    async tryOut(id: string) {
      await expectAnnouncement(id)
      if (!options.hasAccount) throw new Refusal('account_missing')
      const nonce = newCode()
      await vault.put(TRIAL + nonce, id, TRIAL_SECONDS)
      const qr = await account.createQr(TRIAL + nonce, TRIAL_SECONDS).catch(unavailable)
      const expiresAt = new Date(Date.now() + qr.expiresInSeconds * 1000).toISOString()
      return { pictureUrl: qr.pictureUrl, url: qr.url, expiresAt }
    },

    isTrial: (scene: string): boolean => scene.startsWith(TRIAL),

    /** What who scans such a code gets; null where it is no longer good. */
    async trialOf(scene: string): Promise<Reply | null> {
      const id = await vault.peek(scene)
      const found = id && (await announcements.find(id))
      if (!found) return null
      const { text, key, _id } = found
      return {
        ...{ kind: 'news', title: text.title || '没有标题', description: text.summary },
        picUrl: `${publicUrl}/share.png`,
        url: publicUrl + announcementPath(_id, key),
      }
    },

    /** Learns from what the official account is sent who follows it and whom it may write to. Never throws. */
    heard: followers.heard,

    /** What WeChat says of a message that was sent before. */
    async report(msgId: string, outcome: { ok: boolean; reason: string | null }) {
      const status = outcome.ok ? 'delivered' : 'failed'
      await store.report(msgId, status, outcome.ok ? null : outcome.reason, new Date())
    },

    /** What WeChat says of a mass message. */
    async reportMass(msgId: string, { ok, reason, ...reached }: MassReport) {
      const found = await store.report(msgId, ok ? 'delivered' : 'failed', reason, new Date())
      if (found) await store.setReached(found.push, reached)
    },

    /** How fast the jobs of a channel may follow each other; undefined for as fast as they can. */
    paceOf: (channel: PushChannel) => (channel === 'inApp' ? undefined : { every: channels[channel].every }),

    take: runner.take,
    giveUp: runner.giveUp,
    resume: runner.resume,
  }
}

type MassReport = { ok: boolean; reason: string | null; sent: number; failed: number }

/** The same name for the same person in one list, and nothing by which the person is known elsewhere. */
const nickname = (voter: string) => `用户 ${createHash('sha256').update(voter).digest('hex').slice(0, 8)}`

const told = ({ audience, channel, at }: PushRecord) => ({
  ...{ 对象: audienceText(audience), 渠道: CHANNELS[channel].name },
  ...(at && { 时间: at.toISOString() }),
})

function unavailable(error: unknown): never {
  throw error instanceof WeChatError ? new Refusal('wechat_unavailable', undefined, error.message) : error
}
