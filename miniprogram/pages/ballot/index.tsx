import type { CategoryId, CurrentEdition } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { useEffect, useState } from 'react'
import { BallotBar } from '@/ballot/bar'
import { useMineQuietly } from '@/ballot/mine'
import { BallotPanel } from '@/ballot/panel'
import { Row } from '@/ballot/row'
import { useLiveTallies } from '@/ballot/tally'
import { TallyNote } from '@/ballot/votes'
import { freshWish, Tools } from '@/candidate/filters'
import { Found } from '@/candidate/found'
import { useCandidates } from '@/candidate/list'
import { categoryFrom } from '@/candidate/shown'
import { CategoryTabs } from '@/candidate/tabs'
import { Button } from '@/components/button'
import { Page } from '@/components/page'
import { Empty } from '@/components/state'
import { usePhase } from '@/edition/clock'
import { ballotWords, phaseWords } from '@/edition/words'
import { open } from '@/platform/navigate'
import { useParams, useReachBottom } from '@/platform/page'
import './index.scss'

const PAGE_SIZE = 50

/** The ballot paper: every candidate of a category as one line to tick. */
export default function BallotPaper() {
  const params = useParams()
  const [asked, setAsked] = useState(params.category)
  return (
    <Page
      title="网络投票"
      at="ballot"
      inner
      bar={(edition) => <Bar edition={edition} category={categoryFrom(edition, asked)} />}
    >
      {(edition) => <Paper edition={edition} category={categoryFrom(edition, asked)} onCategory={setAsked} />}
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
  const { state, todo } = phaseWords(edition, phase)
  return (
    <Empty
      title={state}
      action={
        <Button kind="line" onClick={() => open('candidates')}>
          看候选名单
        </Button>
      }
    >
      {todo}
    </Empty>
  )
}

function Choices({ edition, category: id, onCategory }: Props) {
  const category = findCategory(edition, id)!
  const [wish, setWish] = useState(() => freshWish(id))
  const shown = wish.category === id ? wish : freshWish(id)
  const list = useCandidates(shown, PAGE_SIZE)
  const change = (part: Partial<typeof wish>) => setWish({ ...shown, ...part })
  useLiveTallies(edition, [id])
  useReachBottom(list.more)
  // One should see the whole paper: its further pages come without being asked for.
  useEffect(() => {
    if (!shown.q) list.more()
  })
  return (
    <div className="paper">
      <h1 className="page-title">网络投票</h1>
      <CategoryTabs edition={edition} value={id} onChange={onCategory} />
      <div className="paper-columns">
        <div className="paper-list">
          <p className="paper-rule">{ballotWords(category.ballotRule)}。候选顺序随机，每人看到的不同。</p>
          <Tools key={id} wish={shown} onChange={change} votesVisible={edition.tallyVisible} folded />
          <TallyNote edition={edition} category={id} />
          <Found
            list={list}
            edition={edition}
            phase="voting"
            wish={shown}
            onClear={() => setWish(freshWish(id))}
            shape="row"
          >
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
