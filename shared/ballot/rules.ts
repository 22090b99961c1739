import type { BallotRule } from '../edition/contract'
import { beijingDay } from '../edition/rules'
import type { BallotStatus, Standing } from './contract'

/** What is wrong with the selections of a ballot; details name the offending ones. */
export type SelectionsProblem =
  | { reason: 'too_few' | 'too_many'; min: number; max: number; chosen: number }
  | { reason: 'repeated' | 'not_in_category' | 'withdrawn'; selections: string[] }

/**
 * Checks selections against the rule and the ids of the category's candidates, and of those that have left the race; null
 * when they are fine.
 */
export function checkSelections(
  selections: readonly string[],
  rule: BallotRule,
  candidates: ReadonlySet<string>,
  withdrawn: ReadonlySet<string> = new Set(),
): SelectionsProblem | null {
  const { min, max } = rule
  const chosen = selections.length
  if (chosen < min) return { reason: 'too_few', min, max, chosen }
  if (chosen > max) return { reason: 'too_many', min, max, chosen }
  const foreign = selections.filter((id) => !candidates.has(id))
  if (foreign.length > 0) return { reason: 'not_in_category', selections: foreign }
  const gone = selections.filter((id) => withdrawn.has(id))
  if (gone.length > 0) return { reason: 'withdrawn', selections: gone }
  const unique = new Set(selections)
  if (unique.size < chosen) {
    return {
      reason: 'repeated',
      selections: [...unique].filter((id) => selections.indexOf(id) !== selections.lastIndexOf(id)),
    }
  }
  return null
}

/** A sentence for the voter. */
export function describeProblem(problem: SelectionsProblem): string {
  switch (problem.reason) {
    case 'too_few':
      return `请至少选择 ${problem.min} 个候选`
    case 'too_many':
      return `最多可选 ${problem.max} 个，您选了 ${problem.chosen} 个`
    case 'repeated':
      return '同一候选只能选一次'
    case 'not_in_category':
      return '所选候选不在这个奖项的名单里，请刷新后重选'
    case 'withdrawn':
      return '所选候选里有已退出评选的，请移除后再投'
  }
}

/** The span in which a person casts one ballot: `once`, or the Beijing day. */
export function ballotPeriod(rule: BallotRule, now: Date): string {
  return rule.per === 'day' ? beijingDay(now) : 'once'
}

/** Staff's word on one ballot, in the order given. */
export type RulingKind = 'quarantined' | 'invalidated' | 'restored'

/**
 * Status after a ruling and what it does to the tally: -1 takes the selections out, +1 puts them back, 0 neither.
 * Null when the ruling would change nothing. An invalidated ballot stays so.
 */
export function applyRuling(
  status: BallotStatus,
  kind: RulingKind,
): { status: BallotStatus; effect: -1 | 0 | 1 } | null {
  const next: BallotStatus = kind === 'restored' ? 'counted' : kind
  if (next === status || status === 'invalidated') return null
  const effect = (next === 'counted' ? 1 : 0) - (status === 'counted' ? 1 : 0)
  return { status: next, effect: effect as -1 | 0 | 1 }
}

export const RULING_NAMES: Record<RulingKind, string> = {
  quarantined: '设为存疑',
  invalidated: '作废',
  restored: '恢复计入',
}

export const STATUS_NAMES: Record<BallotStatus, string> = {
  counted: '已计入',
  quarantined: '存疑，暂不计入',
  invalidated: '已作废',
}

/** Where a category stands once a ballot has been put in (+1) or taken out (-1). */
export function standingAfter({ ballots, counts }: Standing, effect: -1 | 0 | 1): Standing {
  return {
    ballots: Math.max(ballots + effect, 0),
    counts: Object.fromEntries(Object.entries(counts).map(([id, n]) => [id, Math.max(n + effect, 0)])),
  }
}

/** Milliseconds from one point of a series to the next. */
export const STEP_MS = { minute: 60_000, hour: 3_600_000 } as const
