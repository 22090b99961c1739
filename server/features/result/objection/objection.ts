import type { Actor } from '@shared/audit/contract'
import { formatReceipt, parseReceipt } from '@shared/ballot/receipt'
import type { CategoryId } from '@shared/edition/contract'
import { Refusal } from '@shared/kernel/errors'
import { answerDue, OBJECTION_STATE_NAMES, takesObjections } from '@shared/result/course'
import type { Objection, StaffObjection } from '@shared/result/objection/contract'
import { maskPhone } from '@shared/unit/rules'
import type { Upload } from '@shared/upload/contract'
import { newCode } from '../../../code'
import type { Clock, Log } from '../../../ports/work'
import type { Audit } from '../../audit/audit'
import type { Editions } from '../../edition/edition'
import { idsOf, type SignedIn } from '../../identity/identity'
import type { Notifications } from '../../notification/notification'
import type { Uploads } from '../../upload/upload'
import type { ResultStore } from '../model'
import type { ObjectionFilter, ObjectionRecord, ObjectionStore } from './model'

export type Objections = ReturnType<typeof createObjections>

type Options = {
  store: ObjectionStore
  results: Pick<ResultStore, 'find'>
  editions: Pick<Editions, 'current'>
  files: Pick<Uploads, 'ownedBy' | 'describe'>
  notify: Notifications['notify']
  audit: Audit
  clock: Clock
  log: Log
}

type Raised = {
  key: string
  category: CategoryId
  candidate: string | null
  name: string
  phone: string
  text: string
  evidence: string[]
}
/** A change to one version of an objection. */
type To = { receipt: string; version: number; actor: Actor }

