import type { CandidateSort } from '@shared/candidate/contract'
import type { Level } from '@shared/unit/contract'
import { useEffect, useState } from 'react'
import { Icon } from '@/components/icon'
import { typed } from '@/platform/field'
import { PRESS, WEB } from '@/platform/kind'
import { useQuery } from '@/platform/query'
import { request } from '@/platform/request'
import type { Wish } from './list'
import './filters.scss'

type Props = {
  wish: Wish
  onChange: (part: Partial<Wish>) => void
  votesVisible: boolean
  /** City and level stay folded on the PC too, where the list matters more. */
  folded?: boolean
}

type SearchProps = {
  value: string
  onChange: (q: string) => void
  placeholder?: string
  label?: string
}

/** Search, of candidates by name, number or pinyin initials. Asks after a short pause in typing. */
export function Search({
  value,
  onChange,
  placeholder = '搜名称、编号或拼音首字母',
  label = '搜索候选',
}: SearchProps) {
  const [text, setText] = useState(value)
  // Cleared from outside: the words go with the other conditions.
  useEffect(() => {
    if (value === '') setText('')
  }, [value])
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onChange(text), 300)
    return () => clearTimeout(timer)
  }, [text, value, onChange])
  return (
    <div className="search">
      <Icon name="search" />
      <input
        className="search-input"
        type={WEB ? 'search' : 'text'}
        value={text}
        maxLength={40}
        placeholder={placeholder}
        aria-label={label}
        onChange={(event) => setText(typed(event))}
      />
      {text ? (
        <button
          type="button"
          {...PRESS}
          className="search-clear"
          aria-label="清除搜索"
          onClick={() => {
            setText('')
            onChange('')
          }}
        >
          <Icon name="close" />
        </button>
      ) : null}
    </div>
  )
}

/** What narrows and orders a list: search, city and level, sort. */
export function Tools(props: Props) {
  return (
    <div className={`tools ${props.folded ? 'tools-folded' : ''}`}>
      <Search value={props.wish.q} onChange={(q) => props.onChange({ q })} />
      <Filters {...props} />
    </div>
  )
}

function Filters({ wish, onChange, votesVisible }: Props) {
  const { category, region, level, sort } = wish
  const { data } = useQuery(category, () => request('GET /api/candidate-facets', { query: { category } }))
  const [shown, setShown] = useState(false)
  const regionName = data?.regions.find((facet) => facet.value === region)?.name
  const levelName = data?.levels.find((facet) => facet.value === level)?.name
  const chosen = [regionName, levelName].filter(Boolean).join(' · ')
  const sorts: [CandidateSort, string][] = [
    ['random', '随机'],
    ['number', '编号'],
    ...(votesVisible ? ([['votes', '票数']] as [CandidateSort, string][]) : []),
  ]
  return (
    <div className="filters">
      <div className="filters-head">
        <button
          type="button"
          {...PRESS}
          className={`filters-open ${chosen ? 'is-on' : ''}`}
          aria-expanded={shown}
          onClick={() => setShown(!shown)}
        >
          {chosen || '地区与层级'}
          <Icon name="next" />
        </button>
        <Sorts value={sort} options={sorts} onChange={(value) => onChange({ sort: value })} />
      </div>
      <div className={`filters-body ${shown ? 'is-shown' : ''}`}>
        <Choices
          label="地区"
          value={region}
          options={data?.regions ?? []}
          onChange={(value) => onChange({ region: value })}
        />
        <Choices
          label="层级"
          value={level}
          options={data?.levels ?? []}
          onChange={(value) => onChange({ level: value as Level | undefined })}
        />
      </div>
    </div>
  )
}

type SortProps = {
  value: CandidateSort
  options: [CandidateSort, string][]
  onChange: (sort: CandidateSort) => void
}

function Sorts({ value, options, onChange }: SortProps) {
  return (
    <fieldset className="sorts" aria-label="排序">
      {options.map(([sort, name]) => (
        <button
          key={sort}
          type="button"
          {...PRESS}
          aria-pressed={sort === value}
          className={`sorts-item ${sort === value ? 'is-on' : ''}`}
          onClick={() => onChange(sort)}
        >
          {name}
        </button>
      ))}
    </fieldset>
  )
}

type ChoiceProps = {
  label: string
  value: string | undefined
  options: { value: string; name: string; count: number }[]
  onChange: (value: string | undefined) => void
}

/** One of several, or all of them. */
export function Choices({ label, value, options, onChange }: ChoiceProps) {
  const all = [{ value: undefined, name: '全部', count: 0 }, ...options]
  return (
    <fieldset className="choices" aria-label={label}>
      <span className="choices-label">{label}</span>
      <div className="choices-items">
        {all.map((option) => (
          <button
            key={option.name}
            type="button"
            {...PRESS}
            aria-pressed={option.value === value}
            className={`choice ${option.value === value ? 'is-on' : ''}`}
            onClick={() => onChange(option.value)}
          >
            {option.name}
            {option.count ? <span className="choice-count">{option.count}</span> : null}
          </button>
        ))}
      </div>
    </fieldset>
  )
}
