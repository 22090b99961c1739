import { Refusal } from '@shared/kernel/errors'
import type { Identities } from '../identity/identity'
import type { BallotRecord, BallotStore, RulingRecord } from './model'

type Options = {
  store: Pick<BallotStore, 'findVoterBallots' | 'findRulings'>
  people: Pick<Identities, 'settleOne'>
  /** Id of the current edition. */
  edition: () => string
  setAside: (receipt: string, reason: string) => Promise<unknown>
}

/** Persons looked at in one go. */
const AT_ONCE = 50

/** The reason of all rulings made here. */
export const ONE_PERSON = '同一人的两个微信账号先后投票：以最早的一张为准，这一张不计入'

/**
 * One vote per person where it was learnt late that several voters are one: of the ballots in a category and period the
 * first stands, the others are set aside. Doing it again, or in several processes at once, does no more than doing it once.
 */
export function createSettlement({ store, people, edition, setAside }: Options) {
  /** Answers whether nothing is left to do: a ballot whose votes are frozen in a result waits until they are no more. */
  async function settle(voters: string[]): Promise<boolean> {
    const ballots = await store.findVoterBallots(voters, edition())
    const rulings = await store.findRulings(ballots.map(({ _id }) => _id))
    let settled = true
    for (const ballot of superfluous(ballots, rulings)) {
      await setAside(ballot._id, ONE_PERSON).catch((error) => {
        if (!isForestalled(error)) throw error
        settled = false
      })
    }
    return settled
  }

  /** Looks at those whose turn it is; to be called about once a second. */
  return async (): Promise<void> => {
    for (let i = 0; i < AT_ONCE; i++) if (!(await people.settleOne(settle))) return
  }
}

/** Ballots that count although an earlier one of the same category and period does. */
function superfluous(ballots: BallotRecord[], rulings: RulingRecord[]): BallotRecord[] {
  const status = new Map(rulings.map(({ ballot, status }) => [ballot, status]))
  // What staff have restored after it was set aside here stays restored.
  const seen = new Set(rulings.filter(({ author }) => author === SYSTEM).map(({ ballot }) => ballot))
  const counted = ballots.filter(({ _id }) => (status.get(_id) ?? 'counted') === 'counted').sort(byCastAt)
  const taken = new Set<string>()
  return counted.filter(({ _id, category, period }) => {
    const place = `${category} ${period}`
    const late = taken.has(place)
    taken.add(place)
    return late && !seen.has(_id)
  })
}

/** Whether a ruling was refused because somebody had ruled on the ballot meanwhile, or frozen its votes in a list. */
export const isForestalled = (error: unknown): boolean =>
  error instanceof Refusal && (error.code === 'ruling_conflict' || error.code === 'result_fixed')

/** Author of rulings that no human made. */
export const SYSTEM = 'system'

/** The first first; of two cast in the same millisecond all processes take the same. */
export function byCastAt(a: BallotRecord, b: BallotRecord): number {
  return a.castAt.getTime() - b.castAt.getTime() || (a._id < b._id ? -1 : 1)
}
