import { listChanges } from '@shared/edition/changes'
import {
  type CategoryId,
  type CurrentEdition,
  Edition,
  type EditionFacts,
  type PhaseName,
  type StaffEdition,
} from '@shared/edition/contract'
import { type Finding, judgeChange, judgeSwitch } from '@shared/edition/findings'
import {
  areCandidatesPublic,
  extendPhase,
  findPhase,
  followUp,
  hasEnded,
  isOpen,
  isRunning,
  keepPlannedEnds,
  phaseAt,
  suspendPhase,
  tallyVisibleUntil,
} from '@shared/edition/rules'
import { Refusal } from '@shared/kernel/errors'
import type { Clock } from '../../ports/work'
import type { Act, Audit } from '../audit/audit'
import type { EditionRecord, EditionStore } from './model'

export type Editions = ReturnType<typeof createEditions>

type Options = {
  store: EditionStore
  clock: Clock
  audit: Pick<Audit, 'act'>
  /** Categories of an edition with ballots, candidates and reviews, and questions with answers: all further down the line. */
  votedIn: (edition: string) => Promise<CategoryId[]>
  filledIn: (edition: string) => Promise<CategoryId[]>
  reviewedIn: (edition: string) => Promise<CategoryId[]>
  answeredIn: (edition: string) => Promise<EditionFacts['answered']>
}

/** Who changes something, and why. */
export type Author = { actor: Act['actor']; reason: string }
/** A change to one version of an edition. */
type To = Author & { id: string; version: number }
type ToPhase = To & { name: PhaseName }

