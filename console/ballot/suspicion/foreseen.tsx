import type { Foresight } from '@shared/ballot/decision/contract'
import { Alert, Skeleton } from 'antd'
import { countText } from '../../components/count'
import type { ApiError } from '../../platform/request'
import { BeforeAfter } from '../before-after'

type Props = {
  query: { data?: Foresight | null; error: ApiError | null; isFetching: boolean }
  nameOf: (id: string) => string
}

/** What a decision would do if it were done now, counted from the ledger. */
export function Foreseen({ query: { data, error, isFetching }, nameOf }: Props) {
  if (error) return <Alert className="note" type="error" showIcon role="alert" title={error.message} />
  if (!data) return <Skeleton active paragraph={{ rows: 3 }} />
  const { ballots, left, before, after } = data
  if (ballots === 0) {
    return <Alert className="note" type="info" showIcon role="status" title="这组里没有能这样处理的选票。" />
  }
  const isMoved = before.ballots !== after.ballots
  return (
    <div className="note" role="status" aria-busy={isFetching}>
      <p>
        涉及 <b>{countText(ballots)}</b> 张选票
        {left > 0 && `，另有 ${countText(left)} 张不动（已作废、不在所选范围，或提出后已被别人处理）`}。
        {isMoved ? '按账本，现在执行的话：' : '它们现在就不计入，票数不变。'}
      </p>
      {isMoved && <BeforeAfter {...{ before, after, nameOf }} />}
    </div>
  )
}
