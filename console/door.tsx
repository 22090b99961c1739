import { Spin } from 'antd'
import { type ReactNode, useRef } from 'react'
import { Navigate, useLocation } from 'react-router'
import { Trouble } from './components/states'
import { FirstPassword } from './login/first-password'
import { SessionContext, useSessionQuery } from './session'

/** Lets those in who are logged in and have a password of their own; shows everybody else the way. */
export function Door({ children }: { children: ReactNode }) {
  const { data: session, error, refetch } = useSessionQuery()
  const { pathname, search } = useLocation()
  const wasIn = useRef(false)
  if (session) wasIn.current = true
  if (session === undefined) {
    return error ? (
      <Trouble error={error} retry={refetch} />
    ) : (
      <Spin className="waiting" description="正在打开管理后台" />
    )
  }
  if (session === null) {
    const next = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`
    return <Navigate to={`/login${next}`} state={{ ended: wasIn.current }} replace />
  }
  return (
    <SessionContext.Provider value={session}>
      {session.mustChangePassword ? <FirstPassword /> : children}
    </SessionContext.Provider>
  )
}
