import type { ReplyRecord, Unit } from '@shared/unit/contract'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { useQuery } from '@tanstack/react-query'
import { Button, Descriptions, Drawer, Empty, Segmented, Skeleton } from 'antd'
import { useState } from 'react'
import { Trouble } from '../components/states'
import { request } from '../platform/request'
import { Months } from './months'
import { StatusTag } from './status'
import { placeOf } from './words'

type Props = {
  id: string | null
  onClose: () => void
  /** Absent for who may not change units. */
  onEdit?: (unit: Unit) => void
}

/** One unit: what it is, and how it answered month by month. */
export function UnitDrawer({ id, onClose, onEdit }: Props) {
  const unit = useQuery({
    queryKey: ['units', 'one', id],
    queryFn: () => request('GET /api/staff/units/:id', { params: { id: id! } }),
    enabled: id !== null,
  })
  return (
    <Drawer
      open={id !== null}
      onClose={onClose}
      size={720}
      title={unit.data?.name ?? '单位'}
      extra={unit.data && onEdit && <Button onClick={() => onEdit(unit.data)}>编辑</Button>}
      destroyOnHidden
    >
      {unit.error ? (
        <Trouble error={unit.error} retry={unit.refetch} />
      ) : unit.data ? (
        <Details unit={unit.data} />
      ) : (
        <Skeleton active />
      )}
    </Drawer>
  )
}

function Details({ unit }: { unit: Unit }) {
  const { level, region, status, contact, creditCode, replyRecords, sample } = unit
  return (
    <>
      <Descriptions
        column={2}
        size="small"
        items={[
          { key: 'level', label: '层级', children: LEVEL_NAMES[level] },
          { key: 'status', label: '状态', children: <StatusTag status={status} /> },
          { key: 'place', label: '地区', children: placeOf(unit) },
          { key: 'code', label: '行政区划代码', children: region.code },
          { key: 'person', label: '联系人', children: contact.name ?? '未填' },
          { key: 'phone', label: '联系电话', children: contact.phone ?? '未填' },
          { key: 'credit', label: '统一社会信用代码', span: 2, children: creditCode ?? '未填' },
          ...(sample ? [{ key: 'sample', label: '说明', span: 2, children: '示例单位' }] : []),
        ]}
      />
      {replyRecords.length > 0 ? (
        <Records records={replyRecords} />
      ) : (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="还没有回复情况，可以通过导入补上" />
      )}
    </>
  )
}

function Records({ records }: { records: ReplyRecord[] }) {
  const [year, setYear] = useState(records[0]!.year)
  const record = records.find((one) => one.year === year) ?? records[0]!
  return (
    <div className="record-chart">
      {records.length > 1 && (
        <Segmented
          aria-label="年度"
          value={year}
          onChange={setYear}
          options={records.map((one) => ({ value: one.year, label: `${one.year} 年` }))}
        />
      )}
      <Months record={record} />
    </div>
  )
}
