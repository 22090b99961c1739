import type { MouseEvent, ReactNode } from 'react'
import { WEB } from '@/platform/kind'
import { addressOf, open, type PageName } from '@/platform/navigate'

type Props = {
  page: PageName
  query?: Record<string, string | undefined>
  className?: string
  label?: string
  current?: boolean
  /** Called when it is followed, in whatever window. */
  onOpen?: () => void
  children: ReactNode
}

/** Leads to a page: a real link on the web, which can be opened in a new tab, an element to tap in the mini-program. */
export function Link({ page, query, className, label, current, onOpen, children }: Props) {
  const go = () => {
    onOpen?.()
    open(page, query)
  }
  if (!WEB) {
    return (
      // biome-ignore lint/a11y: becomes a view of the mini-program, which has no links and no keyboard
      <div className={className} onClick={go}>
        {children}
      </div>
    )
  }
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return onOpen?.()
    event.preventDefault()
    go()
  }
  return (
    <a
      href={addressOf(page, query)}
      className={className}
      aria-label={label}
      aria-current={current ? 'page' : undefined}
      onClick={follow}
    >
      {children}
    </a>
  )
}
