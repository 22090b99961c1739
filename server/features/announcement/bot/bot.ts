import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Bot } from '@shared/announcement/bot/contract'
import { answerTo, LEAST_SECONDS, MOST_A_DAY, MOST_SECONDS } from '@shared/announcement/bot/rules'
import type { Actor } from '@shared/audit/contract'
import { dayText } from '@shared/kernel/dates'
import { Refusal } from '@shared/kernel/errors'
import { BotError, type BotNews, type RunningBot, type StartBot } from '../../../ports/bot'
import type { Log } from '../../../ports/work'
import type { Audit } from '../../audit/audit'
import type { BotStore } from './model'

export { type BotStore, createBotStore } from './model'
export type GroupBot = ReturnType<typeof createGroupBot>

type Options = {
  store: BotStore
  /** Starts the process; null where the operator has not switched the bot on. */
  start: StartBot | null
  /** An upload as JPEG. */
  pictureOf: (upload: string) => Promise<Buffer>
  audit: Pick<Audit, 'act'>
  publicUrl: string
  log: Log
  /** How long to wait between two messages, in ms. */
  pause?: () => number
}

/** Whoever has said nothing for so long while holding the bot has died. */
const LOST_MS = 15_000
const TICK_MS = 1000
/** A process that ends this often in a row is not begun again. */
const MOST_ENDS = 5
const LOOK_MS = 300
/** So long it may take until a message's turn comes. */
const PATIENCE_MS = 300_000
/** In one group it answers once in so long. */
const QUIET_MS = 60_000

const today = () => dayText(new Date())

/**
 * A personal account that posts into WeChat groups by wechat4u. WeChat does not allow for it and may restrict the account, so
 * it is off by default and goes slowly. One worker runs it; what is to be sent waits in the store.
 */
