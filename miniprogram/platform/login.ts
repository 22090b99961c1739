import type { QrLogin, Session } from '@shared/identity/contract'
import { agentOf } from '@shared/identity/rules'
import Taro from '@tarojs/taro'
import { IN_WECHAT, WEB } from './kind'
import { cancelled, request } from './request'

const HANDOFF = /^#handoff=([\w-]+)$/

/** The once-only word the log-in brought back; taken off the address before anything is rendered or recorded. */
function takeHandoff(): string | null {
  if (!WEB) return null
  const found = HANDOFF.exec(window.location.hash)
  if (!found?.[1]) return null
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search)
  return found[1]
}

const handoff = takeHandoff()

/** The session a log-in came back with, if this page is where it came back to. */
export async function claimArrival(): Promise<Session | null> {
  if (!handoff) return null
  return request('POST /api/session/handoff', { body: { handoff } })
}

/** Kind of browser; the mini-program has none. */
const agent = WEB ? agentOf(navigator.userAgent) : null

/**
 * How one logs in here. `silent`: the mini-program, at once. `leave`: inside WeChat, by way of its own page. `scan`: any
 * other browser shows a code that WeChat on a phone scans.
 */
export const DOOR: 'silent' | 'leave' | 'scan' = !WEB ? 'silent' : IN_WECHAT ? 'leave' : 'scan'

/** Whether logging in takes something of the person: then it is begun only when they ask for it. */
export const ASKS_PERSON = WEB

/** A phone's browser outside WeChat: its own screen cannot be scanned. */
export const ON_PHONE = agent === 'mobile'

/**
 * Logs in through the doors `silent` and `leave`. Leaving comes back to this address as a new page; only where the person
 * goes back instead, and the browser shows this page as it was left, does the promise settle: it was called off.
 */
export async function login(): Promise<Session> {
  if (WEB) {
    const next = window.location.pathname + window.location.search
    window.location.assign(`${PINGXUAN_API_BASE}/api/session/oauth?next=${encodeURIComponent(next)}`)
    return new Promise((_, reject) => {
      window.addEventListener('pageshow', ({ persisted }) => persisted && reject(cancelled()))
    })
  }
  const { code } = await Taro.login()
  return request('POST /api/session/weapp', { body: { code } })
}

/** Where the demo's sandbox scans a code; null where the code is WeChat's own. */
export function sandboxFor({ scanUrl }: QrLogin): string | null {
  const { pathname } = new URL(scanUrl, window.location.href)
  return pathname.startsWith('/sandbox/') ? pathname : null
}
