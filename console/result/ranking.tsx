import { PART_NAMES } from '@shared/edition/scoring/words'
import { momentText } from '@shared/kernel/dates'
import type { ResultEntrant, StaffResult } from '@shared/result/contract'
import { PARTS, type Standing } from '@shared/result/rules'
import { sumsOf } from '@shared/result/sums'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { Button, Descriptions, Drawer, Empty, Table, Tag } from 'antd'
import { useState } from 'react'
import { PartBar } from './part-bar'

type Ranked = ResultEntrant & Standing

/** Who stands where, by which points, and who is out of the race. */
export function Ranking({ result }: { result: StaffResult }) {
  const { entrants, standings, weights, scoring, seats, gone, state } = result
  const [open, setOpen] = useState<string | null>(null)
  const known = new Map(entrants.map((one) => [one.id, one]))
  const ranked = standings.flatMap((standing): Ranked[] => {
    const entrant = known.get(standing.id)
    return entrant ? [{ ...entrant, ...standing }] : []
  })
  const shown = (points: number | null) => points?.toFixed(scoring.decimals) ?? '—'
  const wins = (rank: number) => seats !== null && rank <= seats
  const opened = ranked.find(({ id }) => id === open) ?? null
  return (
    <>
      <Table<Ranked>
        className="sheet-table"
        rowKey="id"
        size="middle"
        dataSource={ranked}
        pagination={false}
        scroll={{ x: 1000 }}
        rowClassName={({ rank }) => (rank === seats ? 'last-seat' : '')}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="没有参评者" /> }}
        columns={[
          { title: '名次', dataIndex: 'rank', width: 64, className: 'figure' },
          {
            title: '参评者',
            key: 'name',
            render: (_, { id, number, name, unitName, rank }) => (
              <>
                <Button type="link" className="who" onClick={() => setOpen(id)}>
                  {number} {name}
                </Button>
                {wins(rank) && (
                  <Tag color="warning">
                    {state === 'released' ? '表彰' : state === 'open' ? '名额内' : '拟表彰'}
                  </Tag>
                )}
                {unitName !== name && <div className="faint">{unitName}</div>}
              </>
            ),
          },
          ...PARTS.filter((part) => weights[part] > 0).map((part) => ({
            title: (
              <>
                {PART_NAMES[part]} <span className="faint">{weights[part]}%</span>
              </>
            ),
            key: part,
            width: 128,
            className: 'figure',
            render: (_: unknown, { parts }: Ranked) => shown(parts[part]),
          })),
          {
            title: '综合得分',
            key: 'score',
            width: 190,
            className: 'figure',
            render: (_, one) => (
              <>
                <b>{shown(one.score)}</b>
                <PartBar standing={one} weights={weights} />
              </>
            ),
          },
        ]}
      />
      {gone.length > 0 && (
        <section className="sheet">
          <h2>不参加排名的 {gone.length} 位</h2>
          <ul className="warnings">
            {gone.map(({ id, number, name, why, at, reason }) => (
              <li key={id}>
                {number} {name}：{why === 'withdrawn' ? '退出评选' : '取消资格'}，{momentText(at)}，{reason}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Drawer
        open={opened !== null}
        onClose={() => setOpen(null)}
        size={640}
        title={opened ? `第 ${opened.rank} 名　${opened.number} ${opened.name}` : ''}
      >
        {opened && <Sums one={opened} result={result} />}
      </Drawer>
    </>
  )
}

/** How a score came about, with all its numbers. */
function Sums({ one, result }: { one: Ranked; result: StaffResult }) {
  const { entrants, weights, scoring } = result
  const { parts, total, tie } = sumsOf(one, { of: entrants, weights, scoring })
  return (
    <>
      <p className="faint">
        {one.unitName}　{one.region.city}　{LEVEL_NAMES[one.level]}　{one.experts} 位专家评分　{one.votes} 票
      </p>
      <Descriptions
        bordered
        column={1}
        size="small"
        items={[
          ...parts.map(({ part, name, weight, points, lines }) => ({
            key: part,
            label: (
              <>
                {name} {weight}%<div className="sum-points">{points?.toFixed(scoring.decimals) ?? '—'}</div>
              </>
            ),
            children: lines.map((line) => <div key={line}>{line}</div>),
          })),
          { key: 'total', label: '综合得分', children: <b>{total}</b> },
        ]}
      />
      {tie && <p>{tie}。</p>}
    </>
  )
}
