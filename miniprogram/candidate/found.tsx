import type { CurrentEdition } from '@shared/edition/contract'
import type { Stage } from '@shared/edition/rules'
import type { ReactNode } from 'react'
import { Button } from '@/components/button'
import { Skeleton } from '@/components/skeleton'
import { Empty, Failure } from '@/components/state'
import { Closed } from '@/edition/closed'
import { listWords, phaseWords } from '@/edition/words'
import type { CandidateList, Wish } from './list'
import './found.scss'

type Props = {
  list: CandidateList
  edition: CurrentEdition
  phase: Stage
  wish: Wish
  onClear: () => void
  shape?: 'card' | 'row'
  children: ReactNode
}

/** Around a list of candidates: shapes while it loads, words when it is empty, what failed, and what is still to come. */
export function Found({ list, edition, phase, wish, onClear, shape = 'card', children }: Props) {
  const { items, total, loading, error, done, more, reload } = list
  if (total === 0) {
    const narrowed = wish.q || wish.region || wish.level
    return narrowed ? (
      <Empty
        title="没有找到符合条件的候选"
        action={
          <Button kind="line" onClick={onClear}>
            清除条件
          </Button>
        }
      >
        换个词试试，或者减少筛选条件。
      </Empty>
    ) : listWords(edition) ? (
      <Closed edition={edition} phase={phase} />
    ) : (
      <Empty title="名单里还没有候选">{phaseWords(edition, phase).todo}</Empty>
    )
  }
  return (
    <>
      {items.length ? children : null}
      {loading ? (
        <div className={`found-waiting is-${shape}`} role="status" aria-label="正在加载候选">
          <Skeleton shape={shape} count={items.length ? 2 : 6} />
        </div>
      ) : error ? (
        <Failure error={error} retry={reload} />
      ) : done ? (
        <p className="found-end">已全部显示</p>
      ) : (
        <div className="found-more">
          <Button kind="line" onClick={more}>
            显示更多
          </Button>
        </div>
      )}
    </>
  )
}
