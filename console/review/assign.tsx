import { planReviews, type Standing } from '@shared/review/assignment'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Empty, Flex, Modal, Table } from 'antd'
import { useMemo, useState } from 'react'
import { Refused } from '../components/refused'
import { request } from '../platform/request'
import { useMay } from '../session'
import { type Matrix, type MatrixCell, useRenew } from './data'

/** Who gets what: as it is, as it would be, and the act that makes it so. Doing it again tops up. */
export function Assign({ data }: { data: Matrix }) {
  const { rule, reviewers, rows, short } = data
  const mayWrite = useMay()('review.write')
  const renew = useRenew()
  const [asking, setAsking] = useState(false)
  const plan = useMemo(() => expect(data), [data])
  const assign = useMutation({
    mutationFn: () => request('POST /api/staff/reviews/assignment', { body: { category: data.category } }),
    onSuccess: () => setAsking(false),
    onSettled: renew,
  })
  if (!rule) return <Empty description="设好评审指标后才能分配" />
  if (reviewers.length === 0 || rows.length === 0) {
    return <Empty description={rows.length ? '这个奖项还没有专家' : '候选名单还没有发布'} />
  }
  const most = Math.max(...plan.loads.map(({ now, after }) => Math.max(now, after)), 1)
  const isDone = plan.add === 0 && plan.remove === 0
  return (
    <>
      <Flex justify="space-between" gap={16} wrap align="center" className="review-tools">
        <p>
          {rule.perCandidate === null
            ? '每位专家评全部候选（回避的除外）。'
            : `每位候选由 ${rule.perCandidate} 位专家评，专家之间尽量一样多。`}
          已经动笔的不会变。
        </p>
        {mayWrite && (
          <Button type="primary" disabled={isDone} onClick={() => setAsking(true)}>
            {isDone ? '已分配好' : plan.held ? '补分、调匀' : '自动分配'}
          </Button>
        )}
      </Flex>
      {assign.data && (
        <Alert
          className="note"
          type={assign.data.short.length ? 'warning' : 'success'}
          showIcon
          title={`已分配：新增 ${assign.data.added} 份，调走 ${assign.data.removed} 份`}
          description={`随机种子 ${assign.data.seed}，已写入操作记录，可以据此重算。`}
        />
      )}
      {short.length > 0 && (
        <Alert
          className="note"
          type="warning"
          showIcon
          title={`有 ${short.length} 位候选的专家不够`}
          description={short
            .map(({ number, name, has, wants }) => `${number} ${name}（${has}/${wants}）`)
            .join('、')}
        />
      )}
      <Table
        className="sheet-table"
        rowKey="id"
        size="middle"
        pagination={false}
        dataSource={plan.loads}
        columns={[
          { title: '专家', dataIndex: 'name' },
          { title: '现在', dataIndex: 'now', width: 90, align: 'right' },
          { title: '分配后（预计）', dataIndex: 'after', width: 130, align: 'right' },
          {
            title: '',
            key: 'bar',
            width: '45%',
            render: (_, { now, after }) => (
              <span className="load" aria-hidden>
                <span className="load-now" style={{ width: `${(Math.min(now, after) / most) * 100}%` }} />
                <span
                  className="load-more"
                  style={{ width: `${(Math.max(after - now, 0) / most) * 100}%` }}
                />
              </span>
            ),
          },
          { title: '回避', dataIndex: 'barred', width: 80, align: 'right' },
        ]}
      />
      <p className="hint">要给某位专家单独加一位或去掉一位候选，请在“进度”表里点相应的格子。</p>
      <Modal
        open={asking}
        title="分配专家"
        okText="分配"
        confirmLoading={assign.isPending}
        onOk={() => assign.mutate()}
        onCancel={() => setAsking(false)}
      >
        <Refused error={assign.error} />
        <p>
          预计新增 {plan.add} 份{plan.remove ? `，调走没动笔的 ${plan.remove} 份` : ''}
          。专家多少一样时抽签决定， 种子随机产生并写入操作记录。
        </p>
      </Modal>
    </>
  )
}

const STANDING = ({ state, begun }: MatrixCell): Standing =>
  state === 'submitted' ? 'submitted' : state === 'recused' ? 'recused' : begun ? 'begun' : 'untouched'

/** How much each expert would have to do. Who exactly gets whom is drawn by the server. */
function expect({ rule, reviewers, rows }: Matrix) {
  const cells = rows.flatMap(({ candidate, cells }) =>
    cells.map((cell) => ({ ...cell, candidate: candidate.id })),
  )
  const held = cells
    .filter(({ review }) => review !== null)
    .map((cell) => ({ reviewer: cell.reviewer, candidate: cell.candidate, standing: STANDING(cell) }))
  const barred = new Set(
    cells
      .filter(({ state }) => state === 'conflict' || state === 'recused')
      .map(({ reviewer, candidate }) => `${reviewer} ${candidate}`),
  )
  const { add, remove } = planReviews({
    candidates: rows.filter(({ candidate }) => !candidate.withdrawn).map(({ candidate }) => candidate.id),
    reviewers: reviewers.filter(({ disabled }) => !disabled).map(({ id }) => id),
    held,
    perCandidate: rule?.perCandidate ?? null,
    isBarred: (reviewer, candidate) => barred.has(`${reviewer} ${candidate}`),
    seed: '',
    sha256: (text) => text,
  })
  const count = (pairs: { reviewer: string }[], id: string) =>
    pairs.filter(({ reviewer }) => reviewer === id).length
  const active = held.filter(({ standing }) => standing !== 'recused')
  return {
    held: held.length,
    add: add.length,
    remove: remove.length,
    loads: reviewers.map(({ id, name, disabled }) => {
      const now = count(active, id)
      return {
        id,
        name: disabled ? `${name}（停用）` : name,
        now,
        after: now + count(add, id) - count(remove, id),
        barred: [...barred].filter((key) => key.startsWith(`${id} `)).length,
      }
    }),
  }
}
