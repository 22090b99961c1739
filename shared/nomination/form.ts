import type { Field, Form } from '../edition/form/contract'
import { PHONE } from '../kernel/text'
import type { Answer, Answers, Figure } from './contract'

/** What is wrong with one answer, in words for the person who fills in the form. */
export type Problem = { key: string; message: string }

/**
 * The number of words (字数) as Word counts them: each Chinese character and each full-width sign is one, and so is a run
 * of letters or digits.
 */
export function countWords(text: string): number {
  return (
    text.match(
      /[\p{Script=Han}\u3000-\u303f\uff00-\uffef“”‘’—…·]|[^\s\p{Script=Han}\u3000-\u303f\uff00-\uffef“”‘’—…·]+/gu,
    )?.length ?? 0
  )
}

/** Whether nothing was answered yet. */
export function isEmpty(answer: Answer | undefined): boolean {
  if (answer === undefined || answer === false) return true
  if (typeof answer === 'string') return answer.trim() === ''
  return Array.isArray(answer) && answer.length === 0
}

/** All that keeps a nomination from being submitted, in the order of the form. */
export function findProblems(form: Form, answers: Answers): Problem[] {
  return form.flatMap((field) => {
    const message = problemOf(field, answers[field.key])
    return message ? [{ key: field.key, message }] : []
  })
}

/** Answers without those that the form does not ask for, or that are of another kind than it asks for. */
export function fitting(form: Form, answers: Answers): Answers {
  return Object.fromEntries(
    form.flatMap((field) => {
      const answer = answers[field.key]
      return answer !== undefined && isOfKind(field, answer) ? [[field.key, answer]] : []
    }),
  )
}

/** The answer that names what is nominated, as typed; empty where there is none. */
export function titleOf(form: Form, answers: Answers): string {
  const naming = form.find((field) => 'becomes' in field && field.becomes === 'name')
  const answer = naming && answers[naming.key]
  return typeof answer === 'string' ? answer.trim() : ''
}

/** All that was written and may become public, one below the other. */
export function textsIn(form: Form, answers: Answers): string {
  const written = form
    .filter(({ kind }) => kind === 'line' || kind === 'prose')
    .map(({ key }) => answers[key])
  return written.filter((answer) => typeof answer === 'string').join('\n')
}

/** Ids of all uploads that answers name. */
export function uploadsIn(form: Form, answers: Answers): string[] {
  return form
    .filter(({ kind }) => kind === 'photos' || kind === 'files')
    .flatMap(({ key }) => (answers[key] ?? []) as string[])
}

/** What is wrong with an answer; null for nothing. */
export function problemOf(field: Field, answer: Answer | undefined): string | null {
  if (answer !== undefined && !isOfKind(field, answer)) return `“${field.label}”的内容无法识别，请重新填写`
  if (isEmpty(answer)) return field.required ? missing(field) : null
  switch (field.kind) {
    case 'line':
      return beyond(`${answer}`.trim().length, 0, field.max, '字')
    case 'prose':
      return beyond(countWords(`${answer}`), field.min, field.max, '字')
    case 'phone':
      return PHONE.test(`${answer}`.replaceAll(' ', ''))
        ? null
        : '请填写 11 位手机号，或带区号的座机号，如 027-88567717'
    case 'link':
      return isLink(`${answer}`.trim()) ? null : '请填写以 https:// 开头的完整网址'
    case 'figures':
      return figuresProblem(answer as Figure[], field.max)
    case 'photos':
      return beyond((answer as string[]).length, field.min, field.max, '张')
    case 'files':
      return beyond((answer as string[]).length, 0, field.max, '个')
    case 'consent':
      return null
  }
}

function isOfKind({ kind }: Field, answer: Answer): boolean {
  switch (kind) {
    case 'consent':
      return typeof answer === 'boolean'
    case 'figures':
      return Array.isArray(answer) && answer.every((one) => typeof one === 'object')
    case 'photos':
    case 'files':
      return Array.isArray(answer) && answer.every((one) => typeof one === 'string')
    default:
      return typeof answer === 'string'
  }
}

function missing({ kind, label }: Field): string {
  if (kind === 'consent') return '请阅读后勾选同意'
  if (kind === 'photos' || kind === 'files') return `请上传${label}`
  return `请填写${label}`
}

function beyond(count: number, min: number, max: number, unit: string): string | null {
  if (count < min) return `至少 ${min} ${unit}，现在是 ${count} ${unit}`
  if (count > max) return `最多 ${max} ${unit}，现在是 ${count} ${unit}，多出 ${count - max} ${unit}`
  return null
}

function figuresProblem(figures: Figure[], max: number): string | null {
  const half = figures.findIndex(({ label, value }) => !label || !value)
  if (half >= 0) return `第 ${half + 1} 行没有填完：要有指标名称和数字`
  const odd = figures.findIndex(({ value }) => !/^-?\d{1,10}(\.\d{1,4})?$/.test(value))
  if (odd >= 0) return `第 ${odd + 1} 行的“${figures[odd]!.value}”不是数字`
  return beyond(figures.length, 0, max, '项')
}

const LONGEST_LINK = 2000

function isLink(text: string): boolean {
  if (text.length > LONGEST_LINK || !/^https:\/\/\S+$/.test(text)) return false
  const [host = ''] = text.slice('https://'.length).split(/[/?#]/)
  return host.split('.').length > 1 && host.split('.').every(Boolean)
}
