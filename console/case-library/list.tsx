import type { ExperienceState, QueuedExperience } from '@shared/case-library/contract'
import { STATE_NAMES } from '@shared/case-library/rules'
import { CATEGORY_NAMES } from '@shared/edition/changes'
import type { CategoryId } from '@shared/edition/contract'
import { momentText } from '@shared/kernel/dates'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert, Button, Empty, Flex, Input, Segmented, Select, Table, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { Page } from '../components/page'
import { Trouble } from '../components/states'
import { request } from '../platform/request'
import { useWish } from '../platform/wish'
import { useMay } from '../session'
import { useTopics } from './data'
import { TopicsDialog } from './topics'
import './library.css'

const STATES = Object.keys(STATE_NAMES) as ExperienceState[]
const COLOURS: Record<ExperienceState, string> = {
  ...{ waiting: 'processing', draft: 'default', published: 'success', revised: 'warning' },
  unpublished: 'error',
}

/** The editors' queue of the case library. */
export default function LibraryPage() {
  const { wish, change, page, pageSize } = useWish(['state', 'category', 'q'] as const)
  const mayWrite = useMay()('library.write')
  const [topicsOpen, setTopicsOpen] = useState(false)
  const topics = useTopics()
  const query = {
    state: (wish.state as ExperienceState | null) ?? undefined,
    category: (wish.category as CategoryId | null) ?? undefined,
    q: wish.q ?? undefined,
    ...{ page, pageSize },
  }
  const list = useQuery({
    queryKey: ['library', 'queue', query],
    queryFn: ({ signal }) => request('GET /api/staff/case-library', { query }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  })
  const nameOf = (id: string) => topics.data?.items.find((topic) => topic.id === id)?.name
  const counts = list.data?.counts
  const all = counts ? Object.values(counts).reduce((sum, count) => sum + count, 0) : 0
  return (
    <Page
      intro="报名通过、单位同意收入案例库的材料，编辑整理成“经验谈”，发布后网友可以查找和阅读。"
      actions={
        <>
          <a href="/cases" target="_blank" rel="noreferrer">
            <Button>看案例库</Button>
          </a>
          <Button onClick={() => setTopicsOpen(true)}>主题</Button>
        </>
      }
    >
      <Flex gap={12} wrap className="library-filters">
        <Segmented
          aria-label="状态"
          value={wish.state ?? ''}
          onChange={(state) => change({ state: state || null })}
          options={[
            { value: '', label: `全部 ${all}` },
            ...STATES.map((state) => ({
              value: state,
              label: `${STATE_NAMES[state]} ${counts?.[state] ?? 0}`,
            })),
          ]}
        />
        <Select
          aria-label="奖项"
          className="library-category"
          value={wish.category ?? ''}
          onChange={(category) => change({ category: category || null })}
          options={[
            { value: '', label: '全部奖项' },
            ...Object.entries(CATEGORY_NAMES).map(([value, label]) => ({ value, label })),
          ]}
        />
        <Input.Search
          className="library-search"
          aria-label="查找标题或单位"
          placeholder="标题或单位"
          allowClear
          defaultValue={wish.q ?? ''}
          maxLength={40}
          onSearch={(q) => change({ q: q.trim() || null })}
        />
      </Flex>
      {(list.data?.withoutConsent ?? 0) > 0 && (
        <Alert
          className="note"
          type="info"
          showIcon
          title={`另有 ${list.data?.withoutConsent} 份通过的报名没有同意收入案例库，不在这里。`}
        />
      )}
      {list.error ? (
        <Trouble error={list.error} retry={list.refetch} />
      ) : (
        <Table<QueuedExperience>
          className="sheet-table"
          rowKey="id"
          size="middle"
          loading={list.isPending}
          dataSource={list.data?.items}
          scroll={{ x: 960 }}
          locale={{
            emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="没有符合条件的稿件" />,
          }}
          pagination={{
            ...{ current: page, pageSize, total: list.data?.total },
            showTotal: (total) => `共 ${total} 篇`,
            onChange: (page, pageSize) => change({ page: String(page), pageSize: String(pageSize) }),
          }}
          columns={[
            {
              title: '标题',
              key: 'title',
              width: 340,
              render: (_, { id, title, sample }) => (
                <Link to={`/library/${encodeURIComponent(id)}`}>
                  {title || '没有标题'} {sample && !title.includes('示例') && <Tag>示例</Tag>}
                </Link>
              ),
            },
            {
              title: '状态',
              key: 'state',
              width: 140,
              render: (_, { state }) => <Tag color={COLOURS[state]}>{STATE_NAMES[state]}</Tag>,
            },
            {
              title: '单位',
              key: 'unit',
              width: 240,
              render: (_, { unitName, region, level }) => (
                <>
                  {unitName}
                  <div className="faint">
                    {region.city} · {LEVEL_NAMES[level]}
                  </div>
                </>
              ),
            },
            {
              title: '主题',
              key: 'topics',
              width: 160,
              render: (_, { topics }) => topics.flatMap((id) => nameOf(id) ?? []).join('、') || '—',
            },
            {
              title: '改动',
              key: 'changed',
              width: 170,
              render: (_, { changedAt, changedBy, acceptedAt }) =>
                changedAt ? (
                  <>
                    {changedBy}
                    <div className="faint">{momentText(changedAt)}</div>
                  </>
                ) : (
                  <span className="faint">{acceptedAt ? `${momentText(acceptedAt)} 通过` : '—'}</span>
                ),
            },
          ]}
        />
      )}
      {topicsOpen && topics.data && (
        <TopicsDialog stored={topics.data} mayWrite={mayWrite} onClose={() => setTopicsOpen(false)} />
      )}
    </Page>
  )
}
