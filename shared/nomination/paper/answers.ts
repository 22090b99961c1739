import type { CategoryId } from '../../edition/contract'
import type { Field, Form } from '../../edition/form/contract'
import { maskPhone } from '../../unit/rules'
import type { Answer, Answers, Figure } from '../contract'
import { FIGURE_COLUMNS, HEAD } from './blank'
import { type Block, type Collected, collect, type Under } from './collect'
import { labelFinder } from './labels'

/** What a document answers to a form. */
export type Reading = {
  answers: Answers
  /** As written; nobody has looked for it in the registry yet. */
  unit: string | null
  filler: string | null
  /** What could not be read, a sentence each. */
  unread: string[]
}

/** A form by its category. */
export type CategoryPaper = { id: CategoryId; names: string[]; form: Form }

/** Other names for what stands beside the fields, as units call it in forms of their own. */
const HEADS = Object.entries({
  '#category': [HEAD.category, '参评奖项', '申报奖项', '参评类别', '申报类别'],
  '#unit': [HEAD.unit, '申报单位', '报送单位', '推荐单位', '填报单位', '所在单位', '工作单位'],
  '#filler': [HEAD.filler, '填报人', '经办人'],
}).flatMap(([what, labels]) => labels.map((label) => [what, label] as const))

/** An answer is no longer than this, as the contract has it. */
const LONGEST = 60_000
/** A figure with its label and unit is shorter. */
const LONGEST_FIGURE = 60
const MOST_LOST = 10

/**
 * Which category's form a document is, and what it answers: the one that it names, else the one most of whose labels it has.
 * Null for a document that is no form: it has fewer than two labels of any.
 */
export function recognise(
  papers: CategoryPaper[],
  blocks: Block[],
): { category: CategoryId; reading: Reading } | null {
  const found = papers.map((paper) => ({ paper, collected: collectFor(paper.form, blocks) }))
  const scored = found.map(({ paper, collected }) => ({
    ...{ paper, collected },
    labels: paper.form.filter(({ key }) => collected.under.has(key)).length,
    isNamed: isNamed(paper, collected.under.get('#category')),
  }))
  const [best] = scored
    .filter(({ labels }) => labels >= 2)
    .sort((a, b) => Number(b.isNamed) - Number(a.isNamed) || b.labels - a.labels)
  return best ? { category: best.paper.id, reading: readingOf(best.paper.form, best.collected) } : null
}

/** What a document answers to a form. Pictures and files are not in its text. */
export function answersFrom(form: Form, blocks: Block[]): Reading {
  return readingOf(form, collectFor(form, blocks))
}

function collectFor(form: Form, blocks: Block[]): Collected {
  const fields = form.map(({ key, label }) => [key, label] as const)
  const own = labelFinder(fields)
  const heads = labelFinder(HEADS)
  return collect(blocks, (text) => own(text) ?? heads(text))
}

function isNamed({ names }: CategoryPaper, under: Under | undefined): boolean {
  const find = labelFinder(names.map((name) => ['it', name] as const))
  return under !== undefined && find(lineOf(under)) !== null
}

function readingOf(form: Form, { under, lost }: Collected): Reading {
  const answers: Answers = {}
  const unread: string[] = []
  for (const field of form) {
    const rows = under.get(field.key)
    if (field.kind === 'photos' || field.kind === 'files') continue
    if (!rows || rows.length === 0) {
      if (field.required) {
        unread.push(rows ? `“${field.label}”没有填写` : `没有找到“${field.label}”这一栏`)
      }
      continue
    }
    const { answer, problems } = read(field, rows)
    if (answer !== undefined) answers[field.key] = answer
    unread.push(...problems)
  }
  unread.push(...lost.slice(0, MOST_LOST).map((text) => `“${shorten(text)}”不是本表的栏目，没有读取`))
  if (lost.length > MOST_LOST) unread.push(`还有 ${lost.length - MOST_LOST} 处不是本表的栏目，没有读取`)
  return { answers, unread, unit: head(under, '#unit'), filler: head(under, '#filler') }
}

