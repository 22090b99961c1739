import type { Readable } from 'node:stream'
import type { Actor } from '@shared/audit/contract'
import { formatReceipt, parseReceipt } from '@shared/ballot/receipt'
import type { Certificate, Certificates as Listed } from '@shared/certificate/contract'
import { certificateNumber, citationOf, dayInWords, recipientOf } from '@shared/certificate/rules'
import type { CategoryId } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { Refusal } from '@shared/kernel/errors'
import { fileName } from '@shared/kernel/text'
import { ZipFile } from 'yazl'
import { newCode } from '../../code'
import type { Pdf, PrintedCertificate } from '../../ports/pdf'
import type { Audit } from '../audit/audit'
import type { Editions } from '../edition/edition'
import type { CertificateRecord, CertificateStore } from './model'

export { type CertificateStore, createCertificateStore } from './model'

/** Who has won, the best first. */
export type Winner = { id: string; name: string; unitName: string; sample: boolean }

type Options = {
  store: CertificateStore
  editions: Pick<Editions, 'current'>
  /** The winners of a category's published result; null while there is none. */
  winners: (category: CategoryId) => Promise<Winner[] | null>
  pdf: Pdf
  audit: Audit
  publicUrl: string
}

export type CertificateDesk = ReturnType<typeof createCertificates>

/** Certificates of winners: issued once each, checked by anybody, printed, and taken back. */
export function createCertificates({ store, editions, winners, pdf, audit, publicUrl }: Options) {
  async function expect(typed: string): Promise<CertificateRecord> {
    const code = parseReceipt(typed)
    const record = code && (await store.find(code))
    if (!record) throw new Refusal('certificate_not_found')
    return record
  }

  async function list(category: CategoryId): Promise<Listed> {
    const edition = editions.current()
    const [records, won] = await Promise.all([store.of(edition.id, category), winners(category)])
    const held = new Set(records.filter(({ valid }) => valid).map(({ candidate }) => candidate))
    return {
      items: records.map((record) => ({ ...shown(record), candidate: record.candidate, by: record.by })),
      waiting: won?.filter(({ id }) => !held.has(id)).length ?? null,
    }
  }

  /** Issues what is still to be issued, in the order of ranks. Somebody else may be doing the same: each is issued once. */
  async function issue(category: CategoryId, actor: Actor): Promise<Listed> {
    const edition = editions.current()
    const won = await winners(category)
    const found = findCategory(edition, category)
    if (!won || !found) throw new Refusal('result_not_released')
    const action = { action: 'certificate.issue', actor, subject: subjectOf(category, found.name) }
    await audit.act({ ...action, after: { 获奖者: won.length } }, async () => {
      for (const winner of won) {
        const honoured = { ...winner, category }
        const record = {
          ...{ edition: edition.id, editionName: edition.name, organiser: edition.organiser },
          ...{ category, candidate: winner.id, award: found.name, sample: winner.sample },
          ...{ recipient: recipientOf(honoured), text: citationOf(edition, honoured) },
          ...{ issuedAt: new Date(), by: actor.name, valid: true as const, revoked: null },
        }
        for (;;) {
          const records = await store.of(edition.id, category)
          if (records.some(({ candidate, valid }) => valid && candidate === winner.id)) break
          const number = certificateNumber(edition, found.letter, records.length + 1)
          if (await store.add({ ...record, _id: newCode(), number })) break
        }
      }
    })
    return list(category)
  }

  return {
    /** Refusals: `certificate_not_found`. */
    show: async (code: string): Promise<Certificate> => shown(await expect(code)),

    /** Refusals: `certificate_not_found`, `certificate_revoked`. */
    async print(code: string): Promise<{ name: string; content: Readable }> {
      const record = await expect(code)
      if (record.revoked) throw new Refusal('certificate_revoked')
      return { name: record.number, content: printed([record]) }
    },

    list,
    issue,

    /** Refusals: `certificate_not_found`, `certificate_revoked`. */
    async revoke(code: string, reason: string, actor: Actor): Promise<Listed> {
      const { _id, category, number, recipient, revoked } = await expect(code)
      if (revoked) throw new Refusal('certificate_revoked')
      const subject = { kind: 'certificate', id: _id, name: `${number} ${recipient}` }
      await audit.act({ action: 'certificate.revoke', actor, subject, reason }, async () => {
        if (!(await store.revoke(_id, { at: new Date(), reason }))) throw new Refusal('certificate_revoked')
      })
      return list(category)
    },

    /** A `.zip` of all that hold, made one after the other as it is read. */
    async exportAll(category: CategoryId, actor: Actor): Promise<Readable> {
      const name = findCategory(editions.current(), category)?.name ?? ''
      const act = { action: 'certificate.export', actor, subject: subjectOf(category, name) }
      const records = (await store.of(editions.current().id, category)).filter(({ valid }) => valid)
      return audit.act({ ...act, after: { 份数: records.length } }, async () => {
        const zip = new ZipFile()
        for (const record of records) {
          const name = fileName(`${record.number} ${record.recipient}`)
          zip.addReadStreamLazy(`${name}.pdf`, (give) => give(null, printed([record])))
        }
        zip.end()
        return zip.outputStream as Readable
      })
    },

    /** What certificates of a category will look like. Refusal: `not_found`. */
    sample(category: CategoryId): Readable {
      const edition = editions.current()
      const found = findCategory(edition, category)
      if (!found) throw new Refusal('not_found')
      const honoured = { category, name: NAMES[category], unitName: '某某市某某区某某局' }
      const sheet = sheetOf({
        ...{ code: 'A'.repeat(12), number: certificateNumber(edition, found.letter, 1) },
        ...{ editionName: edition.name, organiser: edition.organiser, issuedAt: new Date() },
        ...{ recipient: recipientOf(honoured), text: citationOf(edition, honoured) },
      })
      return pdf.certificates('证书样张', edition.organiser, [{ ...sheet, note: '样张' }])
    },
  }

  function printed(records: CertificateRecord[]): Readable {
    const [{ number, organiser }] = records as [CertificateRecord]
    const sheets = records.map((record) => sheetOf({ ...record, code: record._id }))
    return pdf.certificates(number, organiser, sheets)
  }

  function sheetOf(record: Printable): PrintedCertificate {
    const { code, number, editionName: edition, organiser, recipient, text, issuedAt } = record
    return {
      ...{ edition, title: '荣誉证书', recipient, text, signers: [organiser], number },
      date: dayInWords(issuedAt.toISOString()),
      check: { url: `${publicUrl}/certificate?code=${code}`, words: `扫码查验　${formatReceipt(code)}` },
    }
  }
}

type Printable = Pick<
  CertificateRecord,
  'number' | 'editionName' | 'organiser' | 'recipient' | 'text' | 'issuedAt'
> & { code: string }

const NAMES: Record<CategoryId, string> = {
  unit: '某某市某某区某某局',
  worker: '某某某',
  caseStudy: '某某案例',
}

const subjectOf = (category: CategoryId, name: string) => ({ kind: 'certificate', id: category, name })

function shown({ _id: code, editionName: edition, ...record }: CertificateRecord): Certificate {
  const { number, organiser, category, award, recipient, text, issuedAt, sample, revoked } = record
  return {
    ...{ code, number, edition, organiser, category, award, recipient, text, sample },
    issuedAt: issuedAt.toISOString(),
    revoked: revoked && { at: revoked.at.toISOString(), reason: revoked.reason },
  }
}
