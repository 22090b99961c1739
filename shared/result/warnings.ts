import type { Category, Edition } from '../edition/contract'
import { findPhase, hasEnded } from '../edition/rules'
import { MISSING_NAMES, PART_NAMES } from '../edition/scoring/words'
import { endText } from '../kernel/dates'
import type { ResultEntrant, ResultWarning } from './contract'
import { OBJECTION_GRACE_MS, SETTLING_MS } from './course'

type Named = Pick<ResultEntrant, 'id' | 'number' | 'name'>

/** How many are named in one warning. */
const NAMED = 8

const tell = (
  kind: ResultWarning['kind'],
  text: string,
  { blocks = false, candidates = [] }: { blocks?: boolean; candidates?: Named[] } = {},
): ResultWarning => ({ kind, text, blocks, candidates: candidates.map(({ id }) => id) })

const numbersOf = (those: Named[]) =>
  `${those
    .slice(0, NAMED)
    .map(({ number }) => number)
    .join('、')}${those.length > NAMED ? ` 等 ${those.length} 位` : ''}`

/** All one should know before a result is proposed, what blocks first. */
export function proposalWarnings(
  entrants: readonly ResultEntrant[],
  edition: Pick<Edition, 'phases' | 'scoring'>,
  {
    weights,
    now,
    quarantined,
    decisions,
  }: Pick<Category, 'weights'> & { now: Date; quarantined: number; decisions: number },
): ResultWarning[] {
  const lacking = (part: 'deeds' | 'replyRecord' | 'review', kind: ResultWarning['kind']) => {
    const those = entrants.filter((one) => one[part] === null)
    if (weights[part] === 0 || those.length === 0) return []
    const text = `${numbersOf(those)} 没有${PART_NAMES[part]}，这一项${MISSING_NAMES[edition.scoring.missing[part]]}`
    return [tell(kind, text, { candidates: those })]
  }
  return [
    ...stillOpen(edition, now),
    ...(entrants.length === 0 ? [tell('nobody', '没有参评者', { blocks: true })] : []),
    ...(decisions > 0
      ? [tell('decision_open', `还有 ${decisions} 个异常选票的处理没有完成`, { blocks: true })]
      : []),
    ...(quarantined > 0
      ? [
          tell(
            'quarantined',
            `有 ${quarantined} 张存疑的选票还没有处理，不计入得票；名单拟定后不能再恢复或作废`,
          ),
        ]
      : []),
    ...lacking('deeds', 'no_deeds'),
    ...lacking('replyRecord', 'no_record'),
    ...lacking('review', 'no_review'),
  ]
}

function stillOpen(edition: Pick<Edition, 'phases'>, now: Date): ResultWarning[] {
  const [voting, review] = [findPhase(edition, 'voting'), findPhase(edition, 'review')]
  const settled = new Date(now.getTime() - SETTLING_MS)
  const found: ResultWarning[] = []
  if (voting && !hasEnded(voting, settled)) {
    const text = hasEnded(voting, now)
      ? '网络投票刚刚截止，最后的选票还在入账，请一分钟后再试'
      : `网络投票尚未结束${until(voting)}`
    found.push(tell('voting_open', text, { blocks: true }))
  }
  if (review && !hasEnded(review, now)) {
    found.push(tell('review_open', `专家评选尚未结束${until(review)}`, { blocks: true }))
  }
  return found
}

const until = ({ closesAt }: { closesAt: string | null }) => (closesAt ? `（${endText(closesAt)} 截止）` : '')

/** All one should know before a result is released, what blocks first. `left`: ranked, and out of the race since. */
export function releaseWarnings(
  edition: Pick<Edition, 'phases'>,
  {
    now,
    left,
    corrections,
    objections,
  }: { now: Date; left: Named[]; corrections: number; objections: number },
): ResultWarning[] {
  const notice = findPhase(edition, 'notice')
  const heard = new Date(now.getTime() - OBJECTION_GRACE_MS)
  const found: ResultWarning[] = []
  if (notice && !hasEnded(notice, heard)) {
    const text = hasEnded(notice, now)
      ? '公示刚刚截止，还可能有异议送达，请两分钟后再试'
      : `公示尚未结束${until(notice)}`
    found.push(tell('notice_open', text, { blocks: true }))
  }
  if (left.length > 0) {
    const text = `${numbersOf(left)} 已退出评选，仍在名单里，请先以更正取消资格`
    found.push(tell('left', text, { blocks: true, candidates: left }))
  }
  if (corrections > 0) {
    found.push(tell('correction_open', `有 ${corrections} 条更正等待另一位同事确认`, { blocks: true }))
  }
  if (objections > 0) found.push(tell('objection_open', `有 ${objections} 条异议还没有答复`))
  return found
}
