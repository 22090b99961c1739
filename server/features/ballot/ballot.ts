import type { Ballot, BallotWithStatus, Receipt, Tally } from '@shared/ballot/contract'
import { formatReceipt, parseReceipt } from '@shared/ballot/receipt'
import {
  applyRuling,
  ballotPeriod,
  checkSelections,
  describeProblem,
  type RulingKind,
} from '@shared/ballot/rules'
import type { CategoryId } from '@shared/edition/contract'
import {
  beijingDay,
  findCategory,
  findPhase,
  isOpen,
  isRunning,
  phaseAt,
  suspensionText,
  tallyVisibleUntil,
} from '@shared/edition/rules'
import { Refusal } from '@shared/kernel/errors'
import type { Solved } from '@shared/risk/check/contract'
import type { Signals } from '@shared/risk/contract'
import type { Attempt, Sighting } from '@shared/risk/rules'
import type { TallyStore } from '../../ports/tally'
import type { Clock, Log } from '../../ports/work'
import type { Candidates } from '../candidate/candidate'
import type { Editions } from '../edition/edition'
import { type Identities, idsOf, type SignedIn } from '../identity/identity'
import {
  type Client,
  type Followed,
  type Guard,
  reasonText,
  type SignalMaker,
  type Verdict,
} from '../risk/risk'
import { createLedger } from './ledger'
import type { BallotRecord, BallotStore } from './model'
import { byCastAt, createSettlement, isForestalled, SYSTEM } from './settle'
import { createTallyKeeper, tallyName } from './tally'
import { verifyLedger } from './verify'

export { createForgetting } from './forget'
export {
  type BallotRecord,
  type BallotStore,
  createBallotStore,
  type RulingRecord,
  type StreamKind,
} from './model'
export type Ballots = ReturnType<typeof createBallots>

type Options = {
  store: BallotStore
  tallies: TallyStore
  editions: Editions
  candidates: Candidates
  people: Pick<Identities, 'settleOne'>
  clock: Clock
  log: Log
  /** Name of this process in the ledger, unique for ever. */
  writer: string
  queueLimit: number
  batchLimit: number
  signals: Pick<SignalMaker, 'of'>
  guard: Pick<Guard, 'weigh' | 'saw' | 'expectPerson' | 'spend' | 'note'>
  /** Whether a category's votes are frozen in a result. */
  isFixed: (category: CategoryId, edition: string) => Promise<boolean>
}

/** A ballot on its way in. */
export type Cast = {
  voter: SignedIn
  category: CategoryId
  selections: string[]
  client: Client
  /** The candidate by whose page the person says they came. */
  referrer?: string
  /** What answers a human check. */
  check?: Solved
}

type RulingOrder = {
  receipt: string
  kind: RulingKind
  reason: string
  author: string
  seen?: number
  /** The decision on many ballots that it carries out. */
  decision?: string
}

/** Written out: to spread signals, of which any may be missing, costs more than all the checks of a ballot. */
const attemptOf = (
  risk: Signals,
  cast: Pick<Attempt, 'at' | 'category' | 'selections' | 'channel'>,
): Attempt => ({
  network: risk.network,
  agent: risk.agent,
  device: risk.device,
  follow: risk.follow,
  scene: risk.scene,
  login: risk.login,
  referrer: risk.referrer,
  at: cast.at,
  category: cast.category,
  selections: cast.selections,
  channel: cast.channel,
})

/** A ballot cast before a publication may be written a little after it. */
const LATE_MS = 60_000
/** Ballots set aside at once. */
const AT_ONCE = 200

