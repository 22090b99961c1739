import Taro from '@tarojs/taro'
import { WEB } from './kind'
import { addressOf, type PageName, routeOf } from './navigate'

export type Shared = { title: string; page: PageName; query?: Record<string, string>; image?: string }

/** What the mini-program's own share menu sends. */
export function shareCard({ title, page, query, image }: Shared) {
  return { title, path: routeOf(page, query), ...(image ? { imageUrl: image } : {}) }
}

/** Whether the browser offers its own share sheet. */
export const hasShareSheet = () => WEB && typeof navigator.share === 'function'

/** Opens the browser's share sheet; false when the person closed it or it failed. */
export async function shareSheet({ title, page, query }: Shared): Promise<boolean> {
  try {
    await navigator.share({ title, url: window.location.origin + addressOf(page, query) })
    return true
  } catch {
    return false
  }
}

/** Copies a page's link. */
export function copyLink({ page, query }: Shared): Promise<boolean> {
  return copy(WEB ? window.location.origin + addressOf(page, query) : routeOf(page, query))
}

/** Copies the address of the page that is open, to go on with it in WeChat. */
export function copyAddress(): Promise<boolean> {
  return copy(window.location.href)
}

/** Puts text on the clipboard; false when the device refuses. */
export async function copy(text: string): Promise<boolean> {
  try {
    if (!WEB) await Taro.setClipboardData({ data: text })
    else if (navigator.clipboard) await navigator.clipboard.writeText(text)
    else return copyBySelection(text)
    return true
  } catch {
    return WEB && copyBySelection(text)
  }
}

// Older WeChat browsers, and pages not served over TLS, have no clipboard object.
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.setAttribute('readonly', '')
  area.style.cssText = 'position:fixed;opacity:0'
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  return done
}
