import { LEVEL_NAMES, STATUS_NAMES } from '../rules'

/** A column of the units' sheet, as template, import and export have it. */
export type Column = {
  title: string
  /** In characters. */
  width: number
  /** What to write in it, for who fills the template in. */
  note: string
  required?: boolean
  choices?: string[]
}

type Month = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12
const MONTHS = Array.from({ length: 12 }, (_, i) => i + 1)
const monthly = <T extends 'received' | 'answered'>(field: T, word: string) =>
  Object.fromEntries(
    MONTHS.map((month) => [
      `${field}${month}`,
      { title: `${month}月${word}`, width: 8, note: `${month} 月${word}的留言数，留空为 0` },
    ]),
  ) as Record<`${T}${Month}`, Column>

/** Every column by the field it fills, in the order of the template. */
export const COLUMNS = {
  name: { title: '单位名称', width: 36, note: '必填，全称', required: true },
  level: {
    title: '层级',
    width: 10,
    note: `必填：${Object.values(LEVEL_NAMES).join('、')}`,
    required: true,
    choices: Object.values(LEVEL_NAMES),
  },
  region: {
    title: '行政区划代码',
    width: 14,
    note: '必填，6 位；乡镇级填所在区县的代码，省级填 420000',
    required: true,
  },
  city: { title: '市州', width: 12, note: '必填；省级填“省直单位”', required: true },
  county: { title: '区县', width: 12, note: '代码是区县的，必填' },
  creditCode: { title: '统一社会信用代码', width: 22, note: '选填，18 位；填了以它认单位，名称可以改' },
  status: {
    title: '状态',
    width: 10,
    note: `选填：${Object.values(STATUS_NAMES).join('、')}；新单位默认为已认证`,
    choices: Object.values(STATUS_NAMES),
  },
  contactName: { title: '联系人', width: 10, note: '选填' },
  contactPhone: { title: '联系电话', width: 16, note: '选填' },
  year: { title: '年度', width: 8, note: '选填；填了就更新这一年的回复情况，不填则不动回复情况' },
  median: {
    title: '答复时长中位数（小时）',
    width: 14,
    note: '从留言到答复的小时数的中位数；这一年有答复的，必填',
  },
  ...monthly('received', '收到'),
  ...monthly('answered', '答复'),
} as const satisfies Record<string, Column>

export type Field = keyof typeof COLUMNS

export const FIELDS = Object.keys(COLUMNS) as Field[]

/** What holds for the sheet as a whole. */
export const NOTES = [
  '第一行是列名，请不要改动；列的先后可以变，不需要的列可以删去。',
  '每个单位一行。库里已有的单位（信用代码相同，或名称与行政区划代码都相同）会被更新，没有的会新增。',
  '选填的列留空，表示库里的内容不变。',
  '“答复”按留言收到的月份统计，不会多于当月收到的数。',
  '示例行请在上传前删去；名称带“示例”的单位在网站上会标明是示例。',
]
