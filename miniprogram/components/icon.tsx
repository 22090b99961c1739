import './icon.scss'

export type IconName =
  | 'home'
  | 'list'
  | 'mine'
  | 'search'
  | 'check'
  | 'close'
  | 'next'
  | 'back'
  | 'share'
  | 'copy'
  | 'lock'
  | 'bell'
  | 'add'
  | 'edit'
  | 'book'
  | 'print'

/** A drawn sign beside words, never instead of them: hidden from screen readers. */
export function Icon({ name }: { name: IconName }) {
  return <span className={`icon icon-${name}`} aria-hidden="true" />
}
