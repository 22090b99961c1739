import Taro from '@tarojs/taro'
import { useEffect, useRef } from 'react'
import { WEB } from './kind'

/** How much of an element must be on the screen, and for how long on the web, to have been seen. */
const SHARE = 0.6
const GLANCE = 400

/** Calls back once the element of this id has been seen. */
export function useSeen(id: string, callback: () => void): void {
  const latest = useRef(callback)
  latest.current = callback
  useEffect(() => (WEB ? onWeb : onPhone)(id, () => latest.current()), [id])
}

function onWeb(id: string, callback: () => void): () => void {
  const element = document.getElementById(id)
  // Browsers without it have the button that marks all.
  if (!element || typeof IntersectionObserver === 'undefined') return () => {}
  let glance: ReturnType<typeof setTimeout> | undefined
  const observer = new IntersectionObserver(
    ([entry]) => {
      clearTimeout(glance)
      if (entry?.isIntersecting) glance = setTimeout(callback, GLANCE)
    },
    { threshold: SHARE },
  )
  observer.observe(element)
  return () => {
    clearTimeout(glance)
    observer.disconnect()
  }
}

function onPhone(id: string, callback: () => void): () => void {
  const page = Taro.getCurrentInstance().page as object
  const observer = Taro.createIntersectionObserver(page, { thresholds: [SHARE] })
  // The element is handed to the screen a moment later than it is made.
  Taro.nextTick(() =>
    observer.relativeToViewport().observe(`#${id}`, ({ intersectionRatio = 0 }) => {
      if (intersectionRatio >= SHARE) callback()
    }),
  )
  return () => observer.disconnect()
}