export function createGroupBot({ store, start, pictureOf, audit, publicUrl, log, pause = jitter }: Options) {
  const me = randomUUID()
  let running: RunningBot | null = null
  let isOnline = false
  let ends = 0
  let startAfter = 0
  let sendAfter = 0
  let isSending = false
  const answered = new Map<string, number>()

  async function show(): Promise<Bot> {
    const { state, uuid, name, groups, answering, reason, changedAt, sent } = await store.read()
    return {
      ...{ enabled: start !== null, state, name, groups, answering, reason, mostADay: MOST_A_DAY },
      code: state === 'code' && uuid ? `https://login.weixin.qq.com/l/${uuid}` : null,
      changedAt: changedAt.getTime() > 0 ? changedAt.toISOString() : null,
      sentToday: sent.day === today() ? sent.count : 0,
    }
  }

  const put = (set: Parameters<BotStore['change']>[0]) =>
    store.change({ ...set, changedAt: new Date() }).catch((error) => {
      log.warn({ err: error }, '没有记下微信群机器人的状态')
    })

  async function hear(news: BotNews): Promise<void> {
    switch (news.kind) {
      case 'code':
        return put({ state: 'code', uuid: news.uuid })
      case 'scanned':
        return put({ state: 'scanned' })
      case 'online':
        ends = 0
        isOnline = true
        sendAfter = Date.now() + pause() // by then it knows its groups
        return put({ state: 'online', name: news.name, uuid: null, reason: null })
      case 'groups':
        return put({ groups: news.names })
      case 'data':
        return store.change({ data: news.data })
      case 'trouble':
        log.warn({ reason: news.reason }, '微信群机器人遇到问题')
        return
      case 'over': {
        const { wanted } = await store.read()
        log.error({}, '微信群机器人的登录已失效')
        const reason = '微信或手机退出了登录，请重新扫码'
        return put(
          wanted
            ? { state: 'expired', wanted: false, data: null, uuid: null, reason }
            : { state: 'off', data: null, uuid: null, reason: null },
        )
      }
      case 'gone': {
        if (!running) return // we have let go of it ourselves
        running = null
        const { wanted } = await store.read()
        if (!wanted) return
        ends += 1
        startAfter = Date.now() + Math.min(60_000, 1000 * 2 ** ends)
        if (ends < MOST_ENDS) return put({ state: 'starting', reason: '机器人进程中断，正在重新启动' })
        ends = 0
        return put({ state: 'failed', wanted: false, reason: '机器人进程多次中断，请查看日志后再登录' })
      }
      case 'heard':
        return answer(news.group, news.text)
    }
  }

  /** Answers a keyword in a group that has opted in. */
  async function answer(group: string, text: string): Promise<void> {
    const said = answerTo(text, publicUrl)
    if (!said || Date.now() - (answered.get(group) ?? 0) < QUIET_MS) return
    if (!(await store.read()).answering.includes(group)) return
    answered.set(group, Date.now())
    await store.add({ _id: `answer-${randomUUID()}`, group, text: said, picture: null })
  }

  /** Ends the process; the account stays logged in. */
  function letGo(): void {
    const bot = running
    running = null
    bot?.kill()
  }

  async function sendNext(bot: RunningBot): Promise<void> {
    const message = await store.next(new Date())
    if (!message) return
    const { _id, group, text, picture } = message
    try {
      await bot.send({ group, text, picture: picture ? await pictureOf(picture) : null })
      await store.settle(_id, 'sent', null)
    } catch (error) {
      const certain = !(error instanceof BotError) || error.certain
      await store.settle(_id, certain ? 'failed' : 'unknown', String((error as Error).message))
    } finally {
      await store.count(today())
      sendAfter = Date.now() + pause()
    }
  }

  /** What is due now, where this process runs the bot or may begin to. */
  async function tick(begin: StartBot): Promise<void> {
    const now = Date.now()
    const record = await store.hold(me, new Date(now), new Date(now - LOST_MS))
    if (!record) {
      letGo() // another has taken it over; there must not be two
      return
    }
    if (record.holder !== me) await store.endSending('发送时中断，不知道是否送达')
    if (record.wanted && !running && now >= startAfter) {
      await put({ state: 'starting' })
      isOnline = false
      running = begin(record.data, (news) => {
        hear(news).catch((error) => log.warn({ err: error }, '没有处理微信群机器人的消息'))
      })
    } else if (!record.wanted && running) running.end()
    const isFree = running && isOnline && !isSending && now >= sendAfter
    if (!isFree || (record.sent.day === today() && record.sent.count >= MOST_A_DAY)) return
    isSending = true
    void sendNext(running!)
      .catch((error) => log.warn({ err: error }, '微信群消息没有发成'))
      .finally(() => {
        isSending = false
      })
  }

  const expectEnabled = () => {
    if (!start) throw new Refusal('bot_disabled')
  }
  const entry = (what: string, actor: Actor) => ({
    ...{ action: `announcement.${what}`, actor },
    subject: { kind: 'bot', id: 'bot', name: '微信群机器人' },
  })

  return {
    show,

    /** Refusal: `bot_disabled`. */
    async steer(act: 'start' | 'stop', actor: Actor): Promise<Bot> {
      expectEnabled()
      await audit.act(entry(act === 'start' ? 'startBot' : 'stopBot', actor), async () => {
        const { wanted } = await store.read()
        if (act === 'stop') return put({ wanted: false, state: 'off', uuid: null, data: null, reason: null })
        if (!wanted) await put({ wanted: true, state: 'starting', uuid: null, reason: null })
      })
      return show()
    },

    /** Refusal: `bot_disabled`. */
    async setAnswering(names: string[], actor: Actor): Promise<Bot> {
      expectEnabled()
      const { answering } = await store.read()
      const act = { ...entry('setAnswering', actor), before: { 群: answering }, after: { 群: names } }
      await audit.act(act, () => store.change({ answering: names }))
      return show()
    },

    /** Why nothing can be sent now; null where it can. */
    async obstacle(): Promise<string | null> {
      const { wanted, state, sent } = await store.read()
      if (!start) return '没有启用微信群机器人'
      // One that is beginning anew goes on in a moment.
      if (!wanted || state === 'code' || state === 'scanned') {
        return '微信群机器人没有登录，请先在“微信群”里扫码登录'
      }
      const isFull = sent.day === today() && sent.count >= MOST_A_DAY
      return isFull ? `今天已发满 ${MOST_A_DAY} 条，为免被微信限制，请明天继续` : null
    },

    /** Has something sent into a group, once for each key, and waits for what becomes of it; `queued` where it waits in vain. */
    async send(key: string, message: { group: string; text: string; picture: string | null }) {
      await store.add({ _id: key, ...message })
      const deadline = Date.now() + PATIENCE_MS
      for (;;) {
        const { status, reason } = (await store.find(key))!
        if (status !== 'queued' && status !== 'sending') return { status, reason }
        const inVain = Date.now() > deadline || (await this.obstacle()) !== null
        if (status === 'queued' && inVain) return { status, reason: null }
        await sleep(LOOK_MS)
      }
    },

    /** Runs the bot in this process, or stands by while another does, until it is closed. */
    run() {
      if (!start) return { async close() {} }
      let stopped = false
      const loop = (async () => {
        while (!stopped) {
          await tick(start).catch((error) => log.warn({ err: error }, '微信群机器人这一秒没有照看到'))
          await sleep(TICK_MS)
        }
      })()
      return {
        async close(): Promise<void> {
          stopped = true
          await loop
          letGo()
          await store.letGo(me).catch(() => {})
        },
      }
    },
  }
}

const jitter = () => randomInt(LEAST_SECONDS * 1000, MOST_SECONDS * 1000)
