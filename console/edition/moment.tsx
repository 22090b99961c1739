import { Input } from 'antd'

const BEIJING = 8 * 3_600_000

type Props = {
  id?: string
  /** An instant in UTC, as the contracts have it; null for none. */
  value?: string | null
  onChange?: (instant: string | null) => void
  disabled?: boolean
  'aria-label'?: string
}

/** A day and time of day as Beijing's clocks show them, wherever the browser is. */
export function Moment({ value, onChange, ...rest }: Props) {
  return (
    <Input
      {...rest}
      type="datetime-local"
      className="moment"
      value={value ? new Date(Date.parse(value) + BEIJING).toISOString().slice(0, 16) : ''}
      onChange={({ target }) => onChange?.(instantOf(target.value))}
    />
  )
}

function instantOf(local: string): string | null {
  const time = Date.parse(`${local}Z`)
  return Number.isNaN(time) ? null : new Date(time - BEIJING).toISOString()
}
