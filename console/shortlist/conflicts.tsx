import type { Conflict } from '@shared/shortlist/contract'
import { Alert, Checkbox } from 'antd'
import { Link } from 'react-router'
import { useMay } from '../session'

/** Where they are on the page. */
export const CONFLICTS = 'conflicts'

type Props = { conflicts: Conflict[]; before: '抽签' | '发布' }

/** What one should know before the next step: what must be mended first. */
export function Conflicts({ conflicts, before }: Props) {
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
      title={blocking > 0 ? `${before}前要先处理 ${blocking} 处` : `${before}前请留意 ${told.length} 处`}
      description={<ConflictList conflicts={told} />}
    />
  )
}

type SeenProps = { conflicts: Conflict[]; seen: boolean; onSeen: (seen: boolean) => void; verb: string }

/** The same in a dialog, to be ticked by who goes on all the same. */
export function SeenConflicts({ conflicts, seen, onSeen, verb }: SeenProps) {
  if (conflicts.length === 0) return null
  return (
    <Alert
      className="note"
      type="warning"
      title={`有 ${conflicts.length} 处请留意`}
      description={
        <>
          <ConflictList conflicts={conflicts} />
          <Checkbox checked={seen} onChange={({ target }) => onSeen(target.checked)}>
            以上我都看过，仍要{verb}
          </Checkbox>
        </>
      }
    />
  )
}

function ConflictList({ conflicts }: { conflicts: Conflict[] }) {
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
