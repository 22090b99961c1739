import type { CurrentEdition } from '@shared/edition/contract'
import { useEffect, useState } from 'react'
import { Search } from '@/candidate/filters'
import { CategoryTabs } from '@/candidate/tabs'
import { Button } from '@/components/button'
import { PRESS } from '@/platform/kind'
import { useQuery } from '@/platform/query'
import { request } from '@/platform/request'
import { isCalled } from '@/result/words'
import type { Draft } from './draft'
import './subject.scss'

type Props = {
  edition: CurrentEdition
  draft: Draft
  /** Whom the address names. */
  asked: string | undefined
  onChange: (part: Pick<Draft, 'category' | 'candidate'>) => void
}

const MOST_FOUND = 6

/** What is objected to: a category's whole list, or somebody in it. */
export function Subject({ edition, draft: { category, candidate }, asked, onChange }: Props) {
  const [q, setQ] = useState('')
  const [wanted, setWanted] = useState(asked)
  const { data, error, reload } = useQuery(category, () =>
    request('GET /api/results', { query: { category } }),
  )
  const list = data?.items[0]?.list
  const all = list ? [...list.standings, ...list.gone] : []
  const named = all.find(({ id }) => id === wanted)
  const choose = ({ id, number, name }: (typeof all)[number]) => {
    setQ('')
    setWanted(undefined)
    onChange({ category, candidate: { id, number, name } })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the address can be understood
  useEffect(() => {
    if (named) choose(named)
  }, [named?.id])
  const words = q.trim()
  const found = words ? all.filter((one) => isCalled(one, words)) : []
  return (
    <section className="subject">
      <h3 className="subject-title">对哪一个提出异议</h3>
      <CategoryTabs
        edition={edition}
        value={category}
        onChange={(chosen) => onChange({ category: chosen, candidate: null })}
      />
      <div className="subject-chosen">
        <p className="subject-name">{candidate ? `${candidate.number} ${candidate.name}` : '整个名单'}</p>
        {candidate ? (
          <Button kind="plain" onClick={() => onChange({ category, candidate: null })}>
            改为整个名单
          </Button>
        ) : null}
      </div>
      {data && !list ? (
        <p className="subject-hint">这个奖项的名单还没有公示，请选别的奖项。</p>
      ) : error && !data ? (
        <div className="subject-hint" role="alert">
          名单没有加载出来：{error.message}
          <Button kind="plain" onClick={reload}>
            重试
          </Button>
        </div>
      ) : (
        <>
          <Search
            value={q}
            onChange={setQ}
            placeholder={candidate ? '换一个：名称、编号或单位' : '针对某一个的，输入名称、编号或单位'}
            label="查找参评者"
          />
          {words && found.length === 0 ? (
            <p className="subject-hint" role="status">
              名单里没有“{words}”。
            </p>
          ) : null}
          <ul>
            {found.slice(0, MOST_FOUND).map((one) => (
              <li key={one.id}>
                <button type="button" {...PRESS} className="subject-found" onClick={() => choose(one)}>
                  {one.number} {one.name}
                  {one.unitName === one.name ? '' : ` · ${one.unitName}`}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
