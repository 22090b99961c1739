import { timeText } from '@shared/kernel/dates'
import type { ApiError } from '../platform/request'

/** What to say of a refused log-in or password; a lock says until when, where the server tells. */
export function refusalText({ code, message, details }: ApiError): string {
  const until = (details as { until?: string } | undefined)?.until
  return code === 'account_locked' && until ? `登录失败次数过多，请在 ${timeText(until)} 以后再试` : message
}
