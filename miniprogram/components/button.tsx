import type { ReactNode } from 'react'
import { PRESS } from '@/platform/kind'
import './button.scss'

type Props = {
  /** `main` is the one action of a page; `line` a second one; `plain` a quiet one. */
  kind?: 'main' | 'line' | 'plain'
  wide?: boolean
  disabled?: boolean
  busy?: boolean
  label?: string
  onClick: () => void
  children: ReactNode
}

/** A button. While `busy` it keeps its place and cannot be pressed again. */
export function Button({ kind = 'main', wide, disabled, busy, label, onClick, children }: Props) {
  const off = disabled || busy
  return (
    <button
      type="button"
      {...PRESS}
      className={`button button-${kind} ${wide ? 'button-wide' : ''} ${off ? 'is-off' : ''}`}
      disabled={off}
      aria-busy={busy || undefined}
      aria-label={label}
      onClick={off ? undefined : onClick}
    >
      {children}
    </button>
  )
}
