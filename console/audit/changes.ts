import { fieldName, valueText } from './words'

/** One changed thing: where it is, and what it was and became; null where there was or is nothing. */
export type Change = { field: string; before: string | null; after: string | null }

type Fields = Record<string, unknown>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * What is told of an entry, side by side and in words: each line one plain value that differs. `kind` is what it was done
 * to.
 */
export function changesOf(before: unknown, after: unknown, kind = '', path: string[] = []): Change[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const [old, now] = [fieldsOf(before), fieldsOf(after)]
  if (old || now) {
    const names = new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])
    return [...names].flatMap((name) => changesOf(old?.[name], now?.[name], kind, [...path, name]))
  }
  return [
    {
      field: path.map((field, i) => fieldName(field, path[i - 1] ?? kind)).join(' › ') || '内容',
      before: textOf(before, path),
      after: textOf(after, path),
    },
  ]
}

/** An object's fields; those of a list of objects by what each is called, so that one that moved is still itself. */
function fieldsOf(value: unknown): Fields | null {
  if (isFields(value)) return value
  if (!Array.isArray(value) || !value.some(isFields)) return null
  return Object.fromEntries(value.map((item, i) => [nameOf(item) ?? `第 ${i + 1} 项`, item]))
}

function nameOf(item: unknown): string | null {
  if (!isFields(item)) return null
  const name = item.name ?? item.title ?? item.id
  return typeof name === 'string' && name !== '' ? name : null
}

function textOf(value: unknown, path: string[]): string | null {
  if (value === undefined || value === null) return null
  const field = path.at(-1) ?? ''
  return Array.isArray(value)
    ? value.map((item) => valueText(item, field)).join('、') || '—'
    : valueText(value, field)
}
