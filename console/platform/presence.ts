const MINUTE = 60_000
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove']

let seenAt = Date.now()
function notice() {
  seenAt = Date.now()
}
for (const sign of SIGNS) addEventListener(sign, notice, { passive: true, capture: true })

/** Whether somebody sits before the page: what it asks by itself is not to keep a session alive. */
export const isAttended = (): boolean => Date.now() - seenAt < MINUTE
