import type { CategoryId, CurrentEdition } from '@shared/edition/contract'
import { findCategory, type Stage } from '@shared/edition/rules'
import { measure } from '@shared/edition/words'
import type { PublicResult } from '@shared/result/contract'
import { useState } from 'react'
import { categoryFrom } from '@/candidate/shown'
import { CategoryTabs } from '@/candidate/tabs'
import { Link } from '@/components/link'
import { Page } from '@/components/page'
import { Share } from '@/components/share'
import { Skeleton } from '@/components/skeleton'
import { Failure } from '@/components/state'
import { usePhase } from '@/edition/clock'
import { Schedule } from '@/edition/notice'
import { serverNow } from '@/edition/store'
import { phaseWords } from '@/edition/words'
import { readdress } from '@/platform/navigate'
import { useParams, useWatch } from '@/platform/page'
import { useQuery } from '@/platform/query'
import { request } from '@/platform/request'
import type { Shared } from '@/platform/share'
import { Changes } from '@/result/changes'
import { Check } from '@/result/check'
import { Cities } from '@/result/cities'
import { Places } from '@/result/places'
import { Podium } from '@/result/podium'
import { type Results as Answer, standWords } from '@/result/words'
import './index.scss'

const SHARED: Shared = {
  title: '荆楚问政系列评选：评选结果',
  about: '名单、每一位的得分和算法都公开，任何人都可以重算。',
  page: 'results',
}
/** How often a list that is looked at is asked for again: it may be corrected. */
const LOOK_MS = 60_000

/** What came of the award: when to expect it, the proposed lists and their scores, and then the results. */
export default function Results() {
  return (
    <Page title="评选结果" at="results" inner shared={SHARED}>
      {(edition) => <Content edition={edition} />}
    </Page>
  )
}

function Content({ edition }: { edition: CurrentEdition }) {
  const params = useParams()
  const phase = usePhase(edition)
  const [category, setCategory] = useState(() => categoryFrom(edition, params.category))
  const { data, error, loading, reload } = useQuery(`${category} ${phase}`, () =>
    request('GET /api/results', { query: { category } }),
  )
  useWatch(reload, LOOK_MS)
  const choose = (chosen: CategoryId) => {
    setCategory(chosen)
    readdress('results', { category: chosen })
  }
  return (
    <div className="results">
      <h1 className="page-title">评选结果</h1>
      <CategoryTabs edition={edition} value={category} onChange={choose} />
      {data?.items[0] ? (
        <Category
          key={category}
          edition={edition}
          phase={phase}
          answer={data}
          result={data.items[0]}
          asked={params.id}
        />
      ) : error ? (
        <Failure error={error} retry={reload} busy={loading} />
      ) : (
        <div role="status" aria-label="正在加载">
          <Skeleton shape="text" count={2} />
          <Skeleton shape="card" count={3} />
        </div>
      )}
    </div>
  )
}

type Props = {
  edition: CurrentEdition
  phase: Stage
  answer: Answer
  result: PublicResult
  asked: string | undefined
}

function Category({ edition, phase, answer, result, asked }: Props) {
  const { category, state, list } = result
  const { state: stand, words } = standWords(result, answer, serverNow())
  const objecting = answer.objectionsOpen && list ? (id: string) => ({ category, id }) : null
  const winners = list?.standings.filter(({ winner }) => winner) ?? []
  return (
    <>
      <section className={`results-stand is-${state}`}>
        <p className="results-edition">
          {edition.name} · {findCategory(edition, category)?.name}
        </p>
        <h2 className="results-state">{stand}</h2>
        <p className="results-words">{words}</p>
        {list ? null : <p className="results-words">现在：{phaseWords(edition, phase).state}。</p>}
        {list?.corrections.length ? (
          <p className="results-words">
            公示以来更正 {list.corrections.length} 处，名单是更正后的，更正前后见下面“更正”。
          </p>
        ) : null}
        <div className="results-actions">
          {objecting ? (
            <Link page="objections" query={{ category }} className="button button-line">
              提出异议
            </Link>
          ) : null}
          {list ? <Share shared={{ ...SHARED, query: { category } }} /> : null}
        </div>
      </section>
      {list ? (
        <>
          {state === 'released' ? <Podium winners={winners} decimals={list.scoring.decimals} /> : null}
          <div className="results-columns">
            <Places
              title={state === 'released' ? '表彰名单' : '拟表彰名单'}
              list={list}
              asked={asked}
              objecting={objecting}
            />
            <div className="results-side">
              <Cities winners={winners} unit={measure(category)} />
              <Changes list={list} />
              <Check category={category} list={list} released={state === 'released'} />
            </div>
          </div>
        </>
      ) : (
        <Schedule edition={edition} phase={phase} />
      )}
      <Link page="objections" className="results-mine">
        我的异议
      </Link>
    </>
  )
}
