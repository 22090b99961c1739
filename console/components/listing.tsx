import type { UseQueryResult } from '@tanstack/react-query'
import { Empty, Grid, Table, type TableColumnType } from 'antd'
import type { ReactNode } from 'react'
import { countText } from './count'
import { Trouble } from './states'

type Props<T> = {
  list: UseQueryResult<{ items: T[]; total: number }>
  columns: TableColumnType<T>[]
  /** Whether each row is a card where there is no room for the table. */
  cards?: boolean
  rowKey?: Extract<keyof T, string>
  /** In pixels; where there is less room it is moved sideways. */
  width: number
  /** What it counts, as said after a number: `份`. */
  unit: string
  /** What is said where there is nothing. */
  empty: ReactNode
  /** What {@link useWish} keeps in the address. */
  page: number
  pageSize: number
  change: (changes: { page: string; pageSize: string }) => void
}

/** A page of a list as a table; or why it could not be fetched. */
export function Listing<T extends object>(props: Props<T>) {
  const { list, columns, cards, rowKey = 'id', width, unit, empty, page, pageSize, change } = props
  const { md = true } = Grid.useBreakpoint()
  const asCards = cards && !md
  if (list.error) return <Trouble error={list.error} retry={list.refetch} />
  return (
    <Table<T>
      className="sheet-table"
      rowKey={rowKey}
      size="middle"
      dataSource={list.data?.items}
      loading={list.isFetching && (list.isPending || list.isPlaceholderData)}
      showHeader={!asCards}
      scroll={asCards ? undefined : { x: width }}
      locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} /> }}
      pagination={{
        current: page,
        pageSize,
        total: list.data?.total,
        showSizeChanger: true,
        showTotal: (total) => `共 ${countText(total)} ${unit}`,
        onChange: (page, pageSize) => change({ page: String(page), pageSize: String(pageSize) }),
      }}
      columns={asCards ? [{ key: 'card', render: (_, row, i) => cardOf(columns, row, i) }] : columns}
    />
  )
}

/** A row's cells below each other, each with the heading of its column. */
const cardOf = <T extends object>(columns: TableColumnType<T>[], row: T, i: number) => (
  <dl className="row-card">
    {columns.map(({ key, dataIndex, title, render }) => {
      const value = row[dataIndex as keyof T]
      return (
        <div key={String(key ?? dataIndex)}>
          <dt>{title as ReactNode}</dt>
          <dd>{render ? (render(value, row, i) as ReactNode) : String(value)}</dd>
        </div>
      )
    })}
  </dl>
)
