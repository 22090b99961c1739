import type { CategoryId, CurrentEdition } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { measure } from '@shared/edition/words'
import { useState } from 'react'
import { BallotBar } from '@/ballot/bar'
import { useMineQuietly } from '@/ballot/mine'
import { BallotPanel, SkipToPanel } from '@/ballot/panel'
import { useLiveTallies } from '@/ballot/tally'
import { TallyNote } from '@/ballot/votes'
import { Card } from '@/candidate/card'
import { Tools } from '@/candidate/filters'
import { Found } from '@/candidate/found'
import { useCandidates, useWish } from '@/candidate/list'
import { categoryFrom } from '@/candidate/shown'
import { CategoryTabs } from '@/candidate/tabs'
import { Page } from '@/components/page'
import { usePhase } from '@/edition/clock'
import { Halt } from '@/edition/halt'
import { isCounting } from '@/edition/words'
import { readdress, takePending } from '@/platform/navigate'
import { useDidShow, useParams, useReachBottom } from '@/platform/page'
import './index.scss'

const PAGE_SIZE = 24

/** The candidates of a category: find, compare, choose. */
export default function Candidates() {
  const params = useParams()
  const [asked, setAsked] = useState(params.category)
  useDidShow(() => {
    const { category } = takePending()
    if (category) setAsked(category)
  })
  const turn = (category: CategoryId) => {
    setAsked(category)
    readdress('candidates', { category })
  }
  return (
    <Page
      title="候选名单"
      at="candidates"
      shared={{
        title: '荆楚问政系列评选：候选名单',
        about: '看看有哪些单位、群众工作者和案例入选，了解他们的事迹和回复情况。',
        page: 'candidates',
        query: { category: asked },
      }}
      bar={(edition) => <Bar edition={edition} category={categoryFrom(edition, asked)} />}
    >
      {(edition) => <List edition={edition} category={categoryFrom(edition, asked)} onCategory={turn} />}
    </Page>
  )
}

function Bar({ edition, category }: { edition: CurrentEdition; category: CategoryId }) {
  const phase = usePhase(edition)
  return phase === 'voting' ? (
    <BallotBar edition={edition} category={findCategory(edition, category)!} />
  ) : null
}

type Props = { edition: CurrentEdition; category: CategoryId; onCategory: (category: CategoryId) => void }

function List({ edition, category, onCategory }: Props) {
  const phase = usePhase(edition)
  const { wish: shown, change, clear } = useWish('candidates', category)
  const list = useCandidates(shown, PAGE_SIZE)
  const voting = phase === 'voting'
  useMineQuietly()
  useLiveTallies(edition, [category])
  useReachBottom(list.more)
  // Before the list is published there is nothing to narrow.
  const unpublished = list.total === 0 && !shown.q && !shown.region && !shown.level
  return (
    <div className={`candidates ${voting ? 'is-voting' : ''}`}>
      {voting ? <SkipToPanel /> : null}
      <h1 className="page-title candidates-title">候选名单</h1>
      <Halt edition={edition} phase={phase} />
      <CategoryTabs edition={edition} value={category} onChange={onCategory} />
      {unpublished ? null : (
        <Tools key={category} wish={shown} onChange={change} votesVisible={edition.tallyVisible} />
      )}
      <div className="candidates-columns">
        <div className="candidates-list">
          {unpublished ? null : (
            <div className="candidates-summary">
              <p className="candidates-total" role="status">
                {list.total === null ? ' ' : `共 ${list.total} ${measure(category)}候选`}
              </p>
              {isCounting(phase) ? <TallyNote edition={edition} category={category} /> : null}
            </div>
          )}
          <Found list={list} edition={edition} phase={phase} wish={shown} onClear={clear}>
            <div className="candidates-grid">
              {list.items.map((card) => (
                <Card key={card.id} edition={edition} card={card} phase={phase} />
              ))}
            </div>
          </Found>
        </div>
        {voting ? <BallotPanel edition={edition} category={findCategory(edition, category)!} /> : null}
      </div>
    </div>
  )
}