/** Objections to a list while it is public: raised under one's real name, looked into, answered. */
export function createObjections(options: Options) {
  const { store, results, editions, files, notify, audit, clock, log } = options

  async function present(records: ObjectionRecord[]): Promise<Objection[]> {
    const found = await files.describe(records.flatMap(({ evidence }) => evidence))
    const uploads = new Map(found.map((one) => [one.id, one]))
    return records.map((record) => objectionOf(record, uploads))
  }

  async function presentToStaff(records: ObjectionRecord[]): Promise<StaffObjection[]> {
    const shown = await present(records)
    const now = clock.now()
    return records.map(({ version, taker, state, dueAt, answer }, i) => ({
      ...{ ...shown[i]!, version, taker, answeredBy: answer?.by ?? null },
      overdue: state === 'open' && now.getTime() > dueAt.getTime(),
    }))
  }

  /** Refusal: `objection_not_found`. */
  async function expect(typed: string): Promise<ObjectionRecord> {
    const receipt = parseReceipt(typed)
    const record = receipt && (await store.find(receipt))
    if (!record || record.edition !== editions.current().id) throw new Refusal('objection_not_found')
    return record
  }

  /** Whom or what somebody objects to. Refusals: `objection_closed`, `candidate_not_found`. */
  async function subjectOf({ category, candidate: id }: Raised) {
    const edition = editions.current()
    if (!takesObjections(edition, clock.now())) throw new Refusal('objection_closed')
    const proposal = (await results.find(edition.id, category))?.proposal
    if (!proposal) throw new Refusal('objection_closed', undefined, '这个奖项的名单还没有公示')
    if (id === null) return null
    const found = [...proposal.entrants, ...proposal.withdrawn].find((one) => one.id === id)
    if (!found) throw new Refusal('candidate_not_found')
    return { id, number: found.number, name: found.name }
  }

  /** Refusals: `objection_not_found`, `version_conflict` with the latest, `objection_settled`. */
  async function alter(
    what: 'take' | 'answer',
    { receipt, version, actor }: To,
    set: Parameters<ObjectionStore['change']>[1],
    after: unknown,
  ): Promise<ObjectionRecord> {
    const record = await expect(receipt)
    const expectLatest = async (now: ObjectionRecord) => {
      if (now.state !== 'open') throw new Refusal('objection_settled')
      throw new Refusal('version_conflict', (await presentToStaff([now]))[0])
    }
    if (record.version !== version || record.state !== 'open') return expectLatest(record)
    await audit.act({ ...entry(what, record), actor, after }, async () => {
      if (!(await store.change(record, set))) await expectLatest(await expect(receipt))
    })
    return expect(receipt)
  }

  /** Tells the person of the answer. Never throws: the answer stands, and is told later. */
  async function tell({ _id, voter, state, candidate, answer }: ObjectionRecord): Promise<void> {
    try {
      const about = candidate ? `${candidate.number} ${candidate.name}` : '名单'
      await notify([voter], {
        ...{ key: `objection:${_id}:answered`, kind: 'objection.answered', path: '/objections' },
        title: '您的异议已答复',
        text: `您对${about}提出的异议（回执 ${formatReceipt(_id)}）经核查${OBJECTION_STATE_NAMES[state]}：${answer!.text}`,
      })
      await store.told(_id)
    } catch (error) {
      log.warn({ err: error }, '异议的答复暂时没有通知到本人，稍后再通知')
    }
  }

  return {
    /**
     * Takes an objection; whoever sends the same again, because the answer was lost, gets the same answer. Refusals:
     * `objection_closed`, `snapshot_objection`, `candidate_not_found`, `upload_not_found`.
     */
    async raise(raised: Raised, voter: SignedIn): Promise<Objection> {
      const sent = () => store.findByKey(idsOf(voter), raised.key)
      const before = await sent()
      if (before) return (await present([before]))[0]!
      if (voter.snapshot) throw new Refusal('snapshot_objection')
      const candidate = await subjectOf(raised)
      if (!(await files.ownedBy(raised.evidence, ...idsOf(voter)))) throw new Refusal('upload_not_found')
      const { id: edition, objectionDays } = editions.current()
      const raisedAt = clock.now()
      const record: ObjectionRecord = {
        ...{ ...raised, _id: newCode(), voter: voter.id, edition, candidate, raisedAt },
        ...{ dueAt: answerDue(raisedAt, objectionDays), state: 'open', version: 1 },
        ...{ taker: null, answer: null, untold: false },
      }
      const kept = (await store.add(record)) ? record : await sent()
      return (await present([kept!]))[0]!
    },

    /** What a person has objected to, newest first. */
    mine: async (voter: SignedIn) => ({ items: await present(await store.findOf(idsOf(voter))) }),

    async list({
      page,
      pageSize,
      ...filter
    }: Omit<ObjectionFilter, 'edition'> & { page: number; pageSize: number }) {
      const all = { ...filter, edition: editions.current().id }
      const { records, total } = await store.findPage(all, (page - 1) * pageSize, pageSize)
      return { items: await presentToStaff(records), total, page, pageSize }
    },

    /** The number to call somebody by, whole; who looked is in the audit, the number is not. Refusal: `objection_not_found`. */
    async lookAtPhone(receipt: string, actor: Actor): Promise<{ phone: string }> {
      const record = await expect(receipt)
      return audit.act({ ...entry('lookAtPhone', record), actor }, async () => ({ phone: record.phone }))
    },

    /** Says who looks into it. Refusals: `objection_not_found`, `version_conflict`, `objection_settled`. */
    async take(to: To): Promise<StaffObjection> {
      const taken = await alter('take', to, { taker: to.actor.name }, { 核查人: to.actor.name })
      return (await presentToStaff([taken]))[0]!
    },

    /** Answers for good, and tells the person. Refusals: as for {@link take}. */
    async answer({ verdict, text, ...to }: To & { verdict: 'upheld' | 'dismissed'; text: string }) {
      const answer = { text, at: clock.now(), by: to.actor.name }
      const told = { 结论: OBJECTION_STATE_NAMES[verdict], 答复: text }
      const answered = await alter('answer', to, { state: verdict, answer, untold: true }, told)
      await tell(answered)
      return (await presentToStaff([answered]))[0]!
    },

    /** Tells people what they should have been told when somebody died, or a store was away. */
    async tellAll(): Promise<void> {
      for (const record of await store.findUntold()) await tell(record)
    },
  }
}

function objectionOf(record: ObjectionRecord, uploads: ReadonlyMap<string, Upload>): Objection {
  const { _id, category, candidate, name, phone, text, evidence, raisedAt, dueAt, state, answer } = record
  return {
    ...{ receipt: formatReceipt(_id), subject: { category, candidate }, name, text, state },
    ...{ phone: maskPhone(phone), evidence: evidence.flatMap((id) => uploads.get(id) ?? []) },
    ...{ raisedAt: raisedAt.toISOString(), dueAt: dueAt.toISOString() },
    answer: answer && { text: answer.text, at: answer.at.toISOString() },
  }
}

/** In the audit an objection is its receipt; who raised it is not told there. */
function entry(what: string, { _id, candidate }: ObjectionRecord) {
  const about = candidate ? `${candidate.number} ${candidate.name}` : '整个名单'
  const name = `${formatReceipt(_id)}（${about}）`
  return { action: `objection.${what}`, subject: { kind: 'objection', id: _id, name } }
}
