import { Empty, Skeleton } from 'antd'
import { lazy, type ReactNode, Suspense, useMemo } from 'react'
import { theme } from '../theme'
import { countText } from './count'
import './chart.css'

const Plot = lazy(() => import('./plot'))

/** A line's name and its values, one per point of the axis. */
export type Line = { name: string; values: number[] }
/** An instant to be pointed out, by the index of its point. */
export type Mark = { at: number; name: string }

type Props = {
  /** What the chart says, in a sentence. */
  title: string
  /** What its numbers are, and of when. */
  note?: ReactNode
  /** The points of the axis, in words. */
  points: string[]
  lines: Line[]
  marks?: Mark[]
  /** Lines on top of each other, so that their height is the sum. */
  stacked?: boolean
  unit: string
  /** What stands where there is nothing to draw yet. */
  empty: string
  height?: number
}

const isBlank = ({ values }: Line) => values.every((n) => n === 0)

/** Colours that differ in lightness too; dashes tell lines apart without colour. */
const COLORS = ['#a8201a', '#2c5a86', '#b3791a', '#2b6a45', '#6d4c8c']
const DASHES = ['solid', 'dashed', 'dotted', [8, 3, 2, 3], [2, 4]] as const

/** Numbers over time: drawn for who sees, in a table for who listens or wants the figures. */
export function Chart({ title, note, points, lines, marks = [], stacked, unit, empty, height = 280 }: Props) {
  const option = useMemo(
    () => optionOf({ points, lines, marks, stacked, unit }),
    [points, lines, marks, stacked, unit],
  )
  const blank = lines.every(isBlank)
  return (
    <figure className="chart">
      <figcaption>
        <h2>{title}</h2>
        {note && <p>{note}</p>}
      </figcaption>
      {blank ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} style={{ height }} />
      ) : (
        <>
          <Suspense fallback={<Skeleton active style={{ height }} />}>
            <Plot option={option} height={height} />
          </Suspense>
          <Figures points={points} lines={lines} />
        </>
      )}
    </figure>
  )
}

function Figures({ points, lines }: Pick<Props, 'points' | 'lines'>) {
  return (
    <details>
      <summary>数据表</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="figures" tabIndex={0} aria-label="数据表">
        <table>
          <thead>
            <tr>
              <th scope="col">时间</th>
              {lines.map(({ name }) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {points.map((point, i) => (
              <tr key={point}>
                <th scope="row">{point}</th>
                {lines.map(({ name, values }) => (
                  <td key={name}>{countText(values[i] ?? 0)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}

function optionOf({
  points,
  lines,
  marks,
  stacked,
  unit,
}: Pick<Props, 'points' | 'lines' | 'stacked' | 'unit'> & { marks: Mark[] }) {
  const { colorTextSecondary: ink, colorBorderSecondary: line, fontFamily } = theme.token!
  const label = { color: ink, fontFamily }
  return {
    animation: false,
    textStyle: { fontFamily },
    grid: { left: 8, right: 24, top: 40, bottom: 4, containLabel: true },
    legend: {
      // Few enough stand in one line also on a phone; more are paged there.
      type: lines.length > 2 ? ('scroll' as const) : ('plain' as const),
      top: 0,
      left: 0,
      itemWidth: 28,
      textStyle: label,
      show: lines.length > 1,
    },
    tooltip: {
      trigger: 'axis' as const,
      confine: true,
      valueFormatter: (n: unknown) => `${countText(Number(n))} ${unit}`,
    },
    xAxis: {
      type: 'category' as const,
      boundaryGap: false,
      data: points,
      axisLabel: { ...label, hideOverlap: true },
      axisLine: { lineStyle: { color: line } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value' as const,
      minInterval: 1,
      axisLabel: { ...label, formatter: countText },
      splitLine: { lineStyle: { color: line } },
    },
    series: lines.map(({ name, values }, i) => ({
      id: name,
      name,
      type: 'line' as const,
      color: COLORS[i % COLORS.length],
      // On top of the others, a line without anything would be drawn over the one below, as if all were its own.
      data: stacked && isBlank({ name, values }) ? [] : values,
      showSymbol: values.length === 1,
      stack: stacked ? 'all' : undefined,
      areaStyle: stacked ? { opacity: 0.25 } : undefined,
      lineStyle: { width: 2, type: DASHES[i % DASHES.length] as 'solid' },
      markLine:
        i === 0 && marks.length > 0
          ? {
              symbol: 'none',
              silent: true,
              label: { ...label, formatter: '{b}' },
              lineStyle: { color: ink, type: 'dashed' as const },
              data: marks.map(({ at, name }) => ({ xAxis: at, name })),
            }
          : undefined,
    })),
  }
}
