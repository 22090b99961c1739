import { CATEGORY_NAMES } from '@shared/edition/changes'
import type { CategoryId } from '@shared/edition/contract'
import { endText, fullText, momentText } from '@shared/kernel/dates'
import { OBJECTION_STATE_NAMES } from '@shared/result/course'
import type { ObjectionState, StaffObjection } from '@shared/result/objection/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Empty, Flex, Segmented, Table, Tag } from 'antd'
import { useState } from 'react'
import { optionsOf } from '../components/options'
import { Page } from '../components/page'
import { Trouble } from '../components/states'
import { request } from '../platform/request'
import { useWish } from '../platform/wish'
import { ObjectionDrawer, subjectText } from './objection'
import './result.css'

const COLOURS: Record<ObjectionState, string> = {
  open: 'processing',
  upheld: 'success',
  dismissed: 'default',
}

/** What people object to in the lists, what is due first at the top. */
export default function ObjectionsPage() {
  const { wish, change, page, pageSize } = useWish(['state', 'category'] as const)
  const [opened, setOpened] = useState<StaffObjection | null>(null)
  const query = {
    state: wish.state === 'all' ? undefined : ((wish.state as ObjectionState | null) ?? 'open'),
    category: (wish.category as CategoryId | null) ?? undefined,
    ...{ page, pageSize },
  }
  const list = useQuery({
    queryKey: ['objections', query],
    queryFn: ({ signal }) => request('GET /api/staff/objections', { query }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  })
  return (
    <Page intro="公示期内网友和单位实名提出的异议。核查后在期限内答复，本人会收到通知；确有差错的，回到结果里提出更正。">
      <Flex className="filters" gap={12} wrap>
        <Segmented
          aria-label="状态"
          value={wish.state ?? 'open'}
          onChange={(state) => change({ ...wish, state })}
          options={[...optionsOf(OBJECTION_STATE_NAMES), { value: 'all', label: '全部' }]}
        />
        <Segmented
          aria-label="奖项"
          value={wish.category ?? ''}
          onChange={(category) => change({ ...wish, category })}
          options={[{ value: '', label: '全部奖项' }, ...optionsOf(CATEGORY_NAMES)]}
        />
      </Flex>
      {list.error ? (
        <Trouble error={list.error} retry={list.refetch} />
      ) : (
        <Table<StaffObjection>
          className="sheet-table"
          rowKey="receipt"
          loading={list.isPending}
          dataSource={list.data?.items}
          scroll={{ x: 860 }}
          locale={{
            emptyText: (
              <Empty
                image={Empty.PRESENTED_IMAGE_SIMPLE}
                description={query.state === 'open' ? '没有待答复的异议' : '没有符合条件的异议'}
              />
            ),
          }}
          pagination={{
            ...{ current: page, pageSize, total: list.data?.total },
            showTotal: (total) => `共 ${total} 条`,
            onChange: (page, pageSize) => change({ ...wish, page: String(page), pageSize: String(pageSize) }),
          }}
          columns={[
            {
              title: '异议',
              key: 'text',
              render: (_, one) => (
                <>
                  <Button type="link" className="who" onClick={() => setOpened(one)}>
                    {subjectText(one.subject)}
                  </Button>
                  <div className="objection-text">{one.text}</div>
                  <div className="faint">
                    {one.receipt}　{one.name}　{momentText(one.raisedAt)}
                    {one.evidence.length > 0 && `　证据 ${one.evidence.length} 份`}
                  </div>
                </>
              ),
            },
            {
              title: '状态',
              key: 'state',
              width: 110,
              render: (_, { state }) => <Tag color={COLOURS[state]}>{OBJECTION_STATE_NAMES[state]}</Tag>,
            },
            {
              title: '答复期限',
              key: 'due',
              width: 170,
              render: (_, { dueAt, state, overdue, answer }) =>
                state === 'open' ? (
                  <>
                    {endText(dueAt)} {overdue && <Tag color="error">已超期</Tag>}
                  </>
                ) : (
                  <span className="faint">{answer && `${fullText(answer.at)} 答复`}</span>
                ),
            },
            {
              title: '核查人',
              key: 'taker',
              width: 150,
              render: (_, { taker }) => taker ?? <span className="faint">还没有人认领</span>,
            },
          ]}
        />
      )}
      {opened && (
        <ObjectionDrawer
          one={list.data?.items.find(({ receipt }) => receipt === opened.receipt) ?? opened}
          onClose={() => setOpened(null)}
          onChanged={setOpened}
        />
      )}
    </Page>
  )
}
