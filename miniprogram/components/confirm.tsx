import type { ReactNode } from 'react'
import { WEB } from '@/platform/kind'
import { Button } from './button'
import { Dialog } from './dialog'
import './confirm.scss'

type Props = {
  title: string
  /** What the button that does it says. */
  yes: string
  no?: string
  busy?: boolean
  onYes: () => void
  onNo: () => void
  children: ReactNode
}

/** Asks once more before something is done: a card above the page, in the mini-program at its lower edge. */
export function Confirm({ title, yes, no = '再想想', busy, onYes, onNo, children }: Props) {
  const inside = (
    <>
      <div className="confirm-words">{children}</div>
      <div className="confirm-buttons">
        <Button kind="line" disabled={busy} onClick={onNo}>
          {no}
        </Button>
        <Button busy={busy} onClick={onYes}>
          {yes}
        </Button>
      </div>
    </>
  )
  if (WEB) {
    return (
      <Dialog title={title} onClose={onNo}>
        {inside}
      </Dialog>
    )
  }
  return (
    <div className="confirm">
      <div className="confirm-card">
        <h2 className="confirm-title">{title}</h2>
        {inside}
      </div>
    </div>
  )
}
