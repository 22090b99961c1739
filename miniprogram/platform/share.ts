import { jpegOf } from '@shared/candidate/rules'
import Taro from '@tarojs/taro'
import { useEffect } from 'react'
import { allowed, type WebCard } from './jssdk'
import { IN_WECHAT, WEB } from './kind'
import { addressOf, type PageName, routeOf } from './navigate'
import { useVisible } from './page'

/** A page as it is passed on. It names the page and nothing of whoever passes it on. */
export type Shared = {
  title: string
  /** A sentence below the title. */
  about?: string
  page: PageName
  query?: Record<string, string | undefined>
  /** Address of a picture; the award's own where there is none. */
  image?: string
}

/**
 * Says what is sent when this page is passed on: from the mini-program's menu, and from that of WeChat's browser. It is
 * offered there and nowhere pressed or rewarded, as WeChat demands.
 */
export function useShare(shared: Shared): void {
  const { title, page, query, image } = shared
  const picture = image ? { imageUrl: image } : {}
  Taro.useShareAppMessage(() => ({ title, path: routeOf(page, query), ...picture }))
  Taro.useShareTimeline(() => ({ title, query: routeOf(page, query).split('?')[1] ?? '', ...picture }))

  const visible = useVisible()
  const card = IN_WECHAT ? JSON.stringify(webCard(shared)) : null
  useEffect(() => {
    if (card && visible) return offer(JSON.parse(card))
  }, [card, visible])
}

/** WeChat shows no WebP, and resolves no address against the page's. */
function webCard({ title, about = '', page, query, image = '/share.png' }: Shared): WebCard {
  const { origin } = window.location
  const imgUrl = new URL(jpegOf(image), origin).href
  return { title, desc: about, link: origin + addressOf(page, query), imgUrl }
}

/** Hands a card to WeChat's menu, unless called off before WeChat has agreed. */
function offer(card: WebCard): () => void {
  let wanted = true
  allowed().then((weixin) => {
    if (!weixin || !wanted) return
    const { title, link, imgUrl } = card
    weixin.updateAppMessageShareData(card)
    weixin.updateTimelineShareData({ title, link, imgUrl })
  })
  return () => {
    wanted = false
  }
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
