import type { CategoryReview } from '@shared/edition/review/contract'
import { fullText } from '@shared/kernel/dates'
import { REVIEW_STATE_NAMES } from '@shared/review/rules'
import { Alert, Button, Descriptions, Drawer, Flex, Skeleton } from 'antd'
import { useState } from 'react'
import { ReasonDialog } from '../components/reason'
import { Trouble } from '../components/states'
import { request } from '../platform/request'
import { useMay } from '../session'
import { useRenew, useReview } from './data'

type Act = 'reopen' | 'remove' | 'lift'

const ACTS: Record<Act, { title: string; verb: string; says: string }> = {
  reopen: {
    title: '退回专家修改',
    verb: '退回',
    says: '专家可以改分并重新提交，这份评分在此之前不计入得分。专家会看到原因。',
  },
  remove: { title: '取消分配', verb: '取消分配', says: '专家的清单里不再有这位候选。已经动笔的不能取消。' },
  lift: { title: '解除回避', verb: '解除回避', says: '这位候选回到专家的清单里，要重新评。' },
}

/** One review: marks and comment, and what can be done with it. */
export function ReviewDrawer({
  id,
  rule,
  onClose,
}: {
  id: string | null
  rule: CategoryReview | null
  onClose: () => void
}) {
  const review = useReview(id)
  const mayWrite = useMay()('review.write')
  const renew = useRenew()
  const [act, setAct] = useState<Act | null>(null)
  const { data, error } = review
  const run = async (reason: string) => {
    const input = { params: { id: id! }, body: { reason } }
    try {
      if (act === 'reopen') await request('POST /api/staff/reviews/:id/reopening', input)
      if (act === 'lift') await request('DELETE /api/staff/reviews/:id/recusal', input)
      if (act === 'remove') {
        await request('DELETE /api/staff/reviews/:id', input)
        onClose()
      }
    } finally {
      await renew()
    }
  }
  const untouched = data?.state === 'draft' && Object.keys(data.marks).length === 0 && data.comment === ''
  return (
    <Drawer
      open={id !== null}
      onClose={onClose}
      size={560}
      title={data ? `${data.reviewer.name}评 ${data.candidate.number} ${data.candidate.name}` : '一份评审'}
      destroyOnHidden
    >
      {error ? (
        <Trouble error={error} retry={review.refetch} />
      ) : !data ? (
        <Skeleton active />
      ) : (
        <Flex vertical gap={16}>
          {data.recusal && (
            <Alert
              type="info"
              showIcon
              title={
                data.recusal.by === 'unit'
                  ? '候选来自专家所在单位，自动回避'
                  : `专家申请回避：${data.recusal.reason}`
              }
            />
          )}
          {data.reopened && (
            <Alert
              type="warning"
              showIcon
              title={`${data.reopened.by}于 ${fullText(data.reopened.at)} 退回：${data.reopened.reason}`}
            />
          )}
          <Descriptions
            column={1}
            size="small"
            bordered
            items={[
              { key: 'state', label: '状态', children: REVIEW_STATE_NAMES[data.state] },
              ...(rule?.criteria ?? []).map(({ key, name, full, weight }) => ({
                key,
                label: `${name}（${weight}%）`,
                children: data.marks[key] === undefined ? '未打分' : `${data.marks[key]} / ${full}`,
              })),
              { key: 'points', label: '总分', children: <b>{data.points ?? '—'}</b> },
              {
                key: 'comment',
                label: '评语',
                children: <span className="review-comment">{data.comment || '没有写'}</span>,
              },
              { key: 'saved', label: '最近保存', children: data.savedAt ? fullText(data.savedAt) : '—' },
              {
                key: 'submitted',
                label: '提交',
                children: data.submittedAt ? fullText(data.submittedAt) : '—',
              },
            ]}
          />
          {mayWrite && (
            <Flex gap={8}>
              {data.state === 'submitted' && <Button onClick={() => setAct('reopen')}>退回专家修改</Button>}
              {untouched && (
                <Button danger onClick={() => setAct('remove')}>
                  取消分配
                </Button>
              )}
              {data.recusal?.by === 'reviewer' && <Button onClick={() => setAct('lift')}>解除回避</Button>}
            </Flex>
          )}
        </Flex>
      )}
      <ReasonDialog
        open={act !== null}
        title={act ? ACTS[act].title : ''}
        verb={act ? ACTS[act].verb : ''}
        danger={act === 'remove'}
        run={run}
        onClose={() => setAct(null)}
      >
        {act && ACTS[act].says}
      </ReasonDialog>
    </Drawer>
  )
}
