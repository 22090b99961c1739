import type { Category, CategoryId } from './contract'

/** The measure word: people are counted with 名, units and cases with 个. */
export function measure(category: CategoryId): '名' | '个' {
  return category === 'worker' ? '名' : '个'
}

/** What a ballot of a category may hold: `可选 1 至 15 个`, `可选 1 至 30 名`. */
export function ballotWords({ id, ballotRule: { min, max, per } }: Category): string {
  const span = min === max ? `须选 ${max} ${measure(id)}` : `可选 ${min} 至 ${max} ${measure(id)}`
  return per === 'day' ? `${span}，每天可投一张` : span
}
