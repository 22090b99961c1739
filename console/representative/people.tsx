import { fullText } from '@shared/kernel/dates'
import type { RepresentativeStatus, StaffRepresentation } from '@shared/representative/contract'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Empty, Flex, Input, Segmented, Table } from 'antd'
import { useState } from 'react'
import { Trouble } from '../components/states'
import { request } from '../platform/request'
import { useWish, wished } from '../platform/wish'
import { useMay } from '../session'
import { placeOf } from '../unit/words'
import { PersonDrawer } from './person'
import { STATUS, Status, VIA } from './words'

const EMPTY: Record<RepresentativeStatus | 'all', string> = {
  pending: '没有待审核的申请',
  active: '还没有单位代表，可以先到“认领码”里发放',
  refused: '没有未通过的申请',
  ended: '没有停用的代表',
  all: '还没有人认领单位或提出申请',
}

/** Who asks to speak for a unit, and who does; what waits comes first. */
export function People() {
  const { wish, change, page, pageSize } = useWish(['status', 'q'])
  const [shown, setShown] = useState<StaffRepresentation | null>(null)
  const mayWrite = useMay()('representative.write')
  const query = { ...(wished(wish) as { status?: RepresentativeStatus; q?: string }), page, pageSize }
  const list = useQuery({
    queryKey: ['representatives', query],
    queryFn: ({ signal }) => request('GET /api/staff/representatives', { query }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  })
  return (
    <>
      <Flex className="filters" gap={8} wrap role="search">
        <Segmented
          aria-label="状态"
          value={wish.status ?? 'all'}
          onChange={(status) => change({ status: status === 'all' ? null : status })}
          options={[
            { value: 'all', label: '全部' },
            ...Object.entries(STATUS).map(([value, { name }]) => ({ value, label: name })),
          ]}
        />
        <Input.Search
          key={wish.q ?? ''}
          aria-label="姓名或单位名称"
          placeholder="姓名或单位名称"
          allowClear
          maxLength={40}
          style={{ width: 260 }}
          defaultValue={wish.q ?? ''}
          onSearch={(q) => change({ q: q.trim() || null })}
        />
      </Flex>
      {list.error ? (
        <Trouble error={list.error} retry={list.refetch} />
      ) : (
        <Table
          className="sheet-table"
          rowKey="id"
          size="middle"
          dataSource={list.data?.items}
          loading={list.isPending || list.isPlaceholderData}
          scroll={{ x: 860 }}
          locale={{
            emptyText: (
              <Empty
                image={Empty.PRESENTED_IMAGE_SIMPLE}
                description={
                  wish.q
                    ? `没有姓名或单位名称含“${wish.q}”的`
                    : EMPTY[(wish.status as RepresentativeStatus) ?? 'all']
                }
              />
            ),
          }}
          pagination={{
            current: page,
            pageSize,
            total: list.data?.total,
            showSizeChanger: true,
            showTotal: (total) => `共 ${total.toLocaleString('zh-CN')} 人次`,
            onChange: (page, pageSize) => change({ page: String(page), pageSize: String(pageSize) }),
          }}
          columns={[
            {
              title: '姓名',
              key: 'who',
              width: 190,
              render: (_, { name, position }) => (
                <>
                  <div>{name}</div>
                  <small className="faint">{position}</small>
                </>
              ),
            },
            {
              title: '单位',
              key: 'unit',
              render: (_, { unit }) => (
                <>
                  <div>{unit.name}</div>
                  <small className="faint">
                    {LEVEL_NAMES[unit.level]} · {placeOf(unit)}
                  </small>
                </>
              ),
            },
            { title: '电话', dataIndex: 'phone', width: 140, responsive: ['xl'] },
            { title: '方式', dataIndex: 'via', width: 100, render: (via: keyof typeof VIA) => VIA[via] },
            { title: '状态', dataIndex: 'status', width: 100, render: (status) => <Status of={status} /> },
            { title: '时间', dataIndex: 'since', width: 180, render: (since) => fullText(since) },
            {
              title: '操作',
              key: 'act',
              width: 90,
              render: (_, one) => {
                const verb = one.status === 'pending' && mayWrite ? '审核' : '查看'
                return (
                  <Button
                    size="small"
                    type={verb === '审核' ? 'primary' : 'default'}
                    aria-label={`${verb}${one.name}`}
                    onClick={() => setShown(one)}
                  >
                    {verb}
                  </Button>
                )
              },
            },
          ]}
        />
      )}
      {shown && <PersonDrawer one={shown} onClose={() => setShown(null)} onDecided={setShown} />}
    </>
  )
}
