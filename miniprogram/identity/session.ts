import type { RequestOf, ResponseOf, Route } from '@shared/api'
import type { Session } from '@shared/identity/contract'
import { create } from 'zustand'
import { claimArrival, LEAVES_PAGE, login } from '@/platform/login'
import { ApiError, request } from '@/platform/request'
import { keep, recall } from '@/platform/storage'

type SessionState = { session: Session | null; error: ApiError | null }

const kept = recall<Session>('session')

export const useSession = create<SessionState>()(() => ({ session: kept, error: null }))

function remember(session: Session | null): void {
  keep('session', session)
  useSession.setState({ session, error: null })
}

// A page that WeChat sent back to claims its session once, before anything asks for one.
const arrival = claimArrival().then(
  (session) => {
    if (session) remember(session)
  },
  (error: ApiError) => useSession.setState({ error }),
)

let entering: Promise<Session> | null = null

/** Logs in through the platform's door, one log-in at a time. On the web this leaves the page. */
export function enter(): Promise<Session> {
  entering ??= login()
    .then((session) => {
      remember(session)
      return session
    })
    .finally(() => {
      entering = null
    })
  return entering
}

/** `ask`: the person asked for it, so the page may be left to log in. `quiet`: only if it takes no leaving. */
export type Manner = 'ask' | 'quiet'

async function sessionFor(manner: Manner): Promise<Session> {
  await arrival
  const { session } = useSession.getState()
  if (session) return session
  if (manner === 'quiet' && LEAVES_PAGE) throw new ApiError('unauthenticated', '请先登录', 401)
  return enter()
}

/** Calls a voter's route. A session the server no longer knows is replaced by a new one, and the call made again. */
export async function asVoter<R extends Route>(
  route: R,
  input: RequestOf<R>,
  manner: Manner,
): Promise<ResponseOf<R>> {
  const session = await sessionFor(manner)
  try {
    return await request(route, input, session.token)
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error
    if (useSession.getState().session?.token === session.token) remember(null)
    const renewed = await sessionFor(manner)
    return request(route, input, renewed.token)
  }
}
