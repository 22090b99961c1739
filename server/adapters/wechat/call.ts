import {
  BrokenCircuitError,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  retry,
} from 'cockatiel'
import { z } from 'zod'
import { WeChatError } from '../../ports/wechat'
import type { Log } from '../../ports/work'
import { strange, troubleOf, unreachable } from './errcodes'

export type Request<T> = {
  /** The only part of a request that is ever logged: queries hold secrets and OpenIDs. */
  path: string
  query?: Record<string, string>
  /** Sent by POST, as JSON or as the form that it is; without it the request is a GET. */
  body?: object | FormData
  /** What a good answer looks like: JSON, or a Buffer where it is something else. */
  shape: z.ZodType<T>
  /** Whether doing it twice does no more than doing it once. Only then may silence be answered by asking again. */
  repeatable: boolean
}

/** Asks WeChat's API. Throws {@link WeChatError} only. */
export type Call = <T>(request: Request<T>) => Promise<T>

export type CallOptions = {
  /** `https://api.weixin.qq.com` or the sandbox. */
  apiBase: string
  log: Log
  timeoutMs?: number
  /** How long nobody asks after five times silence in a row. */
  pauseMs?: number
}

const TIMEOUT_MS = 4000
const PAUSE_MS = 5000
const SILENCES = 5
const RETRIES = 2
const MAX_ANSWER_BYTES = 4 * 1024 * 1024
/** Causes of silence by which nothing has left us. */
const UNCONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']

const Failure = z.object({ errcode: z.number().int(), errmsg: z.string().default('') })

/**
 * One way out to WeChat, with a time-out for each try, few retries with jitter, and a breaker that spares everybody the
 * waiting while WeChat cannot be reached. Nothing but paths and codes is logged.
 */
export function createCall({ apiBase, log, timeoutMs = TIMEOUT_MS, pauseMs = PAUSE_MS }: CallOptions): Call {
  const breaker = circuitBreaker(handleWhen(isKind('unreachable')), {
    breaker: new ConsecutiveBreaker(SILENCES),
    halfOpenAfter: pauseMs,
  })
  breaker.onBreak(() => log.error({}, '微信接口连续没有应答，暂停调用'))
  breaker.onReset(() => log.info({}, '微信接口恢复应答'))
  const again = retry(handleWhen(isKind('unreachable', 'busy')), {
    maxAttempts: RETRIES,
    backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 1000 }),
  })

  async function attempt<T>(request: Request<T>): Promise<T> {
    const { path, shape } = request
    // The breaker hears only of silence: WeChat's refusals are answers.
    const answer = await breaker.execute(() => ask(request))
    const failure = Failure.safeParse(answer)
    if (failure.success && failure.data.errcode !== 0) {
      const { errcode, errmsg } = failure.data
      // Of the text only WeChat's own number of the request, which its support asks for; the rest may name somebody.
      log.warn({ path, errcode, rid: /rid: ([\w-]{1,64})/.exec(errmsg)?.[1] }, '微信接口拒绝了请求')
      throw troubleOf(errcode)
    }
    const parsed = shape.safeParse(answer)
    if (parsed.success) return parsed.data
    log.warn({ path }, '微信接口的应答不符合约定')
    throw strange()
  }

  async function ask({ path, query = {}, body }: Request<unknown>): Promise<unknown> {
    try {
      const response = await fetch(`${apiBase}${path}?${new URLSearchParams(query)}`, {
        method: body ? 'POST' : 'GET',
        ...(body instanceof FormData
          ? { body }
          : body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
        // A redirect would carry the token to wherever it leads.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      })
      const bytes = await readAll(response)
      if (response.status >= 500) throw new Error(`status ${response.status}`)
      // WeChat calls its JSON text/plain as often as not.
      return bytes[0] === 0x7b ? parseJson(bytes) : bytes
    } catch (error) {
      const cause = causeOf(error)
      log.warn({ path, cause }, '微信接口没有应答')
      throw unreachable(UNCONNECTED.includes(cause))
    }
  }

  return async (request) => {
    try {
      return await (request.repeatable ? again.execute(() => attempt(request)) : attempt(request))
    } catch (error) {
      if (error instanceof WeChatError) throw error
      const unasked = error instanceof BrokenCircuitError
      if (!unasked) log.error({ path: request.path }, '调用微信接口时出错')
      throw unreachable(unasked)
    }
  }
}

const isKind =
  (...kinds: WeChatError['kind'][]) =>
  (error: Error) =>
    error instanceof WeChatError && kinds.includes(error.kind)

async function readAll(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MAX_ANSWER_BYTES) throw new Error('answer too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Ids of messages have more digits than a number holds: they are taken as text. */
const LONG_ID = /("(?:msgid|msg_id|msg_data_id)"\s*:\s*)(\d{16,})/g

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString().replace(LONG_ID, '$1"$2"'))
  } catch {
    return bytes
  }
}

/** Why there was no answer, without the URL that an error's message may contain. */
function causeOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: string } }
  return cause?.code ?? name ?? 'unknown'
}