const head = (under: Map<string, Under>, what: string) => lineOf(under.get(what) ?? []).slice(0, 80) || null

type Read = { answer?: Answer; problems: string[] }

function read(field: Field, rows: Under): Read {
  switch (field.kind) {
    case 'consent':
      return consentOf(field.label, lineOf(rows))
    case 'figures':
      return figuresOf(field, rows)
    case 'link':
      return { answer: /https?:\/\/[^\s，。；、）)]+/.exec(lineOf(rows))?.[0] ?? lineOf(rows), problems: [] }
    case 'prose':
      return proseOf(field.label, rows.map((cells) => cells.join(' ')).join('\n'))
    default:
      return { answer: lineOf(rows).slice(0, LONGEST), problems: [] }
  }
}

/** What is written on one line: the first, since below it there may be greetings. */
const lineOf = (rows: Under) => (rows[0] ?? []).join(' ').replace(/\s+/g, ' ').trim()

function proseOf(label: string, text: string): Read {
  const problems = text.length > LONGEST ? [`“${label}”太长，只读取了前 ${LONGEST} 个字`] : []
  return { answer: text.slice(0, LONGEST), problems }
}

function consentOf(label: string, text: string): Read {
  const ticked = /[☑☒■√✓✔]\s*(不?同意|是|否)/.exec(text)?.[1] ?? text
  if (/^(是|同意|true|√|✓|✔|☑)$/i.test(ticked)) return { answer: true, problems: [] }
  const isNo = /^(否|不同意|false)$/i.test(ticked)
  return {
    problems: [
      `“${label}”填的是“${shorten(text)}”，${isNo ? '没有勾选' : '看不出是否同意，没有勾选'}，请本人确认`,
    ],
  }
}

function figuresOf({ label, max }: Field & { kind: 'figures' }, under: Under): Read {
  const rows = under
    .flatMap((cells) => (cells.length > 1 ? [cells] : cells[0]!.split('\n').map((line) => line.split('\t'))))
    .map((cells) => cells.map((cell) => cell.trim()))
    .filter((cells) => cells.some(Boolean) && cells.join() !== FIGURE_COLUMNS.join())
  const figures = rows.map(figureOf)
  const problems = rows
    .filter((_, i) => !figures[i])
    .slice(0, MOST_LOST)
    .map((cells) => `“${label}”里的“${shorten(cells.join(' '))}”没有读出指标和数字`)
  const good = figures.filter((figure) => figure !== null)
  const extra = good
    .slice(max, max + MOST_LOST)
    .map((figure) => `“${label}”只收 ${max} 项，没有读取“${figure.label}”`)
  return { ...(good.length > 0 && { answer: good.slice(0, max) }), problems: [...problems, ...extra] }
}

/** `受益群众 | 3200 | 人`, `受益群众：3,200 人`; null for what has no number, or more than a figure holds. */
function figureOf(cells: string[]): Figure | null {
  const text = cells.join(' ').trim()
  if (text.length > LONGEST_FIGURE) return null
  const [, label, value, unit] = /^(.*?)[\s:：]*(-?\d[\d,，]*(?:\.\d+)?)\s*([^\d\s]*)$/.exec(text) ?? []
  const figure = { label: label?.trim() ?? '', value: value?.replace(/[,，]/g, '') ?? '', unit: unit ?? '' }
  const fits = figure.label.length <= 20 && figure.value.length <= 15 && figure.unit.length <= 8
  return figure.label && figure.value && fits ? figure : null
}

/** What may be a number to call: seven digits or more. */
const NUMBER = /\p{Nd}(?:[- －]?\p{Nd}){6,}/gu

/** The beginning of what was written, to be quoted where anybody may read it: numbers to call are masked. */
const shorten = (text: string) => {
  const line = text.replace(/\s+/g, ' ').trim().replace(NUMBER, maskPhone)
  return line.length > 20 ? `${line.slice(0, 20)}……` : line
}
