import type { ResponseOf } from '@shared/api'
import type { CategoryId, CurrentEdition } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import type { NominationCard } from '@shared/nomination/contract'
import { isOnePerUnit } from '@shared/nomination/eligibility'
import type { RepresentedUnit } from '@shared/representative/contract'
import { Button } from '@/components/button'
import { Icon } from '@/components/icon'
import { Link } from '@/components/link'
import { useNow } from '@/edition/clock'
import { asVoter, useSession } from '@/identity/session'
import { open } from '@/platform/navigate'
import { type Query, useQuery } from '@/platform/query'
import { UnitName } from '@/representative/unit'
import type { Draft } from './draft'
import { gateAt } from './gate'
import { formIn, type Guide } from './guide'
import { startDraft, useDrafts } from './shelf'
import { Status } from './status'
import { nameOf, nameOfCard, nextWords, progressOf } from './words'
import './unit.scss'

type Props = {
  edition: CurrentEdition
  guide: Guide
  unit: RepresentedUnit
  /** Those filed for this unit, as the server knows them. */
  nominations: NominationCard[]
}

type Eligibility = Query<ResponseOf<'GET /api/nominations/eligibility'>>

/** A unit that one speaks for: per category what was filed, or whether it may be and why not. */
export function UnitEntries(props: Props) {
  const { guide, unit } = props
  const eligibility = useQuery(unit.id, () =>
    asVoter('GET /api/nominations/eligibility', { query: { unit: unit.id } }, 'quiet'),
  )
  return (
    <section className="entrant">
      <div className="entrant-head">
        <UnitName unit={unit} />
      </div>
      {guide.forms.map(({ category }) => (
        <CategoryEntry key={category} {...props} category={category} eligibility={eligibility} />
      ))}
    </section>
  )
}

function CategoryEntry(props: Props & { category: CategoryId; eligibility: Eligibility }) {
  const { edition, guide, unit, category: id } = props
  const category = findCategory(edition, id)
  const owner = useSession(({ session }) => session?.voter.id)
  const drafts = useDrafts((state) => state.drafts)
  const form = formIn(guide, id)
  const cards = props.nominations.filter((card) => card.category === id)
  // The server has not heard of these; what was never written in is nothing yet.
  const here = Object.values(drafts).filter(
    (draft) =>
      draft.owner === owner &&
      draft.unit.id === unit.id &&
      draft.category === id &&
      draft.seen === null &&
      Object.keys(draft.answers).length > 0,
  )
  const isOpen = cards.some(({ status }) => status !== 'rejected' && status !== 'withdrawn')
  const isFull = isOnePerUnit(id) && (isOpen || here.length > 0)
  return (
    <div className="entrant-category">
      <p className="entrant-name">
        <span className="entrant-letter" aria-hidden="true">
          {category?.letter}
        </span>
        {category?.name}
      </p>
      {here.map((draft) => (
        <Link key={draft.ref} page="nomination-form" query={{ draft: draft.ref }} className="entrant-item">
          <span className="entrant-text">
            <span className="entrant-title">{nameOf(form, draft)}</span>
            <span className="entrant-next">存在这台设备上，还没有保存到服务器</span>
          </span>
          <Status status="draft" />
          <Icon name="next" />
        </Link>
      ))}
      {cards.map((card) => (
        <Item key={card.id} card={card} guide={guide} drafts={drafts} />
      ))}
      {isFull ? null : <Start {...props} isFirst={cards.length + here.length === 0} />}
    </div>
  )
}

function Item({
  card,
  guide,
  drafts,
}: {
  card: NominationCard
  guide: Guide
  drafts: Record<string, Draft>
}) {
  const draft = Object.values(drafts).find(({ seen }) => seen?.id === card.id)
  const form = formIn(guide, card.category)
  const writes = card.status === 'draft' || card.status === 'returned'
  const { done, of } = draft && form ? progressOf(form, draft.answers) : { done: 0, of: 0 }
  return (
    <Link page="nomination" query={{ id: card.id }} className="entrant-item">
      <span className="entrant-text">
        <span className="entrant-title">{nameOfCard(card)}</span>
        <span className="entrant-next">
          {writes && of ? `已填 ${done}/${of} · ` : ''}
          {nextWords(card)}
        </span>
      </span>
      <Status status={card.status} />
      <Icon name="next" />
    </Link>
  )
}

/** The way into a new nomination, or what stands in it. */
function Start({
  edition,
  unit,
  category,
  eligibility,
  isFirst,
}: Props & { category: CategoryId; eligibility: Eligibility; isFirst: boolean }) {
  const owner = useSession(({ session }) => session?.voter.id)
  const gate = gateAt(edition, useNow(1000))
  const { data, error, loading, reload } = eligibility
  // That the window is closed is said once, at the head of the page.
  if (gate.obstacle) return isFirst ? <p className="entrant-words">没有报名</p> : null
  const obstacles = (data?.items.find((item) => item.category === category)?.obstacles ?? []).filter(
    ({ reason }) => reason !== 'not_open' && reason !== 'closed' && reason !== 'suspended',
  )
  if (obstacles.length) {
    return (
      <div className="entrant-words">
        <p className="entrant-cannot">暂时不能报名：</p>
        {obstacles.map(({ reason, message }) => (
          <p key={reason}>{message}。</p>
        ))}
      </div>
    )
  }
  const start = () => owner && open('nomination-form', { draft: startDraft(owner, category, unit).ref })
  return (
    <div className="entrant-start">
      <p className="entrant-words">
        {error
          ? '现在查不到是否符合条件，可以先写在这台设备上。'
          : !data && loading
            ? '正在查是否符合条件…'
            : isFirst
              ? '符合条件，可以报名。'
              : ''}
        {error ? (
          <Button kind="plain" onClick={reload}>
            重新查询
          </Button>
        ) : null}
      </p>
      <Button kind={isFirst ? 'main' : 'line'} disabled={!data && loading} onClick={start}>
        {isFirst ? '开始填写' : isOnePerUnit(category) ? '重新报名' : '再报一个'}
      </Button>
    </div>
  )
}
