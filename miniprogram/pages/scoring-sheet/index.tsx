import type { CurrentEdition } from '@shared/edition/contract'
import { momentText } from '@shared/kernel/dates'
import type { ReviewCard } from '@shared/review/contract'
import { reviewObstacle, unmarked } from '@shared/review/rules'
import { useEffect, useId, useState } from 'react'
import { Button } from '@/components/button'
import { Empty } from '@/components/state'
import { useNow } from '@/edition/clock'
import { typed } from '@/platform/field'
import { PRESS, WEB } from '@/platform/kind'
import { open, replace } from '@/platform/navigate'
import { goTo, useLeave, useParams, useTitle } from '@/platform/page'
import { Frame } from '@/review/frame'
import { Mark } from '@/review/mark'
import { Material } from '@/review/material'
import { Recusal } from '@/review/recusal'
import { save, withDraft, write } from '@/review/save'
import { Saved } from '@/review/saved'
import { findCard, type Group, type MyReviews, myDraft, useShelf } from '@/review/shelf'
import { pointsSoFar, progressOf } from '@/review/words'
import './index.scss'

/** One candidate before an expert: what there is to read, and the marks. */
export default function ScoringSheet() {
  return <Frame title="打分">{(known, edition) => <Content known={known} edition={edition} />}</Frame>
}

function Content({ known, edition }: { known: MyReviews; edition: CurrentEdition }) {
  const { id = '' } = useParams()
  const shelf = useShelf()
  const found = findCard(known, id)
  if (!found) {
    return (
      <Empty title="没有找到这份评审" action={<Button onClick={() => replace('scoring')}>看评审清单</Button>}>
        分配可能有调整，请从评审清单打开。
      </Empty>
    )
  }
  const card = withDraft(found.card, myDraft(shelf, id))
  return <Sheet key={id} edition={edition} group={found.group} card={card} />
}

type Props = { edition: CurrentEdition; group: Group; card: ReviewCard }

function Sheet({ edition, group, card }: Props) {
  const { id, candidate } = card
  useTitle(`${candidate.number} 打分`)
  // What waits on this device goes out when one comes back, and when one leaves.
  useEffect(() => void save(id), [id])
  useLeave(() => void save(id))
  return (
    <div className="sheet">
      <div className="sheet-matter">
        <button type="button" {...PRESS} className="sheet-jump" onClick={() => goTo(`marks-${id}`)}>
          看完了？直接去打分
        </button>
        <Material card={card} />
      </div>
      <Marks edition={edition} group={group} card={card} />
      <Bar group={group} card={card} />
    </div>
  )
}

function Marks({ edition, group, card }: Props) {
  const { id, state, marks, comment, candidate } = card
  const at = useId().replace(/\W/g, '')
  const obstacle = reviewObstacle(edition, useNow(30_000))
  const [recusing, setRecusing] = useState(false)
  const locked = state !== 'draft' || obstacle !== null
  const left = unmarked(group.criteria, marks)
  if (card.recusal) {
    return (
      <section className="sheet-marks">
        <h2 className="section-title">已回避，不用评</h2>
        <p className="sheet-told">
          {card.recusal.by === 'unit' ? '候选来自您所在的单位。' : `原因：${card.recusal.reason}`}
        </p>
      </section>
    )
  }
  return (
    <section id={`marks-${id}`} className="sheet-marks" aria-label="打分">
      <div className="sheet-head">
        <h2 className="section-title">打分</h2>
        <Total group={group} card={card} />
      </div>
      {state === 'submitted' ? (
        <p className="sheet-told is-done" role="status">
          {card.submittedAt ? `${momentText(card.submittedAt)} ` : ''}已提交，分数已锁定，不能再改。
        </p>
      ) : obstacle ? (
        <p className="sheet-told" role="status">
          {obstacle}。
        </p>
      ) : card.reopened ? (
        <p className="sheet-told is-warn" role="status">
          荆楚网已退回，请修改后重新提交。原因：{card.reopened.reason}
        </p>
      ) : null}
      {group.criteria.map((criterion) => (
        <Mark
          key={criterion.key}
          criterion={criterion}
          step={group.step}
          value={marks[criterion.key]}
          locked={locked}
          onChange={(mark) => {
            // Read anew: another mark may have been written since this was drawn.
            const now = latestMarks(id, marks)
            const { [criterion.key]: _, ...others } = now
            write(id, { marks: mark === undefined ? others : { ...now, [criterion.key]: mark } })
          }}
        />
      ))}
      <div className="sheet-remark">
        <label className="sheet-label" htmlFor={`${at}comment`}>
          评语（选填）
        </label>
        {locked ? (
          <p className="sheet-told">{comment || '没有写评语'}</p>
        ) : (
          <textarea
            id={`${at}comment`}
            className="sheet-comment"
            {...(WEB ? {} : { maxlength: -1, autoHeight: true })}
            value={comment}
            maxLength={2000}
            placeholder="只有荆楚网能看到"
            onInput={(event) => write(id, { comment: typed(event) })}
            onChange={() => {}}
          />
        )}
      </div>
      {locked ? null : (
        <>
          {left.length > 0 && left.length < group.criteria.length ? (
            <p className="sheet-left">还没打：{left.map(({ name }) => name).join('、')}</p>
          ) : null}
          <Button kind="plain" onClick={() => setRecusing(true)}>
            与这位候选有关系，申请回避
          </Button>
        </>
      )}
      {recusing ? <Recusal id={id} title={candidate.title} onClose={() => setRecusing(false)} /> : null}
    </section>
  )
}

const latestMarks = (id: string, drawn: ReviewCard['marks']) =>
  myDraft(useShelf.getState(), id)?.marks ?? drawn

function Total({ group, card }: { group: Group; card: ReviewCard }) {
  const { criteria } = group
  const left = unmarked(criteria, card.marks).length
  return (
    <p className="sheet-total" aria-live="polite">
      {left ? '目前' : '总分'} <strong>{pointsSoFar(criteria, card.marks) ?? 0}</strong>
      <span className="sheet-of">/100</span>
    </p>
  )
}

/** Always in sight: the total, where it is saved, and the ones before and after. */
function Bar({ group, card }: Omit<Props, 'edition'>) {
  const { items, category } = group
  const at = items.findIndex(({ id }) => id === card.id)
  const [before, after] = [items[at - 1], items[at + 1]]
  const shelf = useShelf()
  const { done, submitted, of } = progressOf({
    ...group,
    items: items.map((one) => withDraft(one, myDraft(shelf, one.id))),
  })
  const go = (one: ReviewCard) => replace('scoring-sheet', { id: one.id })
  return (
    <div className="sheet-bar">
      <div className="sheet-bar-words">
        {card.state === 'draft' ? <Total group={group} card={card} /> : null}
        {card.state === 'draft' ? <Saved card={card} /> : null}
      </div>
      <nav className="sheet-turn" aria-label="上一位、下一位">
        <Button kind="line" disabled={!before} onClick={() => before && go(before)}>
          上一位
        </Button>
        <span className="sheet-place">
          {at + 1}/{items.length}
        </span>
        {after ? (
          <Button onClick={() => go(after)}>下一位</Button>
        ) : done === of && submitted < of ? (
          <Button onClick={() => open('scoring', { summary: category })}>去提交</Button>
        ) : (
          <Button onClick={() => open('scoring')}>回清单</Button>
        )}
      </nav>
    </div>
  )
}
