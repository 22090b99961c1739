import type { CategoryId, Phase } from '../edition/contract'
import { hasBegun, hasEnded, isRunning } from '../edition/rules'
import { momentText } from '../kernel/dates'
import type { Unit } from '../unit/contract'

/** Why a unit may not enter a category now, in words for its representative. */
export type Obstacle = {
  reason: 'not_open' | 'closed' | 'suspended' | 'not_certified' | 'too_few_answers' | 'worker_taken'
  message: string
}

type Asked = {
  category: CategoryId
  /** The phase in which nominations are taken; undefined where the edition has none. */
  phase: Phase | undefined
  year: number
  minAnswered: number
  unit: Pick<Unit, 'name' | 'status' | 'replyRecords'>
  /** Who the unit has put forward already, where that keeps others out. */
  taken: { name: string } | null
  now: Date
}

/** How long after the end a form is still taken that was being sent when it came. */
export const GRACE_MS = 2 * 60_000

/**
 * All that stands in the way, the window first; none for a unit that may enter. A case may come from any certified unit;
 * as a unit, or with its one worker, only who has answered enough citizens in the edition's year.
 */
export function findObstacles({ category, phase, year, minAnswered, unit, taken, now }: Asked): Obstacle[] {
  const found: (Obstacle | null)[] = [windowObstacle(phase, now)]
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
  if (category === 'worker' && taken) {
    found.push({ reason: 'worker_taken', message: `同一单位限推荐一名，${unit.name}已推荐${taken.name}` })
  }
  return found.filter((one) => one !== null)
}

/** Whether the window takes nominations at `now`; `sentBefore` the end gives the grace. */
export function windowObstacle(phase: Phase | undefined, now: Date, sentBefore = false): Obstacle | null {
  if (!phase || !hasBegun(phase, now)) {
    const from = phase ? `，${momentText(phase.opensAt)} 开始` : ''
    return { reason: 'not_open', message: `报名还没有开始${from}` }
  }
  const asOf = sentBefore ? new Date(now.getTime() - GRACE_MS) : now
  if (hasEnded(phase, asOf))
    return { reason: 'closed', message: `报名已于 ${momentText(phase.closesAt!)} 截止` }
  if (phase.suspended && isRunning(phase, asOf)) {
    return { reason: 'suspended', message: `报名暂停：${phase.suspended.reason}` }
  }
  return null
}
