import type { Edition } from '../edition/contract'
import { findPhase, hasBegun, hasEnded, isRunning } from '../edition/rules'
import { dayText } from '../kernel/dates'
import type { CorrectionChange, PublicResult, ResultState } from './contract'
import type { ObjectionState } from './objection/contract'

export const RESULT_STATE_NAMES: Record<ResultState, string> = {
  open: '未拟定',
  proposed: '拟表彰',
  released: '已发布',
  revoked: '已撤回',
}

export const OBJECTION_STATE_NAMES: Record<ObjectionState, string> = {
  open: '待答复',
  upheld: '成立',
  dismissed: '不成立',
}

export const CORRECTION_NAMES: Record<CorrectionChange['part'], string> = {
  deeds: '事迹评分',
  review: '专家评分',
  replyRecord: '回复情况',
  excluded: '取消资格',
}

/** What may be done with a result, and in which states. */
export const RESULT_MOVES = {
  propose: ['open'],
  unpropose: ['proposed'],
  correct: ['proposed', 'revoked'],
  release: ['proposed', 'revoked'],
  revoke: ['released'],
} as const satisfies Record<string, readonly ResultState[]>
export type ResultMove = keyof typeof RESULT_MOVES

export const mayMove = (move: ResultMove, state: ResultState): boolean =>
  (RESULT_MOVES[move] as readonly ResultState[]).includes(state)

/** How long after the end of the notice objections are still taken: somebody may be writing. */
export const OBJECTION_GRACE_MS = 2 * 60_000
/** A ballot cast before the end may be written a little after it. */
export const SETTLING_MS = 60_000

/** The notice of an edition, and where it stands at `now`; null where the edition has none. */
export function noticeAt(edition: Pick<Edition, 'phases'>, now: Date) {
  const phase = findPhase(edition, 'notice')
  if (!phase) return null
  const { opensAt, closesAt } = phase
  return { opensAt, closesAt, begun: hasBegun(phase, now), ended: hasEnded(phase, now) }
}

/** Whether objections are taken at `now`. */
export function takesObjections(edition: Pick<Edition, 'phases'>, now: Date): boolean {
  const notice = findPhase(edition, 'notice')
  if (!notice || notice.suspended) return false
  const early = new Date(now.getTime() - OBJECTION_GRACE_MS)
  return isRunning(notice, now) || (hasBegun(notice, now) && !hasEnded(notice, early))
}

const DAY = 86_400_000
const BEIJING = 8 * 3_600_000

/** Until when an objection is to be answered: the end of the day in Beijing, so many days later. */
export function answerDue(raisedAt: Date, days: number): Date {
  const day = Math.floor((raisedAt.getTime() + BEIJING) / DAY)
  return new Date((day + days + 1) * DAY - BEIJING)
}

/** `优秀回复单位：正在公示，拟表彰 15 位`. */
export function resultText({ name, state, list, releasedAt, revoked }: PublicResult): string {
  const count = list?.standings.filter(({ winner }) => winner).length
  const words: Record<PublicResult['state'], () => string> = {
    pending: () => '还没有公布',
    proposed: () => `正在公示，拟表彰 ${count} 位`,
    released: () => `${dayText(releasedAt!)}发布，表彰 ${count} 位`,
    revoked: () => `已撤回：${revoked!.reason}`,
  }
  return `${name}：${words[state]()}`
}

/** How lots are drawn, for anybody who wants to draw them again. */
export const LOT_WORDS = [
  '抽签：把种子、一个换行符、候选标识按这个次序连成一段文字（UTF-8），求它的 SHA-256，得到 64 位十六进制的签号；各项都相同的，签号小的在前。',
  "验证：printf '%s\\n%s' 种子 候选标识 | sha256sum",
]
