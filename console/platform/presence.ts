const MINUTE = 60_000
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove']

let seenAt = Date.now()

/** Begins to notice whoever sits before the page. */
export function watchPresence(): void {
  const notice = () => {
    seenAt = Date.now()
  }
  for (const sign of SIGNS) addEventListener(sign, notice, { passive: true, capture: true })
}

/** Whether somebody sits before the page: what it asks by itself is not to keep a session alive. */
export const isAttended = (): boolean => Date.now() - seenAt < MINUTE
