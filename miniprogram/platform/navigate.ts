import Taro from '@tarojs/taro'
import { arrive, catchLost } from './arrival'
import { WEB } from './kind'

/** Pages by the word the address shows: `/candidate?id=…`. */
export type PageName =
  | 'home'
  | 'candidates'
  | 'candidate'
  | 'ballot'
  | 'review'
  | 'receipt'
  | 'ledger'
  | 'mine'
  | 'rules'
  | 'draws'
  | 'decisions'
  | 'messages'
  | 'nominations'
  | 'nomination'
  | 'nomination-form'
  | 'nomination-preview'
  | 'claim'
  | 'claim-request'
  | 'cases'
  | 'experience'
  | 'certificate'
  | 'summit'
  | 'announcements'
  | 'announcement'
  | 'results'
  | 'objections'
  | 'scoring-door'
  | 'scoring'
  | 'scoring-sheet'
  | 'missing'

const TABS: readonly PageName[] = ['home', 'candidates', 'mine']

type Query = Record<string, string | undefined>

/** The public address of a page, as links and shares show it. */
export function addressOf(page: PageName, query: Query = {}): string {
  return `/${page}${search(query)}`
}

/** The page and query of a public address, as `/mine?a=b`. */
export function placeOf(address: string): { page: PageName; query: Query } {
  const [page, search = ''] = address.replace(/^\//, '').split('?') as [string, string?]
  const pairs = search.split('&').filter(Boolean)
  const query = pairs.map((pair) => pair.split('=').map(decodeURIComponent) as [string, string])
  return { page: (page || 'home') as PageName, query: Object.fromEntries(query) }
}

/** The address by which the mini-program knows a page. */
export function routeOf(page: PageName, query: Query = {}): string {
  return `/pages/${page}/index${search(query)}`
}

function search(query: Query): string {
  const pairs = Object.entries(query).filter(([, value]) => value)
  return pairs.length ? `?${pairs.map(([k, v]) => `${k}=${encodeURIComponent(v!)}`).join('&')}` : ''
}

// A tab page takes no query, so what it should show waits here until it looks.
let pending: Query = {}

/** Opens a page above the current one; tabs of the mini-program are switched to. */
export function open(page: PageName, query: Query = {}): void {
  if (!WEB && TABS.includes(page)) {
    pending = query
    Taro.switchTab({ url: routeOf(page) })
  } else {
    go('navigateTo', page, query)
  }
}

/** Puts a page in the place of the current one: there is no way back to what is done with. */
export function replace(page: PageName, query: Query = {}): void {
  if (!WEB && TABS.includes(page)) open(page, query)
  else go('redirectTo', page, query)
}

/** Leaves all pages for one: there is no way back to what has been handed in. */
export function restart(page: PageName, query: Query = {}): void {
  go('reLaunch', page, query)
}

/** Goes back to a page where it is the one before, else opens it. */
export function retreat(page: PageName, query: Query = {}): void {
  const before = Taro.getCurrentPages().at(-2)?.route ?? ''
  if (before.split('/').includes(page)) Taro.navigateBack()
  else open(page, query)
}

function go(way: 'navigateTo' | 'redirectTo' | 'reLaunch', page: PageName, query: Query): void {
  const move = () => void Taro[way]({ url: routeOf(page, query) })
  const address = addressOf(page, query)
  if (!WEB) move()
  else
    arrive(routeOf(page), move, () =>
      way === 'navigateTo' ? window.location.assign(address) : window.location.replace(address),
    )
}

/**
 * On the web, lets the address say what the page on top shows by now, with no step more to go back. What no server may
 * hear of goes into the fragment.
 */
export function readdress(page: PageName, query: Query = {}, fragment = ''): void {
  if (!WEB || window.location.pathname !== addressOf(page)) return
  const address = addressOf(page, query) + (fragment && `#${fragment}`)
  window.history.replaceState(window.history.state, '', address)
}

/** One page back, or home where there is none. */
export function back(): void {
  if (Taro.getCurrentPages().length > 1) Taro.navigateBack()
  else open('home')
}

/** The query a tab page was switched to with, handed out once. */
export function takePending(): Query {
  const query = pending
  pending = {}
  return query
}

/** Leads a browser whose address names no page to one that says so, and notices pages that cannot be fetched. */
export function catchMissing(): void {
  catchLost()
  if (WEB) Taro.eventCenter.on('__taroRouterNotFound', () => window.location.replace(addressOf('missing')))
}
