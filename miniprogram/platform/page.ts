import Taro from '@tarojs/taro'
import { useEffect, useRef, useState } from 'react'
import { WEAPP, WEB } from './kind'

/** Runs whenever the page comes into view. */
export const useDidShow: typeof Taro.useDidShow = (callback) => Taro.useDidShow(callback)
/** Runs when the page has been scrolled to its end. */
export const useReachBottom: typeof Taro.useReachBottom = (callback) => Taro.useReachBottom(callback)

/** Runs when the page has been pulled down to be brought up to date; the sign for it goes when the work is done. */
export function usePullDown(refresh: () => Promise<void>): void {
  Taro.usePullDownRefresh(() => {
    refresh().finally(() => Taro.stopPullDownRefresh())
  })
}

/** The page's query, decoded. */
export function useParams(): Record<string, string | undefined> {
  const { params } = Taro.useRouter()
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, value === undefined ? undefined : decode(value)]),
  )
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** Whether this page is the one being looked at: not covered by another page, tab or program. */
export function useVisible(): boolean {
  const [shown, setShown] = useState(true)
  const [awake, setAwake] = useState(true)
  useDidShow(() => setShown(true))
  Taro.useDidHide(() => setShown(false))
  useEffect(() => {
    if (!WEB) return
    const look = () => setAwake(document.visibilityState === 'visible')
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
  return shown && awake
}

/** Runs now and then while the page is being looked at, and whenever somebody looks at it again. */
export function useWatch(callback: () => void, everyMs: number): void {
  const latest = useRef(callback)
  latest.current = callback
  const isVisible = useVisible()
  const wasVisible = useRef(true)
  useEffect(() => {
    if (isVisible && !wasVisible.current) latest.current()
    wasVisible.current = isVisible
    if (!isVisible) return
    const timer = setInterval(() => latest.current(), everyMs)
    return () => clearInterval(timer)
  }, [isVisible, everyMs])
}

/** Runs when the page goes out of sight, for whatever reason; perhaps nothing runs after it. */
export function useLeave(callback: () => void): void {
  const latest = useRef(callback)
  latest.current = callback
  Taro.useDidHide(() => latest.current())
  Taro.useUnload(() => latest.current())
  useEffect(() => {
    if (!WEB) return
    const look = () => document.visibilityState === 'hidden' && latest.current()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
}

/** Scrolls to an element by its id, and puts the keyboard's focus on what in it takes one. */
export function goTo(id: string): void {
  if (!WEB) {
    Taro.pageScrollTo({ selector: `#${id}`, offsetTop: -16, duration: 200 }).catch(() => {})
    return
  }
  const element = document.getElementById(id)
  element?.scrollIntoView({ block: 'start', behavior: 'smooth' })
  element?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true })
}

/** Settles when the browser's window is being looked at; at once where it is. */
export function untilAwake(): Promise<void> {
  if (!WEB || document.visibilityState === 'visible') return Promise.resolve()
  return new Promise((resolve) => {
    const look = () => {
      if (document.visibilityState !== 'visible') return
      document.removeEventListener('visibilitychange', look)
      resolve()
    }
    document.addEventListener('visibilitychange', look)
  })
}

/** Names the page: the mini-program's bar, the browser's tab. */
export function useTitle(title: string): void {
  useDidShow(() => name(title))
  useEffect(() => name(title), [title])
}

function name(title: string): void {
  if (WEAPP) Taro.setNavigationBarTitle({ title })
  else document.title = `${title} · 荆楚问政系列评选`
}
