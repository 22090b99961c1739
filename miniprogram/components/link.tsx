import type { MouseEvent, ReactNode } from 'react'
import { WEB } from '@/platform/kind'
import { addressOf, open, type PageName } from '@/platform/navigate'

type Props = {
  page: PageName
  query?: Record<string, string | undefined>
  className?: string
  label?: string
  current?: boolean
  children: ReactNode
}

/** Leads to a page: a real link on the web, which can be opened in a new tab, an element to tap in the mini-program. */
export function Link({ page, query, className, label, current, children }: Props) {
  if (!WEB) {
    return (
      // biome-ignore lint/a11y: becomes a view of the mini-program, which has no links and no keyboard
      <div className={className} onClick={() => open(page, query)}>
        {children}
      </div>
    )
  }
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    open(page, query)
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
