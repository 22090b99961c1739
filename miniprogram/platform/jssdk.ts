import { pageToSign } from '@shared/jssdk/rules'
import { IN_WECHAT, WEB } from './kind'
import { request } from './request'

/** What WeChat shows of a page that is passed on; addresses are absolute. */
export type WebCard = { title: string; desc: string; link: string; imgUrl: string }

/** The part of WeChat's script that we use. */
type Weixin = {
  config(options: Record<string, unknown>): void
  ready(callback: () => void): void
  error(callback: () => void): void
  updateAppMessageShareData(card: WebCard): void
  updateTimelineShareData(card: Omit<WebCard, 'desc'>): void
}

const FUNCTIONS = ['updateAppMessageShareData', 'updateTimelineShareData']

// Kept when the program starts: the router soon moves on.
const landing = WEB ? window.location.href : ''

let configured: { url: string; weixin: Promise<Weixin | null> } | null = null

/**
 * WeChat's functions, allowed to the page that is open; null outside WeChat, where nothing is loaded, and where WeChat or
 * our server is not willing. Then the page does without.
 */
export function allowed(): Promise<Weixin | null> {
  if (!IN_WECHAT) return Promise.resolve(null)
  const url = here()
  if (configured?.url !== url) configured = { url, weixin: configure(url).catch(() => null) }
  return configured.weixin
}

const here = () => pageToSign({ landing, current: window.location.href, userAgent: navigator.userAgent })

async function configure(url: string): Promise<Weixin | null> {
  const { script, ...config } = await request('GET /api/wechat/jssdk', { query: { url } })
  const weixin = await load(script)
  if (url !== here()) return null // one has gone on: the signature is of a page that is no more
  return new Promise((resolve) => {
    weixin.config({ debug: false, ...config, jsApiList: FUNCTIONS })
    weixin.ready(() => resolve(weixin))
    weixin.error(() => resolve(null))
  })
}

let loading: Promise<Weixin> | null = null

/** Loads WeChat's script, once; a try that fails is not the last. */
function load(address: string): Promise<Weixin> {
  loading ??= new Promise<Weixin>((resolve, reject) => {
    const script = document.createElement('script')
    script.src = address
    script.onload = () => resolve((window as unknown as { wx: Weixin }).wx)
    script.onerror = reject
    document.head.append(script)
  }).catch((error) => {
    loading = null
    throw error
  })
  return loading
}
