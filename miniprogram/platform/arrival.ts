import { create } from 'zustand'
import { WEB } from './kind'

/** One page of the site as the router knows it: `load` fetches its script and style, once. */
type Route = { path: string; load: () => unknown[] }

type ArrivalState = {
  /** A page that was asked for did not come: what tries it again. */
  retry: (() => void) | null
  /** The address is that page's already, so there is no page to stay on. */
  stuck: boolean
  busy: boolean
}

const CALM: ArrivalState = { retry: null, stuck: false, busy: false }

/** Pages on their way to the browser, as far as a person has to know. */
export const useArrival = create<ArrivalState>()(() => CALM)

/** Stays on the page that is open. */
export function dismiss(): void {
  turn++
  useArrival.setState(CALM)
}

const here = new Set<string>()
// Who asks for another page meanwhile no longer wants the first.
let turn = 0

const routes = (): Route[] =>
  (window as { __taroAppConfig?: { routes?: Route[] } }).__taroAppConfig?.routes ?? []

async function fetchPage({ path, load }: Route): Promise<void> {
  await Promise.all(load())
  here.add(path)
}

/**
 * Moves to a page once its script and style are here, so that the address never names a page that is not shown. What
 * cannot be fetched is said, with a way to try again; where the site has been built anew, the address is loaded afresh.
 */
export function arrive(route: string, move: () => void, afresh: () => void): void {
  const wanted = ++turn
  const page = routes().find(({ path }) => `/${path}` === route)
  useArrival.setState(CALM)
  if (!page || here.has(page.path)) {
    move()
    return
  }
  const attempt = async () => {
    useArrival.setState({ busy: true })
    const came = await fetchPage(page).then(
      () => true,
      () => false,
    )
    const outdated = !came && (await isOutdated())
    if (wanted !== turn) return
    if (came) {
      useArrival.setState(CALM)
      move()
    } else if (outdated) afresh()
    else useArrival.setState({ retry: attempt, stuck: false, busy: false })
  }
  attempt()
}

/** Whether the site has been built anew since this page was opened: its first script has another name. */
async function isOutdated(): Promise<boolean> {
  const script = document.querySelector('script[src*="/js/app."]')?.getAttribute('src')
  try {
    const response = await fetch('/', { cache: 'no-store' })
    return Boolean(script) && response.ok && !(await response.text()).includes(script!)
  } catch {
    return false
  }
}

/** Fetches every page while the browser has nothing else to do: later none needs the connection. */
export function fetchAhead(): void {
  if (!WEB) return
  const all = async () => {
    try {
      for (const route of routes()) if (!here.has(route.path)) await fetchPage(route)
    } catch {
      // Without a connection; tried again when there is one, and when the page is asked for.
    }
  }
  const idly = () =>
    'requestIdleCallback' in window
      ? window.requestIdleCallback(all, { timeout: 5000 })
      : setTimeout(all, 2000)
  if (document.readyState === 'complete') idly()
  else window.addEventListener('load', idly)
  window.addEventListener('online', all)
}

/** Notices pages that the router itself could not fetch: the first one, and those one goes back to. */
export function catchLost(): void {
  if (!WEB) return
  window.addEventListener('unhandledrejection', ({ reason }) => {
    if (!/^Loading (CSS )?chunk /.test(String(reason?.message))) return
    turn++
    useArrival.setState({ retry: () => window.location.reload(), stuck: true, busy: false })
  })
}
