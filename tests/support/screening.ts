import type { api } from '@shared/api'
import type { NominationStatus } from '@shared/nomination/contract'
import type { Api } from './api'
import { asRepresentative, buildUnit, codeOf, deeds } from './nomination'
import { accept } from './shortlist'
import { photo } from './upload'
import type { World } from './world'

type Deed = () => Promise<{ status: number; body: unknown }>
type Deeds = Partial<Record<keyof typeof api, (me: Api) => Promise<Deed>>>

const reason = '示例：核对操作记录'
const text = '已按单位提供的材料更正'
let made = 0

/** How each act of staff on representatives and nominations comes about. */
export function screeningDeeds(world: () => World): Deeds {
  /** A nomination of a unit of its own, as the record says. */
  async function nominated(status: NominationStatus, changes: Parameters<typeof accept>[4] = {}) {
    const record = { status, slot: null, ...changes.record }
    const id = await accept(world(), 'unit', `审核${++made}`, made, { ...changes, record })
    return { id, version: record.version ?? 4 }
  }
  async function unit(): Promise<string> {
    const id = `audited${++made}`
    await world().deps.units.saveAll([buildUnit(id)])
    return id
  }
  return {
    async decideRepresentative(me) {
      const of = await unit()
      await asRepresentative(world(), of, `audited-${of}`)
      const { items } = (await me.call('GET /api/staff/representatives', { query: { unit: of } })).body
      const body = { decision: 'end' as const, reason }
      return () =>
        me.call('PUT /api/staff/representatives/:id/decision', { params: { id: items[0]!.id }, body })
    },
    async lookAtPhone(me) {
      const of = await unit()
      await asRepresentative(world(), of, `audited-${of}`)
      const { items } = (await me.call('GET /api/staff/representatives', { query: { unit: of } })).body
      const params = { id: items[0]!.id }
      return () => me.call('POST /api/staff/representatives/:id/phone', { params })
    },
    async issueClaimCodes(me) {
      const units = [await unit()]
      return () => me.call('POST /api/staff/claim-codes', { body: { units } })
    },
    async printClaimLetters(me) {
      const of = await unit()
      await codeOf(world(), of)
      return () => me.call('GET /api/staff/claim-letters', { query: { unit: of } })
    },
    async revokeClaimCode(me) {
      const of = await unit()
      await codeOf(world(), of)
      const { items } = (await me.call('GET /api/staff/claim-codes', { query: { unit: of } })).body
      const params = { id: items[0]!.id }
      return () => me.call('POST /api/staff/claim-codes/:id/revocation', { params, body: { reason } })
    },
    async lookAtPhones(me) {
      const params = { id: (await nominated('submitted')).id }
      return () => me.call('POST /api/staff/nominations/:id/phones', { params })
    },
    async decideNomination(me) {
      const { id, version } = await nominated('submitted')
      const body = { move: 'reject' as const, version, reason }
      return () => me.call('PUT /api/staff/nominations/:id/decision', { params: { id }, body })
    },
    async assessNomination(me) {
      const { id, version } = await nominated('submitted')
      const body = { version, checked: [], score: 88 }
      return () => me.call('PUT /api/staff/nominations/:id/assessment', { params: { id }, body })
    },
    async assignNomination(me) {
      const { id, version } = await nominated('submitted')
      const body = { version, screener: null }
      return () => me.call('PUT /api/staff/nominations/:id/screener', { params: { id }, body })
    },
    async commentNomination(me) {
      const { id } = await nominated('submitted')
      return () => me.call('POST /api/staff/nominations/:id/comments', { params: { id }, body: { text } })
    },
    async answerObjection(me) {
      const objection = { text: '少算了三件', at: new Date().toISOString(), answer: null, answeredAt: null }
      const { id } = await nominated('submitted', { record: { objection } })
      const params = { id }
      return () => me.call('POST /api/staff/nominations/:id/objection-answer', { params, body: { text } })
    },
    async fileNomination(me) {
      const body = { category: 'unit' as const, unit: await unit() }
      return () => me.call('POST /api/staff/nominations', { body })
    },
    async editNomination(me) {
      const { id, version } = await nominated('draft')
      const body = { version, answers: { summary: '三天内给路口补上斑马线' } }
      return () => me.call('PUT /api/staff/nominations/:id', { params: { id }, body })
    },
    async submitForUnit(me) {
      const at = new Date()
      const dueAt = new Date(at.getTime() + 86_400_000).toISOString()
      const returned = { at: at.toISOString(), reason, fields: [], dueAt }
      const { id, version } = await nominated('returned', {
        record: { returned },
        answers: { deeds: deeds(320) },
      })
      const body = { version, reason }
      return () => me.call('POST /api/staff/nominations/:id/submission', { params: { id }, body })
    },
    async uploadForUnit(me) {
      const bytes = await photo()
      return async () => {
        const path = `/api/staff/nomination-uploads?filename=${encodeURIComponent('照片.jpg')}`
        const answer = await fetch(me.url + path, {
          method: 'POST',
          headers: { 'content-type': 'image/jpeg', ...me.cookieFor(path) },
          body: bytes as never,
        })
        return { status: answer.status, body: await answer.json() }
      }
    },
    async exportNominations(me) {
      await nominated('accepted')
      return () => me.call('GET /api/staff/nomination-export', { query: { category: 'unit' } })
    },
    async exportDossiers(me) {
      await nominated('accepted')
      return () => me.call('GET /api/staff/nomination-dossiers', { query: { category: 'unit' } })
    },
  }
}
