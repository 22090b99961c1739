import type { CategoryId } from '@shared/edition/contract'
import { momentText } from '@shared/kernel/dates'
import { Alert, Empty, Flex, Segmented, Spin, Tabs } from 'antd'
import { Link } from 'react-router'
import { Page } from '../components/page'
import { Trouble } from '../components/states'
import { useEdition } from '../edition/phase'
import { useWish } from '../platform/wish'
import { Assign } from './assign'
import { type Matrix as Data, useMatrix, useReviewers } from './data'
import { Matrix } from './matrix'
import { Reviewers } from './reviewers'
import { Scores } from './scores'
import './review.css'

/** Expert review: who the experts are, what each is assigned, how far they are, and what came of it. */
export default function ReviewPage() {
  const { wish, change } = useWish(['category', 'tab'] as const)
  const edition = useEdition()
  const reviewers = useReviewers()
  const categories = edition.data?.categories ?? []
  const category = (categories.find(({ id }) => id === wish.category) ?? categories[0])?.id ?? null
  const matrix = useMatrix(category)
  const error = edition.error ?? reviewers.error ?? matrix.error
  const retry = () => void Promise.all([edition.refetch(), reviewers.refetch(), matrix.refetch()])
  if (error) {
    return (
      <Page>
        <Trouble error={error} retry={retry} />
      </Page>
    )
  }
  if (!category || !reviewers.data) return <Spin className="waiting" />
  const items = reviewers.data.items
  const named = categories.find(({ id }) => id === category)!
  return (
    <Page intro={<When data={matrix.data} />}>
      <Flex className="filters" gap={16} wrap align="center">
        <Segmented
          aria-label="奖项"
          value={category}
          onChange={(category: CategoryId) => change({ category })}
          options={categories.map(({ id, shortName }) => ({ value: id, label: shortName }))}
        />
        <Progress data={matrix.data} />
      </Flex>
      {matrix.data?.rule === null && (
        <Alert
          className="note"
          type="warning"
          showIcon
          title={
            <>
              “{named.name}”还没有评审指标，不能分配。请在<Link to="/editions">届次设置</Link>
              的“评审”里设好指标和权重。
            </>
          }
        />
      )}
      <Tabs
        activeKey={wish.tab ?? 'progress'}
        onChange={(tab) => change({ tab })}
        items={[
          {
            key: 'progress',
            label: '进度',
            children: matrix.data ? <Matrix data={matrix.data} reviewers={items} /> : <Spin />,
          },
          {
            key: 'scores',
            label: '得分与分歧',
            children: matrix.data ? <Scores data={matrix.data} /> : <Spin />,
          },
          {
            key: 'assign',
            label: '分配',
            children: matrix.data ? <Assign key={category} data={matrix.data} /> : <Spin />,
          },
          {
            key: 'reviewers',
            label: `专家（${items.length}）`,
            children: <Reviewers items={items} categories={categories} />,
          },
        ]}
      />
    </Page>
  )
}

function When({ data }: { data: Data | undefined }) {
  if (!data) return null
  if (!data.window) return <>这一届没有安排专家评审阶段。</>
  const { opensAt, closesAt, open } = data.window
  return (
    <>
      {open ? '正在评审' : '现在不在评审时间内'}：{momentText(opensAt)} 至{' '}
      {closesAt ? momentText(closesAt) : '另行通知'}
    </>
  )
}

function Progress({ data }: { data: Data | undefined }) {
  if (!data) return null
  const sum = (of: 'assigned' | 'submitted' | 'begun' | 'recused') =>
    data.reviewers.reduce((total, one) => total + one[of], 0)
  const assigned = sum('assigned')
  if (assigned === 0) return <Empty image={null} description="还没有分配" className="review-none" />
  return (
    <span className="review-sum">
      已提交 <b>{sum('submitted')}</b>/{assigned} 份 · 已动笔 {sum('begun')} 份 · 回避 {sum('recused')} 份
    </span>
  )
}
