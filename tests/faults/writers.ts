import type { Tally } from '@shared/ballot/contract'
import type { Channel } from '@shared/identity/contract'
import type { BallotStore } from '../../server/features/ballot/ballot'
import { createLedger, type Ledger, type Outcome } from '../../server/features/ballot/ledger'
import type { BallotRecord, RulingRecord } from '../../server/features/ballot/model'
import { createTallyKeeper, type TallyKeeper } from '../../server/features/ballot/tally'
import type { Delta, TallyStore, Votes } from '../../server/ports/tally'
import { votingEdition } from '../support/edition'
import { silent } from '../support/world'

/** The writing and counting half of a web process, without the web. */
export type Writer = {
  name: string
  ledger: Ledger
  tick(): Promise<void>
  latest(): Tally | undefined
  /** As `kill -9`: whatever it has begun with the stores it never hears of again, and it begins nothing more. */
  kill(): void
  alive(): boolean
  /** Resolves at the kill. */
  gone: Promise<void>
  cast(voter: string, selections: string[], castAt?: Date, channel?: Channel): Promise<Outcome>
  rule(ballot: BallotRecord, revision: number, status: 'counted' | 'quarantined'): Promise<RulingRecord>
}

type Faults = { ledger?: Partial<BallotStore>; tallies?: Partial<TallyStore> }

let groups = 0

/**
 * Writers over one ledger and one counting store. Each group is an edition of its own and sees no writer of another, so
 * that many can be tried in the same stores.
 */
export function createWriters(ledgerStore: BallotStore, tallyStore: TallyStore) {
  groups += 1
  const group = `${process.pid}-${groups}`
  const edition = { ...votingEdition(), id: group }
  edition.categories = edition.categories.slice(0, 1)
  const writers: Writer[] = []

  const own: BallotStore = {
    ...ledgerStore,
    findWriters: (async () =>
      (await ledgerStore.findWriters()).filter(({ _id }) => _id.startsWith(`${group}/`))) as never,
  }

  function start(faults: Faults = {}, queueLimit = 5000): Writer {
    const name = `${group}/${writers.length + 1}`
    let dead = false
    let bury = () => {}
    const gone = new Promise<void>((resolve) => {
      bury = resolve
    })
    const store = mortal({ ...own, ...faults.ledger }, () => dead)
    const keeper: TallyKeeper = createTallyKeeper({
      store: mortal({ ...tallyStore, ...faults.tallies }, () => dead),
      ledger: store,
      writer: name,
      closedBatch: () => ledger.closedBatch(),
      isWriter: () => ledger.isWriter(),
      onLook: (answered) => ledger.noteAnswer(answered),
      edition: () => edition,
      clock: { now: () => new Date() },
      log: silent,
    })
    const ledger: Ledger = createLedger({
      store,
      writer: name,
      queueLimit,
      batchLimit: 1000,
      log: silent,
      onCommitted: keeper.add,
    })
    const writer: Writer = {
      name,
      ledger,
      tick: keeper.tick,
      latest: () => keeper.latest('unit'),
      kill() {
        dead = true
        bury()
      },
      gone,
      alive: () => !dead,
      cast: (voter, selections, castAt = new Date(), channel = 'weapp') =>
        ledger.append({
          ...{ voter, edition: group, category: 'unit', period: 'once', selections, castAt, channel },
          risk: { network: 'n', agent: 'wechat' },
        }),
      rule: (ballot, revision, status) =>
        ledger.appendRuling({
          ...{
            edition: group,
            category: 'unit',
            selections: ballot.selections,
            castAt: ballot.castAt,
            channel: ballot.channel,
            ballot: ballot._id,
            revision,
          },
          ...{
            kind: status === 'counted' ? 'restored' : status,
            status,
            effect: status === 'counted' ? 1 : -1,
          },
          ...{ reason: 'a check', author: 'staff', ruledAt: new Date() },
        }),
    }
    writers.push(writer)
    return writer
  }

  return {
    edition: group,
    tally: `${group}:unit`,
    start,
    live: () => writers.filter((writer) => writer.alive()),
    /** Lets everybody look `rounds` times: seven make a dead writer's part everybody's. */
    async tick(rounds = 1): Promise<void> {
      for (let i = 0; i < rounds; i++) {
        for (const writer of writers) if (writer.alive()) await writer.tick()
      }
    },
    /** What the ledger comes to, counted by the engine. */
    truth: async () => (await ledgerStore.recount(group, 'unit')).delta,
  }
}

/** The same store, whose calls never return once its owner is dead. */
function mortal<S extends object>(store: S, isDead: () => boolean): S {
  const never = () => new Promise<never>(() => {})
  return new Proxy(store, {
    get(target, name, receiver) {
      const call = Reflect.get(target, name, receiver) as (...args: unknown[]) => Promise<unknown>
      return async (...args: unknown[]) => {
        if (isDead()) return never()
        try {
          const answer = await call(...args)
          return isDead() ? never() : answer
        } catch (error) {
          if (isDead()) return never()
          throw error
        }
      }
    },
  })
}

/** Counts without those that came to nothing. */
export function counted({ counts, ballots }: Votes): Votes {
  return { ballots, counts: withoutNoughts(counts) }
}

/** The same of a series. */
export const timed = ({ series }: Pick<Delta, 'series'>) => withoutNoughts(series)

function withoutNoughts(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, n]) => n !== 0))
}
