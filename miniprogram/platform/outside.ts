import Taro from '@tarojs/taro'
import { WEB } from './kind'
import { open, placeOf } from './navigate'

/**
 * Follows a link that staff wrote. The mini-program opens pages of the site as its own; any other address it may not open,
 * so that it is handed over to be pasted.
 */
export function follow(url: string): void {
  if (WEB) {
    window.location.assign(url)
    return
  }
  if (url.startsWith(`${PINGXUAN_API_BASE}/`)) {
    const { page, query } = placeOf(url.slice(PINGXUAN_API_BASE.length))
    open(page, query)
    return
  }
  Taro.setClipboardData({ data: url })
}

/** Has the mini-program's phone call a number, after it has asked. */
export function callPhone(phoneNumber: string): void {
  // Who says no has not failed.
  Taro.makePhoneCall({ phoneNumber }).catch(() => {})
}
