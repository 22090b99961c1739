import { createHash, randomBytes } from 'node:crypto'
import type { Actor } from '@shared/audit/contract'
import { parseReceipt } from '@shared/ballot/receipt'
import type { CategoryId } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { Refusal } from '@shared/kernel/errors'
import type { CorrectionChange, StaffResult } from '@shared/result/contract'
import { correct, isNeedless, standingsOf, valueNow } from '@shared/result/correction'
import { CORRECTION_NAMES, mayMove, noticeAt, type ResultMove, takesObjections } from '@shared/result/course'
import type { Clock } from '../../ports/work'
import type { Audit } from '../audit/audit'
import type { Editions } from '../edition/edition'
import { createPapers, type PaperKind } from './export'
import { createGathering } from './gather'
import { blank, expectSettled, nameOf, namesOf, winnersOf } from './list'
import {
  type CorrectionRecord,
  idOf,
  type ProposalRecord,
  type ResultRecord,
  type ResultStore,
} from './model'
import type { ObjectionStore } from './objection/model'
import { isPending, isPublic, type Place, present, presentPublicly, warningsOf } from './present'
import { createTelling } from './tell'

export { createResultStore, type ResultStore } from './model'
export { createObjectionStore, type ObjectionStore } from './objection/model'
export { createObjections, type Objections } from './objection/objection'
export type Results = ReturnType<typeof createResults>

type Options = {
  store: ResultStore
  objections: Pick<ObjectionStore, 'count' | 'find'>
  editions: Pick<Editions, 'current'>
  audit: Audit
  clock: Clock
} & Parameters<typeof createPapers>[0] &
  Parameters<typeof createGathering>[0] &
  Parameters<typeof createTelling>[0]

