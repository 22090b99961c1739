import { HolderOutlined } from '@ant-design/icons'
import { useDraggable } from '@dnd-kit/core'
import type { Ranked, Shortlist } from '@shared/shortlist/contract'
import { rankingWords } from '@shared/shortlist/rules'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { Button, Empty, Flex, Input, Select, Switch, Table, Tooltip } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { countText } from '../components/count'
import { optionsOf } from '../components/options'
import { useMay } from '../session'
import { ADD } from './speech'

type Props = {
  list: Shortlist
  has: (id: string) => boolean
  mayWrite: boolean
  onAdd: (id: string) => void
  onRemove: (ids: string[]) => void
}

/** All accepted nominations, the best first, each with what its place comes from. */
export function RankedTable({ list, has, mayWrite, onAdd, onRemove }: Props) {
  const mayRead = useMay()('nomination.read')
  const [q, setQ] = useState('')
  const [level, setLevel] = useState<string>()
  const [city, setCity] = useState<string>()
  const [open, setOpen] = useState(false)
  const cities = Object.fromEntries(list.accepted.map(({ unit }) => [unit.region.cityCode, unit.region.city]))
  const shown = list.accepted.filter(
    ({ id, title, unit }) =>
      `${title}${unit.name}`.includes(q.trim()) &&
      (!level || unit.level === level) &&
      (!city || unit.region.cityCode === city) &&
      !(open && has(id)),
  )
  const most = Math.max(1, ...list.accepted.map(({ record }) => record?.answered ?? 0))
  return (
    <section className="ranked" aria-label="通过审核的报名">
      <Flex gap={8} align="center" wrap className="ranked-tools">
        <h2>通过审核的报名</h2>
        <span className="faint">共 {list.accepted.length} 份</span>
        <Input.Search
          aria-label="找名称或单位"
          placeholder="名称或单位"
          allowClear
          value={q}
          onChange={({ target }) => setQ(target.value)}
        />
        <Select
          aria-label="层级"
          placeholder="全部层级"
          allowClear
          value={level}
          onChange={setLevel}
          options={optionsOf(LEVEL_NAMES)}
        />
        <Select
          aria-label="市州"
          placeholder="全部市州"
          allowClear
          value={city}
          onChange={setCity}
          options={optionsOf(cities)}
        />
        <Flex gap={6} align="center">
          <Switch id="only-open" size="small" checked={open} onChange={setOpen} />
          <label htmlFor="only-open">只看没选的</label>
        </Flex>
      </Flex>
      <Table<Ranked>
        className="sheet-table"
        rowKey="id"
        size="small"
        dataSource={shown}
        scroll={{ x: 640 }}
        showSorterTooltip={false}
        pagination={{ defaultPageSize: 20, size: 'small', showTotal: (total) => `${total} 份` }}
        locale={{
          emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="没有符合条件的报名" />,
        }}
        rowClassName={({ id }) => (has(id) ? 'is-picked' : '')}
        rowSelection={
          mayWrite
            ? {
                selectedRowKeys: list.accepted.filter(({ id }) => has(id)).map(({ id }) => id),
                hideSelectAll: true,
                columnWidth: 32,
                onSelect: ({ id }, selected) => (selected ? onAdd(id) : onRemove([id])),
                getCheckboxProps: ({ title, unit }) => ({ 'aria-label': `挑选${title || unit.name}` }),
              }
            : undefined
        }
        columns={[
          {
            key: 'drag',
            width: 32,
            render: (_, one) => mayWrite && <Handle one={one} disabled={has(one.id)} />,
          },
          { title: '名次', dataIndex: 'rank', width: 76, align: 'right', sorter: by(({ rank }) => -rank) },
          {
            title: '名称与单位',
            key: 'title',
            render: (_, { id, title, unit }) => (
              <div className="who">
                {mayRead ? <Link to={`/nominations/${id}`}>{title || unit.name}</Link> : title || unit.name}
                <small>
                  {title !== unit.name && `${unit.name} · `}
                  {LEVEL_NAMES[unit.level]} · {unit.region.city}
                </small>
              </div>
            ),
          },
          {
            title: '评分',
            key: 'score',
            width: 68,
            sorter: by(({ score }) => score),
            render: (_, { score }) =>
              score === null ? (
                <span className="faint">未评</span>
              ) : (
                <Measure value={score} part={score / 100} />
              ),
          },
          {
            title: '回复率',
            key: 'rate',
            width: 74,
            sorter: by(({ record }) => record?.rate ?? null),
            render: (_, { record }) =>
              typeof record?.rate === 'number' ? (
                <Measure value={`${Math.round(record.rate * 100)}%`} part={record.rate} />
              ) : (
                <span className="faint">—</span>
              ),
          },
          {
            title: '回复量',
            key: 'answered',
            width: 74,
            sorter: by(({ record }) => record?.answered ?? null),
            render: (_, { record }) =>
              record ? (
                <Measure value={countText(record.answered)} part={record.answered / most} />
              ) : (
                <span className="faint">—</span>
              ),
          },
          {
            title: '时长',
            key: 'hours',
            width: 84,
            align: 'right',
            sorter: by(({ record }) => negative(record?.medianAnswerHours ?? null)),
            render: (_, { record }) => hoursText(record?.medianAnswerHours ?? null),
          },
          {
            title: <Tooltip title={rankingWords(list.weights)}>综合分</Tooltip>,
            key: 'total',
            width: 78,
            sorter: by(({ total }) => total),
            render: (_, { total, recordPoints }) => (
              <Measure value={total} part={total / 100} title={`回复分 ${recordPoints}`} strong />
            ),
          },
        ]}
      />
      <p className="faint">{rankingWords(list.weights)}时长是答复时长的中位数，越短越好。</p>
    </section>
  )
}

/** Takes hold of a nomination, to be dragged into the list. */
function Handle({ one, disabled }: { one: Ranked; disabled: boolean }) {
  const { setNodeRef, listeners, attributes } = useDraggable({ id: ADD + one.id, disabled })
  return (
    <Button
      ref={setNodeRef}
      type="text"
      size="small"
      className="handle"
      disabled={disabled}
      icon={<HolderOutlined />}
      {...attributes}
      {...listeners}
      aria-label={`拖动${one.title || one.unit.name}到名单`}
    />
  )
}

type MeasureProps = { value: number | string; part: number; title?: string; strong?: boolean }

/** A number with a little bar under it, as long as the number is large. */
function Measure({ value, part, title, strong }: MeasureProps) {
  return (
    <span className={`measure ${strong ? 'is-strong' : ''}`} title={title}>
      {value}
      <span className="measure-bar" aria-hidden>
        <span style={{ width: `${Math.min(Math.max(part, 0), 1) * 100}%` }} />
      </span>
    </span>
  )
}

/** The better first when a column is sorted downwards; what is missing is last. */
const by = (measure: (one: Ranked) => number | null) => (a: Ranked, b: Ranked) =>
  (measure(a) ?? Number.NEGATIVE_INFINITY) - (measure(b) ?? Number.NEGATIVE_INFINITY) || b.rank - a.rank

const negative = (n: number | null) => (n === null ? null : -n)

function hoursText(hours: number | null) {
  if (hours === null) return <span className="faint">—</span>
  return hours < 48 ? `${Math.round(hours * 10) / 10} 小时` : `${Math.round(hours / 2.4) / 10} 天`
}
