import { buffer } from 'node:stream/consumers'
import type { Category, Edition } from '@shared/edition/contract'
import { PART_NAMES, scoringWords } from '@shared/edition/scoring/words'
import { dayText, fullText } from '@shared/kernel/dates'
import type { PublicList, PublicStanding } from '@shared/result/contract'
import { changeText } from '@shared/result/correction'
import { CORRECTION_NAMES, LOT_WORDS, noticeAt } from '@shared/result/course'
import { PARTS } from '@shared/result/rules'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { LRUCache } from 'lru-cache'
import type { Pdf, PdfBlock } from '../../ports/pdf'
import type { Cell, SheetContent, Sheets } from '../../ports/sheets'
import type { ResultRecord } from './model'
import { listOf } from './present'

export type PaperKind = 'xlsx' | 'pdf'
type Options = { sheets: Pick<Sheets, 'write'>; pdf: Pick<Pdf, 'render'> }
type About = { edition: Edition; category: Category }

/** Lists to keep: a version of a list is written once, however many fetch it. */
export function createPapers({ sheets, pdf }: Options) {
  const written = new LRUCache<string, { name: string; content: Buffer }>({ max: 12 })

  return {
    /** A list as a file; `name` without its ending. */
    async write(record: ResultRecord, { as, ...about }: About & { as: PaperKind }) {
      const key = `${record._id}:${record.version}:${as}`
      const known = written.get(key)
      if (known) return known
      const title = titleOf(record, about)
      const list = listOf(record)
      const stream =
        as === 'xlsx'
          ? sheets.write(sheetOf(list, about))
          : pdf.render(paperOf(list, record, { ...about, title }))
      const made = { name: title, content: await buffer(stream) }
      written.set(key, made)
      return made
    },
  }
}

const titleOf = ({ state }: ResultRecord, { category }: About) =>
  `${category.name}${state === 'released' ? '表彰名单' : '拟表彰名单'}`

const COLUMNS = [
  ...[
    { title: '名次', width: 8 },
    { title: '编号', width: 8 },
    { title: '入选', width: 8 },
  ],
  ...[
    { title: '名称', width: 30 },
    { title: '单位', width: 30 },
    { title: '职务', width: 16 },
  ],
  ...[
    { title: '层级', width: 10 },
    { title: '市州', width: 12 },
    { title: '区县', width: 12 },
  ],
  { title: '综合得分', width: 10 },
  ...PARTS.map((part) => ({ title: `${PART_NAMES[part]}得分`, width: 14 })),
  ...['回复率得分', '回复量得分', '回复速度得分', '计入权重（%）'].map((title) => ({ title, width: 14 })),
  ...['事迹评分', '收到件数', '回复件数', '答复时长中位数（小时）', '专家评分', '票数'].map((title) => ({
    ...{ title, width: 14 },
  })),
  { title: '抽签签号', width: 68 },
  { title: '候选标识', width: 20 },
]

/** The whole list with all it was computed from. */
function sheetOf({ standings }: PublicList, { category }: About): SheetContent {
  const rowOf = (one: PublicStanding): Cell[] => {
    const { rank, number, winner, name, unitName, position, level, region, score, parts, reply } = one
    return [
      ...[rank, number, winner ? '是' : '', name, unitName, position, LEVEL_NAMES[level], region.city],
      ...[region.county, score, ...PARTS.map((part) => parts[part])],
      ...[reply?.rate ?? null, reply?.volume ?? null, reply?.speed ?? null, one.counted],
      ...[one.deeds, one.replyRecord?.received ?? null, one.replyRecord?.answered ?? null],
      ...[one.replyRecord?.medianAnswerHours ?? null, one.review, one.votes, one.lot, one.id],
    ]
  }
  return { name: category.name.slice(0, 31), columns: COLUMNS, rows: standings.map(rowOf) }
}

type Titled = About & { title: string }

