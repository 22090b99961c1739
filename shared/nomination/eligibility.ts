import type { CategoryId, Phase } from '../edition/contract'
import { hasBegun } from '../edition/rules'
import { momentText } from '../kernel/dates'
import type { Unit } from '../unit/contract'
import type { Obstacle } from './contract'

type Asked = {
  category: CategoryId
  /** What {@link windowObstacle} says. */
  window: Obstacle | null
  year: number
  minAnswered: number
  unit: Pick<Unit, 'name' | 'status' | 'replyRecords'>
  /** What the unit has handed in already where it may hand in one: the title, for a worker the name. */
  taken: string | null
}

/** How long after the end a form is still taken whose content had arrived before. */
export const GRACE_MS = 2 * 60_000

/**
 * All that stands in the way, the window first; none for a unit that may enter. A case may come from any certified unit;
 * as a unit, or with its one worker, only who has answered enough citizens in the edition's year.
 */
export function findObstacles({ category, window, year, minAnswered, unit, taken }: Asked): Obstacle[] {
  const found = window ? [window] : []
  if (unit.status !== 'certified') {
    found.push({
      reason: 'not_certified',
      message: `${unit.name}目前不是平台实名认证单位，请先联系荆楚网办理认证`,
    })
  }
  const answered = unit.replyRecords.find((record) => record.year === year)?.answered ?? 0
  if (category !== 'caseStudy' && answered < minAnswered) {
    found.push({
      reason: 'too_few_answers',
      message: `${year} 年回复网友留言 ${answered} 件，参评要求至少 ${minAnswered} 件`,
    })
  }
  if (taken !== null) {
    const message =
      category === 'worker'
        ? `同一单位限推荐一名，${unit.name}已推荐${taken}`
        : `${unit.name}已经报名，每个单位限报一份`
    found.push({ reason: 'already_nominated', message })
  }
  return found
}

/** A form on its way in: when its content arrived, and until when it may come again, having been returned. */
export type Arriving = { arrivedAt?: Date; dueAt?: string | null }

/**
 * What keeps nominations out at `now`: they come from the phase's beginning to its end, or until a returned one is due
 * where that is later, and for {@link GRACE_MS} after it where the content had arrived before.
 */
export function windowObstacle(
  phase: Phase | undefined,
  now: Date,
  { arrivedAt, dueAt = null }: Arriving = {},
): Obstacle | null {
  if (!phase || !hasBegun(phase, now)) {
    const from = phase ? `，${momentText(phase.opensAt)} 开始` : ''
    return { reason: 'not_open', message: `报名还没有开始${from}` }
  }
  const { closesAt } = phase
  const isDueLater = dueAt !== null && closesAt !== null && Date.parse(dueAt) > Date.parse(closesAt)
  if (phase.suspended && !isDueLater) {
    return { reason: 'suspended', message: `报名暂停：${phase.suspended.reason}` }
  }
  const end = isDueLater ? dueAt : closesAt
  if (end === null) return null
  const grace = arrivedAt && arrivedAt.getTime() < Date.parse(end) ? GRACE_MS : 0
  if (now.getTime() < Date.parse(end) + grace) return null
  const what = isDueLater ? '修改后重新提交的期限' : '报名'
  return { reason: 'closed', message: `${what}已于 ${momentText(end)} 截止` }
}

/** Whether a unit may enter a category but once. */
export const isOnePerUnit = (category: CategoryId): boolean => category !== 'caseStudy'
