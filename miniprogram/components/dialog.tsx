import { type ReactNode, useRef } from 'react'
import { createPortal } from 'react-dom'
import { useFocusInside } from '@/platform/focus'
import { PRESS } from '@/platform/kind'
import { Icon } from './icon'
import './dialog.scss'

type Props = { title: string; onClose: () => void; children: ReactNode }

/** A card above the page, of the web only. Escape, the cross and the page around it close it. */
export function Dialog({ title, onClose, children }: Props) {
  const card = useRef<HTMLDivElement>(null)
  useFocusInside(card, onClose)
  // Beside the pages' root: inside it the router takes the last element for the page on top and hides the others.
  return createPortal(
    // biome-ignore lint/a11y: the keyboard has Escape and the cross
    <div className="dialog" onClick={({ target, currentTarget }) => target === currentTarget && onClose()}>
      <div
        ref={card}
        className="dialog-card"
        role="dialog"
        aria-modal="true"
        aria-labelledby="dialog-title"
        tabIndex={-1}
      >
        <h2 id="dialog-title" className="dialog-title">
          {title}
        </h2>
        {children}
        <button type="button" {...PRESS} className="dialog-close" aria-label="关闭" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
    </div>,
    document.body,
  )
}
