import type { Field, Form } from '../../edition/form/contract'
import { limitText } from '../../edition/form/words'

/** A line of a form on paper. */
export type BlankRow = {
  label: string
  /** What to write and how much, for whoever fills it in. */
  help: string
  /** Filled in already. */
  value: string
  /** Lines of room for the answer. */
  lines: number
  /** The only answers there are; none for any. */
  choices: string[]
  /** Where the answer is a small table: its headings, and how many lines it has. */
  table: { columns: string[]; rows: number } | null
}

/** A nomination form for filling in outside the program, as Excel or Word. */
export type Blank = { title: string; notes: string[]; columns: typeof COLUMNS; rows: BlankRow[] }

/** Headings of a form's columns. What stands under `help` is never an answer. */
export const COLUMNS = { label: '项目', help: '怎样填', answer: '填写内容' } as const
/** Lines that every form has beside its fields. */
export const HEAD = { category: '报名奖项', unit: '单位名称', filler: '填表人' } as const
export const FIGURE_COLUMNS = ['指标', '数字', '单位']
export const CONSENT = { yes: '是', no: '否' } as const

type Names = {
  edition: string
  category: string
  /** Where to send it. */
  email: string
}

/** The form of a category with nothing filled in. Word and Excel forms are made from it, and read back by its labels. */
export function blankOf(form: Form, { edition, category, email }: Names): Blank {
  return {
    title: `${edition}报名表`,
    notes: [
      `请只填“${COLUMNS.answer}”，不要改动各项的名称；没有星号的可以不填。`,
      `填好后${email && `发到 ${email}，`}照片和材料作为附件一起发来；照片也可以直接插在表里。`,
    ],
    columns: COLUMNS,
    rows: [
      row(HEAD.category, '', { value: category }),
      row(`${HEAD.unit}*`, '按平台实名认证的全称填写'),
      ...form.map(rowOf),
      row(HEAD.filler, '填这张表的同志，不对外公布'),
    ],
  }
}

const row = (label: string, help: string, more: Partial<BlankRow> = {}): BlankRow => ({
  ...{ label, help, value: '', lines: 1, choices: [], table: null },
  ...more,
})

function rowOf(field: Field): BlankRow {
  const help = [field.help, limitText(field), HOW[field.kind]].filter(Boolean).join('\n')
  return row(`${field.label}${field.required ? '*' : ''}`, help, room(field))
}

const HOW: Partial<Record<Field['kind'], string>> = {
  phone: '手机号，或带区号的座机号',
  link: '以 https:// 开头的完整网址',
  photos: '可以插在这里，也可以作为邮件附件',
  files: '请作为邮件附件',
  consent: `填“${CONSENT.yes}”或“${CONSENT.no}”`,
}

function room(field: Field): Partial<BlankRow> {
  switch (field.kind) {
    case 'prose':
      return { lines: Math.min(10, Math.max(4, Math.round(field.max / 120))) }
    case 'figures':
      return { table: { columns: FIGURE_COLUMNS, rows: field.max } }
    case 'consent':
      return { choices: [CONSENT.yes, CONSENT.no] }
    case 'photos':
      return { lines: 4 }
    default:
      return {}
  }
}