/** Ballots: casting, looking up, ruling on them, and their counts. */
export function createBallots(options: Options) {
  const { store, tallies, editions, candidates, clock, log, writer, signals, guard } = options
  const keeper = createTallyKeeper({
    store: tallies,
    ledger: store,
    writer,
    isWriter: () => ledger.isWriter(),
    closedBatch: () => ledger.closedBatch(),
    onLook: (answered) => ledger.noteAnswer(answered),
    edition: editions.current,
    clock,
    log,
  })
  const ledger = createLedger({ ...options, onCommitted: keeper.add })
  const settle = createSettlement({
    store,
    people: options.people,
    edition: () => editions.current().id,
    setAside: (receipt, reason) => rule({ receipt, kind: 'quarantined', reason, author: SYSTEM }),
  })
  /** Counts as of a daily publication, by category and instant. */
  const published = new Map<string, Tally | null>()

  return {
    /**
     * Casts a ballot; resolves when it is durable.
     * Refusals: `phase_closed`, `voting_suspended`, `snapshot_user`, `invalid_selections`, `already_voted` (details hold the first ballot),
     * `human_check_needed` (details hold a challenge), `ballot_suspicious`, `busy`, `ledger_unavailable`, `ballot_unconfirmed`.
     */
    async castBallot({ voter, category, selections, client, referrer, check }: Cast): Promise<Ballot> {
      const edition = editions.current()
      const now = clock.now()
      const voting = findPhase(edition, 'voting')
      if (!voting || !isOpen(voting, now)) throw votingClosed(now)
      if (voter.snapshot) throw new Refusal('snapshot_user')
      const rule = findCategory(edition, category)?.ballotRule
      if (!rule) throw new Refusal('invalid_selections')
      const problem = checkSelections(
        ...([selections, rule, candidates.idsOf(category), candidates.withdrawnIn(category)] as const),
      )
      if (problem) throw new Refusal('invalid_selections', problem, describeProblem(problem))
      const period = ballotPeriod(rule, now)
      const risk = signals.of(voter, client, knownCandidate(referrer), Date.now())
      const attempt = attemptOf(risk, { at: now.getTime(), category, selections, channel: voter.channel })
      const verdict = guard.weigh(attempt)
      const isDoubted = verdict.grade === 'check' || verdict.grade === 'refuse'
      if (isDoubted || voter.others?.length) {
        await expectNoBallot(voter, { edition: edition.id, category, period })
      }
      if (isDoubted) await expectPerson(verdict, { voter: voter.id, category }, check)
      const { accepted, ballot } = await ledger.append({
        voter: voter.id,
        edition: edition.id,
        category,
        period,
        selections,
        castAt: now,
        channel: voter.channel,
        risk,
      })
      if (!accepted) throw new Refusal('already_voted', { ballot: present(ballot) })
      guard.saw(Object.assign(attempt, { receipt: ballot._id }))
      if (check) guard.spend(check)
      if (verdict.grade === 'quarantine') quarantine(ballot._id, verdict)
      return present(ballot)
    },

    /** A voter's ballots of the current edition, newest first. Refusal: `ledger_unavailable`. */
    async myBallots(voter: SignedIn): Promise<BallotWithStatus[]> {
      return reading(async () =>
        withStatus(await store.findVoterBallots(idsOf(voter), editions.current().id)),
      )
    },

    /**
     * What a receipt, however it was typed, tells anybody; and its ballot, where it is the voter's own.
     * Refusals: `receipt_not_found`, `ledger_unavailable`.
     */
    async findReceipt(
      typed: string,
      voter?: SignedIn,
    ): Promise<{ receipt: Receipt; ballot: BallotWithStatus | null }> {
      const receipt = parseReceipt(typed)
      const record = receipt && (await reading(() => store.findBallot(receipt)))
      if (!record) throw new Refusal('receipt_not_found')
      const ballot = (await reading(() => withStatus([record])))[0]!
      const { category, status } = ballot
      return {
        receipt: { receipt: ballot.receipt, category, status, castOn: beijingDay(record.castAt) },
        ballot: voter && idsOf(voter).includes(record.voter) ? ballot : null,
      }
    },

    rule,

    /** Sets those of some ballots aside on which nobody has ruled yet; doing it again changes nothing. Refusal: `ledger_unavailable`. */
    async setAside(receipts: string[], reason: string): Promise<void> {
      for (let i = 0; i < receipts.length; i += AT_ONCE) {
        const those = receipts.slice(i, i + AT_ONCE)
        const rulings = await reading(() => store.findRulings(those))
        const ruled = new Set(rulings.map(({ ballot }) => ballot))
        const open = those.filter((receipt) => !ruled.has(receipt))
        await Promise.all(open.map((receipt) => setAsideOne(receipt, reason)))
      }
    },

    /** A category's ballots that came after some batches, as the rules see them; those without signals are passed over. */
    async *follow(edition: string, category: CategoryId, after: ReadonlyMap<string, number>) {
      for await (const { _id, writer, batch, risk, ...ballot } of store.follow(edition, category, after)) {
        if (!risk) continue
        const { castAt, selections, channel } = ballot
        const at = castAt.getTime()
        const sighting: Sighting = { ...risk, receipt: _id, at, category, selections, channel }
        yield { sighting, writer, batch } satisfies Followed
      }
    },

    /** Counts of a category, as far as they are public now. Refusals: `tally_hidden`, `tally_pending`. */
    tally(category: CategoryId): Tally {
      const shown = publicTally(category)
      if (shown === 'hidden') throw new Refusal('tally_hidden')
      if (!shown) throw new Refusal('tally_pending')
      return shown
    },

    /** Counts of a category whether they are public or not, for staff; undefined while they are not known. */
    liveTally: keeper.latest,

    /** Votes of a category by candidate; null while they are not public or not known. */
    votesOf(category: CategoryId): Record<string, number> | null {
      const shown = publicTally(category)
      return shown && shown !== 'hidden' ? shown.counts : null
    },

    /**
     * Votes of a category as the ledger has them, by candidate, and how many ballots are quarantined. Reads the whole
     * category. Refusal: `ledger_unavailable`.
     */
    async recount(category: CategoryId): Promise<{ counts: Record<string, number>; quarantined: number }> {
      const { id } = editions.current()
      const [{ delta }, quarantined] = await reading(() =>
        Promise.all([store.recount(id, category), store.countQuarantined(id, category)]),
      )
      return { counts: delta.counts, quarantined }
    },

    /** Keeps counts and ledger equal; to be called about once a second. */
    tick: keeper.tick,

    /** Sets aside what persons found to be one have voted too often; to be called about once a second. */
    settle,

    /** Holds the whole ledger against its rules and the live counts. */
    verify: () => verifyLedger({ store, tallies, edition: editions.current(), idsOf: candidates.idsOf }),

    /** Forgets the live counts, so that they are counted again from the ledger; resolves when they are whole. */
    async recountAll(): Promise<void> {
      const { id: edition, categories } = editions.current()
      const names = categories.map((category) => tallyName({ edition, category: category.id }))
      await Promise.all(names.map(tallies.reset))
      while (!(await Promise.all(names.map(tallies.read))).every(({ whole }) => whole)) {
        await new Promise((resolve) => setTimeout(resolve, 200))
      }
    },

    /** Whether ballots are being turned away, and how many wait. */
    health: () => ({ down: ledger.isDown(), waiting: ledger.depth() }),

    /** Takes no more ballots and writes those it has; waits at most `ms`. */
    close: ledger.close,
  }

  /**
   * Sets a ballot aside, strikes it out or restores it, by a record of its own; the tally follows.
   * Answers null where it would change nothing. `seen` is how many rulings of the ballot the author has seen, where
   * that matters. Refusals: `receipt_not_found`, `result_fixed`, `ruling_conflict`, `ledger_unavailable`.
   */
  async function rule(ruling: RulingOrder) {
    const { receipt, kind, reason, author, seen, decision } = ruling
    const ballot = await reading(() => store.findBallot(receipt))
    if (!ballot) throw new Refusal('receipt_not_found')
    if (await reading(() => options.isFixed(ballot.category, ballot.edition)))
      throw new Refusal('result_fixed')
    const before = await reading(() => store.findRulings([receipt]))
    if (seen !== undefined && seen !== before.length) throw new Refusal('ruling_conflict')
    const applied = applyRuling(before.at(-1)?.status ?? 'counted', kind)
    if (!applied) return null
    const { edition, category, selections, castAt, channel } = ballot
    const revision = before.length + 1
    return ledger.appendRuling({
      ...{ edition, category, selections, castAt, channel },
      ...{ ballot: receipt, revision, kind, reason, author },
      ...applied,
      ...(decision && { decision }),
      ruledAt: clock.now(),
    })
  }

  /** Refusals: `ballot_suspicious`, `human_check_needed`. */
  async function expectPerson(
    { grade }: Verdict,
    who: { voter: string; category: CategoryId },
    check: Solved | undefined,
  ): Promise<void> {
    if (grade === 'check') return guard.expectPerson(who, check)
    guard.note('refused')
    const { phone } = editions.current().contact
    const words = '这张选票与一批异常选票非常相似，没有计入。'
    throw new Refusal('ballot_suspicious', undefined, `${words}如果是您本人投票，请致电 ${phone} 核实`)
  }

  /** Sets an accepted ballot aside behind the voter's back; what fails is left to the next scan, where it looks at the ballot. */
  function quarantine(receipt: string, { reasons }: Verdict): void {
    guard.note('quarantined')
    setAsideOne(receipt, reasonText(reasons)).catch((error) => {
      log.warn({ error: String(error) }, '没能把一张异常选票存疑，稍后再做')
    })
  }

  async function setAsideOne(receipt: string, reason: string): Promise<void> {
    await rule({ receipt, kind: 'quarantined', reason, author: SYSTEM, seen: 0 }).catch((error) => {
      if (!isForestalled(error)) throw error
    })
  }

  /** What a browser says is kept only where it names one of the edition's candidates. */
  function knownCandidate(id: string | undefined): string | undefined {
    const isOne = id && editions.current().categories.some((one) => candidates.idsOf(one.id).has(id))
    return isOne ? id : undefined
  }

  /** For those known under several names, and those who are doubted: refuses with the first ballot cast under any of them. */
  async function expectNoBallot(
    voter: SignedIn,
    place: { edition: string; category: CategoryId; period: string },
  ): Promise<void> {
    const keys = idsOf(voter).map((name) => ({ voter: name, ...place }))
    const [first] = (await reading(() => store.findBallotsOf(keys))).sort(byCastAt)
    if (first) throw new Refusal('already_voted', { ballot: present(first) })
  }

  function publicTally(category: CategoryId): Tally | 'hidden' | undefined {
    const edition = editions.current()
    const now = clock.now()
    const until = tallyVisibleUntil(edition, now)
    if (!until) return 'hidden'
    if (until.getTime() === now.getTime()) return keeper.latest(category)
    return publishedTally(category, until, now)
  }

  /** Counts as of a past instant, counted from the ledger when first asked for, and again when the late ones are in. */
  function publishedTally(category: CategoryId, until: Date, now: Date): Tally | undefined {
    const { id } = editions.current()
    const first = `${id}:${category}:${until.toISOString()}`
    const key = now.getTime() < until.getTime() + LATE_MS ? first : `${first} settled`
    if (!published.has(key)) {
      published.set(key, null)
      store.recount(id, category, until).then(
        ({ delta: { counts, ballots } }) =>
          published.set(key, { category, counts, ballots, asOf: until.toISOString() }),
        () => published.delete(key),
      )
    }
    return published.get(key) ?? published.get(first) ?? undefined
  }

  function votingClosed(now: Date): Refusal {
    const edition = editions.current()
    const voting = findPhase(edition, 'voting')
    if (voting?.suspended && isRunning(voting, now)) {
      return new Refusal('voting_suspended', voting.suspended, `${suspensionText(voting)}。这次没有投出`)
    }
    const details = { phase: phaseAt(edition, now), opensAt: voting?.opensAt, closesAt: voting?.closesAt }
    const early = voting && now.getTime() < Date.parse(voting.opensAt)
    return new Refusal('phase_closed', details, early ? '投票还没有开始' : '投票已经结束')
  }

  async function withStatus(records: BallotRecord[]): Promise<BallotWithStatus[]> {
    const rulings = await store.findRulings(records.map(({ _id }) => _id))
    const status = new Map(rulings.map((ruling) => [ruling.ballot, ruling.status]))
    return records.map((record) => ({ ...present(record), status: status.get(record._id) ?? 'counted' }))
  }
}

export function present({ _id, category, selections, castAt }: BallotRecord): Ballot {
  return { id: _id, receipt: formatReceipt(_id), category, selections, castAt: castAt.toISOString() }
}

/** Reads of a ledger that is away are refused in words. */
export async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('ledger_unavailable', undefined, '暂时查不到选票，请稍后再试')
  }
}
