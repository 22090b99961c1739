import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '@shared/kernel/errors'
import type { AnswerMemory } from '../../ports/memory'
import type { Incoming, Reply } from '../../ports/messages'
import type { OfficialAccount, ServiceMessage, Suggest } from '../../ports/wechat'
import { WeChatError } from '../../ports/wechat'
import type { Log } from '../../ports/work'
import type { Announcements, Pushes } from '../announcement/announcement'
import type { Ballots } from '../ballot/ballot'
import type { Candidates } from '../candidate/candidate'
import type { Editions } from '../edition/edition'
import type { Identities } from '../identity/identity'
import type { Nominations } from '../nomination/nomination'
import type { NoticeChannel, Notifications } from '../notification/notification'
import type { Results } from '../result/result'
import { createCommands } from './commands'
import { createEvents } from './events'
import { completeMenu } from './menu'
import { createPhaseTexts } from './phase'
import { lines, linksBelow } from './words'

type Options = {
  identities: Identities
  nominations: Pick<Nominations, 'mine'>
  editions: Editions
  candidates: Candidates
  ballots: Ballots
  results: Pick<Results, 'publicly'>
  account: Pick<OfficialAccount, 'sendMessage' | 'setMenu'>
  answers: AnswerMemory
  notifications: Notifications
  announcements: Pick<Announcements, 'list'>
  pushes: Pick<Pushes, 'heard' | 'isTrial' | 'trialOf' | 'report' | 'reportMass'>
  appids: Record<NoticeChannel, string>
  /** Hears what WeChat thinks of a picture that was handed in under a trace. */
  onPictureChecked: (traceId: string, suggest: Suggest) => Promise<unknown>
  /** Where the site is reached from outside, without a trailing slash. */
  publicUrl: string
  /** Whether WeChat can fetch our pictures. */
  showsPictures: boolean
  log: Log
}

export type Chat = ReturnType<typeof createChat>

/** A claim outlasts the time in which an answer is due; after that its holder must have died. */
const CLAIM_SECONDS = 7
/** WeChat's last redelivery comes after fifteen seconds. */
const KEEP_SECONDS = 60
const LOOK_AGAIN_MS = 80
/** How long a scan waits for WeChat's word on who the person is. */
const PATIENCE_MS = 1500

const SORRY: Reply = { kind: 'text', content: '抱歉，刚才没有处理成功，请稍后再发一次。' }
const UNREADABLE = '收到。这里只看得懂文字：回复「帮助」看能做什么，回复「人工」转人工客服。'

/** The official account's side of a chat: one answer to each message, whatever happens. */
export function createChat(options: Options) {
  const { identities, editions, account, answers, pushes, publicUrl, log } = options
  const link = linksBelow(publicUrl)
  const phases = createPhaseTexts(link)
  const commands = createCommands({ ...options, phases, link })
  const hear = createEvents(options)

  /** What a message deserves; null for nothing. */
  async function respond(message: Incoming): Promise<Reply | null> {
    const { openid } = message
    switch (message.kind) {
      case 'text':
        return commands.answer(message.content, openid)
      case 'voice':
        return message.recognition ? commands.answerSpoken(message.recognition, openid) : text(UNREADABLE)
      case 'CLICK':
        return commands.answer(message.eventKey, openid)
      case 'subscribe':
        await identities.noteFollowing(
          openid,
          new Date(message.createdAt * 1000),
          message.scene ? 'qr' : null,
        )
        return (await scanned(message.scene, openid)) ?? text(phases.welcome(editions.show()))
      case 'unsubscribe':
        await identities.noteFollowing(openid, null, null)
        return null
      case 'SCAN':
        return (await scanned(message.scene, openid)) ?? text(phases.now(editions.show()))
      case 'image':
      case 'video':
      case 'shortvideo':
      case 'location':
      case 'link':
        return text(UNREADABLE)
      case 'unknown':
        log.warn({ msgType: message.msgType, event: message.event }, '收到不认识的微信消息')
        return null
      default:
        return null
    }
  }

  /** What a scene means: a page that waits for its log-in, or an announcement that staff try out; null for neither. */
  async function scanned(scene: string | null, openid: string): Promise<Reply | null> {
    if (scene && identities.isLoginScene(scene)) return confirm(scene, openid)
    if (!scene || !pushes.isTrial(scene)) return null
    return (await pushes.trialOf(scene)) ?? text('这个二维码已经失效，请在后台重新生成。')
  }

  /** Logs in the PC page whose QR was scanned. */
  async function confirm(scene: string, openid: string): Promise<Reply> {
    await identities.learnUnion(openid, PATIENCE_MS)
    const confirmed = await identities.confirmQr(scene, openid)
    if (!confirmed) return text('这个登录二维码已经失效，请在电脑上刷新后重新扫码。')
    return text(
      lines(
        '已在电脑上登录，请回到电脑继续。',
        '如果不是您本人操作，请立即回复「退出」。',
        '',
        phases.now(editions.show()),
      ),
    )
  }

  async function respondSafely(message: Incoming): Promise<Reply | null> {
    try {
      return await respond(message)
    } catch (error) {
      if (error instanceof Refusal) return text(`${error.message}。`)
      log.error({ error: String(error), kind: message.kind }, '处理微信消息时出错')
      return SORRY
    }
  }

  /** Sends what took too long for a reply. */
  async function sendLate(message: Incoming, reply: Reply | null): Promise<void> {
    const late = reply && serviceMessage(reply)
    if (!late) return
    await account.sendMessage(message.openid, late).catch((error) => {
      log.warn({ cause: error instanceof WeChatError ? error.kind : String(error) }, '迟到的回复没有发出去')
    })
  }

  return {
    /**
     * Answers a message by `deadline` (ms since 1970); null is silence. A redelivery gets the first delivery's answer and
     * has no effect of its own, in whichever process. Throws only where that can't be told, before anything is done.
     */
    async answer(message: Incoming, deadline: number): Promise<Reply | null> {
      if (await hear(message, 'account')) return null
      pushes.heard(message)
      for (;;) {
        const claim = await answers.claim(message.key, CLAIM_SECONDS)
        if (claim === 'mine') break
        if (claim !== 'pending') return JSON.parse(claim.answer) as Reply | null
        if (Date.now() + LOOK_AGAIN_MS > deadline) return null
        await sleep(LOOK_AGAIN_MS)
      }
      const work = respondSafely(message)
      const first = await within(deadline - Date.now(), work)
      const reply = first === 'late' ? null : first
      await answers.keep(message.key, JSON.stringify(reply), KEEP_SECONDS).catch(() => {})
      if (first === 'late') void work.then((done) => sendLate(message, done))
      // Of those who are here already it is asked when it matters.
      if (message.kind === 'subscribe') void identities.learnUnion(message.openid)
      return reply
    },

    /** Takes what the mini-program is sent; nothing is answered there. Throws where it should be sent again. */
    async take(message: Incoming): Promise<void> {
      await hear(message, 'weapp')
    },

    /** Gives the official account the edition's menu. Throws WeChatError. */
    async setMenu(): Promise<void> {
      await account.setMenu(completeMenu(editions.current().menu ?? [], publicUrl))
    },
  }
}

/** What `work` comes to, or `late` after `ms`. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | 'late'> {
  let timer: NodeJS.Timeout
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, ms, 'late')
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

const text = (content: string): Reply => ({ kind: 'text', content })

/** A reply as a customer-service message; null where there is none like it. */
function serviceMessage(reply: Reply): ServiceMessage | null {
  return reply.kind === 'text' || reply.kind === 'news' || reply.kind === 'image'
    ? (reply as ServiceMessage)
    : null
}
