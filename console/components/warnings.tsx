import { Alert, Checkbox } from 'antd'
import type { ReactNode } from 'react'

/** What one should know before a step; what blocks it must be mended first. */
export type Warning = { text: string; blocks: boolean; more?: ReactNode }

type Props = {
  id?: string
  warnings: Warning[]
  before: string
  /** Whether what blocks goes away with time, and nobody need do anything. */
  waits?: boolean
}

/** What one should know before the next step, as `发布`: what must be mended first. */
export function Warnings({ id, warnings, before, waits }: Props) {
  if (warnings.length === 0) return null
  const blocking = warnings.filter(({ blocks }) => blocks).length
  return (
    <Alert
      id={id}
      role="status"
      className="note"
      type={blocking === 0 ? 'warning' : waits ? 'info' : 'error'}
      showIcon
      title={
        blocking === 0
          ? `${before}前请留意 ${warnings.length} 处`
          : waits
            ? `还没有到${before}的时候`
            : `${before}前要先处理 ${blocking} 处`
      }
      description={<WarningList warnings={warnings} waits={waits} />}
    />
  )
}

type SeenProps = { warnings: Warning[]; seen: boolean; onSeen: (seen: boolean) => void; verb: string }

/** The same in a dialog, to be ticked by who goes on all the same. */
export function SeenWarnings({ warnings, seen, onSeen, verb }: SeenProps) {
  if (warnings.length === 0) return null
  return (
    <Alert
      className="note"
      type="warning"
      title={`有 ${warnings.length} 处请留意`}
      description={
        <>
          <WarningList warnings={warnings} />
          <Checkbox checked={seen} onChange={({ target }) => onSeen(target.checked)}>
            以上我都看过，仍要{verb}
          </Checkbox>
        </>
      }
    />
  )
}

function WarningList({ warnings, waits }: { warnings: Warning[]; waits?: boolean }) {
  return (
    <ul className="warnings">
      {warnings.map(({ text, blocks, more }) => (
        <li key={text}>
          {blocks && !waits && <b>须处理：</b>}
          {text}
          {more}
        </li>
      ))}
    </ul>
  )
}