/** The editions; the current one is held in memory and refreshed from the store, so that reading it costs a vote nothing. */
export function createEditions({ store, clock, audit, ...asked }: Options) {
  let held: Edition | null = null

  /** The current edition. Throws Refusal `edition_missing` where none is set up. */
  function current(): Edition {
    if (!held) throw new Refusal('edition_missing')
    return held
  }

  async function refresh(): Promise<void> {
    held = await store.findCurrent()
  }

  return {
    current,

    /** Whether there is one. */
    isSet: () => held !== null,

    /** Whether the list of candidates is public now. */
    areCandidatesPublic: () => areCandidatesPublic(current(), clock.now()),

    /** What clients see of it, at this instant. */
    show(): CurrentEdition {
      const edition = current()
      const now = clock.now()
      return {
        ...edition,
        phase: phaseAt(edition, now),
        serverTime: now.toISOString(),
        tallyVisible: tallyVisibleUntil(edition, now) !== null,
      }
    },

    /** Reads the store; to be called about once a second. */
    refresh,

    /** Checks an edition, stores it whatever was there, and makes it current. Throws ZodError on bad data. */
    async save(data: unknown): Promise<void> {
      await store.save(Edition.parse(data))
      await refresh()
    },

    /** All editions, the latest years first. */
    async list() {
      const currentId = await store.findCurrentId()
      return (await store.findAll()).map(({ edition, changedAt, changedBy }) => ({
        ...{ id: edition.id, name: edition.name, year: edition.year, phases: edition.phases },
        current: edition.id === currentId,
        changedAt: changedAt.toISOString(),
        changedBy,
      }))
    },

    /** One as staff edit it. Refusal: `edition_not_found`. */
    read: async (id: string): Promise<StaffEdition> => present(await find(id)),

    /** Makes a new edition of another, which nobody sees yet. Refusals: `edition_not_found`, `edition_exists`. */
    async create({ from, id, name, actor, reason }: Author & { from: string; id: string; name: string }) {
      const { edition: last } = await find(from)
      if (await store.find(id)) throw new Refusal('edition_exists')
      const edition = followUp(last, { id, name })
      const act = { ...entry('create', edition), actor, reason, after: { 复制自: last.name, 名称: name } }
      await audit.act(act, async () => {
        const added = await store.add({ edition, changedAt: new Date(), changedBy: actor.name })
        if (!added) throw new Refusal('edition_exists')
      })
      return present(await find(id))
    },

    /**
     * Puts an edited edition in place of the version it was made from. Refusals: `edition_not_found`; `version_conflict`,
     * whose details are the latest version; `change_refused` and `change_unconfirmed`, whose details are findings.
     */
    async edit({ edition, acknowledged, ...to }: To & { edition: Edition; acknowledged: string[] }) {
      const record = await findVersion(to)
      const [facts, now] = [await factsOf(to.id), clock.now()]
      expectConfirmed(judgeChange(record.edition, edition, facts, now), acknowledged)
      return replace('save', record, keepPlannedEnds(record.edition, edition, facts, now), to)
    },

    /** Shows the public this edition from now on. Refusals: `edition_not_found`, `version_conflict`, `change_unconfirmed`. */
    async makeCurrent({ id, acknowledged, actor, reason }: Author & { id: string; acknowledged: string[] }) {
      const { edition } = await find(id)
      const from = await store.findCurrentId()
      const last = from === null ? null : (await find(from)).edition
      if (from !== id) {
        expectConfirmed(judgeSwitch(last, edition, clock.now()), acknowledged)
        const act = { ...entry('makeCurrent', edition), actor, reason }
        await audit.act(
          { ...act, before: { 当前届次: last?.name ?? null }, after: { 当前届次: edition.name } },
          async () => {
            if (!(await store.switchCurrent(from, id))) throw new Refusal('version_conflict')
          },
        )
        await refresh()
      }
      return present(await find(id))
    },

    /**
     * Lets a phase that has not ended close later, and moves what follows it out of the way. Refusals:
     * `edition_not_found`, `version_conflict`, `phase_not_running`, `invalid_request`.
     */
    async extend({ name, closesAt, ...to }: ToPhase & { closesAt: string }) {
      const record = await findVersion(to)
      const phase = findPhase(record.edition, name)
      if (!phase || hasEnded(phase, clock.now())) throw new Refusal('phase_not_running')
      const edition = extendPhase(record.edition, name, closesAt)
      if (!edition) {
        throw new Refusal('invalid_request', [{ path: 'closesAt', message: '要晚于现在定的结束时间' }])
      }
      return replace('extendPhase', record, edition, to)
    },

    /** Halts a running phase; the reason is public. Refusals: `edition_not_found`, `version_conflict`, `phase_not_running`. */
    async suspend({ name, ...to }: ToPhase) {
      const record = await findVersion(to)
      const phase = findPhase(record.edition, name)
      const now = clock.now()
      if (!phase || !isOpen(phase, now)) throw new Refusal('phase_not_running')
      const suspended = { since: now.toISOString(), reason: to.reason }
      return replace('suspendPhase', record, suspendPhase(record.edition, name, suspended), to)
    },

    /** Ends the halt of a phase. Refusals: as for suspending. */
    async resume({ name, ...to }: ToPhase) {
      const record = await findVersion(to)
      const phase = findPhase(record.edition, name)
      if (!phase?.suspended || !isRunning(phase, clock.now())) throw new Refusal('phase_not_running')
      return replace('resumePhase', record, suspendPhase(record.edition, name, null), to)
    },
  }

  async function find(id: string): Promise<EditionRecord> {
    const record = await store.find(id)
    if (!record) throw new Refusal('edition_not_found')
    return record
  }

  async function findVersion({ id, version }: To): Promise<EditionRecord> {
    const record = await find(id)
    if (record.version !== version) throw new Refusal('version_conflict', await present(record))
    return record
  }

  /** Stores a change of a record, unless somebody else was faster. */
  async function replace(what: string, record: EditionRecord, edition: Edition, { actor, reason }: Author) {
    const changes = listChanges(record.edition, edition)
    const side = (which: 'before' | 'after') =>
      Object.fromEntries(changes.map((change) => [change.label, change[which]]))
    const act = {
      ...entry(what, record.edition),
      actor,
      reason,
      before: side('before'),
      after: side('after'),
    }
    await audit.act(act, async () => {
      const change = { edition, changedAt: new Date(), changedBy: actor.name }
      if (!(await store.replace(record.version, change))) {
        throw new Refusal('version_conflict', await present(await find(edition.id)))
      }
    })
    await refresh()
    return present(await find(edition.id))
  }

  async function factsOf(id: string): Promise<EditionFacts> {
    const [currentId, voted, filled, reviewed, answered] = await Promise.all([
      store.findCurrentId(),
      asked.votedIn(id),
      asked.filledIn(id),
      asked.reviewedIn(id),
      asked.answeredIn(id),
    ])
    return { current: id === currentId, voted, filled, reviewed, answered }
  }

  async function present({ edition, version, changedAt, changedBy }: EditionRecord): Promise<StaffEdition> {
    const facts = await factsOf(edition.id)
    return { edition, version, changedAt: changedAt.toISOString(), changedBy, facts }
  }
}

function entry(what: string, { id, name }: Edition): Pick<Act, 'action' | 'subject'> {
  return { action: `edition.${what}`, subject: { kind: 'edition', id, name } }
}

/** Throws `change_refused` or `change_unconfirmed` unless every warning has been confirmed. */
function expectConfirmed(findings: Finding[], acknowledged: string[]): void {
  const refusals = findings.filter(({ severity }) => severity === 'refused')
  if (refusals.length > 0) {
    throw new Refusal('change_refused', refusals, refusals.map(({ text }) => text).join('；'))
  }
  const open = findings.filter(({ text }) => !acknowledged.includes(text))
  if (open.length > 0) throw new Refusal('change_unconfirmed', open)
}
