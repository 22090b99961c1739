import type { CurrentEdition } from '@shared/edition/contract'
import { findPhase } from '@shared/edition/rules'
import { endText, momentText } from '@shared/kernel/dates'
import type { Nomination, Obstacle } from '@shared/nomination/contract'
import { GRACE_MS, windowObstacle } from '@shared/nomination/eligibility'

/** Whether a nomination can be handed in at an instant of the server's clock. */
export type Gate = {
  /** Why not; null while it can be written and handed in. */
  obstacle: Obstacle | null
  /** Until when; null where there is no end. */
  end: string | null
  /** After the end, until when what had arrived before can still be sent; null where nothing can. */
  graceUntil: number | null
  /** Whether nominations are over and it came by mail: it stays as it was mailed, for staff to hand in. */
  isAsMailed: boolean
}

/** The gate as a nomination finds it, or as one does that has yet to be begun. */
export function gateAt(edition: CurrentEdition, now: Date, nomination?: Nomination | null): Gate {
  const phase = findPhase(edition, 'nomination')
  const dueAt = nomination?.returned?.dueAt ?? null
  const obstacle = windowObstacle(phase, now, { dueAt })
  const closesAt = phase?.closesAt ?? null
  const end = dueAt && closesAt && dueAt > closesAt ? dueAt : closesAt
  const arrivedAt = nomination ? new Date(nomination.savedAt) : undefined
  const lenient = obstacle?.reason === 'closed' && !windowObstacle(phase, now, { arrivedAt, dueAt })
  const isAsMailed =
    obstacle?.reason === 'closed' && nomination?.status === 'draft' && Boolean(nomination.mailedAt)
  return { obstacle, end, graceUntil: lenient && end ? Date.parse(end) + GRACE_MS : null, isAsMailed }
}

/** `4月30日 24:00 截止`; empty where there is no end. */
export function untilWords({ end }: Gate): string {
  return end ? `${endText(end)} 截止` : ''
}

/** What stands in the way, with the end said as people say it. */
export function obstacleWords({ obstacle, end }: Gate): string {
  if (!obstacle) return ''
  return obstacle.reason === 'closed' && end
    ? obstacle.message.replace(momentText(end), endText(end))
    : obstacle.message
}
