import type { RequestOf, ResponseOf, Route } from '@shared/api'
import type { ReviewerSession } from '@shared/review/contract'
import { create } from 'zustand'
import { asVoter, type Manner, onLogOut, useSession } from '@/identity/session'
import { ASKS_PERSON } from '@/platform/login'
import { ApiError, request } from '@/platform/request'
import { keep, recall } from '@/platform/storage'

/** How an expert is logged in on this device: by a password of their own, or by the WeChat that is bound. */
type Entry = { way: 'password'; session: ReviewerSession } | { way: 'wechat' }

const KEPT = 'reviewer-entry'

/** Null where nobody has come in as an expert. */
export const useEntry = create<{ entry: Entry | null }>()(() => ({ entry: recall<Entry>(KEPT) }))

function remember(entry: Entry | null): void {
  keep(KEPT, entry)
  useEntry.setState({ entry })
}

export const enterByPassword = (session: ReviewerSession): void => remember({ way: 'password', session })
export const enterByWechat = (): void => remember({ way: 'wechat' })

// Who leaves by the site's own way out leaves as an expert too.
onLogOut(() => remember(null))

/** Whether somebody can review here. `out`: they have to log in first. */
export function useReviewing(): 'in' | 'out' {
  const entry = useEntry((state) => state.entry)
  const voter = useSession(({ session }) => session?.voter)
  if (entry?.way === 'password') return 'in'
  return entry && (voter || !ASKS_PERSON) ? 'in' : 'out'
}

/** Calls an expert's route. Rejects with ApiError; a password session that is over is forgotten. */
export async function asReviewer<R extends Route>(
  route: R,
  input: RequestOf<R>,
  manner: Manner,
): Promise<ResponseOf<R>> {
  const { entry } = useEntry.getState()
  if (!entry) throw new ApiError('unauthenticated', '请先登录', 401)
  if (entry.way === 'wechat') return asVoter(route, input, manner)
  try {
    return await request(route, input, entry.session.token)
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) remember(null)
    throw error
  }
}

/** Leaves as an expert; the voter, if there is one, stays logged in. What was written and not sent waits on the device. */
export async function leave(): Promise<void> {
  const { entry } = useEntry.getState()
  remember(null)
  if (entry?.way === 'password') {
    await request('DELETE /api/reviewer-session', {}, entry.session.token).catch(() => {})
  }
}
