import type { Tally } from '@shared/ballot/contract'
import type { CategoryId } from '@shared/edition/contract'
import type { Connection } from 'mongoose'
import type { BallotRecord, RulingRecord } from '../../server/features/ballot/model'
import type { Load, Story } from '../support/load'
import type { WebProcess } from '../support/processes'
import { eventually } from '../support/world'
import { reachable, type Site } from './site'

/** Those a load votes in. */
const CATEGORIES: CategoryId[] = ['unit', 'worker']

/** All of the ledger, as the engine has it. */
export async function readLedger(mongo: Connection) {
  return {
    ballots: await mongo.collection('ballots').find<BallotRecord>({}).toArray(),
    rulings: await mongo.collection('rulings').find<RulingRecord>({}).toArray(),
  }
}

/** Counts one by one, without any of the server's sums. */
export function countBallots(
  { ballots, rulings }: Awaited<ReturnType<typeof readLedger>>,
  category: CategoryId,
) {
  const struck = new Map<string, string>()
  for (const ruling of rulings.sort((a, b) => a.revision - b.revision))
    struck.set(ruling.ballot, ruling.status)
  const counts: Record<string, number> = {}
  let counted = 0
  for (const ballot of ballots) {
    if (ballot.category !== category || (struck.get(ballot._id) ?? 'counted') !== 'counted') continue
    counted += 1
    for (const id of ballot.selections) counts[id] = (counts[id] ?? 0) + 1
  }
  return { counts, ballots: counted }
}

export async function readTally(web: WebProcess, category: CategoryId): Promise<Tally> {
  const { status, body } = await web.api.call('GET /api/tallies', { query: { category } })
  if (status !== 200) throw new Error(`tally: ${status} ${JSON.stringify(body)}`)
  return body
}

/** Looks at the shown counts all the time; answers how often one fell, which nobody's ballot can make it do. */
export function watchCounts({ processes }: Site): { stop(): Promise<string[]> } {
  const falls: string[] = []
  let stopped = false
  async function watch(web: WebProcess, i: number): Promise<void> {
    const last: Partial<Record<CategoryId, Tally>> = {}
    while (!stopped && web.alive()) {
      for (const category of CATEGORIES) {
        if (web.frozen()) continue
        const now = await readTally(web, category).catch(() => undefined)
        const before = last[category]
        if (now && before && now.ballots < before.ballots) {
          falls.push(`process ${i}, ${category}: from ${before.ballots} to ${now.ballots}`)
        }
        last[category] = now ?? before
      }
      await new Promise((resolve) => setTimeout(resolve, 150))
    }
  }
  const watching = Promise.all(processes.all.map(watch))
  return {
    async stop() {
      stopped = true
      await watching
      return falls
    },
  }
}

/** Waits until the counts of every live process are those of the ledger. */
export async function untilTalliesAgree(site: Site): Promise<void> {
  await eventually(
    () => compareTallies(site),
    (differences) => differences.length === 0,
  )
}

/** Watches for three seconds that nothing moves any more. */
export async function expectTalliesStay(site: Site): Promise<void> {
  for (let look = 0; look < 6; look++) {
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(await compareTallies(site)).toEqual([])
  }
}

/** Where a process shows something else than the ledger holds. */
async function compareTallies({ mongo, processes }: Site): Promise<string[]> {
  const ledger = await readLedger(mongo)
  const differences: string[] = []
  for (const category of CATEGORIES) {
    const truth = countBallots(ledger, category)
    for (const [i, web] of reachable(processes).entries()) {
      const { counts, ballots } = await readTally(web, category)
      const shown = Object.fromEntries(Object.entries(counts).filter(([, n]) => n !== 0))
      if (canonical({ counts: shown, ballots }) === canonical(truth)) continue
      differences.push(`process ${i}, ${category}: ${ballots} ballots shown, ${truth.ballots} in the ledger`)
    }
  }
  return differences
}

const canonical = ({ counts, ballots }: { counts: Record<string, number>; ballots: number }) =>
  JSON.stringify([ballots, Object.entries(counts).sort()])

/** That the ledger holds what the voters were told, and nothing else. */
export async function expectLedgerKeepsItsWord({ mongo }: Site, ...loads: Load[]): Promise<void> {
  const ledger = await readLedger(mongo)
  const ballots = ledger.ballots.filter(({ category }) => CATEGORIES.includes(category))
  const byVoter = new Map<string, BallotRecord[]>()
  for (const ballot of ballots) byVoter.set(keyOf(ballot), [...(byVoter.get(keyOf(ballot)) ?? []), ballot])
  const twice = [...byVoter.values()].filter((those) => those.length > 1)
  expect(twice).toEqual([])
  const stories = loads.flatMap((load) => load.stories)
  const broken = stories.flatMap((story) => brokenWords(story, byVoter.get(keyOf(story))?.[0]))
  expect(broken).toEqual([])
  const known = new Set(stories.map(keyOf))
  expect(ballots.filter((ballot) => !known.has(keyOf(ballot)))).toEqual([])
}

const keyOf = ({ voter, category }: { voter: string; category: CategoryId }) => `${voter} ${category}`

function brokenWords({ voter, tries }: Story, kept: BallotRecord | undefined): string[] {
  const told = tries.map(({ answer }) => answer)
  const problems: string[] = []
  if (told.filter(({ status }) => status === 201).length > 1) problems.push(`${voter}: accepted twice`)
  for (const { selections, answer } of tries) {
    if (![0, 201, 409, 503].includes(answer.status))
      problems.push(`${voter}: ${answer.status} ${answer.code}`)
    if (answer.status === 503 && !answer.retryAfter) problems.push(`${voter}: 503 without Retry-After`)
    if (answer.status !== 201 && answer.status !== 409) continue
    const { receipt, castAt, ...ballot } = answer.ballot!
    const same =
      kept?._id === receipt.replaceAll('-', '') &&
      kept.castAt.toISOString() === castAt &&
      String(kept.selections) === String(ballot.selections) &&
      (answer.status === 409 || String(selections) === String(ballot.selections))
    if (!same) problems.push(`${voter}: told ${JSON.stringify(answer.ballot)}, kept ${JSON.stringify(kept)}`)
  }
  if (kept && !tries.some(({ selections }) => String(selections) === String(kept.selections))) {
    problems.push(`${voter}: kept what was never cast`)
  }
  return problems
}
