import type { RequestOf, ResponseOf, Route } from '@shared/api'
import { ERRORS, type ErrorCode } from '@shared/kernel/errors'
import Taro from '@tarojs/taro'
import { WEB } from './kind'

const TIMEOUT = 12_000

/**
 * Codes that never come from the server: no connection, no answer though there is one, no answer in time, an answer not
 * ours, a log-in called off.
 */
export type ClientCode = 'offline' | 'silent' | 'timeout' | 'unreadable' | 'cancelled'

const CLIENT_MESSAGES: Record<ClientCode, string> = {
  offline: '没有连上网络，请检查后重试',
  silent: '服务器暂时没有回应，请稍后再试',
  timeout: '网络较慢，没有等到回应，请重试',
  unreadable: '服务器的回应有误，请稍后再试',
  cancelled: '您还没有登录',
}

/** Every way a request can fail, as one error with a stable code and a sentence for the person. */
export class ApiError extends Error {
  constructor(
    readonly code: ErrorCode | ClientCode,
    message: string,
    readonly status = 0,
    readonly details?: unknown,
  ) {
    super(message)
    this.name = 'ApiError'
  }
}

/** The error of a person who was asked to log in and did not want to. */
export function cancelled(): ApiError {
  return new ApiError('cancelled', CLIENT_MESSAGES.cancelled)
}

/** Whether nobody can say if the server took the request: then it is sent again, which must be safe. */
export function isUnconfirmed({ code, status }: ApiError): boolean {
  return (
    code === 'timeout' || code === 'offline' || code === 'silent' || code === 'unreadable' || status >= 500
  )
}

type Parts = { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown }

/** Calls one route of shared/api; rejects with ApiError only. */
export async function request<R extends Route>(
  route: R,
  input: RequestOf<R>,
  token?: string,
): Promise<ResponseOf<R>> {
  const { params = {}, query = {}, body } = input as Parts
  const [method, pattern] = route.split(' ') as ['GET' | 'POST', string]
  const answer = await send(method, address(pattern, params, query), body, token)
  if (answer.statusCode >= 200 && answer.statusCode < 300) return answer.data as ResponseOf<R>
  throw refusal(answer.statusCode, answer.data)
}

function address(pattern: string, params: Record<string, unknown>, query: Record<string, unknown>): string {
  const path = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join('&')
  return PINGXUAN_API_BASE + path + (search ? `?${search}` : '')
}

async function send(method: 'GET' | 'POST', url: string, data: unknown, token?: string) {
  try {
    return await Taro.request({
      url,
      method,
      data,
      timeout: TIMEOUT,
      dataType: 'json',
      header: {
        ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
    })
  } catch (cause) {
    const text = String((cause as { errMsg?: string })?.errMsg ?? cause)
    const slow = /timeout|abort/i.test(text)
    // A browser knows whether it has a connection; then it is the server that is away.
    const code = WEB && navigator.onLine ? 'silent' : slow ? 'timeout' : 'offline'
    throw new ApiError(code, CLIENT_MESSAGES[code])
  }
}

function refusal(status: number, data: unknown): ApiError {
  const error = (data as { error?: { code?: string; message?: string; details?: unknown } } | null)?.error
  if (!error?.code) return new ApiError('unreadable', CLIENT_MESSAGES.unreadable, status)
  const code = error.code as ErrorCode
  return new ApiError(code, error.message || (ERRORS[code] ?? ERRORS.internal).message, status, error.details)
}
