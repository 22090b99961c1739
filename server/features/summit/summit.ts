import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { Actor } from '@shared/audit/contract'
import { parseReceipt } from '@shared/ballot/receipt'
import { recipientOf } from '@shared/certificate/rules'
import type { CategoryId } from '@shared/edition/contract'
import { fullText } from '@shared/kernel/dates'
import { Refusal } from '@shared/kernel/errors'
import { may } from '@shared/kernel/policy'
import type { ReplyDraft, StaffSummit, Summit, SummitInvitation } from '@shared/summit/contract'
import { DIET_NAMES, takesReplies, whenText } from '@shared/summit/rules'
import { maskPhone } from '@shared/unit/rules'
import { newCode } from '../../code'
import type { Pdf } from '../../ports/pdf'
import type { Sheets } from '../../ports/sheets'
import type { Audit } from '../audit/audit'
import type { SignedInStaff } from '../staff/staff'
import type { GuestRecord, InvitationRecord, ReplyRecord, SummitRecord } from './model'
import { guestSheet, letters } from './papers'
import { present, presentToStaff, summitOf } from './present'
import { createSummitTelling } from './tell'

export { createSummitStore, type SummitStore } from './model'
export type Summits = ReturnType<typeof createSummits>

/** Who has won, the best first. */
type Winner = { id: string; name: string; unitName: string; sample: boolean }

/** Who of the staff does something; what they are shown goes by their roles. */
type Host = Actor & Pick<SignedInStaff, 'roles'>

type Options = Parameters<typeof createSummitTelling>[0] & {
  /** The winners of a category's published result; null while there is none. */
  winners: (category: CategoryId) => Promise<Winner[] | null>
  audit: Audit
  sheets: Pick<Sheets, 'write'>
  pdf: Pdf
  publicUrl: string
}

