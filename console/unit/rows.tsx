import { DownloadOutlined } from '@ant-design/icons'
import type { ImportRow, ImportStatus, RowOutcome, RowState, UnitImport } from '@shared/unit/import/contract'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Empty, Table, Tabs } from 'antd'
import { useState } from 'react'
import { countText } from '../components/count'
import { Trouble } from '../components/states'
import { download, request } from '../platform/request'
import { useMay } from '../session'

const OUTCOMES: Record<RowOutcome, string> = {
  bad: '不合格',
  changed: '修改',
  added: '新增',
  unchanged: '不变',
}
const STATES: Record<Exclude<RowState, 'pending'>, string> = {
  applied: '已写入',
  skipped: '未写入：预览后有人改过',
  removed: '已移除',
  restored: '已恢复原样',
  kept: '保持现状：导入后有人改过',
  needed: '保留：已有候选',
}

/** The rows of an import by what they would do. */
export function Rows({ one }: { one: UnitImport }) {
  const tabs = (Object.keys(OUTCOMES) as RowOutcome[]).filter((outcome) => one.counts[outcome] > 0)
  const [chosen, setChosen] = useState<RowOutcome | null>(null)
  const [page, setPage] = useState(1)
  const mayWrite = useMay()('unit.write')
  const outcome = chosen ?? tabs[0] ?? 'added'
  const query = { outcome, page, pageSize: 20 }
  const params = { id: one.id }
  const rows = useQuery({
    queryKey: ['import-rows', one.id, query],
    queryFn: ({ signal }) => request('GET /api/staff/unit-imports/:id/rows', { params, query }, signal),
    placeholderData: keepPreviousData,
  })
  if (rows.error) return <Trouble error={rows.error} retry={rows.refetch} />
  return (
    <>
      <Tabs
        activeKey={outcome}
        onChange={(key) => {
          setChosen(key as RowOutcome)
          setPage(1)
        }}
        items={tabs.map((key) => ({
          key,
          label: `${OUTCOMES[key]}（${countText(one.counts[key])}）`,
        }))}
      />
      {outcome === 'bad' && mayWrite && <KeepBad one={one} />}
      <Table
        className="sheet-table"
        rowKey="line"
        size="middle"
        dataSource={rows.data?.items}
        loading={rows.isPending}
        scroll={{ x: 880 }}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="没有这样的行" /> }}
        pagination={{
          current: page,
          pageSize: 20,
          total: rows.data?.total,
          onChange: setPage,
          showSizeChanger: false,
        }}
        columns={[
          { title: '行号', dataIndex: 'line', width: 80, align: 'right' },
          { title: '单位名称', dataIndex: 'name', width: 320, ellipsis: true },
          { title: outcome === 'bad' ? '问题' : '变化', key: 'what', render: (_, row) => <What row={row} /> },
          { title: '结果', key: 'result', width: 200, render: (_, row) => resultOf(row, one.status) },
        ]}
      />
    </>
  )
}

/** Keeps the bad rows as a sheet, to be mended and uploaded: before the good ones are written and after. */
function KeepBad({ one }: { one: UnitImport }) {
  const { message } = App.useApp()
  const keep = useMutation({
    mutationFn: () => {
      const params = { id: one.id }
      return download(
        'GET /api/staff/unit-imports/:id/bad-rows',
        { params },
        `不合格的行-${one.filename}.xlsx`,
      )
    },
    onError: (error) => void message.error(error.message),
  })
  return (
    <Button
      className="keep-bad"
      icon={<DownloadOutlined />}
      loading={keep.isPending}
      onClick={() => keep.mutate()}
    >
      下载不合格的行（{one.counts.bad}）
    </Button>
  )
}

function What({ row: { outcome, problems, changes } }: { row: ImportRow }) {
  if (outcome === 'added') return '新增单位'
  if (outcome === 'unchanged') return '与单位库相同'
  return (
    <ul className="row-notes">
      {problems.map(({ column, reason }) => (
        <li key={`${column}${reason}`}>
          <b>{column}</b>：{reason}
        </li>
      ))}
      {changes.map(({ column, before, after }) => (
        <li key={column}>
          <b>{column}</b>：{before || '空'} → {after || '空'}
        </li>
      ))}
    </ul>
  )
}

/** What became of a row, or is to. */
function resultOf({ outcome, state }: ImportRow, status: ImportStatus): string {
  if (outcome === 'bad') return status === 'ready' ? '不会导入：不合格' : '未导入：不合格'
  if (outcome === 'unchanged') return '无需写入'
  if (state !== 'pending') return STATES[state]
  if (status === 'ready') return '待确认'
  return status === 'applying' ? '等待写入' : '未导入'
}
