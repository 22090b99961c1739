import type { Subject } from '@shared/audit/contract'
import { standingWith } from '@shared/ballot/decision/rules'
import type { Clock, Jobs, JobWork, Log } from '../../../ports/work'
import { type Audit, PROGRAM } from '../../audit/audit'
import type { Ballots } from '../ballot'
import type { ClusterStore } from '../cluster/model'
import type { BallotStore } from '../model'
import { isForestalled } from '../settle'
import type { DecisionRecord, DecisionStore, PartRecord, PartState } from './model'

type Options = {
  store: DecisionStore
  clusters: Pick<ClusterStore, 'settle'>
  ledger: Pick<BallotStore, 'recount'>
  ballots: Pick<Ballots, 'rule'>
  jobs: Jobs
  audit: Pick<Audit, 'act'>
  nameOf: (record: DecisionRecord) => Subject
  clock: Clock
  log: Log
}

/** Ballots ruled on together: they share a flush of the journal, and voters need not wait for more of them. */
const BATCH = 200
const STEP = 'rule'

/**
 * Carries out what two persons have decided. Whoever dies when, and however many are at it: a ballot is ruled on once, for
 * a ruling takes the number after those that were seen, and names its decision.
 */
export function createRunner(options: Options): JobWork & { begin(id: string): Promise<void> } {
  const { store, clusters, ledger, ballots, jobs, audit, nameOf, clock, log } = options

  async function begin(id: string): Promise<void> {
    await jobs.add(STEP, id).catch((error) => log.warn({ err: error }, '处理选票暂时排不上，一分钟内会再排'))
  }

  async function rule(decision: DecisionRecord, { receipt, seen }: PartRecord): Promise<PartState> {
    const { _id, kind, reason, proposedBy, answeredBy } = decision
    const author = `${proposedBy.name}、${answeredBy}`
    try {
      return (await ballots.rule({ ...{ receipt, kind, reason, author, seen }, decision: _id }))
        ? 'ruled'
        : 'left'
    } catch (error) {
      if (!isForestalled(error)) throw error
      // It may be our own ruling, from before we died or whose answer was lost.
      return (await store.hasRuled(_id, receipt)) ? 'ruled' : 'left'
    }
  }

  async function ruleBatch(decision: DecisionRecord, parts: PartRecord[]): Promise<void> {
    const outcomes = await Promise.allSettled(parts.map((part) => rule(decision, part)))
    const those = (state: PartState) =>
      parts
        .filter((_, i) => {
          const one = outcomes[i]!
          return one.status === 'fulfilled' && one.value === state
        })
        .map(({ receipt }) => receipt)
    await store.settle(decision._id, those('ruled'), 'ruled')
    await store.settle(decision._id, those('left'), 'left')
    const failed = outcomes.find((one) => one.status === 'rejected')
    if (failed) throw failed.reason
  }

  /** Keeps what has come of it, and lets it be read by everybody. */
  async function finish(record: DecisionRecord): Promise<void> {
    const { _id, cluster, candidate, kind, size } = record
    const { rulings, ...delta } = await store.effectOf(_id)
    const { before, after } = standingWith(record.base!, delta, [candidate])
    await clusters.settle(cluster, kind, size)
    const act = { action: 'suspicion.carryOut', actor: PROGRAM, subject: nameOf(record) }
    const sides = {
      before: { ballots: before.ballots },
      after: { ballots: after.ballots, 处理的选票: rulings },
    }
    await audit.act({ ...act, ...sides }, () =>
      store.move(_id, 'running', { state: 'done', doneAt: clock.now(), before, after, ruled: rulings }),
    )
  }

  return {
    begin,

    async take(_step, id) {
      let record = await store.find(id)
      if (record?.state !== 'running') return
      if (!record.base) {
        const { delta } = await ledger.recount(record.edition, record.category)
        await store.begin(id, { ballots: delta.ballots, counts: delta.counts })
        record = (await store.find(id))!
      }
      for (;;) {
        const parts = await store.findWaiting(id, BATCH)
        if (parts.length === 0) break
        await ruleBatch(record, parts)
      }
      await finish(record)
    },

    async giveUp(_step, id) {
      log.warn({ decision: id }, '处理选票多次没有做完，一分钟内会接着做')
    },

    /** Gives a job to whatever has lost its own. */
    async resume() {
      for (const { _id } of await store.findIn('running')) await jobs.add(STEP, _id)
    },
  }
}
