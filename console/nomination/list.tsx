import type { CategoryId } from '@shared/edition/contract'
import { fullText } from '@shared/kernel/dates'
import type { NominationStatus } from '@shared/nomination/contract'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Tabs, Tag } from 'antd'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { countText } from '../components/count'
import { Listing } from '../components/listing'
import { Page } from '../components/page'
import { request } from '../platform/request'
import { useMay } from '../session'
import { placeOf } from '../unit/words'
import {
  type Facets,
  filterOf,
  ORDER,
  type QueueWish,
  type ScreeningCard,
  searchOf,
  useCategoryNames,
  useFacets,
  useQueueWish,
} from './data'
import { Export } from './export'
import { FileForUnit } from './file'
import { Filters } from './filters'
import { Colleague, FLAG_NAMES, QUEUE_NAMES, StatusTag, spanText, titleOf } from './words'
import './nomination.css'

const TABS: (NominationStatus | 'all')[] = [
  ...(['submitted', 'returned', 'accepted', 'rejected', 'draft', 'withdrawn', 'all'] as const),
]

const EMPTY: Record<NominationStatus | 'all', string> = {
  submitted: '没有等待审核的报名，都看过了',
  returned: '没有退回修改的报名',
  accepted: '还没有通过的报名',
  rejected: '没有未通过的报名',
  draft: '没有正在填写的报名',
  withdrawn: '没有撤回的报名',
  all: '还没有单位报名',
}

/** The queue of nominations, the one that waits longest first. */
export default function NominationList() {
  const { wish, change, page, pageSize } = useQueueWish()
  const queries = useQueryClient()
  const mayScreen = useMay()('nomination.screen')
  const facets = useFacets()
  const [exporting, setExporting] = useState(false)
  const [filing, setFiling] = useState(false)
  const query = { ...filterOf(wish), page, pageSize }
  const list = useQuery({
    queryKey: ['nominations', 'list', query],
    queryFn: ({ signal }) => request('GET /api/staff/nominations', { query }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  })
  // Going through the queue follows the order that was seen here last.
  useEffect(() => queries.removeQueries({ queryKey: ORDER }), [queries])
  const nameOf = useCategoryNames()
  const tab = (wish.status ?? 'submitted') as NominationStatus | 'all'
  return (
    <Page
      intro="单位提交的报名，等得最久的在前。退回时可以逐项写明要改什么，单位在对应的栏目上看到。"
      actions={
        <>
          <Button onClick={() => setExporting(true)}>导出</Button>
          {mayScreen && (
            <Link to="/nominations/mail">
              <Button>收邮件报名</Button>
            </Link>
          )}
          {mayScreen && <Button onClick={() => setFiling(true)}>代单位填报</Button>}
        </>
      }
    >
      <Tabs
        activeKey={tab}
        onChange={(status) => change({ status: status === 'submitted' ? null : status })}
        items={TABS.map((key) => ({ key, label: tabLabel(key, facets.data, wish.category) }))}
      />
      <Filters wish={wish} change={change} facets={facets.data} />
      <Listing
        {...{ list, page, pageSize, change }}
        width={tab === 'all' ? 1030 : 960}
        unit="份"
        empty={isNarrowed(wish) ? '没有符合条件的报名' : EMPTY[tab]}
        columns={columnsOf(wish, tab, nameOf)}
      />
      {exporting && <Export wish={wish} facets={facets.data} onClose={() => setExporting(false)} />}
      {filing && <FileForUnit onClose={() => setFiling(false)} />}
    </Page>
  )
}

function columnsOf(
  wish: QueueWish,
  tab: NominationStatus | 'all',
  nameOf: ReturnType<typeof useCategoryNames>,
) {
  const search = searchOf(wish)
  return [
    {
      title: '报名',
      key: 'title',
      render: (_: unknown, card: ScreeningCard) => (
        <>
          <Link to={`/nominations/${card.id}${search}`}>{titleOf(card)}</Link>
          {card.title !== card.unit.name && <div className="faint">{card.unit.name}</div>}
        </>
      ),
    },
    {
      title: '提示',
      dataIndex: 'flags',
      width: 120,
      render: (flags: ScreeningCard['flags']) =>
        flags.map((flag) => (
          <Tag key={flag} color="warning">
            {FLAG_NAMES[flag]}
          </Tag>
        )),
    },
    { title: '奖项', dataIndex: 'category', width: 150, render: (id: CategoryId) => nameOf(id) },
    {
      title: '地区',
      key: 'place',
      width: 150,
      render: (_: unknown, { unit }: ScreeningCard) => (
        <>
          <div>{placeOf(unit)}</div>
          <small className="faint">{LEVEL_NAMES[unit.level]}</small>
        </>
      ),
    },
    ...(tab === 'all'
      ? [
          {
            title: '状态',
            dataIndex: 'status',
            width: 100,
            render: (status: NominationStatus) => <StatusTag status={status} />,
          },
        ]
      : []),
    {
      title: tab === 'submitted' ? '已等待' : '最近变动',
      key: 'time',
      width: tab === 'submitted' ? 110 : 160,
      render: (_: unknown, { submittedAt, updatedAt }: ScreeningCard) =>
        tab === 'submitted' && submittedAt ? (
          <span title={`${fullText(submittedAt)} 提交`}>{spanText(submittedAt, Date.now())}</span>
        ) : (
          fullText(updatedAt)
        ),
    },
    {
      title: '审核人',
      dataIndex: 'screener',
      width: 130,
      render: (screener: ScreeningCard['screener']) =>
        screener ? <Colleague name={screener.name} /> : <span className="faint">未指定</span>,
    },
    {
      title: '评分',
      dataIndex: 'score',
      width: 70,
      align: 'right' as const,
      render: (score: number | null) => score ?? '—',
    },
  ]
}

function tabLabel(
  tab: NominationStatus | 'all',
  facets: Facets | undefined,
  category: string | null,
): string {
  const name = tab === 'all' ? '全部' : QUEUE_NAMES[tab]
  if (!facets) return name
  const count = facets.counts
    .filter((one) => (tab === 'all' || one.status === tab) && (!category || one.category === category))
    .reduce((sum, one) => sum + one.count, 0)
  return `${name} ${countText(count)}`
}

/** Whether anything but a status is asked for. */
const isNarrowed = ({ status: _, sort: __, ...rest }: QueueWish) => Object.values(rest).some(Boolean)
