import type { RequestOf, ResponseOf, Route } from '@shared/api'
import { ERRORS, type ErrorCode } from '@shared/kernel/errors'
import Taro from '@tarojs/taro'
import { ApiError, CLIENT_MESSAGES } from './error'
import { WEB } from './kind'

export { ApiError, type ClientCode, cancelled, isUnconfirmed } from './error'

const TIMEOUT = 12_000
/** A piece of a file takes its time over a bad line, and what it completes is looked into. */
const FILE_TIMEOUT = 90_000

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

type Parts = { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown }

/** Calls one route of shared/api; rejects with ApiError only. */
export async function request<R extends Route>(
  route: R,
  input: RequestOf<R>,
  token?: string,
): Promise<ResponseOf<R>> {
  const { params = {}, query = {}, body } = input as Parts
  const [method, pattern] = route.split(' ') as [Method, string]
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

async function send(method: Method, url: string, data: unknown, token?: string) {
  const isFile = Object.prototype.toString.call(data) === '[object ArrayBuffer]'
  const type = isFile ? 'application/octet-stream' : 'application/json'
  try {
    return await Taro.request({
      url,
      method,
      data,
      timeout: isFile ? FILE_TIMEOUT : TIMEOUT,
      dataType: 'json',
      header: {
        ...(method === 'GET' ? {} : { 'content-type': type }),
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
