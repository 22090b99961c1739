import type { CurrentEdition } from '@shared/edition/contract'
import { momentText } from '@shared/kernel/dates'
import { reviewObstacle } from '@shared/review/rules'
import { Button } from '@/components/button'
import { Empty } from '@/components/state'
import { useNow } from '@/edition/clock'
import { replace } from '@/platform/navigate'
import { useParams } from '@/platform/page'
import { Frame } from '@/review/frame'
import { GroupList } from '@/review/group'
import { withDraft } from '@/review/save'
import { leave } from '@/review/session'
import { type MyReviews, myDraft, useShelf } from '@/review/shelf'
import { Summary } from '@/review/summary'
import './index.scss'

/** What an expert has to review; with `summary` in the address, one category before it is handed in. */
export default function Scoring() {
  return <Frame title="专家评审">{(known, edition) => <Content known={known} edition={edition} />}</Frame>
}

function Content({ known, edition }: { known: MyReviews; edition: CurrentEdition }) {
  const { summary } = useParams()
  const now = useNow(30_000)
  const shelf = useShelf()
  const groups = known.categories.map((group) => ({
    ...group,
    items: group.items.map((card) => withDraft(card, myDraft(shelf, card.id))),
  }))
  const chosen = groups.find(({ category }) => category === summary)
  const late = lateObstacle(edition, known, now)
  if (chosen) return <Summary group={chosen} obstacle={late} />
  const obstacle = reviewObstacle(edition, now)
  const out = async () => {
    await leave()
    replace('scoring-door')
  }
  return (
    <>
      <div className="scoring-head">
        <div>
          <h1 className="scoring-hello">{known.reviewer.name}老师，您好</h1>
          <p className="scoring-until">
            {obstacle ??
              (known.window?.closesAt ? `请在 ${momentText(known.window.closesAt)} 前评完并提交` : '')}
          </p>
        </div>
        <Button kind="plain" onClick={out}>
          退出登录
        </Button>
      </div>
      <p className="scoring-note">打的分随时自动保存，没有网络也能接着评。专家之间互相看不到评分。</p>
      {groups.length ? (
        groups.map((group) => <GroupList key={group.category} edition={edition} group={group} />)
      ) : (
        <Empty title="还没有分给您的候选">分好以后会出现在这里，荆楚网会通知您。</Empty>
      )}
    </>
  )
}

/** What was written before the end may be handed in a little after it. */
function lateObstacle(edition: CurrentEdition, { graceSeconds }: MyReviews, now: Date): string | null {
  const before = new Date(now.getTime() - graceSeconds * 1000)
  const obstacle = reviewObstacle(edition, now)
  return obstacle && reviewObstacle(edition, before) === null ? null : obstacle
}