/** A change to one version of a category's result. */
type To = { category: CategoryId; version: number; actor: Actor; reason?: string }
/** What a change sets, and what the audit is told of it. */
type Change = { set: Partial<ResultRecord>; before: unknown; after: unknown }
type Subject = { candidate: string; change: CorrectionChange; reason: string; objection: string | null }

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** The results of the current edition: from what is known of candidates to a list that stands. */
export function createResults(options: Options) {
  const { store, objections, editions, candidates, ballots, audit, clock } = options
  const papers = createPapers(options)
  const gather = createGathering(options)

  function expectCategory(id: CategoryId) {
    const category = findCategory(editions.current(), id)
    if (!category) throw new Refusal('not_found')
    return category
  }

  /** Refusals: `edition_missing`, `not_found`, `ledger_unavailable`. */
  async function open(id: CategoryId): Promise<Place> {
    const edition = editions.current()
    const category = expectCategory(id)
    const filter = { edition: edition.id, category: id }
    const [found, waiting, total] = await Promise.all([
      store.find(edition.id, id),
      objections.count({ ...filter, state: 'open' }),
      objections.count(filter),
    ])
    const record = found ?? blank(edition.id, id)
    const left = candidates.allOf(id).filter(({ withdrawn }) => withdrawn)
    return {
      ...{ edition, category, record, now: clock.now() },
      gathered: record.proposal ? null : await gather(id),
      left: new Set(left.map((one) => one.id)),
      objections: { open: waiting, total },
    }
  }

  /** Makes a move, unless somebody has changed the result meanwhile. Refusals: `version_conflict`, `result_state`. */
  async function alter(
    [move, action]: [ResultMove, string],
    to: To,
    prepare: (place: Place) => Change | Promise<Change>,
  ): Promise<StaffResult> {
    const { category, version, actor, reason } = to
    const place = await open(category)
    const { record } = place
    if (record.version !== version) throw new Refusal('version_conflict', present(place, actor))
    if (!mayMove(move, record.state)) throw new Refusal('result_state')
    const { set, before, after } = await prepare(place)
    const next: ResultRecord = {
      ...{ ...record, ...set, version: version + 1 },
      ...{ changedAt: new Date(), changedBy: actor.name },
    }
    const act = { action: `result.${action}`, subject: subjectOf(place), actor, before, after }
    await audit.act({ ...act, reason: reason ?? null }, async () => {
      if (!(await store.replace(next)))
        throw new Refusal('version_conflict', present(await open(category), actor))
    })
    return present(await open(category), actor)
  }

  /** The correction that waits, with whom it is about. Refusals: `correction_not_found`, `correction_needless`. */
  function expectPending(id: string, { corrections, proposal }: ResultRecord) {
    const found = corrections.find((one) => one.id === id && isPending(one))
    if (!found) throw new Refusal('correction_not_found')
    return { found, entrant: proposal!.entrants.find((one) => one.id === found.candidate)! }
  }

  /** Back to what is known now. */
  const reopening = ({ record }: Place): Change => ({
    set: { state: 'open', proposal: null, corrections: [] },
    before: { 名单: namesOf(record.proposal!) },
    after: null,
  })

  const paper = async (category: CategoryId, as: PaperKind, isShown: (record: ResultRecord) => boolean) => {
    const edition = editions.current()
    const known = expectCategory(category)
    const record = await store.find(edition.id, category)
    if (!record?.proposal || !isShown(record)) throw new Refusal('result_not_released')
    return papers.write(record, { edition, category: known, as })
  }

  return {
    /** Where all categories stand. Refusal: `edition_missing`. */
    async list() {
      const { id: edition, categories } = editions.current()
      const records = new Map((await store.findAll(edition)).map((record) => [record.category, record]))
      return Promise.all(
        categories.map(async ({ id: category, shortName, seats }) => {
          const record = records.get(category) ?? blank(edition, category)
          const { state, proposal, releasedAt, corrections } = record
          return {
            ...{ category, shortName, state, releasedAt, seats: proposal?.seats ?? seats },
            pending: corrections.filter(isPending).length,
            objections: await objections.count({ edition, category, state: 'open' }),
          }
        }),
      )
    },

    show: async (category: CategoryId, reader: Actor) => present(await open(category), reader),

    /**
     * Freezes what is known, and the places that come of it; takes it back where votes have moved meanwhile. Refusals: those
     * of a move; `change_refused` and `change_unconfirmed`, whose details are warnings; `invalid_request` where seats are
     * missing or not to be chosen.
     */
    async propose({ seats: chosen, seed: typed, acknowledged, ...to }: To & Proposing): Promise<StaffResult> {
      const proposed = await alter(['propose', 'propose'], to, (place) => {
        const { edition, category, gathered, now } = place
        expectSettled(warningsOf(place), acknowledged)
        const seats = category.seats ?? chosen
        if (seats === undefined || (chosen !== undefined && chosen !== seats)) {
          const message = seats === undefined ? '请填写名额' : `名额已定为 ${seats}，不能另填`
          throw new Refusal('invalid_request', [{ path: 'seats', message }], message)
        }
        const seed = typed ?? randomBytes(16).toString('hex')
        const entrants = gathered!.entrants.map((one) => ({
          ...{ ...one, lot: sha256(`${seed}\n${one.id}`), excluded: null },
        }))
        const rule = { weights: category.weights, scoring: edition.scoring }
        const proposal: ProposalRecord = {
          ...{ ...rule, seats, seed, source: typed ? 'typed' : 'made', entrants },
          ...{ proposedAt: now.toISOString(), proposedBy: to.actor.name },
          ...{ standings: standingsOf({ ...rule, entrants }), withdrawn: gathered!.withdrawn },
        }
        const after = { 名额: seats, 种子: seed, 名单: namesOf(proposal), 已知情: acknowledged }
        return { set: { state: 'proposed', proposal, corrections: [] }, before: null, after }
      })
      // A ruling that was on its way while votes were counted is in the ledger by now.
      const { counts } = await ballots.recount(to.category)
      if (proposed.entrants.every(({ id, votes }) => votes === (counts[id] ?? 0))) return proposed
      const reason = '拟定的同时有选票被处理，票数变了'
      const { version } = proposed
      await alter(['unpropose', 'unpropose'], { ...to, version, reason }, reopening)
      throw new Refusal('version_conflict', present(await open(to.category), to.actor))
    },

    /** Goes back to what is known now, before anybody has seen the list. Refusals: those of a move, `notice_begun`. */
    unpropose: (to: To) =>
      alter(['unpropose', 'unpropose'], to, (place) => {
        if (noticeAt(place.edition, place.now)?.begun) throw new Refusal('notice_begun')
        return reopening(place)
      }),

    /**
     * Says what is wrong in a public list and why. Refusals: those of a move, `candidate_not_found`, `objection_not_found`,
     * `correction_needless`.
     */
    proposeCorrection: ({ candidate, change, objection, ...to }: To & Subject) =>
      alter(['correct', 'proposeCorrection'], to, async ({ record, edition, category, now }) => {
        if (noticeAt(edition, now)?.begun === false) {
          throw new Refusal('result_state', undefined, '公示还没有开始，请退回名单重新拟定')
        }
        const entrant = record.proposal!.entrants.find(({ id }) => id === candidate)
        if (!entrant) throw new Refusal('candidate_not_found')
        const receipt = objection && parseReceipt(objection)
        const raised = receipt ? await objections.find(receipt) : null
        const isOurs = raised?.edition === edition.id && raised.category === category.id
        if (objection && !isOurs) throw new Refusal('objection_not_found')
        const isAsked = (one: CorrectionRecord) =>
          isPending(one) && one.candidate === candidate && one.change.part === change.part
        if (isNeedless(entrant, change) || record.corrections.some(isAsked)) {
          throw new Refusal('correction_needless')
        }
        const { id, name } = to.actor
        const added: CorrectionRecord = {
          ...{ id: randomBytes(8).toString('hex'), candidate, change, reason: to.reason },
          ...{
            objection: raised?._id ?? null,
            state: 'pending',
            proposedAt: now.toISOString(),
            proposedBy: { id, name },
          },
          ...{ decidedAt: null, decidedBy: null, before: null, moves: [] },
        }
        const side = (of: CorrectionChange) => ({
          候选: nameOf(entrant),
          [CORRECTION_NAMES[of.part]]: of.value,
        })
        const set = { corrections: [...record.corrections, added] }
        return { set, before: side(valueNow(entrant, change.part)), after: side(change) }
      }),

    /**
     * Makes a correction, by another person than who proposed it, or declines it. Refusals: those of a move,
     * `correction_not_found`, `second_person_needed`, `correction_needless`.
     */
    decideCorrection: ({ id, decision, ...to }: To & { id: string; decision: 'make' | 'decline' }) =>
      alter(['correct', `${decision}Correction`], to, ({ record, now }) => {
        const { found, entrant } = expectPending(id, record)
        const decided = { decidedAt: now.toISOString(), decidedBy: to.actor.name }
        const withIt = (one: CorrectionRecord) =>
          record.corrections.map((other) => (other === found ? one : other))
        const was = { 候选: nameOf(entrant), [CORRECTION_NAMES[found.change.part]]: found.change.value }
        if (decision === 'decline') {
          const corrections = withIt({ ...found, ...decided, state: 'declined' })
          return { set: { corrections }, before: was, after: null }
        }
        if (found.proposedBy.id === to.actor.id) throw new Refusal('second_person_needed')
        if (isNeedless(entrant, found.change)) throw new Refusal('correction_needless')
        const proposal = record.proposal!
        const { entrants, standings, moves } = correct(proposal, { ...found, at: decided.decidedAt })
        const before = valueNow(entrant, found.change.part)
        const corrections = withIt({ ...found, ...decided, state: 'made', before, moves })
        const next = { ...proposal, entrants, standings }
        const side = (of: CorrectionChange, list: ProposalRecord) => ({
          ...{ 候选: nameOf(entrant), [CORRECTION_NAMES[of.part]]: of.value, 名单: namesOf(list) },
        })
        return {
          set: { corrections, proposal: next },
          before: side(before, proposal),
          after: side(found.change, next),
        }
      }),

    /** Lets the list stand. Refusals: those of a move; `change_refused` and `change_unconfirmed`, whose details are warnings. */
    release: ({ acknowledged, ...to }: To & { acknowledged: string[] }) =>
      alter(['release', 'release'], to, (place) => {
        expectSettled(warningsOf(place), acknowledged)
        const released = { releasedAt: place.now.toISOString(), releasedBy: to.actor.name, revoked: null }
        const after = { 名单: namesOf(place.record.proposal!), 已知情: acknowledged }
        return { set: { state: 'released', ...released }, before: null, after }
      }),

    /** Takes a released list back; everybody reads why. Refusals: those of a move. */
    revoke: (to: To & { reason: string }) =>
      alter(['revoke', 'revoke'], to, ({ record, now }) => ({
        set: {
          ...{ state: 'revoked', releasedAt: null, releasedBy: null },
          revoked: { at: now.toISOString(), by: to.actor.name, reason: to.reason },
        },
        before: { 名单: namesOf(record.proposal!) },
        after: null,
      })),

    /** A list that is fixed, on paper or as a sheet, whether public or not. Refusals: `not_found`, `result_not_released`. */
    async exportForStaff(category: CategoryId, as: PaperKind, actor: Actor) {
      const { name } = expectCategory(category)
      const subject = { kind: 'result', id: idOf(editions.current().id, category), name: `${name}结果` }
      const act = { actor, action: 'result.export', subject, after: { 格式: as } }
      return audit.act(act, () => paper(category, as, () => true))
    },

    /** The same as far as it is public. Refusals: `not_found`, `result_not_released`. */
    export: (category: CategoryId, as: PaperKind) =>
      paper(category, as, (record) => isPublic(record, editions.current(), clock.now())),

    /** What everybody may see. Refusal: `edition_missing`. */
    async publicly(category?: CategoryId) {
      const edition = editions.current()
      const now = clock.now()
      const records = new Map((await store.findAll(edition.id)).map((record) => [record.category, record]))
      const notice = noticeAt(edition, now)
      return {
        notice: notice && { opensAt: notice.opensAt, closesAt: notice.closesAt },
        objectionsOpen: takesObjections(edition, now),
        objectionDays: edition.objectionDays,
        items: edition.categories
          .filter(({ id }) => !category || id === category)
          .map((one) => presentPublicly(one, records.get(one.id), { edition, now })),
      }
    },

    /** Tells units what they should have been told: the notice has begun, a result was released or taken back. */
    tellAll: createTelling(options),

    /**
     * Whether votes are frozen in a list of a category, so that its ballots are to stay as they are: what the ledger says and
     * what is published must be one.
     */
    isFixed: (category: CategoryId, edition = editions.current().id): Promise<boolean> =>
      store.hasProposal(edition, category),

    /** The winners of a released result, the best first; null while there is none. */
    async winners(category: CategoryId) {
      const record = await store.find(editions.current().id, category)
      return record?.state === 'released' ? winnersOf(record.proposal!) : null
    },
  }
}

type Proposing = { seats?: number; seed?: string; acknowledged: string[] }

const subjectOf = ({ record, category }: Place) => ({
  ...{ kind: 'result', id: record._id, name: `${category.name}结果` },
})
