import type { RequestOf, ResponseOf, Route } from '@shared/api'
import type { Session } from '@shared/identity/contract'
import { create } from 'zustand'
import { ASKS_PERSON, claimArrival, DOOR, login } from '@/platform/login'
import { ApiError, request } from '@/platform/request'
import { keep, recall } from '@/platform/storage'
import { scan } from './scan'

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

/**
 * Logs in through the platform's door, one log-in at a time. Inside WeChat this leaves the page; where a code is to be
 * scanned, it rejects with `cancelled` when the person closes the dialog.
 */
function enter(reason?: string): Promise<Session> {
  entering ??= (DOOR === 'scan' ? scan(reason) : login())
    .then((session) => {
      remember(session)
      return session
    })
    .finally(() => {
      entering = null
    })
  return entering
}

/** Logs in because the person asked to; answers whether they did it. */
export async function logIn(): Promise<boolean> {
  return enter().then(
    () => true,
    () => false,
  )
}

const farewells: (() => void)[] = []

/** Calls back when a person leaves this device of their own will. */
export function onLogOut(farewell: () => void): void {
  farewells.push(farewell)
}

/** Ends the session on this device, and on the server if it answers; says whether it did. */
export async function logOut(): Promise<boolean> {
  const { session } = useSession.getState()
  remember(null)
  for (const farewell of farewells) farewell()
  if (!session) return true
  try {
    await request('POST /api/session/logout', {}, session.token)
    return true
  } catch (error) {
    return (error as ApiError).status === 401
  }
}

/** `ask`: the person asked for it, so they may be asked to log in. `quiet`: only if that takes nothing of them. */
export type Manner = 'ask' | 'quiet'

async function sessionFor(manner: Manner, reason?: string): Promise<Session> {
  await arrival
  const { session } = useSession.getState()
  if (session) return session
  if (manner === 'quiet' && ASKS_PERSON) throw new ApiError('unauthenticated', '请先登录', 401)
  return enter(reason)
}

/** Calls a route that tells more to who is logged in, as whoever the person is here without being asked. */
export async function asVisitor<R extends Route>(route: R, input: RequestOf<R>): Promise<ResponseOf<R>> {
  try {
    return await asVoter(route, input, 'quiet')
  } catch (error) {
    if ((error as ApiError).status !== 401) throw error
    return request(route, input)
  }
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
    const renewed = await sessionFor(manner, error.message)
    return request(route, input, renewed.token)
  }
}
