import { DatePicker, TimePicker } from 'antd'
import { useMemo } from 'react'
import { clockOf, instantOf, timeAt, timeOf } from '../platform/days'

type Props<T> = {
  id?: string
  value?: T | null
  onChange?: (value: T | null) => void
  /** Whether it may be left open. */
  allowClear?: boolean
}

/** How a moment is shown, and how it may be typed as well. */
const FORMATS = [
  'YYYY年M月D日 HH:mm',
  ...['YYYY-M-D H:mm', 'YYYY-MM-DD HH:mm', 'YYYY/M/D H:mm', 'YYYY/MM/DD HH:mm'],
]

/** A day and time of day as Beijing's clocks show them, wherever the browser is; its value is an instant in UTC. */
export function Moment({ id, value, onChange, allowClear = false }: Props<string>) {
  // The same object while the value is the same: the picker takes another one for a reset of what is being chosen.
  const shown = useMemo(() => (value ? clockOf(value) : null), [value])
  return (
    <DatePicker
      id={id}
      className="moment"
      showTime={{ format: 'HH:mm' }}
      showNow={false} // the browser's now, where neither its clock nor its zone is what counts
      needConfirm={false}
      format={FORMATS}
      placeholder={allowClear ? '不设' : '年月日和时刻'}
      allowClear={allowClear}
      value={shown}
      onChange={(picked) => onChange?.(picked && instantOf(picked))}
    />
  )
}

/** A time of day in Beijing, `18:00`. */
export function TimeOfDay({ id, value, onChange }: Props<string>) {
  const shown = useMemo(() => (value ? timeAt(value) : null), [value])
  return (
    <TimePicker
      id={id}
      className="moment"
      format="HH:mm"
      showNow={false}
      needConfirm={false}
      allowClear={false}
      value={shown}
      onChange={(picked) => onChange?.(picked && timeOf(picked))}
    />
  )
}
