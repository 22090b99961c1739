import { NORMALISATION_NAMES } from '@shared/edition/changes'
import { Empty, Table, Tag } from 'antd'
import { lazy, Suspense, useMemo } from 'react'
import type { PlotOption } from '../components/plot'
import { theme } from '../theme'
import type { Matrix, MatrixRow } from './data'

const Plot = lazy(() => import('../components/plot'))

/** Each candidate's scores: how far they lie apart, which are outliers, and what normalisation makes of them. */
export function Scores({ data }: { data: Matrix }) {
  const rows = useMemo(
    () => data.rows.filter(({ n }) => n > 0).sort((a, b) => (b.score ?? 0) - (a.score ?? 0)),
    [data],
  )
  const option = useMemo(() => optionOf(rows), [rows])
  if (rows.length === 0) return <Empty description="还没有专家提交评分" />
  const { outlier, disagreement } = data.limits
  const places = placesOf(rows)
  return (
    <>
      <figure className="chart sheet review-chart">
        <figcaption>
          <h2>各位候选的得分分布</h2>
          <p>
            每个点是一位专家的分。与中位数相差 {outlier} 分以上的是离群分；最高最低相差 {disagreement}{' '}
            分以上的，标为分歧大。具体数字见下表。
          </p>
        </figcaption>
        <Suspense fallback={null}>
          <Plot option={option} height={rows.length * 34 + 90} />
        </Suspense>
      </figure>
      <p className="hint">{ruleWords(data)}</p>
      <Table
        className="sheet-table"
        rowKey={({ candidate }) => candidate.id}
        size="middle"
        pagination={false}
        scroll={{ x: 860 }}
        dataSource={rows}
        columns={[
          {
            title: '候选',
            key: 'who',
            render: (_, { candidate }) => (
              <>
                <b>{candidate.number}</b> {candidate.name}
                {candidate.withdrawn && '（已退出）'}
              </>
            ),
          },
          { title: '专家数', dataIndex: 'n', width: 80, align: 'right' },
          {
            title: '折算前均分',
            key: 'mean',
            width: 130,
            align: 'right',
            render: (_, { mean, candidate }) => (
              <Scored points={mean} place={places.mean.get(candidate.id)} />
            ),
          },
          {
            title: '折算后得分',
            key: 'score',
            width: 130,
            align: 'right',
            render: (_, { score, candidate }) => (
              <b>
                <Scored points={score} place={places.score.get(candidate.id)} />
              </b>
            ),
          },
          { title: '中位数', dataIndex: 'median', width: 90, align: 'right' },
          { title: '最高最低差', dataIndex: 'spread', width: 110, align: 'right' },
          {
            title: '提示',
            key: 'notes',
            width: 190,
            render: (_, { disagreement, cells }) => {
              const far = cells.filter(({ outlier }) => outlier)
              return (
                <>
                  {disagreement && <Tag color="warning">分歧大</Tag>}
                  {far.map(({ reviewer, points }) => (
                    <Tag key={reviewer} color="error">
                      {nameOf(data, reviewer)} {points}
                    </Tag>
                  ))}
                </>
              )
            },
          },
        ]}
      />
    </>
  )
}

function Scored({ points, place }: { points: number | null; place: number | undefined }) {
  if (points === null) return '—'
  return (
    <>
      {points.toFixed(2)} <small className="faint">第 {place}</small>
    </>
  )
}

const nameOf = ({ reviewers }: Matrix, id: string) => reviewers.find((one) => one.id === id)?.name ?? ''

/** Each one's place before and after normalisation; equal scores share the better place. */
function placesOf(rows: MatrixRow[]) {
  const places = (of: 'mean' | 'score') =>
    new Map(
      rows.map((row) => [
        row.candidate.id,
        1 + rows.filter((other) => (other[of] ?? 0) > (row[of] ?? 0)).length,
      ]),
    )
  return { mean: places('mean'), score: places('score') }
}

function ruleWords(data: Matrix): string {
  const { rule, reviewers } = data
  if (!rule) return ''
  const { mode, minScores } = rule.normalisation
  if (mode === 'mean') return '得分是各位专家评分的平均分，不另折算。'
  if (mode === 'trimmed') {
    return `${NORMALISATION_NAMES.trimmed}后取平均；一位候选不足 ${Math.max(3, minScores)} 个分数的，取平均分。`
  }
  const as = reviewers.filter(({ standardised }) => standardised === false).map(({ name }) => name)
  const left = as.length ? `未折算的专家（不足 ${minScores} 份）：${as.join('、')}。` : ''
  return `每位专家的分先折算成同样的平均分和宽严（平均 75、标准差 10），再取平均；一位专家提交不足 ${minScores} 份的，不折算。${left}`
}

function optionOf(rows: MatrixRow[]): PlotOption {
  const { colorTextSecondary: ink, colorBorderSecondary: line, fontFamily } = theme.token!
  const label = { color: ink, fontFamily }
  const names = rows.map(
    ({ candidate, disagreement }) => `${candidate.number}${disagreement ? ' 分歧大' : ''}`,
  )
  const points = rows.map(({ cells }) =>
    cells.flatMap(({ points, outlier }) => (points === null ? [] : [{ points, outlier }])),
  )
  const lows = points.map((own) => Math.min(...own.map(({ points }) => points)))
  const dots = (far: boolean) =>
    points.flatMap((own, i) => own.filter(({ outlier }) => outlier === far).map(({ points }) => [points, i]))
  return {
    animation: false,
    textStyle: { fontFamily },
    grid: { left: 8, right: 24, top: 40, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, textStyle: label, data: ['专家评分', '离群分', '折算后得分'] },
    tooltip: {
      trigger: 'item' as const,
      confine: true,
      formatter: ({ value }: { value: number[] }) => `${value[0]} 分`,
    },
    xAxis: {
      type: 'value' as const,
      min: Math.max(0, Math.floor(Math.min(...lows) / 10) * 10 - 5),
      max: 100,
      axisLabel: label,
      splitLine: { lineStyle: { color: line } },
    },
    yAxis: {
      type: 'category' as const,
      data: names,
      inverse: true,
      axisLabel: label,
      axisTick: { show: false },
    },
    series: [
      {
        name: 'low',
        type: 'bar' as const,
        stack: 'range',
        silent: true,
        barWidth: 6,
        itemStyle: { color: 'transparent' },
        data: lows,
      },
      {
        name: 'range',
        type: 'bar' as const,
        stack: 'range',
        silent: true,
        barWidth: 6,
        itemStyle: { color: '#e5e0da', borderRadius: 3 },
        data: rows.map(({ spread }) => spread ?? 0),
      },
      {
        name: '专家评分',
        type: 'scatter' as const,
        symbolSize: 11,
        color: '#2c5a86',
        itemStyle: { opacity: 0.75 },
        data: dots(false),
      },
      {
        name: '离群分',
        type: 'scatter' as const,
        symbol: 'diamond',
        symbolSize: 15,
        color: '#a8201a',
        data: dots(true),
      },
      {
        name: '折算后得分',
        type: 'scatter' as const,
        symbol: 'rect',
        symbolSize: [4, 22],
        color: '#231e1b',
        data: rows.map(({ score }, i) => [score ?? 0, i]),
      },
    ],
  }
}
