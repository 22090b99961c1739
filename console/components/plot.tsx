import { BarChart, LineChart, ScatterChart } from 'echarts/charts'
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { type ECharts, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

use([
  BarChart,
  LineChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  CanvasRenderer,
])

/** What is drawn, by ECharts' own words. Kept out of the pages' first bytes: only `chart.tsx` loads it. */
export type PlotOption = Parameters<ECharts['setOption']>[0]

/** A drawing that follows its data and its frame. */
export default function Plot({ option, height }: { option: PlotOption; height: number }) {
  const frame = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)
  useEffect(() => {
    chart.current = init(frame.current!)
    const resized = new ResizeObserver(() => chart.current?.resize())
    resized.observe(frame.current!)
    return () => {
      resized.disconnect()
      chart.current?.dispose()
    }
  }, [])
  useEffect(() => chart.current?.setOption(option, { replaceMerge: ['series'] }), [option])
  return <div ref={frame} style={{ height }} aria-hidden />
}
