import type { ResponseOf } from '@shared/api'
import { may, type Permission } from '@shared/kernel/policy'
import { MutationCache, QueryCache, QueryClient, useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { ApiError, request } from './platform/request'

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: ApiError
  }
}

/** Who is logged in, and whether a first password still has to be changed. */
export type Session = ResponseOf<'GET /api/staff/session'>

const SESSION = ['session']

/** What has been fetched. Whatever is refused for want of a log-in ends the session here as well. */
export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: endIfRefused }),
  mutationCache: new MutationCache({ onError: endIfRefused }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A refusal stays one; where there was no answer, the next try may get one.
      retry: (count, error) => count < 1 && error instanceof ApiError && error.status === 0,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

function endIfRefused(error: unknown): void {
  if (error instanceof ApiError && error.code === 'staff_unauthenticated') queries.setQueryData(SESSION, null)
}

/** The session as the server knows it; `data` is null for whoever is not logged in. */
export function useSessionQuery() {
  return useQuery<Session | null>({
    queryKey: SESSION,
    queryFn: () =>
      request('GET /api/staff/session', {}).catch((error) => {
        if (error.code === 'staff_unauthenticated') return null
        throw error
      }),
    staleTime: 60_000,
    // What stands on a screen nobody sits before goes away with the session.
    refetchInterval: ({ state }) => (state.data ? 60_000 : false),
  })
}

/** Begins a session with nothing left of anybody's before. */
export function beginSession(session: Session): void {
  queries.clear()
  queries.setQueryData(SESSION, session)
}

/** Ends the session and forgets everything that was fetched. */
export async function endSession(): Promise<void> {
  await request('DELETE /api/staff/session', {})
  location.assign('/console/login')
}

/** Has the session asked for anew, after something about oneself has changed. */
export function refreshSession(): Promise<void> {
  return queries.invalidateQueries({ queryKey: SESSION })
}

export const SessionContext = createContext<Session | null>(null)

/** The session of the page's reader. Pages are drawn for those who are logged in only. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('outside a session')
  return session
}

/** Whether the reader may do a thing: pages leave out or disable what would be refused. */
export function useMay(): (permission: Permission) => boolean {
  const { staff } = useSession()
  return (permission) => may(staff.roles, permission)
}
