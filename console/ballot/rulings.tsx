import { DownloadOutlined } from '@ant-design/icons'
import type { RequestOf, ResponseOf } from '@shared/api'
import { RULING_NAMES, type RulingKind, STATUS_NAMES } from '@shared/ballot/rules'
import type { CategoryId } from '@shared/edition/contract'
import { exactText } from '@shared/kernel/dates'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { App, Button, Empty, Flex, Select, Table, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { optionsOf } from '../components/options'
import { Trouble } from '../components/states'
import { useEdition } from '../edition/phase'
import { download, request } from '../platform/request'
import { STATUS_COLORS } from './ballot'

type Ruling = ResponseOf<'GET /api/staff/rulings'>['items'][number]
type Filter = Pick<RequestOf<'GET /api/staff/rulings'>['query'], 'category' | 'kind'>

/** What staff, and the program itself, have ruled on ballots; newest first. */
export function Rulings() {
  const { message } = App.useApp()
  const { data: edition } = useEdition()
  const categories = edition?.categories ?? []
  const [filter, setFilter] = useState<Filter>({})
  const [page, setPage] = useState(1)
  const query = { ...filter, page, pageSize: 10 }
  const list = useQuery({
    queryKey: ['rulings', query],
    queryFn: ({ signal }) => request('GET /api/staff/rulings', { query }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  })
  const change = (changes: Filter) => {
    setFilter({ ...filter, ...changes })
    setPage(1)
  }
  const keep = () =>
    download('GET /api/staff/rulings/export', { query: filter }, '选票处理记录.xlsx').catch((error) =>
      message.error(error.message),
    )
  return (
    <section className="sheet">
      <Flex justify="space-between" align="center" gap={8} wrap className="filters">
        <h2>处理记录</h2>
        <Flex gap={8} wrap>
          <Select
            aria-label="奖项筛选"
            placeholder="全部奖项"
            allowClear
            style={{ width: 200 }}
            value={filter.category}
            onChange={(category?: CategoryId) => change({ category })}
            options={categories.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Select
            aria-label="处理方式筛选"
            placeholder="全部处理"
            allowClear
            style={{ width: 130 }}
            value={filter.kind}
            onChange={(kind?: RulingKind) => change({ kind })}
            options={optionsOf(RULING_NAMES)}
          />
          <Button icon={<DownloadOutlined />} onClick={keep}>
            导出
          </Button>
        </Flex>
      </Flex>
      {list.error && !list.data ? (
        <Trouble error={list.error} retry={list.refetch} />
      ) : (
        <Table<Ruling>
          size="middle"
          rowKey={({ receipt, revision }) => `${receipt} ${revision}`}
          dataSource={list.data?.items}
          loading={list.isPending}
          scroll={{ x: 860 }}
          locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="没有处理过选票" /> }}
          pagination={{
            current: page,
            pageSize: query.pageSize,
            total: list.data?.total,
            hideOnSinglePage: true,
            onChange: setPage,
          }}
          columns={[
            { title: '时间', dataIndex: 'ruledAt', width: 130, render: exactText },
            {
              title: '回执',
              dataIndex: 'receipt',
              width: 150,
              render: (receipt) => (
                <Link to={{ search: `?receipt=${receipt}`, hash: '#find' }}>{receipt}</Link>
              ),
            },
            {
              title: '奖项',
              dataIndex: 'category',
              width: 150,
              render: (category) => categories.find(({ id }) => id === category)?.name ?? category,
            },
            {
              title: '处理与此后的状态',
              key: 'kind',
              width: 150,
              render: (_, { kind, status }) => (
                <Flex vertical gap={4} align="start">
                  {RULING_NAMES[kind]}
                  <Tag color={STATUS_COLORS[status]}>{STATUS_NAMES[status]}</Tag>
                </Flex>
              ),
            },
            { title: '原因', dataIndex: 'reason' },
            { title: '处理人', dataIndex: 'author', width: 130 },
          ]}
        />
      )}
    </section>
  )
}
