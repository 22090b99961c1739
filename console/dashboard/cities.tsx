import { Bars } from '../components/bars'

type Props = {
  /** What is counted, `报名`, and its unit. */
  what: string
  unit: string
  /** As many counts of a city as there are. */
  cities: { code: string; name: string; count: number }[]
  /** The title where there is none. */
  none: string
}

/** Where something comes from, the most first. */
export function Cities({ what, unit, cities, none }: Props) {
  const sums = new Map<string, { key: string; name: string; value: number }>()
  for (const { code, name, count } of cities) {
    sums.set(code, { key: code, name, value: (sums.get(code)?.value ?? 0) + count })
  }
  const bars = [...sums.values()].sort((a, b) => b.value - a.value)
  const [first, second] = bars
  const leads = first && first.value > (second?.value ?? 0) ? `，${first.name}最多` : ''
  const title = first ? `${what}来自 ${bars.length} 个市州${leads}` : none
  return <Bars title={title} unit={unit} width={180} bars={bars} />
}
