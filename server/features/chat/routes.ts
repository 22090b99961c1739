import { Refusal } from '@shared/kernel/errors'
import type { Context } from 'koa'
import type Router from 'koa-router'
import { readText } from '../../http/body'
import type { DeliveryQuery, DeliveryRefusal, Incoming, MessageServer, Reply } from '../../ports/messages'
import type { Log } from '../../ports/work'
import type { Chat } from './chat'

type Doors = { chat: Chat; messages: Record<'account' | 'weapp', MessageServer | null>; log: Log }

/** WeChat shows the person an error five seconds after the message. */
const ANSWER_MS = 4500

const STATUS: Partial<Record<DeliveryRefusal, number>> = {
  unsigned: 401,
  forged: 401,
  oversize: 413,
  memory_unavailable: 503,
}

/**
 * The message servers of the official account and of the mini-program. Refusals have a status and nothing else: whoever
 * forged gets no hint.
 */
export function chatRoutes(router: Router, { chat, messages, log }: Doors): void {
  mount('/wechat/message', messages.account, (message, deadline) => chat.answer(message, deadline))
  mount('/wechat/weapp', messages.weapp, async (message) => {
    await chat.take(message)
    return null
  })

  function mount(
    path: string,
    server: MessageServer | null,
    respond: (message: Incoming, deadline: number) => Promise<Reply | null>,
  ): void {
    router.get(path, (ctx) => {
      const { echostr } = ctx.query
      const ours = typeof echostr === 'string' && server?.checkUrl(queryOf(ctx))
      answer(ctx, ours ? 200 : 401, ours ? echostr : '')
    })

    router.post(path, async (ctx) => {
      const deadline = Date.now() + ANSWER_MS
      const body = await readText(ctx).catch((error) => {
        if (error instanceof Refusal) return null
        throw error
      })
      if (body === null) return answer(ctx, 413, '')
      if (!server) return answer(ctx, 403, '')
      const delivery = await server.open(queryOf(ctx), body)
      if (!delivery.ok) {
        log.warn({ reason: delivery.reason }, '拒绝了一条微信消息')
        return answer(ctx, STATUS[delivery.reason] ?? 403, '')
      }
      const { message, seal } = delivery
      try {
        answer(ctx, 200, seal(await respond(message, deadline)))
      } catch (error) {
        // Nothing has been done yet, or nothing that may not be done again, and WeChat delivers again in five seconds.
        log.warn({ error: String(error), kind: message.kind }, '暂时处理不了微信消息，等微信重发')
        answer(ctx, 503, '')
      }
    })
  }
}

function answer(ctx: Context, status: number, body: string): void {
  ctx.status = status
  ctx.type = body.startsWith('<') ? 'application/xml' : 'text/plain'
  ctx.body = body
}

/** Each parameter once, as WeChat sends them. */
function queryOf(ctx: Context): DeliveryQuery {
  return Object.fromEntries(Object.entries(ctx.query).filter(([, value]) => typeof value === 'string'))
}
