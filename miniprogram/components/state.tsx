import type { ReactNode } from 'react'
import type { ApiError } from '@/platform/request'
import { Button } from './button'
import './state.scss'

/** Words where there is nothing to show, and what one can do instead. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="state">
      <h2 className="state-title">{title}</h2>
      {children ? <div className="state-text">{children}</div> : null}
      {action ? <div className="state-action">{action}</div> : null}
    </div>
  )
}

/** What failed, in the server's own words, with a way to try again. */
export function Failure({ error, retry, busy }: { error: ApiError; retry: () => void; busy?: boolean }) {
  return (
    <div className="state" role="alert">
      <h2 className="state-title">没有加载出来</h2>
      <div className="state-text">{error.message}</div>
      <div className="state-action">
        <Button kind="line" busy={busy} onClick={retry}>
          {busy ? '正在重试…' : '重试'}
        </Button>
      </div>
    </div>
  )
}
