import type { Conflict } from '@shared/shortlist/contract'
import { Alert } from 'antd'
import { Link } from 'react-router'
import { useMay } from '../session'

/** Where they are on the page. */
export const CONFLICTS = 'conflicts'

/** What one should know of the picked: what must be mended before the draw first. */
export function Conflicts({ conflicts }: { conflicts: Conflict[] }) {
  const told = conflicts.filter(({ kind }) => kind !== 'none_picked')
  if (told.length === 0) return null
  const blocking = told.filter(({ blocks }) => blocks).length
  return (
    <Alert
      id={CONFLICTS}
      role="status"
      className="note"
      type={blocking > 0 ? 'error' : 'warning'}
      showIcon
      title={blocking > 0 ? `抽签前要先处理 ${blocking} 处` : `抽签前请留意 ${told.length} 处`}
      description={<ConflictList conflicts={told} />}
    />
  )
}

export function ConflictList({ conflicts }: { conflicts: Conflict[] }) {
  const mayRead = useMay()('nomination.read')
  return (
    <ul className="conflicts">
      {conflicts.map(({ text, blocks, nominations }) => (
        <li key={text}>
          {blocks && <b>须处理：</b>}
          {text}
          {mayRead && nominations.length === 1 && <Link to={`/nominations/${nominations[0]}`}> 看报名</Link>}
        </li>
      ))}
    </ul>
  )
}
