import type { CurrentEdition } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import type { ReviewCard } from '@shared/review/contract'
import { Button } from '@/components/button'
import { Icon } from '@/components/icon'
import { Link } from '@/components/link'
import { Picture } from '@/components/picture'
import { open } from '@/platform/navigate'
import type { Group } from './shelf'
import { pointsSoFar, progressOf, standing } from './words'
import './group.scss'

/** One category's candidates: how far one is, each with where it stands, and the way to hand them in. */
export function GroupList({ edition, group }: { edition: CurrentEdition; group: Group }) {
  const { category, name, criteria, items } = group
  const { done, submitted, of } = progressOf(group)
  const next = items.find((card) => card.state === 'draft' && standing(criteria, card).words !== '已评完')
  return (
    <section className="group">
      <div className="group-head">
        <h2 className="section-title">{name}</h2>
        <p className="group-count">
          已评 <strong>{done}</strong>/{of}
        </p>
      </div>
      <div className="group-track" aria-hidden="true">
        <div className="group-done" style={{ width: `${of ? (done / of) * 100 : 0}%` }} />
      </div>
      <p className="group-words">{wordsOf(done, submitted, of)}</p>
      {of > 0 && submitted < of ? (
        <div className="group-act">
          {done === of ? (
            <Button wide onClick={() => open('scoring', { summary: category })}>
              核对并提交
            </Button>
          ) : (
            next && (
              <Button wide onClick={() => open('scoring-sheet', { id: next.id })}>
                {done === 0 ? '开始评' : '接着评'}
              </Button>
            )
          )}
        </div>
      ) : null}
      <ul className="group-list">
        {items.map((card) => (
          <li key={card.id}>
            <Row group={group} card={card} unit={findCategory(edition, category)?.shortName ?? ''} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function wordsOf(done: number, submitted: number, of: number): string {
  if (of === 0) return '没有要评的。'
  if (submitted === of) return '全部提交，谢谢您！'
  if (done === of) return '都评完了，请核对并提交。'
  return `还有 ${of - done} 位没有评完。`
}

function Row({ group, card, unit }: { group: Group; card: ReviewCard; unit: string }) {
  const { candidate, state, marks } = card
  const { words, tone } = standing(group.criteria, card)
  const points = state === 'recused' ? null : pointsSoFar(group.criteria, marks)
  return (
    <Link page="scoring-sheet" query={{ id: card.id }} className="due-link">
      <Picture path={candidate.thumbUrl} alt="" className="due-picture" />
      <span className="due-text">
        <span className="due-name">
          <span className="due-number">{candidate.number}</span> {candidate.title}
        </span>
        <span className="due-unit">{candidate.unitName ?? candidate.city ?? unit}</span>
        <span className="due-state">
          <span className={`scoring-tag is-${tone}`}>{words}</span>
          {points !== null && Object.keys(marks).length ? (
            <span className="due-points">{points} 分</span>
          ) : null}
        </span>
      </span>
      <Icon name="next" />
    </Link>
  )
}
