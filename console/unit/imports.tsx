import { exactText } from '@shared/kernel/dates'
import type { ImportStatus, UnitImport } from '@shared/unit/import/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Tag } from 'antd'
import { Link } from 'react-router'
import { Listing } from '../components/listing'
import { Page } from '../components/page'
import { request } from '../platform/request'
import { useWish } from '../platform/wish'
import { useMay } from '../session'
import { Upload } from './upload'
import './unit.css'

export const STATUS: Record<ImportStatus, { name: string; color: string }> = {
  checking: { name: '正在试算', color: 'processing' },
  ready: { name: '待确认', color: 'warning' },
  applying: { name: '正在写入', color: 'processing' },
  applied: { name: '已导入', color: 'success' },
  undoing: { name: '正在撤销', color: 'processing' },
  undone: { name: '已撤销', color: 'default' },
  cancelled: { name: '已放弃', color: 'default' },
  failed: { name: '没有导入', color: 'error' },
}

/** Statuses in which a worker is at it. */
export const isRunning = ({ status }: Pick<UnitImport, 'status'>) =>
  status === 'checking' || status === 'applying' || status === 'undoing'

/** All imports there were, newest first. */
export default function ImportList() {
  const { change, page, pageSize } = useWish([])
  const mayWrite = useMay()('unit.write')
  const query = { page, pageSize }
  const list = useQuery({
    queryKey: ['imports', query],
    queryFn: ({ signal }) => request('GET /api/staff/unit-imports', { query }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: (found) => found.state.data?.items.some(isRunning) && 1000,
  })
  return (
    <Page intro="每一次导入都可以回看；已导入的可以撤销。" actions={mayWrite && <Upload />}>
      <Listing
        {...{ list, page, pageSize, change }}
        width={860}
        unit="次导入"
        empty="还没有导入过"
        columns={[
          { title: '时间', dataIndex: 'at', width: 180, render: (at) => exactText(at) },
          {
            title: '文件',
            dataIndex: 'filename',
            ellipsis: true,
            render: (name, { id }) => <Link to={`/units/imports/${id}`}>{name}</Link>,
          },
          { title: '操作人', dataIndex: ['by', 'name'], width: 140 },
          {
            title: '状态',
            dataIndex: 'status',
            width: 110,
            render: (status: ImportStatus) => <Tag color={STATUS[status].color}>{STATUS[status].name}</Tag>,
          },
          { title: '新增', dataIndex: ['counts', 'added'], width: 80, align: 'right' },
          { title: '修改', dataIndex: ['counts', 'changed'], width: 80, align: 'right' },
          { title: '不变', dataIndex: ['counts', 'unchanged'], width: 80, align: 'right' },
          { title: '不合格', dataIndex: ['counts', 'bad'], width: 80, align: 'right' },
        ]}
      />
    </Page>
  )
}
