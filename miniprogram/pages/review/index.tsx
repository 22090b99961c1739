import type { Ballot } from '@shared/ballot/contract'
import type { Category, CategoryId, CurrentEdition } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { measure } from '@shared/edition/words'
import { useState } from 'react'
import { type CastOutcome, castBallot } from '@/ballot/cast'
import { CheckDialog } from '@/ballot/check/dialog'
import { drop, useDraft } from '@/ballot/draft'
import { useBallotOf, useMineQuietly } from '@/ballot/mine'
import { categoryFrom } from '@/candidate/shown'
import { Button } from '@/components/button'
import { Icon } from '@/components/icon'
import { Page } from '@/components/page'
import { Phone } from '@/components/phone'
import { Empty } from '@/components/state'
import { usePhase } from '@/edition/clock'
import { Closed } from '@/edition/closed'
import { voteWords } from '@/edition/words'
import { logIn, useSession } from '@/identity/session'
import { PRESS } from '@/platform/kind'
import { ASKS_PERSON } from '@/platform/login'
import { back, replace } from '@/platform/navigate'
import { useParams } from '@/platform/page'
import './index.scss'

/** The last look before a ballot is cast for good. */
export default function Review() {
  const { category } = useParams()
  return (
    <Page title="核对选票" at="ballot" inner>
      {(edition) => <Check edition={edition} id={categoryFrom(edition, category)} />}
    </Page>
  )
}

function Check({ edition, id }: { edition: CurrentEdition; id: CategoryId }) {
  const category = findCategory(edition, id)!
  const phase = usePhase(edition)
  const picks = useDraft(edition.id, id)
  const ballot = useBallotOf(edition, id)
  useMineQuietly()
  if (ballot) {
    return (
      <Empty
        title="本奖项您已投票"
        action={<Button onClick={() => replace('receipt', { no: ballot.receipt })}>查看回执</Button>}
      >
        {category.name}的选票已经投出，不能再投。
      </Empty>
    )
  }
  if (phase !== 'voting')
    return <Closed edition={edition} phase={phase} title={voteWords(edition, phase)} category={category} />
  if (picks.length === 0) {
    return (
      <Empty
        title="选票还是空的"
        action={<Button onClick={() => replace('ballot', { category: id })}>去选候选</Button>}
      >
        请先选出您支持的{category.shortName}。
      </Empty>
    )
  }
  return <Paper edition={edition} category={category} />
}

function Paper({ edition, category }: { edition: CurrentEdition; category: Category }) {
  const picks = useDraft(edition.id, category.id)
  const session = useSession((state) => state.session)
  const loginError = useSession((state) => state.error)
  const [casting, setCasting] = useState(false)
  const [ended, setEnded] = useState<Exclude<CastOutcome, { ballot: Ballot }> | null>(null)
  const failed = ended?.kind === 'failed' ? ended : null
  const unchecked = ended?.kind === 'unchecked'
  const { min, max } = category.ballotRule
  const gone = picks.some(({ withdrawn }) => withdrawn)
  const snapshot = session?.voter.snapshot
  const mustLogin = ASKS_PERSON && (!session || snapshot)

  const cast = async () => {
    setCasting(true)
    setEnded(null)
    const ids = picks.map(({ id }) => id)
    const outcome = await castBallot(edition.id, category.id, ids, unchecked)
    setCasting(false)
    if ('ballot' in outcome) replace('receipt', { no: outcome.ballot.receipt, from: outcome.kind })
    else setEnded(outcome)
  }

  return (
    <div className="review">
      <CheckDialog />
      <h1 className="page-title">核对选票</h1>
      <p className="review-category">{category.name}</p>
      <p className="review-count">
        您选了 <span className="review-number">{picks.length}</span> {measure(category.id)}，最多可选 {max}{' '}
        {measure(category.id)}
      </p>
      <ol className="review-list">
        {picks.map(({ id, number, name, unitName, withdrawn }) => (
          <li
            key={id}
            className={`review-item ${withdrawn || failed?.strangers.includes(id) ? 'is-stranger' : ''}`}
          >
            <span className="review-item-number">{number}</span>
            <span className="review-item-text">
              <span className="review-item-name">{name}</span>
              {unitName === name ? null : <span className="review-item-unit">{unitName}</span>}
              {failed?.strangers.includes(id) ? (
                <span className="review-item-unit">已不在名单里，请移除</span>
              ) : null}
              {withdrawn ? <span className="review-item-unit">已退出评选，请移除</span> : null}
            </span>
            <button
              type="button"
              {...PRESS}
              className="review-remove"
              disabled={casting}
              aria-label={`移除${name}`}
              onClick={() => drop(edition.id, category.id, id)}
            >
              移除
            </button>
          </li>
        ))}
      </ol>
      {snapshot ? (
        <p className="review-warning">当前为微信浏览模式，请先点击右下角“使用完整服务”，再重新登录投票。</p>
      ) : null}
      {loginError ? <p className="review-warning">{loginError.message}</p> : null}
      <div className="review-foot">
        {failed ? (
          <div className="review-failed" role="alert">
            <p className="review-failed-text">{failed.message}</p>
            <p className="review-failed-text">您的选择都还在{failed.retry ? '，可以放心重试。' : '。'}</p>
          </div>
        ) : null}
        {unchecked ? (
          <div className="review-unchecked" role="status">
            <p>选票还没有投出，您的选择都还在。想投时，按“确认本人并投出”，稍等几秒就好。</p>
            <p>
              手机或电脑上确认不了，请打电话 <Phone text={edition.contact.phone} />。
            </p>
          </div>
        ) : null}
        <p className="review-final">
          <Icon name="lock" />
          投出后不能修改
        </p>
        <div className="review-buttons">
          <Button kind="line" disabled={casting} onClick={back}>
            返回修改
          </Button>
          {mustLogin ? (
            <Button onClick={() => void logIn()}>{snapshot ? '重新登录' : '微信登录后投票'}</Button>
          ) : (
            <Button busy={casting} disabled={picks.length < min || picks.length > max || gone} onClick={cast}>
              {casting ? '正在投出…' : unchecked ? '确认本人并投出' : failed?.retry ? '重试' : '投出选票'}
            </Button>
          )}
        </div>
        {mustLogin && !snapshot ? (
          <p className="review-hint">登录只为确认一人一票，您的选择不会丢。</p>
        ) : null}
      </div>
    </div>
  )
}
