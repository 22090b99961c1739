import type { CategoryId, Edition } from '@shared/edition/contract'
import type { TallyStore } from '../../ports/tally'
import type { BallotStore } from './model'
import { addPoint, type Series } from './series'
import { tallyName } from './tally'

/** What a look through one category of the ledger found; no problems means all is well. */
export type Finding = { category: CategoryId; ballots: number; problems: string[] }

type Sources = {
  store: BallotStore
  tallies: TallyStore
  edition: Edition
  idsOf: (category: CategoryId) => ReadonlySet<string>
}

/** Reads the whole ledger of an edition and holds it against its rules and against the live counts. */
export async function verifyLedger({ store, tallies, edition, idsOf }: Sources): Promise<Finding[]> {
  const guarded = await store.hasVoteIndex()
  const findings: Finding[] = []
  for (const { id: category } of edition.categories) {
    const { delta } = await store.recount(edition.id, category)
    const problems: string[] = []
    if (!guarded) problems.push('缺少保证一人一票的唯一索引')
    const doubles = await store.countDoubles(edition.id, category)
    if (doubles > 0) problems.push(`${doubles} 人在同一期内有不止一张选票`)
    const known = idsOf(category)
    const strangers = Object.keys(delta.counts).filter((id) => !known.has(id))
    if (strangers.length > 0) problems.push(`选票中有不在名单上的候选：${strangers.join('、')}`)
    problems.push(...(await compareCounts({ store, tallies, edition, idsOf }, category)))
    findings.push({ category, ballots: delta.ballots, problems })
  }
  return findings
}

/** Holds live counts against the ledger as far as their own marks say they go: voting may go on meanwhile. */
async function compareCounts({ store, tallies, edition }: Sources, category: CategoryId): Promise<string[]> {
  const live = await tallies.readAll(tallyName({ edition: edition.id, category }))
  if (!live.whole) return ['实时计票正在补齐，请稍后再核对']
  const due = { ballots: 0, counts: {} as Record<string, number>, series: {} as Series }
  for (const [writer, { batch }] of Object.entries(live.marks)) {
    const { delta } = await store.sum(edition.id, category, writer, 0, batch)
    due.ballots += delta.ballots
    for (const [id, n] of Object.entries(delta.counts)) addPoint(due.counts, id, n)
    for (const [point, n] of Object.entries(delta.series)) addPoint(due.series, point, n)
  }
  const candidates = differing(live.counts, due.counts)
  const points = differing(live.series, due.series)
  return [
    ...(live.ballots === due.ballots ? [] : [`实时计票为 ${live.ballots} 张，账本为 ${due.ballots} 张`]),
    ...(candidates === 0 ? [] : [`${candidates} 个候选的实时票数与账本不同`]),
    ...(points === 0 ? [] : [`${points} 个时间点的票数与账本不同`]),
  ]
}

/** How many numbers are not the same on both sides; one that is missing is nought. */
function differing(live: Record<string, number>, due: Record<string, number>): number {
  const names = new Set([...Object.keys(live), ...Object.keys(due)])
  return [...names].filter((name) => (live[name] ?? 0) !== (due[name] ?? 0)).length
}
