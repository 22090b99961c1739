import { DownloadOutlined } from '@ant-design/icons'
import type { CategoryId } from '@shared/edition/contract'
import { momentText } from '@shared/kernel/dates'
import { STATE_NAMES } from '@shared/shortlist/rules'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Empty, Flex, Segmented, Skeleton, Spin, Steps, Tag } from 'antd'
import { Page } from '../components/page'
import { Refused } from '../components/refused'
import { Trouble } from '../components/states'
import { download } from '../platform/request'
import { useWish } from '../platform/wish'
import { useShortlist, useShortlists } from './data'
import { Numbered } from './numbered'
import { Picking } from './picking'
import './shortlist.css'

const STEPS = ['挑选', '抽签与润色', '发布'] as const
const AT = { drafting: 0, frozen: 1, published: 2 } as const

/** From accepted nominations to candidates, category by category. */
export default function ShortlistPage() {
  const { wish, change } = useWish(['category'] as const)
  const all = useShortlists()
  const items = all.data?.items ?? []
  const category = (items.find((one) => one.category === wish.category) ?? items[0])?.category ?? null
  const list = useShortlist(category)
  const keep = useMutation({
    mutationFn: (category: CategoryId) =>
      download('GET /api/staff/shortlists/:category/export', { params: { category } }, '初选名单.xlsx'),
  })
  const error = all.error ?? list.error
  return (
    <Page
      intro="从通过审核的报名里挑出候选，抽签定编号，润色文字，然后发布。投票开始时对网友公开。"
      actions={
        category && (
          <Button icon={<DownloadOutlined />} loading={keep.isPending} onClick={() => keep.mutate(category)}>
            导出名单
          </Button>
        )
      }
    >
      <Refused error={keep.error} />
      {error ? (
        <Trouble error={error} retry={() => (all.error ? all.refetch() : list.refetch())} />
      ) : all.isPending ? (
        <Spin className="waiting" />
      ) : category === null ? (
        <Empty description="这一届还没有设置奖项" />
      ) : (
        <>
          <Flex className="shortlist-bar" gap={24} align="center" wrap>
            <Segmented
              aria-label="奖项"
              value={category}
              onChange={(category) => change({ category })}
              options={items.map(({ category, shortName, state, picked }) => ({
                value: category,
                label: (
                  <span className="shortlist-tab">
                    {shortName} <b>{picked}</b> <Tag>{STATE_NAMES[state]}</Tag>
                  </span>
                ),
              }))}
            />
            {list.data && (
              <Steps
                className="shortlist-steps"
                size="small"
                current={AT[list.data.state]}
                status={list.data.state === 'published' ? 'finish' : 'process'}
                items={STEPS.map((title) => ({ title }))}
              />
            )}
          </Flex>
          {list.data?.begun && (
            <Alert
              className="note"
              type="info"
              showIcon
              title={
                list.data.state === 'published'
                  ? '投票已经开始，名单不能再改；需要时可以让候选退出评选。'
                  : '投票已经开始，这个奖项的名单还没有发布。发布后立即对网友公开，不能再撤回。'
              }
            />
          )}
          {list.data ? (
            list.data.state === 'drafting' ? (
              <Picking key={category} fetched={list.data} />
            ) : (
              <Numbered key={category} list={list.data} />
            )
          ) : (
            <Skeleton active className="sheet" />
          )}
          {list.data?.changedAt && (
            <p className="faint shortlist-changed">
              {list.data.changedBy}于 {momentText(list.data.changedAt)} 改动过名单
            </p>
          )}
        </>
      )}
    </Page>
  )
}