/** Where winners get their award: who is invited, who comes, and who has arrived. */
export function createSummits(options: Options) {
  const { store, editions, winners, audit, clock, sheets, pdf, publicUrl } = options
  const telling = createSummitTelling(options)
  const at = () => ({ edition: editions.current(), now: clock.now(), publicUrl })

  /** Refusal: `summit_missing`. */
  async function expectSummit(): Promise<SummitRecord> {
    const summit = await store.findSummit(editions.current().id)
    if (!summit) throw new Refusal('summit_missing')
    return summit
  }

  /** Refusal: `guest_invitation_missing`, also of other editions'. */
  async function expect(typed: string): Promise<InvitationRecord> {
    const code = parseReceipt(typed)
    const record = code && (await store.find(code))
    if (!record || record.edition !== editions.current().id) throw new Refusal('guest_invitation_missing')
    return record
  }

  /** Winners of all published results, award by award, the best first. */
  async function allWinners() {
    const { categories } = editions.current()
    const lists = await Promise.all(
      categories.map(async (category) =>
        ((await winners(category.id)) ?? []).map((winner) => ({ ...winner, category })),
      ),
    )
    return lists.flat()
  }

  async function show(reader: Pick<Host, 'roles'>): Promise<StaffSummit> {
    const { id, categories } = editions.current()
    const [summit, records, won] = await Promise.all([store.findSummit(id), store.findAll(id), allWinners()])
    const ranks = new Map(won.map(({ id }, rank) => [id, rank]))
    const place = ({ candidate, category }: InvitationRecord) =>
      ranks.get(candidate) ?? won.length + categories.findIndex((one) => one.id === category)
    const mayReceive = may(reader.roles, 'summit.receive')
    const held = new Set(records.filter(({ valid }) => valid).map(({ candidate }) => candidate))
    return {
      summit: summit && summitOf(summit),
      version: summit?.version ?? 0,
      invitations: records
        .toSorted((a, b) => place(a) - place(b))
        .map((record) => presentToStaff(record, { wins: ranks.has(record.candidate), mayReceive })),
      waiting: won.filter((one) => !held.has(one.id)).length,
    }
  }

  /** Takes a reply. Refusals: `guest_invitation_withdrawn`, `invalid_request`, `guest_arrived`, `version_conflict`. */
  async function answer(
    record: InvitationRecord,
    { version, ...draft }: ReplyDraft,
    { by, latest }: { by: string | null; latest: () => Promise<unknown> },
  ): Promise<void> {
    if (record.withdrawn) throw new Refusal('guest_invitation_withdrawn')
    if (record.version !== version) throw new Refusal('version_conflict', await latest())
    const { most } = await expectSummit()
    const reply = replyFrom(draft, record.reply)
    if (reply.guests.length > most) {
      const message = `一份邀请最多 ${most} 人`
      throw new Refusal('invalid_request', [{ path: 'guests', message }], message)
    }
    const stays = new Set(reply.guests.map(({ id }) => id))
    if (Object.keys(record.arrivals).some((id) => !stays.has(id))) throw new Refusal('guest_arrived')
    const taken = await store.reply(record, reply, { at: clock.now(), by })
    if (!taken) throw new Refusal('version_conflict', await latest())
  }

  const showTo = async (code: string): Promise<SummitInvitation> =>
    present(await expect(code), await expectSummit(), at())

  function expectGuest({ reply }: InvitationRecord, id: string): GuestRecord {
    const guest = reply?.coming && reply.guests.find((one) => one.id === id)
    if (!guest) throw new Refusal('guest_not_found')
    return guest
  }

  return {
    /** Refusals: `edition_missing`, `guest_invitation_missing`. */
    showTo,

    /** Refusals: as for {@link answerFor}, and `reply_closed`. */
    async answer(code: string, draft: ReplyDraft): Promise<SummitInvitation> {
      const record = await expect(code)
      if (!record.withdrawn && !takesReplies(await expectSummit(), clock.now()))
        throw new Refusal('reply_closed')
      await answer(record, draft, { by: null, latest: () => showTo(code) })
      return showTo(code)
    },

    show,

    /** Refusals: `edition_missing`, `version_conflict` with the latest. */
    async save(summit: Summit, version: number, actor: Host): Promise<StaffSummit> {
      const edition = editions.current()
      const before = await store.findSummit(edition.id)
      const conflict = async () => new Refusal('version_conflict', await show(actor))
      if ((before?.version ?? 0) !== version) throw await conflict()
      const isMoved =
        before && (['startsAt', 'venue', 'address'] as const).some((key) => before[key] !== summit[key])
      const record = {
        ...summit,
        _id: edition.id,
        version: version + 1,
        moves: (before?.moves ?? 0) + (isMoved ? 1 : 0),
      }
      const act = { action: 'summit.save', actor, subject: subjectOf(summit.name, edition.id) }
      await audit.act({ ...act, before: before && arranged(before), after: arranged(summit) }, async () => {
        if (!(await store.keepSummit(record))) throw await conflict()
      })
      return show(actor)
    },

    /** Invites those who have won and are not invited yet. Somebody else may be doing the same: each is invited once. */
    async invite(actor: Host): Promise<StaffSummit> {
      const { id: edition } = editions.current()
      const { name, moves } = await expectSummit()
      const won = await allWinners()
      const act = { action: 'summit.invite', actor, subject: subjectOf(name, edition) }
      await audit.act({ ...act, after: { 获奖者: won.length } }, async () => {
        for (const { category, ...winner } of won) {
          await store.add({
            ...{ _id: newCode(), edition, category: category.id, candidate: winner.id, award: category.name },
            ...{ recipient: recipientOf({ ...winner, category: category.id }), unitName: winner.unitName },
            ...{ sample: winner.sample, invitedAt: clock.now(), by: actor.name },
            ...{ valid: true, withdrawn: null },
            ...{ reply: null, repliedAt: null, repliedBy: null, version: 0, arrivals: {}, moves },
            ...{ told: [], unheard: false, remindedAt: null },
          })
        }
      })
      await telling.tellAll()
      return show(actor)
    },

    /** Refusals: `guest_invitation_missing`, `guest_invitation_withdrawn`. */
    async withdraw(code: string, reason: string, actor: Host): Promise<StaffSummit> {
      const record = await expect(code)
      await audit.act({ ...entry('withdraw', record, actor), reason }, async () => {
        const withdrawn = { at: clock.now(), reason }
        if (!(await store.withdraw(record._id, withdrawn))) throw new Refusal('guest_invitation_withdrawn')
      })
      await telling.tellAll()
      return show(actor)
    },

    /**
     * Writes down what somebody has said on the telephone or at the door. Refusals: `guest_invitation_missing`,
     * `guest_invitation_withdrawn`, `invalid_request`, `guest_arrived`, `version_conflict` with the latest.
     */
    async answerFor(code: string, draft: ReplyDraft, actor: Host): Promise<StaffSummit> {
      const record = await expect(code)
      const [before, after] = [record.reply, draft].map((one) => one && audited(one))
      await audit.act({ ...entry('reply', record, actor), before, after }, () =>
        answer(record, draft, { by: actor.name, latest: () => show(actor) }),
      )
      return show(actor)
    },

    /** Reminds those who have not answered, and counts whom nobody could tell. Refusal: `summit_missing`. */
    async remind(actor: Actor): Promise<{ reminded: number; unheard: number }> {
      const summit = await expectSummit()
      const silent = (await store.findAll(summit._id)).filter(({ valid, reply }) => valid && !reply)
      const act = { action: 'summit.remind', actor, subject: subjectOf(summit.name, summit._id) }
      return audit.act({ ...act, after: { 未回执: silent.length } }, async () => {
        let reminded = 0
        for (const record of silent) if (await telling.remind(record, summit)) reminded++
        return { reminded, unheard: silent.length - reminded }
      })
    },

    /** Refusals: `guest_invitation_missing`, `guest_invitation_withdrawn`, `guest_not_found`. */
    async checkIn(code: string, guest: string, actor: Host): Promise<StaffSummit> {
      for (;;) {
        const record = await expect(code)
        if (record.withdrawn) throw new Refusal('guest_invitation_withdrawn')
        const { name } = expectGuest(record, guest)
        if (record.arrivals[guest]) return show(actor)
        const isDone = await audit.act({ ...entry('checkIn', record, actor), after: { 来宾: name } }, () =>
          store.arrive(record, guest, { at: clock.now(), by: actor.name }),
        )
        if (isDone) return show(actor)
      }
    },

    /** Refusals: `guest_invitation_missing`, `guest_not_found`. */
    async undoCheckIn(code: string, guest: string, actor: Host): Promise<StaffSummit> {
      const record = await expect(code)
      const { name } = expectGuest(record, guest)
      await audit.act({ ...entry('undoCheckIn', record, actor), before: { 来宾: name } }, () =>
        store.unarrive(record._id, guest),
      )
      return show(actor)
    },

    /** Who comes and who does not, with whole telephone numbers. Refusal: `summit_missing`. */
    async exportGuests(actor: Actor): Promise<{ name: string; content: Readable }> {
      const { _id, name } = await expectSummit()
      const records = (await store.findAll(_id)).filter(({ valid }) => valid)
      const act = { action: 'summit.export', actor, subject: subjectOf(name, _id) }
      return audit.act({ ...act, after: { 邀请: records.length } }, async () => ({
        name: `${name}参会名单`,
        content: sheets.write(guestSheet(records)),
      }))
    },

    /** Refusal: `summit_missing`. */
    async printLetters(actor: Actor): Promise<{ name: string; content: Readable }> {
      const summit = await expectSummit()
      const records = (await store.findAll(summit._id)).filter(({ valid }) => valid)
      const act = { action: 'summit.print', actor, subject: subjectOf(summit.name, summit._id) }
      return audit.act({ ...act, after: { 邀请: records.length } }, async () => ({
        name: `${summit.name}邀请函`,
        content: letters(pdf, records, { ...at(), summit, issuedAt: clock.now() }),
      }))
    },

    tellAll: telling.tellAll,
  }
}

