import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Actor } from '@shared/audit/contract'
import type { CategoryId } from '@shared/edition/contract'
import type { Field } from '@shared/edition/form/contract'
import { findCategory } from '@shared/edition/rules'
import { exactText } from '@shared/kernel/dates'
import { Refusal } from '@shared/kernel/errors'
import { fileName } from '@shared/kernel/text'
import type { Figure } from '@shared/nomination/contract'
import { MOVE_NAMES, STATUS_NAMES } from '@shared/nomination/rules'
import type { Screening, ScreeningFilter } from '@shared/nomination/screening/contract'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { ZipFile } from 'yazl'
import type { Pdf } from '../../ports/pdf'
import type { Cell, SheetColumn, Sheets } from '../../ports/sheets'
import type { Audit } from '../audit/audit'
import type { Editions } from '../edition/edition'
import type { Uploads } from '../upload/upload'
import { dossier } from './dossier'
import type { Filing } from './file'
import type { NominationRecord, NominationStore } from './model'

type Options = {
  store: NominationStore
  editions: Pick<Editions, 'current'>
  filing: Filing
  files: Pick<Uploads, 'read'>
  sheets: Sheets
  pdf: Pdf
  audit: Audit
  /** With telephone numbers masked. */
  show: (record: NominationRecord) => Promise<Screening>
}
type Chosen = ScreeningFilter & { category: CategoryId }

/** Nominations for the desk: a sheet to sort, and a zip of dossiers to print. */
export function createExports({ store, editions, filing, files, sheets, pdf, audit, show }: Options) {
  const chosen = (filter: Chosen) => store.stream(editions.current().id, filter)

  async function contentOf(id: string): Promise<Buffer> {
    return buffer((await files.read(id)).content)
  }

  async function printed(nomination: Screening): Promise<Readable> {
    const { category, unit, answers, uploads, replyRecord, history } = nomination
    const edition = editions.current()
    const pictures = new Map<string, Buffer>()
    for (const { id, kind } of uploads) {
      if (kind !== 'picture') continue
      // One that cannot be read has its place left empty, and keeps nobody from the rest.
      const content = await contentOf(id).catch(() => null)
      if (content) pictures.set(id, content)
    }
    return pdf.render(
      dossier({
        ...{ editionName: edition.name, organiser: edition.organiser, pictures },
        categoryName: findCategory(edition, category)?.name ?? '',
        unit: { ...unit, replyRecord },
        fields: (filing.formOf(category) ?? []).map((field) => ({ field, answer: answers[field.key] })),
        attachments: new Map(uploads.map(({ id, name }) => [id, name])),
        history: history.map(({ at, by, move, reason }) => ({
          ...{ at, who: by, what: reason ? `${MOVE_NAMES[move]}：${reason}` : MOVE_NAMES[move] },
        })),
      }),
    )
  }

  async function print(id: string): Promise<Readable> {
    const record = await store.find(id)
    if (!record) throw new Refusal('nomination_not_found')
    return printed(await show(record))
  }

  const acting = (action: string, filter: object, actor: Actor) => ({
    ...{ actor, action, after: filter },
    subject: { kind: 'nomination', id: 'all', name: '报名材料' },
  })

  return {
    /**
     * An `.xlsx` of a category: a row for each nomination, a column for each answer. Telephone numbers are masked unless
     * they are asked for whole, which the audit tells.
     */
    exportSheet: ({ phones, ...filter }: Chosen & { phones?: 'whole' }, actor: Actor): Promise<Readable> =>
      audit.act(acting('nomination.export', { ...filter, ...(phones && { phones }) }, actor), async () => {
        const form = filing.formOf(filter.category) ?? []
        async function* rows() {
          for await (const record of chosen(filter)) {
            const nomination = await show(record)
            const answers = phones === 'whole' ? record.answers : nomination.answers
            yield rowOf({ ...nomination, answers }, form)
          }
        }
        const columns = [...COLUMNS, ...form.map(({ label }) => ({ title: label, width: 24 }))]
        return sheets.write({ name: '报名', columns, rows: rows() })
      }),

    /** A `.zip` with a PDF for each nomination, made one after the other as it is read. */
    exportDossiers: (filter: Chosen, actor: Actor): Promise<Readable> =>
      audit.act(acting('nomination.exportDossiers', filter, actor), async () => {
        const zip = new ZipFile()
        const out = zip.outputStream as Readable
        const fill = async () => {
          const lacking: string[] = []
          let i = 0
          for await (const record of chosen(filter)) {
            const nomination = await show(record)
            i += 1
            const missing = pdf.missing(JSON.stringify(nomination.answers))
            if (missing.length > 0) lacking.push(`${i} ${nomination.title}：${missing.join(' ')}`)
            // Printed when its turn comes, so that only one is held at a time.
            const name = `${`${i}`.padStart(3, '0')} ${nameOf(nomination)}.pdf`
            zip.addReadStreamLazy(name, (give) => {
              print(nomination.id).then(
                (content) => give(null, content),
                (error) => give(error, undefined as never),
              )
            })
          }
          if (lacking.length > 0) {
            const words = ['以下生僻字字库里没有，卷宗里印作〓，请手工补写。', ...lacking].join('\r\n')
            zip.addBuffer(Buffer.from(`\uFEFF${words}`), '缺字说明.txt')
          }
          zip.end()
        }
        zip.on('error', (error) => out.destroy(error))
        fill().catch((error) => out.destroy(error))
        return out
      }),
  }
}

const COLUMNS: SheetColumn[] = [
  { title: '单位', width: 30 },
  { title: '层级', width: 10 },
  { title: '市州', width: 12 },
  { title: '区县', width: 12 },
  { title: '名称', width: 30 },
  { title: '状态', width: 10 },
  { title: '提交时间', width: 20 },
  { title: '审核人', width: 12 },
  { title: '事迹评分', width: 10 },
]

function rowOf(
  { unit, title, status, submittedAt, screener, score, answers, uploads }: Screening,
  form: Field[],
) {
  const names = new Map(uploads.map(({ id, name }) => [id, name]))
  const cells: Cell[] = [
    ...[
      unit.name,
      LEVEL_NAMES[unit.level],
      unit.region.city,
      unit.region.county,
      title,
      STATUS_NAMES[status],
    ],
    ...[submittedAt && exactText(submittedAt), screener?.name ?? null, score],
  ]
  return [...cells, ...form.map((field) => cellOf(field, answers[field.key], names))]
}

function cellOf(
  { kind }: Field,
  answer: Screening['answers'][string] | undefined,
  names: Map<string, string>,
): Cell {
  if (answer === undefined) return null
  if (typeof answer === 'boolean') return answer ? '同意' : '未同意'
  if (typeof answer === 'string') return answer
  if (kind === 'figures') {
    return (answer as Figure[]).map(({ label, value, unit }) => `${label} ${value} ${unit}`.trim()).join('；')
  }
  return (answer as string[]).map((id) => names.get(id) ?? id).join('；')
}

const nameOf = ({ unit, title }: Screening): string =>
  fileName(title && title !== unit.name ? `${unit.name} ${title}` : unit.name)
