import type { Conflict } from '@shared/shortlist/contract'
import { Link } from 'react-router'
import { SeenWarnings, type Warning, Warnings } from '../components/warnings'
import { useMay } from '../session'

/** Where they are on the page. */
export const CONFLICTS = 'conflicts'

type Props = { conflicts: Conflict[]; before: '抽签' | '发布' }

/** What one should know before the next step: what must be mended first. */
export function Conflicts({ conflicts, before }: Props) {
  const told = useWarnings(conflicts.filter(({ kind }) => kind !== 'none_picked'))
  return <Warnings id={CONFLICTS} warnings={told} before={before} />
}

type SeenProps = { conflicts: Conflict[]; seen: boolean; onSeen: (seen: boolean) => void; verb: string }

/** The same in a dialog, to be ticked by who goes on all the same. */
export function SeenConflicts({ conflicts, ...rest }: SeenProps) {
  return <SeenWarnings warnings={useWarnings(conflicts)} {...rest} />
}

function useWarnings(conflicts: Conflict[]): Warning[] {
  const mayRead = useMay()('nomination.read')
  return conflicts.map(({ text, blocks, nominations }) => ({
    ...{ text, blocks },
    more: mayRead && nominations.length === 1 && <Link to={`/nominations/${nominations[0]}`}> 看报名</Link>,
  }))
}
