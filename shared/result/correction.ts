import type { Scoring, Weights } from '../edition/scoring/contract'
import type { CorrectionChange, Move, ResultEntrant } from './contract'
import { rankEntrants, type Standing } from './rules'

/** An entrant whose inputs are frozen; an excluded one is ranked no more. */
export type FrozenEntrant = ResultEntrant & { excluded: { at: string; reason: string } | null }

type Frozen = {
  entrants: readonly FrozenEntrant[]
  standings: readonly Standing[]
  weights: Weights
  scoring: Scoring
}

/** The places of all that are not excluded. */
export const standingsOf = ({ entrants, weights, scoring }: Omit<Frozen, 'standings'>): Standing[] =>
  rankEntrants(
    entrants.filter(({ excluded }) => !excluded),
    { weights, scoring },
  )

/** What a correction's part is now. */
export function valueNow(entrant: FrozenEntrant, part: CorrectionChange['part']): CorrectionChange {
  if (part === 'excluded') return { part, value: entrant.excluded !== null }
  return { part, value: entrant[part] } as CorrectionChange
}

/** Whether a correction would change nothing. */
export const isNeedless = (entrant: FrozenEntrant, change: CorrectionChange): boolean =>
  textOf(valueNow(entrant, change.part)) === textOf(change)

function textOf({ value }: CorrectionChange): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  return [value.received, value.answered, value.medianAnswerHours].join()
}

/** What a correction sets, as people read it. */
export function changeText({ part, value }: CorrectionChange): string {
  if (value === null) return '没有'
  if (part === 'excluded') return value ? '是' : '否'
  if (part !== 'replyRecord') return `${value}`
  const { received, answered, medianAnswerHours } = value
  const hours = medianAnswerHours === null ? '' : `，中位数 ${medianAnswerHours} 小时`
  return `收到 ${received} 件，回复 ${answered} 件${hours}`
}

/** Where somebody was or is, as `第 3 名，82.31 分`. */
export const placeText = (place: Move['before'], decimals: number): string =>
  place ? `第 ${place.rank} 名，${place.score.toFixed(decimals)} 分` : '不参加排名'

/** A list with a correction made: its inputs, its places, and who moved. */
export function correct(
  frozen: Frozen,
  {
    candidate,
    change,
    at,
    reason,
  }: { candidate: string; change: CorrectionChange; at: string; reason: string },
): { entrants: FrozenEntrant[]; standings: Standing[]; moves: Move[] } {
  const entrants = frozen.entrants.map((one): FrozenEntrant => {
    if (one.id !== candidate) return one
    if (change.part === 'excluded') return { ...one, excluded: change.value ? { at, reason } : null }
    return { ...one, [change.part]: change.value }
  })
  const standings = standingsOf({ ...frozen, entrants })
  return { entrants, standings, moves: movesOf(entrants, frozen.standings, standings) }
}

function movesOf(
  entrants: readonly FrozenEntrant[],
  before: readonly Standing[],
  after: readonly Standing[],
): Move[] {
  const placeIn = (standings: readonly Standing[], id: string) => {
    const found = standings.find((one) => one.id === id)
    return found ? { rank: found.rank, score: found.score } : null
  }
  return entrants
    .map(({ id, number, name }) => ({
      ...{ id, number, name },
      ...{ before: placeIn(before, id), after: placeIn(after, id) },
    }))
    .filter((one) => one.before?.rank !== one.after?.rank || one.before?.score !== one.after?.score)
    .sort((a, b) => (a.after?.rank ?? 0) - (b.after?.rank ?? 0))
}
