import { exactText } from '../kernel/dates'

/** One changed thing: where it is, and what it was and became; null where there was or is nothing. */
export type Change = { field: string; before: string | null; after: string | null }

/** What things are called that an entry can tell of. What has no name here stands as it is. */
export type Words = {
  fields: Record<string, string>
  /** Names of values, by the field they stand in: `level`, or `unit.level` where it is a unit's only. */
  values: Record<string, Record<string, string>>
  /** Kinds and fields that have a name as people have, not as things have. */
  people: string[]
}

type Fields = Record<string, unknown>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * What is told of an entry, side by side and in words: each line one plain value that differs. `kind` is what it was done
 * to.
 */
export function changesOf(
  before: unknown,
  after: unknown,
  words: Words,
  kind = '',
  path: string[] = [],
): Change[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const [old, now] = [fieldsOf(before), fieldsOf(after)]
  if (old || now) {
    const names = new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])
    return [...names].flatMap((name) => changesOf(old?.[name], now?.[name], words, kind, [...path, name]))
  }
  return [
    {
      field: path.map((field, i) => fieldName(field, path[i - 1] ?? kind, words)).join(' › ') || '内容',
      before: textOf(before, path, words, kind),
      after: textOf(after, path, words, kind),
    },
  ]
}

/** A change in a line: `结束：5月19日 → 5月21日`. */
export const changeText = ({ field, before, after }: Change): string =>
  before === null ? `${field}：${after}` : `${field}：${before} → ${after ?? '—'}`

/** An object's fields; those of a list of objects by what each is called, so that one that moved is still itself. */
function fieldsOf(value: unknown): Fields | null {
  if (isFields(value)) return value
  if (!Array.isArray(value) || !value.some(isFields)) return null
  return Object.fromEntries(value.map((item, i) => [nameOf(item) ?? `第 ${i + 1} 项`, item]))
}

function nameOf(item: unknown): string | null {
  if (!isFields(item)) return null
  const name = item.name ?? item.title ?? item.label ?? item.id
  return typeof name === 'string' && name !== '' ? name : null
}

/** `owner` is what it is a field of. */
const fieldName = (field: string, owner: string, { fields, people }: Words): string =>
  field === 'name' && people.includes(owner) ? '姓名' : (fields[field] ?? field)

function textOf(value: unknown, path: string[], { values }: Words, kind: string): string | null {
  if (value === undefined || value === null) return null
  const field = path.at(-1) ?? ''
  const names = values[`${path.at(-2) ?? kind}.${field}`] ?? values[field] ?? {}
  return Array.isArray(value)
    ? value.map((item) => valueText(item, field, names)).join('、') || '—'
    : valueText(value, field, names)
}

/** A plain value as people read it. */
function valueText(value: unknown, field: string, names: Record<string, string>): string {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'number') return value.toLocaleString('zh-CN', { useGrouping: field !== 'year' })
  if (typeof value !== 'string') return JSON.stringify(value)
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return exactText(value)
  return names[value] ?? value
}
