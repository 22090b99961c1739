import type { Figure } from '@shared/nomination/contract'
import { Icon } from '@/components/icon'
import { typed } from '@/platform/field'
import { PRESS } from '@/platform/kind'
import { type Control, useTied } from './field'
import './figures.scss'

const BLANK: Figure = { label: '', value: '', unit: '' }
const COLUMNS = [
  { part: 'label', name: '指标', placeholder: '受益群众', max: 20 },
  { part: 'value', name: '数字', placeholder: '3200', max: 15 },
  { part: 'unit', name: '单位', placeholder: '人', max: 8 },
] as const

const isBlank = ({ label, value, unit }: Figure) => !label.trim() && !value.trim() && !unit.trim()

/** Numbers with what they count, a line each; there is always a blank line to go on with. */
export function Figures({
  field,
  value,
  problem,
  onChange,
  onLeave,
  max,
}: Control<Figure[]> & { max: number }) {
  const tie = useTied(field, problem)
  const rows = value.length < max && !value.some(isBlank) ? [...value, BLANK] : value
  const type = (row: number, part: keyof Figure, text: string) => {
    const next = rows.map((one, i) => (i === row ? { ...one, [part]: text } : one))
    onChange(next.filter((one, i) => i < next.length - 1 || !isBlank(one)))
  }
  const tidy = () => {
    if (value.some(isBlank)) onChange(value.filter((one) => !isBlank(one)))
    onLeave()
  }
  return (
    <div className="datums">
      {rows.map((row, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place
        <div key={i} className="datum">
          {COLUMNS.map(({ part, name, placeholder, max: most }) => (
            <input
              key={part}
              {...(i === 0 && part === 'label' ? tie : {})}
              className={`field-input datum-${part}`}
              type="text"
              value={row[part]}
              maxLength={most}
              placeholder={i === 0 ? placeholder : name}
              aria-label={`第 ${i + 1} 行${name}`}
              {...(part === 'value' ? { inputMode: 'decimal' as const } : {})}
              autoComplete="off"
              onChange={(event) => type(i, part, typed(event))}
              onBlur={tidy}
            />
          ))}
          {i < value.length ? (
            <button
              type="button"
              {...PRESS}
              className="datum-remove"
              aria-label={`删除第 ${i + 1} 行`}
              onClick={() => onChange(value.filter((_, at) => at !== i))}
            >
              <Icon name="close" />
            </button>
          ) : (
            <span className="datum-remove" />
          )}
        </div>
      ))}
    </div>
  )
}
