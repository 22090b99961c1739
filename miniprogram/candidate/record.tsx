import type { ReplyRecord } from '@shared/unit/contract'
import { answerRate } from '@shared/unit/rules'
import { grouped } from '@/ballot/votes'
import './record.scss'

/** A unit's year of messages, invented with a `sample`: the figures, and per month how many came and how many were answered. */
export function Record({ record, sample }: { record: ReplyRecord; sample: boolean }) {
  const { year, received, answered, medianAnswerHours, monthlyReceived, monthlyAnswered } = record
  const rate = answerRate(record)
  const top = Math.max(1, ...monthlyReceived)
  return (
    <section className="record">
      <h2 className="section-title">{year}年回复情况</h2>
      <dl className="record-figures">
        <Figure name="收到留言" value={grouped(received)} unit="条" />
        <Figure name="已回复" value={grouped(answered)} unit="条" />
        <Figure
          name="回复率"
          value={rate === null ? '—' : rounded(rate * 100)}
          unit={rate === null ? '' : '%'}
        />
        <Figure name="回复时长中位数" {...hours(medianAnswerHours)} />
      </dl>
      <div className="record-chart" role="img" aria-label={chartText(monthlyReceived, monthlyAnswered)}>
        {monthlyReceived.map((count, month) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the month
          <div key={month} className="record-month">
            <span className="record-count">{count || ''}</span>
            <div className="record-track">
              <div className="record-received" style={{ height: `${(count / top) * 100}%` }}>
                <div
                  className="record-answered"
                  style={{ height: `${count ? ((monthlyAnswered[month] ?? 0) / count) * 100 : 0}%` }}
                />
              </div>
            </div>
            <span className="record-label">{month + 1}月</span>
          </div>
        ))}
      </div>
      <p className="record-legend" aria-hidden="true">
        <span className="record-key is-answered" />
        已回复
        <span className="record-key" />
        收到、未回复
      </p>
      <p className="record-note">按留言月份统计，{sample ? '此处为示例数据' : '数据来自荆楚网问政平台'}。</p>
    </section>
  )
}

function Figure({ name, value, unit }: { name: string; value: string; unit: string }) {
  return (
    <div className="record-figure">
      <dt className="record-name">{name}</dt>
      <dd className="record-value">
        {value}
        <span className="record-unit">{unit}</span>
      </dd>
    </div>
  )
}

/** One decimal, as in the deeds; none where it is 0. */
const rounded = (n: number) => n.toFixed(1).replace(/\.0$/, '')

function hours(median: number | null): { value: string; unit: string } {
  if (median === null) return { value: '—', unit: '' }
  return median < 48 ? { value: rounded(median), unit: '小时' } : { value: rounded(median / 24), unit: '天' }
}

function chartText(received: number[], answered: number[]): string {
  const months = received.map((count, month) => `${month + 1}月收到${count}条、回复${answered[month] ?? 0}条`)
  return `每月留言与回复：${months.join('；')}`
}
