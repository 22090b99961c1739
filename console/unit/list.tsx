import type { Unit } from '@shared/unit/contract'
import { answerRate, LEVEL_NAMES } from '@shared/unit/rules'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { Button, Typography } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { countText } from '../components/count'
import { Listing } from '../components/listing'
import { Page } from '../components/page'
import { Refused } from '../components/refused'
import { download, request } from '../platform/request'
import { useWish } from '../platform/wish'
import { useMay } from '../session'
import { UnitDrawer } from './drawer'
import { FIELDS, filterOf } from './filter'
import { Filters } from './filters'
import { UnitForm } from './form'
import { StatusTag } from './status'
import { Upload } from './upload'
import { placeOf } from './words'
import './unit.css'

/** The registry of certified units. */
export default function UnitList() {
  const { wish, change, page, pageSize } = useWish(FIELDS)
  const [shown, setShown] = useState<string | null>(null)
  const [edited, setEdited] = useState<Unit | 'new' | null>(null)
  const mayWrite = useMay()('unit.write')
  const query = { ...filterOf(wish), page, pageSize }
  const list = useQuery({
    queryKey: ['units', query],
    queryFn: ({ signal }) => request('GET /api/staff/units', { query }, signal),
    placeholderData: keepPreviousData,
  })
  const facets = useQuery({
    queryKey: ['units', 'facets'],
    queryFn: () => request('GET /api/staff/unit-facets', {}),
  })
  const year = facets.data?.years[0] ?? new Date().getFullYear()
  const keep = useMutation({
    mutationFn: () =>
      download('GET /api/staff/unit-export', { query: { ...filterOf(wish), year } }, `单位库-${year}.xlsx`),
  })
  return (
    <Page
      intro="平台认证的单位，以及它们每年回复网友留言的情况。"
      actions={
        <>
          <Link to="/units/imports">
            <Button>导入记录</Button>
          </Link>
          <Button loading={keep.isPending} onClick={() => keep.mutate()}>
            导出筛选结果
          </Button>
          {mayWrite && <Button onClick={() => setEdited('new')}>新增单位</Button>}
          {mayWrite && <Upload />}
        </>
      }
    >
      <Refused error={keep.error} />
      <Filters wish={wish} change={change} facets={facets.data} />
      <Listing
        {...{ list, page, pageSize, change }}
        width={740}
        unit="个单位"
        empty="没有符合条件的单位"
        columns={[
          {
            title: '单位名称',
            dataIndex: 'name',
            ellipsis: true,
            render: (name: string, { id }) => (
              <Button type="link" size="small" className="name-link" onClick={() => setShown(id)}>
                {name}
              </Button>
            ),
          },
          {
            title: '层级',
            dataIndex: 'level',
            width: 90,
            render: (level: Unit['level']) => LEVEL_NAMES[level],
          },
          { title: '地区', key: 'place', width: 150, ellipsis: true, render: (_, unit) => placeOf(unit) },
          {
            title: '状态',
            dataIndex: 'status',
            width: 100,
            render: (status) => <StatusTag status={status} />,
          },
          // A tablet has no room for these; a unit's drawer shows them.
          {
            title: '联系人',
            dataIndex: ['contact', 'name'],
            width: 90,
            ellipsis: true,
            responsive: ['xl'],
            render: orUnknown,
          },
          {
            title: '联系电话',
            dataIndex: ['contact', 'phone'],
            width: 130,
            responsive: ['xl'],
            render: orUnknown,
          },
          {
            title: facets.data ? `${year} 年收到` : '收到',
            key: 'received',
            width: 110,
            align: 'right',
            render: (_, unit) => countOf(unit, year),
          },
          {
            title: '答复率',
            key: 'rate',
            width: 90,
            align: 'right',
            render: (_, unit) => rateOf(unit, year),
          },
        ]}
      />
      <UnitDrawer id={shown} onClose={() => setShown(null)} onEdit={mayWrite ? setEdited : undefined} />
      {edited && <UnitForm unit={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </Page>
  )
}

const orUnknown = (text: string | null) => text ?? <Typography.Text type="secondary">未填</Typography.Text>
const recordIn = ({ replyRecords }: Unit, year: number) => replyRecords.find((record) => record.year === year)
function countOf(unit: Unit, year: number): string {
  const record = recordIn(unit, year)
  return record ? countText(record.received) : '—'
}

function rateOf(unit: Unit, year: number): string {
  const record = recordIn(unit, year)
  const rate = record ? answerRate(record) : null
  return rate === null ? '—' : `${Math.round(rate * 100)}%`
}
