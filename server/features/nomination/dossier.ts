import type { Field } from '@shared/edition/form/contract'
import { fullText } from '@shared/kernel/dates'
import { numeral } from '@shared/kernel/text'
import type { Answer, Figure } from '@shared/nomination/contract'
import { isEmpty } from '@shared/nomination/form'
import type { Level, Region, ReplyRecord } from '@shared/unit/contract'
import { answerRate, LEVEL_NAMES } from '@shared/unit/rules'
import type { PdfBlock, PdfDocument } from '../../ports/pdf'

export type Dossier = {
  editionName: string
  organiser: string
  categoryName: string
  /** By which staff know it. */
  number?: string
  unit: { name: string; level: Level; region: Region; replyRecord: ReplyRecord | null }
  /** The form in its order, with what was answered. */
  fields: { field: Field; answer: Answer | undefined }[]
  /** Uploaded pictures by upload. */
  pictures: ReadonlyMap<string, Buffer>
  /** Names of attached files by upload. */
  attachments: ReadonlyMap<string, string>
  /** What became of it, the first first. */
  history?: { at: string; who: string; what: string }[]
}

const NOTHING = '（未填写）'

/** All of a nomination on paper: who enters for what, each answer in the form's order, and what became of it. */
export function dossier(nomination: Dossier): PdfDocument {
  const { editionName, organiser, categoryName, unit, history } = nomination
  const sections: { name: string; blocks: PdfBlock[] }[] = [
    { name: '基本情况', blocks: [{ kind: 'facts', rows: factsOf(nomination) }] },
    { name: '回复情况', blocks: [{ kind: 'facts', rows: recordOf(unit.replyRecord) }] },
    ...nomination.fields
      .filter(({ field }) => !isFact(field))
      .map(({ field, answer }) => ({ name: field.label, blocks: answerBlocks(nomination, field, answer) })),
  ]
  if (history?.length) {
    const rows = history.map(({ at, who, what }) => [fullText(at), who, what])
    const columns = [
      { title: '时间', share: 4 },
      { title: '办理人', share: 3 },
      { title: '事项', share: 6 },
    ]
    sections.push({ name: '办理经过', blocks: [{ kind: 'table', columns, rows }] })
  }
  return {
    title: `${categoryName}报名材料：${unit.name}`,
    author: organiser,
    footer: `${editionName} · ${unit.name}`,
    blocks: [
      { kind: 'title', text: `${editionName}\n${categoryName}报名材料` },
      ...sections.flatMap(({ name, blocks }, i): PdfBlock[] => [
        { kind: 'heading', text: `${numeral(i + 1)}、${name}` },
        ...blocks,
      ]),
    ],
  }
}

/** Whether an answer is short enough for a row of the first table. */
function isFact({ kind }: Field): boolean {
  return kind === 'line' || kind === 'phone' || kind === 'link' || kind === 'consent'
}

function factsOf({ number, categoryName, unit, fields }: Dossier): [string, string][] {
  const { city, county } = unit.region
  return [
    ...(number ? [['编号', number] as [string, string]] : []),
    ['申报奖项', categoryName],
    ['申报单位', unit.name],
    ['单位级别', LEVEL_NAMES[unit.level]],
    ['所在地区', county ? `${city} ${county}` : city],
    ...fields
      .filter(({ field }) => isFact(field))
      .map(({ field, answer }): [string, string] => [field.label, factText(field, answer)]),
  ]
}

function factText(field: Field, answer: Answer | undefined): string {
  if (field.kind === 'consent') return answer === true ? '已同意' : '未同意'
  return isEmpty(answer) ? NOTHING : String(answer)
}

function recordOf(record: ReplyRecord | null): [string, string][] {
  if (!record) return [['回复记录', '本年度没有记录']]
  const { year, received, answered, medianAnswerHours } = record
  const rate = answerRate(record)
  return [
    ['统计年度', `${year} 年`],
    ['收到留言', `${received} 件`],
    ['回复留言', `${answered} 件`],
    ['回复率', rate === null ? '—' : `${(rate * 100).toFixed(1)}%`],
    ['回复用时', medianAnswerHours === null ? '—' : `中位数 ${medianAnswerHours} 小时`],
  ]
}

function answerBlocks(
  { pictures, attachments }: Dossier,
  field: Field,
  answer: Answer | undefined,
): PdfBlock[] {
  if (isEmpty(answer)) return [{ kind: 'paragraph', text: NOTHING }]
  switch (field.kind) {
    case 'figures': {
      const columns = [
        { title: '指标', share: 5 },
        { title: '数值', share: 3, align: 'right' as const },
        { title: '单位', share: 2 },
      ]
      const rows = (answer as Figure[]).map(({ label, value, unit }) => [label, value, unit])
      return [{ kind: 'table', columns, rows }]
    }
    case 'photos': {
      const unread = Buffer.alloc(0)
      return [
        {
          kind: 'pictures',
          perRow: 2,
          pictures: (answer as string[]).map((upload, i) => ({
            image: pictures.get(upload) ?? unread,
            caption: `图 ${i + 1}`,
          })),
        },
      ]
    }
    case 'files': {
      const columns = [
        { title: '序号', share: 1, align: 'centre' as const },
        { title: '文件名', share: 7 },
      ]
      const rows = (answer as string[]).map((upload, i) => [
        `${i + 1}`,
        attachments.get(upload) ?? '（文件已不在）',
      ])
      return [{ kind: 'table', columns, rows }]
    }
    default:
      return [{ kind: 'paragraph', text: String(answer) }]
  }
}
