import type { Courier } from '../ports/witness'

const PATIENCE_MS = 5000

/** Posts a note as plain text. */
export const courier: Courier = async (address, note) => {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: note,
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  if (!answer.ok) throw new Error(`answered ${answer.status}`)
}
