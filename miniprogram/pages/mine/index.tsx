import type { Category, CurrentEdition } from '@shared/edition/contract'
import type { Stage } from '@shared/edition/rules'
import { ballotWords, measure } from '@shared/edition/words'
import { useDraft } from '@/ballot/draft'
import { ballotOf, loadMine, useMine, useMineQuietly } from '@/ballot/mine'
import { ReceiptCard } from '@/ballot/receipt'
import { Button } from '@/components/button'
import { Icon } from '@/components/icon'
import { Link } from '@/components/link'
import { Page } from '@/components/page'
import { Skeleton } from '@/components/skeleton'
import { Empty, Failure } from '@/components/state'
import { usePhase } from '@/edition/clock'
import { Closed } from '@/edition/closed'
import { Halt } from '@/edition/halt'
import { listWords, phaseWords, voteWords } from '@/edition/words'
import { Account } from '@/identity/account'
import { useSession } from '@/identity/session'
import { Unread } from '@/notification/unread'
import { ASKS_PERSON } from '@/platform/login'
import './index.scss'

/** The voter's ballots, and what is still open. */
export default function Mine() {
  return (
    <Page title="我的选票" at="mine">
      {(edition) => <Content edition={edition} />}
    </Page>
  )
}

function Content({ edition }: { edition: CurrentEdition }) {
  const phase = usePhase(edition)
  useMineQuietly()
  return (
    <div className="mine">
      <h1 className="page-title">我的选票</h1>
      <Halt edition={edition} phase={phase} />
      <div className="mine-columns">
        <div className="mine-account">
          <Account />
        </div>
        <div className="mine-list">
          <Ballots edition={edition} phase={phase} />
        </div>
        <div className="mine-side">
          <Link page="messages" className="mine-link">
            <Icon name="bell" />
            <span className="mine-word">消息</span>
            <Unread />
            <Icon name="next" />
          </Link>
          <Link page="nominations" className="mine-link">
            <Icon name="edit" />
            <span className="mine-word">单位报名</span>
            <Icon name="next" />
          </Link>
          <Link page="objections" className="mine-link">
            <Icon name="list" />
            <span className="mine-word">我的异议</span>
            <Icon name="next" />
          </Link>
          <Link page="receipt" className="mine-link">
            <Icon name="search" />
            <span className="mine-word">凭回执查询选票</span>
            <Icon name="next" />
          </Link>
          <Link page="rules" className="mine-link">
            <Icon name="list" />
            <span className="mine-word">评选规则</span>
            <Icon name="next" />
          </Link>
          <p className="mine-note">选票只记录由微信身份算出的编号，不公开您是谁。</p>
        </div>
      </div>
    </div>
  )
}

function Ballots({ edition, phase }: { edition: CurrentEdition; phase: Stage }) {
  const session = useSession((state) => state.session)
  const { ballots, error, loading } = useMine()
  if (listWords(edition) && !ballots?.length) {
    return <Closed edition={edition} phase={phase} title={voteWords(edition, phase)} />
  }
  if (!session && ASKS_PERSON) {
    return (
      <Empty title="登录后查看您的选票" action={<Button onClick={() => loadMine('ask')}>微信登录</Button>}>
        没有登录也可以凭回执查询。
      </Empty>
    )
  }
  if (!ballots) {
    return error && !loading ? (
      <Failure error={error} retry={() => loadMine('ask')} />
    ) : (
      <div role="status" aria-label="正在加载">
        <Skeleton shape="text" count={3} />
      </div>
    )
  }
  const filling = phase === 'voting' || phase === 'suspended'
  const open = edition.categories.filter(({ id }) => !ballotOf(ballots, edition, id))
  return (
    <>
      {filling
        ? open.map((category) => (
            <Open key={category.id} edition={edition} phase={phase} category={category} />
          ))
        : null}
      {ballots.map((ballot) => (
        <ReceiptCard key={ballot.id} edition={edition} ballot={ballot} />
      ))}
      {ballots.length === 0 && !filling ? (
        <Empty title="您没有投过票">{phaseWords(edition, phase).todo}</Empty>
      ) : null}
    </>
  )
}

function Open({ edition, phase, category }: { edition: CurrentEdition; phase: Stage; category: Category }) {
  const picks = useDraft(edition.id, category.id)
  return (
    <section className="mine-open">
      <div className="mine-open-text">
        <h2 className="mine-open-name">{category.name}</h2>
        <p className="mine-open-words">
          {picks.length
            ? `已选 ${picks.length} ${measure(category.id)}，还没有投出`
            : `还没有投票，${ballotWords(category)}`}
        </p>
      </div>
      {phase === 'voting' ? (
        <Link page="ballot" query={{ category: category.id }} className="button button-main">
          {picks.length ? '继续' : '去投票'}
        </Link>
      ) : null}
    </section>
  )
}
