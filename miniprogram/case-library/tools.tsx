import type { CategoryId } from '@shared/edition/contract'
import type { Level } from '@shared/unit/contract'
import { useState } from 'react'
import { Choices, Search } from '@/candidate/filters'
import { Icon } from '@/components/icon'
import { PRESS } from '@/platform/kind'
import { useQuery } from '@/platform/query'
import { request } from '@/platform/request'
import { filterOf, type Wish } from './list'
import './tools.scss'

type Props = { wish: Wish; onChange: (part: Partial<Wish>) => void }

/** What narrows the library: words, topics, and behind a button the rest. */
export function Tools({ wish, onChange }: Props) {
  const { data } = useQuery(JSON.stringify(wish), () =>
    request('GET /api/case-library-facets', { query: filterOf(wish) }),
  )
  const [kept, setKept] = useState(data)
  const [shown, setShown] = useState(false)
  // While new numbers are on their way the old ones stay, so that nothing jumps.
  if (data && data !== kept) setKept(data)
  const facets = data ?? kept
  const { topic, region, level, category, year } = wish
  const chosen = [
    facets?.regions.find(({ value }) => value === region),
    facets?.levels.find(({ value }) => value === level),
    facets?.categories.find(({ value }) => value === category),
    facets?.years.find(({ value }) => value === year),
  ].flatMap((facet) => facet?.name ?? [])
  return (
    <div className="library-tools">
      <Search
        value={wish.q}
        onChange={(q) => onChange({ q })}
        placeholder="搜做法、问题或单位，如“斑马线”"
        label="搜索案例"
      />
      {facets && facets.topics.length > 0 ? (
        <Choices
          label="主题"
          value={topic}
          options={facets.topics}
          onChange={(value) => onChange({ topic: value })}
        />
      ) : null}
      <button
        type="button"
        {...PRESS}
        className={`filters-open ${chosen.length > 0 ? 'is-on' : ''}`}
        aria-expanded={shown}
        onClick={() => setShown(!shown)}
      >
        {chosen.join(' · ') || '地区、层级、奖项、年度'}
        <Icon name="next" />
      </button>
      {shown && facets ? (
        <div>
          <Choices
            label="地区"
            value={region}
            options={facets.regions}
            onChange={(value) => onChange({ region: value })}
          />
          <Choices
            label="层级"
            value={level}
            options={facets.levels}
            onChange={(value) => onChange({ level: value as Level | undefined })}
          />
          <Choices
            label="奖项"
            value={category}
            options={facets.categories}
            onChange={(value) => onChange({ category: value as CategoryId | undefined })}
          />
          <Choices
            label="年度"
            value={year}
            options={facets.years}
            onChange={(value) => onChange({ year: value })}
          />
        </div>
      ) : null}
    </div>
  )
}
