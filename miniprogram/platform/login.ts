import type { Session } from '@shared/identity/contract'
import Taro from '@tarojs/taro'
import { WEB } from './kind'
import { request } from './request'

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

/** Whether logging in leaves the page: then it is begun only when the person asks for it. */
export const LEAVES_PAGE = WEB

/**
 * The one door to a session. In the mini-program it answers at once; on the web it leaves for WeChat and comes back to
 * the current address, so the promise never settles.
 */
export async function login(): Promise<Session> {
  if (WEB) {
    const next = window.location.pathname + window.location.search
    window.location.assign(`${PINGXUAN_API_BASE}/api/session/oauth?next=${encodeURIComponent(next)}`)
    return new Promise(() => {})
  }
  const { code } = await Taro.login()
  return request('POST /api/session/weapp', { body: { code } })
}
