import type { ErrorCode } from '@shared/kernel/errors'

/**
 * Codes that never come from the server: no connection, no answer though there is one, no answer in time, an answer not
 * ours, a log-in called off.
 */
export type ClientCode = 'offline' | 'silent' | 'timeout' | 'unreadable' | 'cancelled'

/** What the person is told of them. */
export const CLIENT_MESSAGES: Record<ClientCode, string> = {
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
