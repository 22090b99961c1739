import type { CategoryId, CurrentEdition } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { ballotWords } from '@shared/edition/words'
import { useEffect, useState } from 'react'
import { BallotBar } from '@/ballot/bar'
import { useMineQuietly } from '@/ballot/mine'
import { BallotPanel, SkipToPanel } from '@/ballot/panel'
import { Row } from '@/ballot/row'
import { useLiveTallies } from '@/ballot/tally'
import { TallyNote } from '@/ballot/votes'
import { Tools } from '@/candidate/filters'
import { Found } from '@/candidate/found'
import { useCandidates, useWish } from '@/candidate/list'
import { categoryFrom } from '@/candidate/shown'
import { CategoryTabs } from '@/candidate/tabs'
import { Page } from '@/components/page'
import { usePhase } from '@/edition/clock'
import { Closed } from '@/edition/closed'
import { voteWords } from '@/edition/words'
import { readdress } from '@/platform/navigate'
import { useParams, useReachBottom } from '@/platform/page'
import './index.scss'

const PAGE_SIZE = 50

/** The ballot paper: every candidate of a category as one line to tick. */
export default function BallotPaper() {
  const params = useParams()
  const [asked, setAsked] = useState(params.category)
  const turn = (category: CategoryId) => {
    setAsked(category)
    readdress('ballot', { category })
  }
  return (
    <Page
      title="网络投票"
      at="ballot"
      inner
      bar={(edition) => <Bar edition={edition} category={categoryFrom(edition, asked)} />}
    >
      {(edition) => <Paper edition={edition} category={categoryFrom(edition, asked)} onCategory={turn} />}
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

function Paper(props: Props) {
  const { edition } = props
  const phase = usePhase(edition)
  useMineQuietly()
  if (phase === 'voting') return <Choices {...props} />
  const category = findCategory(edition, props.category)
  return <Closed edition={edition} phase={phase} title={voteWords(edition, phase)} category={category} />
}

function Choices({ edition, category: id, onCategory }: Props) {
  const category = findCategory(edition, id)!
  const { wish: shown, change, clear } = useWish('ballot', id)
  const list = useCandidates(shown, PAGE_SIZE)
  useLiveTallies(edition, [id])
  useReachBottom(list.more)
  // One should see the whole paper: its further pages come without being asked for.
  useEffect(() => {
    if (!shown.q) list.more()
  })
  return (
    <div className="paper">
      <SkipToPanel />
      <h1 className="page-title">网络投票</h1>
      <CategoryTabs edition={edition} value={id} onChange={onCategory} />
      <div className="paper-columns">
        <div className="paper-list">
          <p className="paper-rule">{ballotWords(category)}。候选顺序随机，每人看到的不同。</p>
          <Tools key={id} wish={shown} onChange={change} votesVisible={edition.tallyVisible} folded />
          <TallyNote edition={edition} category={id} />
          <Found list={list} edition={edition} phase="voting" wish={shown} onClear={clear} shape="row">
            <div className="paper-rows">
              {list.items.map((card) => (
                <Row key={card.id} edition={edition} card={card} max={category.ballotRule.max} />
              ))}
            </div>
          </Found>
        </div>
        <BallotPanel edition={edition} category={category} />
      </div>
    </div>
  )
}