function paperOf(list: PublicList, record: ResultRecord, { edition, category, title }: Titled) {
  const { organiser, name } = edition
  return {
    ...{ title, author: organiser, letterhead: { organiser, edition: name } },
    blocks: [...listBlocks(list, record, { edition, category, title }), ...checkBlocks(list)],
  }
}

function listBlocks(
  list: PublicList,
  record: ResultRecord,
  { edition, category, title }: Titled,
): PdfBlock[] {
  const { seats, standings, proposedAt, scoring } = list
  const { releasedAt } = record
  const notice = noticeAt(edition, new Date(proposedAt))
  const { email, phone, address } = edition.contact
  const until = notice?.closesAt ? `公示期为${dayText(notice.opensAt)}至${dayText(notice.closesAt)}。` : ''
  const opening = releasedAt
    ? `${edition.name}“${category.name}”经公示，现予公布，共 ${Math.min(seats, standings.length)} 位。`
    : `${edition.name}“${category.name}”拟表彰 ${Math.min(seats, standings.length)} 位，现予公示。${until}如有异议，请在公示期内实名提出：网站“结果公示”页，电话 ${phone}，邮箱 ${email}，地址 ${address}。`
  const date = fullText(releasedAt ?? notice?.opensAt ?? proposedAt).split(' ')[0]!
  return [
    { kind: 'title', text: title },
    { kind: 'paragraph', text: opening },
    {
      kind: 'table',
      columns: [
        { title: '名次', share: 1, align: 'centre' },
        { title: '编号', share: 1, align: 'centre' },
        { title: '名称', share: 4 },
        { title: '单位', share: 4 },
        { title: '得分', share: 1.4, align: 'right' },
      ],
      rows: standings
        .filter(({ winner }) => winner)
        .map((one) => [
          `${one.rank}`,
          one.number,
          one.name,
          one.unitName,
          one.score.toFixed(scoring.decimals),
        ]),
    },
    { kind: 'signature', lines: [edition.organiser, date] },
    { kind: 'pageBreak' },
  ]
}

/** What one needs to check the list. */
function checkBlocks({ weights, scoring, seed, standings, gone, corrections }: PublicList): PdfBlock[] {
  const parts = PARTS.filter((part) => weights[part] > 0)
  const points = (value: number | null) => value?.toFixed(scoring.decimals) ?? '—'
  return [
    { kind: 'title', text: '得分和计分办法' },
    { kind: 'heading', text: '计分办法' },
    { kind: 'paragraph', text: [...scoringWords(weights, scoring), ...LOT_WORDS].join('\n') },
    { kind: 'paragraph', text: `抽签种子：${seed}` },
    { kind: 'heading', text: '全部参评者得分' },
    {
      kind: 'table',
      columns: [
        ...['名次', '编号'].map((title) => ({ title, share: 1, align: 'centre' as const })),
        { title: '名称', share: 3 },
        ...parts.map((part) => ({ title: PART_NAMES[part], share: 1.4, align: 'right' as const })),
        { title: '综合', share: 1.4, align: 'right' as const },
      ],
      rows: standings.map((one) => [
        ...[`${one.rank}`, one.number, one.name, ...parts.map((part) => points(one.parts[part]))],
        points(one.score),
      ]),
    },
    ...notes(
      '退出评选和取消资格',
      gone.map(({ number, name, reason }) => `${number} ${name}：${reason}`),
    ),
    ...notes(
      '公示期间的更正',
      corrections.map(
        ({ candidate, before, change, reason, madeAt }) =>
          `${dayText(madeAt)}　${candidate.number} ${candidate.name}，${CORRECTION_NAMES[change.part]}由“${changeText(before)}”更正为“${changeText(change)}”：${reason}`,
      ),
    ),
  ]
}

const notes = (heading: string, lines: string[]): PdfBlock[] =>
  lines.length === 0
    ? []
    : [
        { kind: 'heading', text: heading },
        { kind: 'paragraph', text: lines.join('\n') },
      ]
