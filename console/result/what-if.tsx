import { findPhase, hasBegun } from '@shared/edition/rules'
import type { Part, Weights } from '@shared/edition/scoring/contract'
import { PART_NAMES } from '@shared/edition/scoring/words'
import type { StaffResult } from '@shared/result/contract'
import { PARTS, rankEntrants } from '@shared/result/rules'
import { Alert, Button, Empty, Flex, InputNumber, Slider, Table, Typography } from 'antd'
import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import { useEdition, useNow } from '../edition/phase'
import { useMay } from '../session'
import { PartBar, PartKey } from './part-bar'

/** Other weights, and what would become of the ranks; nothing is changed by it. */
export function WhatIf({ result }: { result: StaffResult }) {
  const { entrants, standings, scoring, weights: own, seats } = result
  const [weights, setWeights] = useState<Weights>(own)
  const sum = PARTS.reduce((total, part) => total + weights[part], 0)
  const tried = useMemo(() => {
    const known = new Map(entrants.map((one) => [one.id, one]))
    const racing = standings.flatMap(({ id }) => known.get(id) ?? [])
    const before = new Map(standings.map(({ id, rank }) => [id, rank]))
    return rankEntrants(racing, { weights, scoring }).map((one) => ({
      ...one,
      entrant: known.get(one.id)!,
      was: before.get(one.id)!,
    }))
  }, [entrants, standings, weights, scoring])
  const wins = (rank: number) => seats !== null && rank <= seats
  const came = tried.filter(({ rank, was }) => wins(rank) && !wins(was))
  const went = tried.filter(({ rank, was }) => !wins(rank) && wins(was))
  const namesOf = (those: typeof tried) =>
    those.map(({ entrant }) => `${entrant.number} ${entrant.name}`).join('、')
  const isOwn = PARTS.every((part) => weights[part] === own[part])
  return (
    <div className="what-if">
      <section className="sheet" aria-label="试算的权重">
        <h2>换一组权重看看</h2>
        {PARTS.map((part) => (
          <Weight
            key={part}
            part={part}
            value={weights[part]}
            onChange={(value) => setWeights({ ...weights, [part]: value })}
          />
        ))}
        <Flex justify="space-between" align="center" gap={8} wrap>
          <Typography.Text type={sum === 100 ? 'secondary' : 'warning'} role="status">
            合计 {sum}%{sum === 100 ? '' : sum === 0 ? '，全部没有权重' : '，按比例折算'}
          </Typography.Text>
          <Button disabled={isOwn} onClick={() => setWeights(own)}>
            恢复
          </Button>
        </Flex>
        <Fixed />
      </section>
      <div>
        <Alert
          className="note"
          role="status"
          type={came.length > 0 ? 'warning' : 'info'}
          title={
            isOwn
              ? '现在是设置里的权重，拖动滑块看名次怎样变。'
              : came.length === 0
                ? '名额内的人选不变。'
                : `名额内的人选变动 ${came.length} 位。进：${namesOf(came)}；出：${namesOf(went)}`
          }
        />
        <PartKey />
        <Table
          className="sheet-table"
          rowKey="id"
          size="small"
          dataSource={tried}
          pagination={false}
          scroll={{ x: 640 }}
          rowClassName={({ rank }) => (rank === seats ? 'last-seat' : '')}
          locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="没有参评者" /> }}
          columns={[
            { title: '名次', dataIndex: 'rank', width: 64, className: 'figure' },
            {
              title: '变化',
              key: 'shift',
              width: 88,
              render: (_, { rank, was }) => <Shift by={was - rank} />,
            },
            { title: '参评者', key: 'name', render: (_, { entrant }) => `${entrant.number} ${entrant.name}` },
            {
              title: '得分',
              key: 'score',
              width: 88,
              className: 'figure',
              render: (_, { score }) => score.toFixed(scoring.decimals),
            },
            {
              title: '由什么组成',
              key: 'bar',
              width: 240,
              render: (_, one) => <PartBar standing={one} weights={weights} />,
            },
          ]}
        />
      </div>
    </div>
  )
}

type WeightProps = { part: Part; value: number; onChange: (value: number) => void }

function Weight({ part, value, onChange }: WeightProps) {
  return (
    <div className="weight">
      <span>{PART_NAMES[part]}</span>
      <Slider
        min={0}
        max={100}
        value={value}
        onChange={onChange}
        ariaLabelForHandle={`${PART_NAMES[part]}的权重，拖动`}
        tooltip={{ open: false }}
      />
      <InputNumber
        aria-label={`${PART_NAMES[part]}的权重`}
        min={0}
        max={100}
        precision={0}
        suffix="%"
        value={value}
        onChange={(value) => onChange(value ?? 0)}
      />
    </div>
  )
}

function Shift({ by }: { by: number }) {
  if (by === 0) return <span className="faint">不变</span>
  return by > 0 ? <span className="shift-up">▲ 升 {by}</span> : <span className="shift-down">▼ 降 {-by}</span>
}

/** Whether the weights can still be changed, and where. */
function Fixed() {
  const { data: edition } = useEdition()
  const now = useNow(edition?.ahead ?? 0, 60_000)
  const mayWrite = useMay()('edition.write')
  const voting = edition && findPhase(edition, 'voting')
  if (!edition) return null
  if (voting && hasBegun(voting, now)) {
    return (
      <p className="faint">
        权重在投票开始时已经固定，并写进了网站的评选规则。这里只是试算，什么都不会改动。
      </p>
    )
  }
  return (
    <p className="faint">
      这里只是试算。投票开始前可以
      {mayWrite ? (
        <Link to={`/editions/${edition.id}`}>在届次设置里改权重</Link>
      ) : (
        '请管理员在届次设置里改权重'
      )}
      ，投票开始后就不能再改。
    </p>
  )
}
