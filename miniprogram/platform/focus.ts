import { type RefObject, useEffect, useRef } from 'react'

const STOPS = 'a[href], button:not([disabled]), input:not([disabled])'

/**
 * Keeps the keyboard inside a box of the web for as long as it is on screen: Tab goes round in it, Escape and going
 * back close it, the page behind stays where it is. Afterwards the focus is back where it was.
 */
export function useFocusInside(box: RefObject<HTMLElement | null>, close: () => void): void {
  const latest = useRef(close)
  latest.current = close
  useEffect(() => {
    const inside = box.current
    if (!inside) return
    const before = document.activeElement as HTMLElement | null
    const release = quieten()
    inside.focus({ preventScroll: true })

    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') latest.current()
      if (event.key === 'Tab') turn(event, inside)
    }
    // Whatever else takes the focus, such as a page that comes into view, gives it back.
    const onFocus = ({ target }: FocusEvent) => {
      if (!inside.contains(target as Node)) inside.focus({ preventScroll: true })
    }
    // Going back in the browser leaves what the box was about.
    const onBack = () => latest.current()
    window.addEventListener('popstate', onBack)
    document.addEventListener('keydown', onKey)
    document.addEventListener('focusin', onFocus)
    return () => {
      window.removeEventListener('popstate', onBack)
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('focusin', onFocus)
      release()
      if (before?.isConnected) before.focus({ preventScroll: true })
    }
  }, [box])
}

/** At an end of the box Tab goes on at the other one. */
function turn(event: KeyboardEvent, inside: HTMLElement): void {
  const stops = [...inside.querySelectorAll<HTMLElement>(STOPS)]
  const [first, last] = [stops[0], stops.at(-1)]
  const at = document.activeElement
  if (!first || !last) event.preventDefault()
  else if (event.shiftKey ? at === first || at === inside : at === last) {
    event.preventDefault()
    ;(event.shiftKey ? last : first).focus()
  }
}

/** Stops the pages behind from scrolling, without moving them by the width of a scroll bar, and from being reached. */
function quieten(): () => void {
  const pages = document.getElementById('app')
  pages?.setAttribute('inert', '')
  const { style, clientWidth } = document.documentElement
  const { overflow, paddingRight } = style
  style.paddingRight = `${window.innerWidth - clientWidth}px`
  style.overflow = 'hidden'
  return () => {
    Object.assign(style, { overflow, paddingRight })
    pages?.removeAttribute('inert')
  }
}

/** Moves the keyboard's focus to an element of the page that `from` is on. */
export function focusNear(from: HTMLElement, selector: string): void {
  from.closest('main')?.querySelector<HTMLElement>(selector)?.focus()
}
