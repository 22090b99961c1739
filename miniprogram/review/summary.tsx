import { useState } from 'react'
import { Button } from '@/components/button'
import { Confirm } from '@/components/confirm'
import { Icon } from '@/components/icon'
import { Link } from '@/components/link'
import { replace } from '@/platform/navigate'
import type { Group } from './shelf'
import { submit } from './submit'
import { isWhole, pointsSoFar, progressOf, standing } from './words'
import './summary.scss'

/** All that one has given in a category, the highest first, to be looked at once more before it is handed in. */
export function Summary({ group, obstacle }: { group: Group; obstacle: string | null }) {
  const { category, name, criteria, items } = group
  const { done, submitted, of } = progressOf(group)
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const rows = items
    .map((card) => ({ card, points: card.state === 'recused' ? null : pointsSoFar(criteria, card.marks) }))
    .sort((a, b) => (b.points ?? -1) - (a.points ?? -1))
  const hand = async () => {
    setBusy(true)
    setProblem(await submit(category))
    setBusy(false)
    setAsked(false)
  }
  if (of > 0 && submitted === of) {
    return (
      <section className="summary-done" role="status">
        <span className="summary-mark">
          <Icon name="check" />
        </span>
        <h1 className="summary-title">“{name}”已全部提交</h1>
        <p>您评了 {of} 位候选，分数已锁定。谢谢您！</p>
        <Button onClick={() => replace('scoring')}>返回评审清单</Button>
      </section>
    )
  }
  return (
    <>
      <h1 className="page-title">核对“{name}”的评分</h1>
      <p className="summary-words">从高到低排列。点名字可以回去修改；提交以后就锁定，不能再改。</p>
      <ol className="summary">
        {rows.map(({ card, points }) => {
          const { words, tone } = standing(criteria, card)
          const told = card.state !== 'draft' || !isWhole(criteria, card)
          return (
            <li key={card.id} className="summary-row">
              <Link page="scoring-sheet" query={{ id: card.id }} className="summary-name">
                {card.candidate.number} {card.candidate.title}
              </Link>
              {told ? <span className={`scoring-tag is-${tone}`}>{words}</span> : null}
              <span className="summary-points">
                {points !== null && isWhole(criteria, card) ? points : '—'}
              </span>
            </li>
          )
        })}
      </ol>
      <div className="summary-foot">
        {problem ? (
          <p className="scoring-failed" role="alert">
            {problem}
          </p>
        ) : null}
        {obstacle ? <p className="summary-words">{obstacle}，不能提交。</p> : null}
        <Button wide disabled={done < of || obstacle !== null} busy={busy} onClick={() => setAsked(true)}>
          {done < of ? `还有 ${of - done} 位没有评完` : `提交 ${of - submitted} 份评分`}
        </Button>
        <Button kind="line" wide onClick={() => replace('scoring')}>
          返回评审清单
        </Button>
      </div>
      {asked ? (
        <Confirm title="提交评分" yes="提交并锁定" busy={busy} onYes={hand} onNo={() => setAsked(false)}>
          <p>
            将提交“{name}”的 {of - submitted} 份评分。提交以后锁定，自己不能再改；确需修改，请联系荆楚网退回。
          </p>
        </Confirm>
      ) : null}
    </>
  )
}
