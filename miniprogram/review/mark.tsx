import type { Criterion } from '@shared/edition/review/contract'
import { markProblems } from '@shared/review/rules'
import { useEffect, useId, useState } from 'react'
import { typed } from '@/platform/field'
import { PRESS, WEB } from '@/platform/kind'
import './mark.scss'

type Props = {
  criterion: Criterion
  step: 0.5 | 1
  value: number | undefined
  /** Why nothing can be written; then the mark is only shown. */
  locked: boolean
  onChange: (mark: number | undefined) => void
}

/** One criterion: what its bands mean, and its mark by slider, number or steps. */
export function Mark({ criterion, step, value, locked, onChange }: Props) {
  const { key, name, weight, full, anchors } = criterion
  const id = useId().replace(/\W/g, '')
  const [text, setText] = useState(value === undefined ? '' : `${value}`)
  // A slider's move, or another device's mark; what is being typed and cannot be a mark stays.
  useEffect(() => setText((before) => (markOf(before) === value ? before : `${value ?? ''}`)), [value])
  const typedMark = markOf(text)
  const problem =
    text.trim() === ''
      ? null
      : typedMark === undefined
        ? '请填写数字'
        : (markProblems({ criteria: [criterion], step }, { [key]: typedMark })[0]?.message ?? null)

  const type = (said: string) => {
    setText(said)
    const mark = markOf(said)
    if (said.trim() === '') onChange(undefined)
    else if (
      mark !== undefined &&
      markProblems({ criteria: [criterion], step }, { [key]: mark }).length === 0
    ) {
      onChange(mark)
    }
  }
  const move = (by: number) => {
    const from = value ?? (by > 0 ? 0 : full)
    set(Math.min(Math.max(from + by, 0), full))
  }
  const set = (mark: number) => {
    setText(`${mark}`)
    onChange(mark)
  }
  return (
    <section id={`mark-${key}`} className={`mark ${value === undefined ? 'is-open' : ''}`}>
      <div className="mark-head">
        <label className="mark-name" htmlFor={`${id}number`}>
          {name}
        </label>
        <span className="mark-weight">
          满分 {full} · 占 {weight}%
        </span>
      </div>
      {anchors.length ? (
        <ul className="mark-bands">
          {anchors.map(({ from, to, meaning }) => {
            const isOn = value !== undefined && value >= from && value <= to
            return (
              <li key={`${from}-${to}`} className={`mark-band ${isOn ? 'is-on' : ''}`}>
                <span className="mark-range">{from === to ? from : `${from}–${to}`}</span>
                <span className="mark-meaning">{meaning}</span>
              </li>
            )
          })}
        </ul>
      ) : null}
      {locked ? (
        <p className="mark-fixed">{value === undefined ? '没有打分' : `${value} 分`}</p>
      ) : (
        <>
          <div className="mark-row">
            <button
              type="button"
              {...PRESS}
              className="mark-step"
              aria-label={`${name}减 ${step} 分`}
              onClick={() => move(-step)}
            >
              −
            </button>
            <input
              id={`${id}number`}
              className={`mark-number ${problem ? 'is-wrong' : ''}`}
              type={WEB ? 'text' : 'digit'}
              inputMode="decimal"
              value={text}
              maxLength={5}
              placeholder="未打分"
              autoComplete="off"
              aria-invalid={problem !== null || undefined}
              aria-describedby={problem ? `${id}problem` : undefined}
              onChange={(event) => type(typed(event))}
              onBlur={() => problem && setText(value === undefined ? '' : `${value}`)}
            />
            <button
              type="button"
              {...PRESS}
              className="mark-step"
              aria-label={`${name}加 ${step} 分`}
              onClick={() => move(step)}
            >
              +
            </button>
          </div>
          {WEB ? (
            <input
              className="mark-slider"
              type="range"
              min={0}
              max={full}
              step={step}
              value={value ?? 0}
              aria-label={`${name}，拖动打分`}
              aria-valuetext={value === undefined ? '未打分' : `${value} 分`}
              style={{ '--part': `${((value ?? 0) / full) * 100}%` } as React.CSSProperties}
              onChange={(event) => set(Number(typed(event)))}
            />
          ) : null}
          {problem ? (
            <p id={`${id}problem`} className="mark-problem" role="alert">
              {problem}
            </p>
          ) : null}
        </>
      )}
    </section>
  )
}

/** A number as it was typed, also with the full-width digits and point of Chinese keyboards. */
function markOf(text: string): number | undefined {
  const plain = text.trim().normalize('NFKC').replace('。', '.')
  return /^\d+(\.\d*)?$/.test(plain) ? Number(plain) : undefined
}
