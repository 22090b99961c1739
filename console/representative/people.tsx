import { fullText } from '@shared/kernel/dates'
import type { RepresentativeStatus, StaffRepresentation } from '@shared/representative/contract'
import { REPRESENTATIVE_STATUS_NAMES } from '@shared/representative/rules'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Flex, Segmented } from 'antd'
import { useState } from 'react'
import { Listing } from '../components/listing'
import { optionsOf } from '../components/options'
import { Search } from '../components/search'
import { request } from '../platform/request'
import { useWish, wished } from '../platform/wish'
import { useMay } from '../session'
import { NamedUnit } from '../unit/named'
import { PersonDrawer } from './person'
import { Status, VIA } from './words'

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
          options={[{ value: 'all', label: '全部' }, ...optionsOf(REPRESENTATIVE_STATUS_NAMES)]}
        />
        <Search label="姓名或单位名称" value={wish.q} width={260} onSearch={(q) => change({ q })} />
      </Flex>
      <Listing
        {...{ list, page, pageSize, change }}
        width={860}
        unit="人次"
        empty={
          wish.q ? `没有姓名或单位名称含“${wish.q}”的` : EMPTY[(wish.status as RepresentativeStatus) ?? 'all']
        }
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
            render: (_, { unit }) => <NamedUnit unit={unit} />,
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
      {shown && <PersonDrawer one={shown} onClose={() => setShown(null)} onDecided={setShown} />}
    </>
  )
}
