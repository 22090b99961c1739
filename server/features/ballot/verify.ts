import type { CategoryId, Edition } from '@shared/edition/contract'
import type { TallyStore } from '../../ports'
import type { BallotStore } from './model'
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
  const live = await tallies.read(tallyName({ edition: edition.id, category }))
  if (!live.whole) return ['实时计票正在补齐，请稍后再核对']
  const due = { ballots: 0, counts: {} as Record<string, number> }
  for (const [writer, { batch }] of Object.entries(live.marks)) {
    const { delta } = await store.sum(edition.id, category, writer, 0, batch)
    due.ballots += delta.ballots
    for (const [id, n] of Object.entries(delta.counts)) due.counts[id] = (due.counts[id] ?? 0) + n
  }
  const ids = new Set([...Object.keys(due.counts), ...Object.keys(live.counts)])
  const differing = [...ids].filter((id) => (live.counts[id] ?? 0) !== (due.counts[id] ?? 0))
  return [
    ...(live.ballots === due.ballots ? [] : [`实时计票为 ${live.ballots} 张，账本为 ${due.ballots} 张`]),
    ...(differing.length === 0 ? [] : [`${differing.length} 个候选的实时票数与账本不同`]),
  ]
}
