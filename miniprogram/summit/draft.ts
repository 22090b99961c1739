import { problemOf } from '@shared/nomination/form'
import type { Diet, GuestDraft, Reply, ReplyDraft } from '@shared/summit/contract'
import { newId } from '@/platform/id'
import { keep, recall } from '@/platform/storage'

/** Somebody who is to come, as typed. */
export type Typed = {
  key: string
  /** Of who is on the list already, with the number as it is shown; it stays where none is typed. */
  known: { id: string; phone: string } | null
  name: string
  position: string
  phone: string
  diet: Diet
}

/** A reply as it is being written. */
export type Draft = { coming: boolean | null; guests: Typed[]; car: string; note: string }

const nobody = (): Typed => ({ key: newId(), known: null, name: '', position: '', phone: '', diet: 'any' })

/** One more who comes. */
export const withGuest = (draft: Draft): Draft => ({ ...draft, guests: [...draft.guests, nobody()] })

const draftOf = (reply: Reply | null): Draft =>
  reply?.coming
    ? {
        ...{ coming: true, car: reply.car, note: reply.note },
        guests: reply.guests.map(({ id, name, position, phone, diet }) => ({
          ...{ key: id, known: { id, phone }, name, position, phone: '', diet },
        })),
      }
    : { coming: reply ? false : null, guests: [nobody()], car: '', note: reply?.note ?? '' }

const placeOf = (code: string) => `summit:${code}`

/** What was written and not sent, or the reply there is. It outlives the page. */
export const takeUp = (code: string, reply: Reply | null): Draft =>
  recall<Draft>(placeOf(code)) ?? draftOf(reply)

export const hasDraft = (code: string): boolean => recall(placeOf(code)) !== null

/** Keeps what is written on the device; null once it has been sent, or is given up. */
export const keepDraft = (code: string, draft: Draft | null): boolean => keep(placeOf(code), draft)

export const FIELDS = {
  name: { key: 'name', label: '姓名', help: '', required: true, kind: 'line', max: 20 },
  position: { key: 'position', label: '职务', help: '', required: false, kind: 'line', max: 30 },
  phone: { key: 'phone', label: '手机', help: '', required: true, kind: 'phone' },
  car: {
    key: 'car',
    label: '车牌号',
    help: '开车来的请填，方便放行；几辆车用顿号隔开。',
    required: false,
    kind: 'line',
    max: 60,
  },
  note: {
    key: 'note',
    label: '备注',
    help: '忌口、住宿、行动不便等，需要我们安排的请写在这里。',
    required: false,
    kind: 'line',
    max: 200,
  },
} as const

export const TYPED = ['name', 'position', 'phone'] as const

/** What is wrong with what was typed about somebody; null for nothing. */
export function problemIn(guest: Typed, key: (typeof TYPED)[number]): string | null {
  if (key === 'phone' && guest.known && guest.phone.trim() === '') return null
  if (key === 'name' && guest.name.trim().length === 1) return '请填写完整的姓名'
  return problemOf(FIELDS[key], guest[key])
}

export const bodyOf = ({ coming, guests, car, note }: Draft, version: number): ReplyDraft => ({
  ...{ version, coming: coming === true, car: coming ? car.trim() : '', note: note.trim() },
  guests: coming
    ? guests.map(({ known, name, position, phone, diet }): GuestDraft => {
        const number = phone.replaceAll(' ', '') || known?.phone || ''
        const there = known ? { id: known.id } : {}
        return { ...there, name: name.trim(), position: position.trim(), phone: number, diet }
      })
    : [],
})
