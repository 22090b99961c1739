import { formatReceipt } from '@shared/ballot/receipt'
import type { Edition } from '@shared/edition/contract'
import type { Reply, StaffSummitInvitation, Summit, SummitInvitation } from '@shared/summit/contract'
import { takesReplies } from '@shared/summit/rules'
import { maskPhone } from '@shared/unit/rules'
import qrcode from 'qrcode-generator'
import type { InvitationRecord, SummitRecord } from './model'

/** Squares of a QR, in pixels. */
const SQUARE = 6

export const summitOf = ({ _id, version, moves, ...summit }: SummitRecord): Summit => summit

export const addressOf = (publicUrl: string, code: string): string => `${publicUrl}/summit?code=${code}`

export function replyOf({ reply, repliedAt, repliedBy, arrivals }: InvitationRecord): Reply | null {
  return (
    reply && {
      ...{ ...reply, at: repliedAt!.toISOString(), by: repliedBy },
      guests: reply.guests.map((guest) => {
        const arrival = arrivals[guest.id]
        const arrived = arrival ? { at: arrival.at.toISOString(), by: arrival.by } : null
        return { ...guest, phone: maskPhone(guest.phone), arrived }
      }),
    }
  )
}

const withdrawalOf = ({ withdrawn }: InvitationRecord) =>
  withdrawn && { at: withdrawn.at.toISOString(), reason: withdrawn.reason }

type At = { edition: Edition; now: Date; publicUrl: string }

export function present(record: InvitationRecord, kept: SummitRecord, at: At): SummitInvitation {
  const { _id: code, category, award, recipient, sample, version } = record
  const { phone, email } = at.edition.contact
  const summit = summitOf(kept)
  const qr = qrcode(0, 'M')
  qr.addData(addressOf(at.publicUrl, code))
  qr.make()
  return {
    ...{ summit, code: formatReceipt(code), category, award, recipient, sample, version },
    ...{ reply: replyOf(record), withdrawn: withdrawalOf(record), contact: { phone, email } },
    mayReply: !record.withdrawn && takesReplies(summit, at.now),
    qr: qr.createDataURL(SQUARE, SQUARE * 2),
  }
}

type Seen = { wins: boolean; mayReceive: boolean }

export function presentToStaff(record: InvitationRecord, { wins, mayReceive }: Seen): StaffSummitInvitation {
  const { _id, candidate: id, category, award, recipient, unitName, sample, version, by, unheard } = record
  return {
    ...{ id, category, award, recipient, unitName, sample, version, by, unheard, wins },
    ...{ code: mayReceive ? _id : null, reply: replyOf(record), withdrawn: withdrawalOf(record) },
    ...{ invitedAt: record.invitedAt.toISOString(), remindedAt: record.remindedAt?.toISOString() ?? null },
  }
}
