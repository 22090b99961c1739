import type { Actor } from '@shared/audit/contract'
import { Refusal } from '@shared/kernel/errors'
import type {
  Decision,
  Introduction,
  Representation,
  RepresentedUnit,
  StaffRepresentation,
} from '@shared/representative/contract'
import { unitCardOf } from '@shared/representative/rules'
import type { Unit } from '@shared/unit/contract'
import { maskPhone } from '@shared/unit/rules'
import type { Upload } from '@shared/upload/contract'
import type { Log } from '../../ports/work'
import type { Audit } from '../audit/audit'
import { idsOf, type SignedIn } from '../identity/identity'
import type { News, Notifications } from '../notification/notification'
import { searchOf, type Units } from '../unit/unit'
import { createCodes, hashOf } from './codes'
import type { Letters } from './letters'
import type { CodeRecord, RepresentativeFilter, RepresentativeRecord, RepresentativeStore } from './model'

export { createLetters } from './letters'
export { createRepresentativeStore, type RepresentativeStore } from './model'
export type Representatives = ReturnType<typeof createRepresentatives>

type Options = {
  store: RepresentativeStore
  units: Pick<Units, 'findMany' | 'list' | 'each'>
  audit: Audit
  files: {
    describe(ids: string[]): Promise<Upload[]>
    ownedBy(ids: string[], ...owners: string[]): Promise<boolean>
  }
  letters: Letters
  notify: Notifications['notify']
  log: Log
}

/** Somebody who speaks for a unit. */
export type Speaker = { actor: Actor; voter: string; unit: string }

/** How many units a search shows. */
const FOUND = 20

