import type { CategoryId } from '@shared/edition/contract'
import { momentText } from '@shared/kernel/dates'
import type { ResultState, StaffResult } from '@shared/result/contract'
import { RESULT_STATE_NAMES } from '@shared/result/course'
import { Badge, Button, Empty, Flex, Segmented, Skeleton, Steps, Tabs, Tag } from 'antd'
import { Link } from 'react-router'
import { Page } from '../components/page'
import { Pending, Trouble } from '../components/states'
import { useWish } from '../platform/wish'
import { useMay } from '../session'
import { Corrections } from './corrections'
import { Course } from './course'
import { useResult, useResults } from './data'
import { Ranking } from './ranking'
import { WhatIf } from './what-if'
import './result.css'

const STEPS = ['核对数据', '拟定名单', '公示', '发布']
const COLOURS: Record<ResultState, string> = {
  ...{ open: 'default', proposed: 'processing', released: 'success', revoked: 'error' },
}

/** From all that is known of the candidates to a list that stands, category by category. */
export default function ResultsPage() {
  const { wish, change } = useWish(['category', 'part'] as const)
  const all = useResults()
  const mayHear = useMay()('objection.read')
  const items = all.data?.items ?? []
  const category = (items.find((one) => one.category === wish.category) ?? items[0])?.category ?? null
  const result = useResult(category)
  if (!all.data) return <Pending error={all.error} refetch={all.refetch} />
  const objections = items.reduce((sum, one) => sum + one.objections, 0)
  return (
    <Page
      intro="事迹、回复情况、专家评审和网络投票合成一个得分，拟定名单，公示，受理异议，然后发布。"
      actions={
        mayHear && (
          <Link to="/results/objections">
            <Badge count={objections} title={`${objections} 条异议待答复`}>
              <Button>公示异议</Button>
            </Badge>
          </Link>
        )
      }
    >
      {category === null ? (
        <Empty description="这一届还没有设置奖项" />
      ) : (
        <>
          <Flex className="filters" gap={24} align="center" wrap>
            <Segmented
              aria-label="奖项"
              value={category}
              onChange={(category) => change({ category: category as CategoryId, part: wish.part })}
              options={items.map(({ category, shortName, state, pending }) => ({
                value: category,
                label: (
                  <span>
                    {shortName} <Tag color={COLOURS[state]}>{RESULT_STATE_NAMES[state]}</Tag>
                    {pending > 0 && <b>{pending} 条更正待确认</b>}
                  </span>
                ),
              }))}
            />
            {result.data && <Progressing result={result.data} />}
          </Flex>
          {result.data ? (
            <OfCategory
              key={category}
              result={result.data}
              part={wish.part ?? 'ranking'}
              onPart={(part) => change({ category, part })}
            />
          ) : result.error ? (
            <Trouble error={result.error} retry={result.refetch} />
          ) : (
            <Skeleton active className="sheet" />
          )}
        </>
      )}
    </Page>
  )
}

function Progressing({ result: { state, notice } }: { result: StaffResult }) {
  const at = { open: 0, proposed: notice?.begun ? 2 : 1, released: 3, revoked: 3 }[state]
  const status = { open: 'process', proposed: 'process', released: 'finish', revoked: 'error' } as const
  return (
    <Steps
      className="result-steps"
      size="small"
      current={at}
      status={status[state]}
      items={STEPS.map((title) => ({ title }))}
    />
  )
}

type Props = { result: StaffResult; part: string; onPart: (part: string) => void }

function OfCategory({ result, part, onPart }: Props) {
  const { corrections, changedAt, changedBy } = result
  const pending = corrections.filter(({ state }) => state === 'pending').length
  return (
    <>
      <Course result={result} />
      <Tabs
        activeKey={part}
        onChange={onPart}
        items={[
          { key: 'ranking', label: '得分和名次', children: <Ranking result={result} /> },
          { key: 'what-if', label: '试算', children: <WhatIf result={result} /> },
          {
            key: 'corrections',
            label: <>更正 {pending > 0 && <Badge count={pending} title={`${pending} 条待确认`} />}</>,
            children: <Corrections result={result} />,
          },
        ]}
      />
      {changedAt && (
        <p className="faint">
          {changedBy}于 {momentText(changedAt)} 改动过
        </p>
      )}
    </>
  )
}
