import type { ReplyRecord } from '@shared/unit/contract'
import { answerRate } from '@shared/unit/rules'
import { Chart } from '../components/chart'

const MONTHS = Array.from({ length: 12 }, (_, i) => `${i + 1}月`)

/** How a unit answered in a year, month by month. */
export function Months({ record, height }: { record: ReplyRecord; height?: number }) {
  return (
    <Chart
      title={`${record.year} 年回复情况`}
      note={recordText(record)}
      points={MONTHS}
      lines={[
        { name: '收到', values: record.monthlyReceived },
        { name: '答复', values: record.monthlyAnswered },
      ]}
      unit="条"
      empty="这一年没有收到留言"
      height={height}
    />
  )
}

/** `收到 120 条，答复 118 条，答复率 98%，答复时长中位数 20 小时`. */
export function recordText(record: ReplyRecord): string {
  const rate = answerRate(record)
  const said = [
    `收到 ${record.received} 条，答复 ${record.answered} 条`,
    rate !== null && `答复率 ${Math.round(rate * 100)}%`,
    record.medianAnswerHours !== null && `答复时长中位数 ${record.medianAnswerHours} 小时`,
  ]
  return said.filter(Boolean).join('，')
}