/** Who files for a unit: by a claim code of it, or because staff have seen a proof. */
export function createRepresentatives({ store, units, audit, files, letters, notify, log }: Options) {
  const codes = createCodes({ store, units, audit, letters })

  async function unitsById(ids: string[]): Promise<Map<string, Unit>> {
    return new Map((await units.findMany([...new Set(ids)])).map((unit) => [unit.id, unit]))
  }

  async function present(records: RepresentativeRecord[]): Promise<Representation[]> {
    const known = await unitsById(records.map(({ unit }) => unit))
    return records.flatMap((record) => {
      const unit = known.get(record.unit)
      return unit ? [representationOf(record, unit)] : []
    })
  }

  async function presentToStaff(records: RepresentativeRecord[]): Promise<StaffRepresentation[]> {
    const [shown, proofs] = await Promise.all([
      present(records),
      files.describe(records.flatMap(({ proof }) => proof)),
    ])
    const byId = new Map(records.map((record) => [record._id, record]))
    return shown.map((one) => {
      const { via, proof, decidedBy } = byId.get(one.id)!
      return { ...one, via, decidedBy, proof: proofs.filter(({ id }) => proof.includes(id)) }
    })
  }

  async function expect(id: string): Promise<RepresentativeRecord> {
    const record = await store.find(id)
    if (!record) throw new Refusal('representative_not_found')
    return record
  }

  /** The code somebody types, if it is good for them. */
  async function expectCode(typed: string, voter: SignedIn): Promise<{ code: CodeRecord; unit: Unit }> {
    const code = await store.findCode({ hash: hashOf(typed) })
    const [unit] = code ? await units.findMany([code.unit]) : []
    if (!code || !unit) throw new Refusal('claim_code_wrong')
    if (code.usedBy !== null && !idsOf(voter).includes(code.usedBy)) throw new Refusal('claim_code_used')
    if (code.revokedReason !== null) throw new Refusal('claim_code_revoked')
    return { code, unit }
  }

  return {
    ...codes.doors,

    /** The unit that a code is for. Refusals: `claim_code_wrong`, `claim_code_used`, `claim_code_revoked`. */
    async lookAt(typed: string, voter: SignedIn): Promise<{ unit: RepresentedUnit }> {
      return { unit: unitCardOf((await expectCode(typed, voter)).unit) }
    },

    /**
     * Makes a person their unit's representative. A code is good once; whoever sends the same claim again, because the
     * answer was lost, gets the same answer. Refusals: as {@link lookAt}, and `snapshot_representative`.
     */
    async claim(typed: string, introduction: Introduction, voter: SignedIn): Promise<Representation> {
      expectPerson(voter)
      const { code, unit } = await expectCode(typed, voter)
      const entrance = {
        ...entranceOf(introduction, unit, voter),
        status: 'active' as const,
        via: 'code' as const,
      }
      if (code.usedBy !== null) {
        return representationOf(await store.enter({ ...entrance, voter: code.usedBy }, false), unit)
      }
      const subject = subjectOf(unit)
      const actor = actorOf(voter.id, introduction.name, unit.name)
      return audit.act({ actor, action: 'representative.claim', subject }, async () => {
        const use = { usedAt: new Date(), usedBy: voter.id, userName: introduction.name }
        const taken = await store.useCode(code.hash, use)
        if (!taken) await expectCode(typed, voter) // somebody was faster, or we ourselves
        return representationOf(await store.enter(entrance, taken), unit)
      })
    },

    /** Units of that name. */
    async findUnits(q: string): Promise<{ items: RepresentedUnit[] }> {
      const { items } = await units.list({ q, page: 1, pageSize: FOUND }, { sees: 'masked' })
      return { items: items.map(unitCardOf) }
    },

    /** Asks staff to be let in. Refusals: `unit_not_found`, `upload_not_found`, `already_representative`, `snapshot_representative`. */
    async request({ unit: id, proof, ...introduction }: Request, voter: SignedIn): Promise<Representation> {
      expectPerson(voter)
      const [unit] = await units.findMany([id])
      if (!unit) throw new Refusal('unit_not_found')
      if (!(await files.ownedBy(proof, ...idsOf(voter)))) throw new Refusal('upload_not_found')
      // Under another of the person's names; under this one it is the write that tells.
      const before = (await store.findOf(idsOf(voter))).find((one) => one.unit === id)
      const isKnown = before?.status === 'active' || before?.status === 'pending'
      const entrance = { ...entranceOf(introduction, unit, voter), proof }
      const asked = isKnown ? null : await store.ask({ ...entrance, status: 'pending', via: 'request' })
      if (!asked) throw new Refusal('already_representative')
      return representationOf(asked, unit)
    },

    async mine(voter: SignedIn): Promise<{ items: Representation[] }> {
      return { items: await present(await store.findOf(idsOf(voter))) }
    },

    /** Ends one's own representation, or takes the request back. Refusal: `representative_not_found`. */
    async leave(id: string, voter: SignedIn): Promise<void> {
      const record = await expect(id)
      const { status, unit: unitId, name } = record
      if (!idsOf(voter).includes(record.voter)) throw new Refusal('representative_not_found')
      if (status !== 'pending' && status !== 'active') return
      const [unit] = await units.findMany([unitId])
      const act = {
        ...{ actor: actorOf(record.voter, name, unit?.name ?? unitId), action: 'representative.leave' },
        subject: { kind: 'unit', id: unitId, name: unit?.name ?? unitId },
        ...{ before: { status }, after: { status: 'ended' } },
      }
      await audit.act(act, async () => {
        const change = { status: 'ended', reason: '本人退出', since: new Date(), untold: null } as const
        await store.decide(id, ['pending', 'active'], change)
      })
    },

    /** The units somebody speaks for. */
    unitsOf: (voter: SignedIn): Promise<string[]> => store.unitsOf(idsOf(voter)),

    /** Somebody as who speaks for a unit. Refusal: `representative_not_found`. */
    async speak(voter: SignedIn, unit: string): Promise<Speaker> {
      const mine = await store.findOf(idsOf(voter))
      const found = mine.find((one) => one.unit === unit && one.status === 'active')
      if (!found) throw new Refusal('representative_not_found')
      const [{ name }] = (await units.findMany([unit])) as [Unit]
      return { actor: actorOf(found.voter, found.name, name), voter: voter.id, unit }
    },

    /** Who speaks for a unit now, the first to come first. */
    of: (unit: string): Promise<RepresentativeRecord[]> => store.findActive(unit),

    /** Tells all who speak for a unit now; each of the same thing once. */
    async tell(unit: string, news: News): Promise<number> {
      const voters = (await store.findActive(unit)).map(({ voter }) => voter)
      await notify(voters, news)
      return voters.length
    },

    async list({ page, pageSize, ...filter }: RepresentativeFilter & { page: number; pageSize: number }) {
      const { records, total } = await store.findPage(filter, (page - 1) * pageSize, pageSize)
      return { items: await presentToStaff(records), total, page, pageSize }
    },

    /** The number to call somebody by, whole; who looked is in the audit, the number is not. Refusal: `representative_not_found`. */
    async lookAtPhone(id: string, actor: Actor): Promise<{ phone: string }> {
      const record = await expect(id)
      const [unit] = await units.findMany([record.unit])
      const act = { actor, action: 'representative.lookAtPhone', subject: personOf(record, unit) }
      return audit.act(act, async () => ({ phone: record.phone }))
    },

    /** Refusals: `representative_not_found`, `representative_decided` where it is no longer what it was. */
    async decide(id: string, verdict: Verdict, actor: Actor): Promise<StaffRepresentation> {
      const record = await expect(id)
      const { from, to } = VERDICTS[verdict.decision]
      const reason = 'reason' in verdict ? verdict.reason : null
      const [unit] = await units.findMany([record.unit])
      const act = {
        ...{ actor, action: `representative.${verdict.decision}`, reason, subject: personOf(record, unit) },
        ...{ before: { status: record.status }, after: { status: to } },
      }
      await audit.act(act, async () => {
        const { decision: untold } = verdict
        const change = { status: to, reason, since: new Date(), decidedBy: actor.name, untold }
        if (!(await store.decide(id, [from], change))) throw new Refusal('representative_decided')
      })
      const decided = await expect(id)
      await tellDecided(decided)
      const [shown] = await presentToStaff([decided])
      return shown!
    },

    /** Tells people what they should have been told when somebody died, or a store was away. */
    async tellAll(): Promise<void> {
      for (const record of await store.findUntold(200)) await tellDecided(record)
    },
  }

  /** Tells a person what staff have decided. Never throws: what was decided stands. */
  async function tellDecided({ _id, unit: id, voter, since, reason, untold }: RepresentativeRecord) {
    if (!untold) return
    try {
      const [unit] = await units.findMany([id])
      const [title, text] = NEWS[untold](unit?.name ?? '单位', reason ?? '')
      const key = `representative:${_id}:${untold}:${since.getTime()}`
      await notify([voter], { key, kind: `representative.${untold}`, title, text, path: '/nominations' })
      await store.told(_id, untold)
    } catch (error) {
      log.warn({ err: error }, '审核结果暂时没有通知到本人，稍后再通知')
    }
  }
}

