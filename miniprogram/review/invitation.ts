import { WEB } from '@/platform/kind'
import { keepHere, recallHere } from '@/platform/storage'

/** What an expert was sent: the link's token, and the code told apart from it. */
export type Invitation = { token: string; code: string }

// Kept while the window is open: a log-in that leaves the page takes the fragment off its address.
const KEPT = 'reviewer-invitation'

/**
 * The invitation that the page was opened with, as far as it is known. On the web the token is in the fragment, so that no log
 * has it; WeChat hands the mini-program the whole address of a QR that it scanned.
 */
export function arrivedWith({ token, q }: Record<string, string | undefined>): Invitation {
  const address = WEB ? window.location.hash : (q ?? '')
  const found = token ?? /#([\w-]+)$/.exec(address)?.[1]
  const kept = JSON.parse(recallHere(KEPT) ?? '{}') as Partial<Invitation>
  if (found && found !== kept.token) return { token: found, code: '' }
  return { token: kept.token ?? '', code: kept.code ?? '' }
}

/** Remembers it for as long as the window is open; null forgets it. */
export function keepInvitation(invitation: Invitation | null): void {
  keepHere(KEPT, invitation && JSON.stringify(invitation))
}