/** Who is on the list already keeps their id, and their number where it was sent back as it was shown. */
function replyFrom(
  { coming, guests, car, note }: Omit<ReplyDraft, 'version'>,
  before: ReplyRecord | null,
): ReplyRecord {
  if (!coming) return { coming, guests: [], car: '', note }
  const known = new Map(before?.guests.map((guest) => [guest.id, guest]))
  return {
    ...{ coming, car, note },
    guests: guests.map(({ id, phone, ...guest }, i) => {
      const there = known.get(id ?? '')
      if (phone.includes('*') && (!there || maskPhone(there.phone) !== phone)) {
        const message = '请填写完整的电话'
        throw new Refusal('invalid_request', [{ path: `guests.${i}.phone`, message }], message)
      }
      return { ...guest, id: there?.id ?? randomUUID(), phone: phone.includes('*') ? there!.phone : phone }
    }),
  }
}

const arranged = (summit: Summit) => ({
  ...{ 名称: summit.name, 时间: whenText(summit), 会场: summit.venue, 地址: summit.address },
  ...{ 回执截止: fullText(summit.replyBy), 每份人数: summit.most, 说明: summit.notes },
})

const audited = ({ coming, guests, car, note }: ReplyRecord | ReplyDraft) => ({
  ...{ 参加: coming ? '是' : '否', 车牌: car, 备注: note },
  参会人: guests.map(
    ({ name, position, phone, diet }) => `${name} ${position} ${maskPhone(phone)} ${DIET_NAMES[diet]}`,
  ),
})

const subjectOf = (name: string, edition: string) => ({ kind: 'summit', id: edition, name })

/** In the audit an invitation is its candidate: who reads there must not find a code. */
const entry = (what: string, { candidate, recipient }: InvitationRecord, actor: Actor) => ({
  ...{ action: `summit.${what}`, actor },
  subject: { kind: 'summit', id: candidate, name: recipient },
})