const NEWS: Record<Decision, (unit: string, reason: string) => [title: string, text: string]> = {
  approve: (unit) => ['单位代表申请已通过', `您现在可以代表${unit}报名了。`],
  refuse: (unit, reason) => ['单位代表申请没有通过', `代表${unit}的申请没有通过：${reason}`],
  end: (unit, reason) => ['您不再是单位代表', `您不再代表${unit}：${reason}`],
}

type Request = Introduction & { unit: string; proof: string[] }
type Verdict = { decision: 'approve' } | { decision: 'refuse' | 'end'; reason: string }

const VERDICTS = {
  approve: { from: 'pending', to: 'active' },
  refuse: { from: 'pending', to: 'refused' },
  end: { from: 'active', to: 'ended' },
} as const

function representationOf(record: RepresentativeRecord, unit: Unit): Representation {
  const { _id: id, name, position, phone, status, reason, since } = record
  return {
    ...{ id, unit: unitCardOf(unit), name, position, phone: maskPhone(phone), status, reason },
    since: since.toISOString(),
  }
}

function entranceOf({ name, position, phone }: Introduction, unit: Unit, voter: SignedIn) {
  const search = searchOf(name, unit.name)
  return { unit: unit.id, voter: voter.id, name, position, phone, since: new Date(), proof: [], search }
}

/** Names of units end in brackets themselves now and then. */
const calledOf = (name: string, unit: string): string => `${name} · ${unit}`

/** Somebody in the audit, as one who is there for a unit. */
const personOf = ({ name, unit }: RepresentativeRecord, known?: Unit) => ({
  ...{ kind: 'unit', id: unit, name: calledOf(name, known?.name ?? unit) },
})

const subjectOf = ({ id, name }: Unit) => ({ kind: 'unit', id, name })

/** A representative in the audit: a pseudonym, and who they say they are. */
const actorOf = (voter: string, name: string, unit: string): Actor => ({
  id: `voter:${voter}`,
  name: calledOf(name, unit),
})

/** A snapshot's identity is nobody's: what it files nobody could go on with. */
function expectPerson({ snapshot }: SignedIn): void {
  if (snapshot) throw new Refusal('snapshot_representative')
}
