import { DECISION_STATE_NAMES } from '@shared/ballot/decision/rules'
import { RULING_NAMES } from '@shared/ballot/rules'
import { momentText } from '@shared/kernel/dates'
import { Button, Tag } from 'antd'
import { useState } from 'react'
import { countText } from '../../components/count'
import { Listing } from '../../components/listing'
import { useCandidate, useDecisions } from './data'
import { DecisionCard, STATE_COLOURS } from './decision'

type Props = { onShow: (cluster: string) => void }

/** For each of them the ledger is counted. */
const MOST_WAITING = 5
const PAGE_SIZE = 10

/** Decisions that wait for a second person. */
export function Waiting({ onShow }: Props) {
  const nameOf = useCandidate()
  const list = useDecisions({ page: 1, pageSize: MOST_WAITING, state: 'proposed' })
  if (!list.data?.items.length) return null
  const more = list.data.total - list.data.items.length
  return (
    <section className="sheet waiting-decisions">
      <h2>等第二个人确认（{list.data.total}）</h2>
      {list.data.items.map((one) => (
        <DecisionCard key={one.id} decision={one} nameOf={nameOf} onShow={onShow} />
      ))}
      {more > 0 && <p>另有 {countText(more)} 项在下面的“处理记录”里，点候选的名称就能核对。</p>}
    </section>
  )
}

/** All that was proposed, newest first, and what came of it. */
export function DecisionList({ onShow }: Props) {
  const nameOf = useCandidate()
  const [{ page, pageSize }, change] = useState({ page: 1, pageSize: PAGE_SIZE })
  const list = useDecisions({ page, pageSize })
  return (
    <section className="decisions">
      <h2>处理记录</h2>
      <Listing
        cards
        {...{ list, page, pageSize, width: 860, unit: '次' }}
        change={({ page, pageSize }) => change({ page: Number(page), pageSize: Number(pageSize) })}
        empty="还没有处理过"
        columns={[
          { title: '提出', dataIndex: 'proposedAt', width: 120, render: momentText },
          {
            title: '候选与处理',
            key: 'what',
            render: (_, { cluster, candidate, kind }) => (
              <>
                <Button type="link" className="who" onClick={() => onShow(cluster)}>
                  {nameOf(candidate)}
                </Button>
                <div className="faint">{RULING_NAMES[kind]}</div>
              </>
            ),
          },
          {
            title: '状态',
            dataIndex: 'state',
            width: 150,
            render: (state: keyof typeof STATE_COLOURS) => (
              <Tag color={STATE_COLOURS[state]}>{DECISION_STATE_NAMES[state]}</Tag>
            ),
          },
          {
            title: '选票',
            key: 'ballots',
            width: 110,
            render: (_, { ballots: { waiting, ruled, left }, state }) =>
              state === 'done' ? `${countText(ruled)} 张` : `${countText(waiting + ruled + left)} 张`,
          },
          { title: '公开的理由', dataIndex: 'reason' },
          {
            title: '提出和确认的人',
            key: 'who',
            width: 170,
            render: (_, { proposedBy, answeredBy }) => (
              <>
                {proposedBy}
                {answeredBy && <div>{answeredBy}</div>}
              </>
            ),
          },
        ]}
      />
    </section>
  )
}
