import type { Channel } from './contract'

/**
 * A place on this site to return to after logging in: an absolute path, nothing else, so that a log-in link can't
 * send anybody elsewhere. Anything suspicious becomes `/`.
 */
export function safeNext(next: string): string {
  return /^\/(?![/\\])[^\s\\#]*$/.test(next) ? next : '/'
}

/** Kind of browser, as coarse as is useful when ballots are looked at together. */
export function agentOf(userAgent: string): string {
  if (/MicroMessenger/i.test(userAgent)) return 'wechat'
  if (/Mobile|Android|iPhone|iPad/i.test(userAgent)) return 'mobile'
  return /Mozilla/i.test(userAgent) ? 'desktop' : 'other'
}

/** Where a voter came in. */
export const CHANNEL_NAMES: Record<Channel, string> = {
  weapp: '小程序',
  h5: '微信网页',
  pc: '电脑网页',
  chat: '公众号对话',
}
