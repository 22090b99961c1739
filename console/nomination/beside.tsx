import type { Form } from '@shared/edition/form/contract'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Empty, Select, Skeleton } from 'antd'
import { useDeferredValue, useState } from 'react'
import { Link } from 'react-router'
import { Trouble } from '../components/states'
import { request } from '../platform/request'
import { recordText } from '../unit/months'
import { placeOf } from '../unit/words'
import { FieldAnswer, FieldHeading } from './answers'
import { type Screening, useScreening } from './data'
import { QUEUE_NAMES, StatusTag, titleOf } from './words'

type Props = { one: Screening; form: Form; other: string | null; onChoose: (id: string | null) => void }

/** Two nominations of a category next to each other, field by field. */
export function Beside({ one, form, other, onChoose }: Props) {
  return (
    <div className="beside">
      <div className="paper">
        <Head one={one} />
      </div>
      <div className="paper">
        <Choose one={one} other={other} onChoose={onChoose} />
        {other && <Other id={other} />}
      </div>
      {form.map((field) => (
        <section key={field.key} className="paper beside-row" aria-label={field.label}>
          <FieldHeading field={field} />
          <div>
            <FieldAnswer of={one.id} field={field} answers={one.answers} uploads={one.uploads} />
          </div>
          <div>{other && <OtherAnswer id={other} field={field} />}</div>
        </section>
      ))}
      {!other && (
        <Empty
          className="beside-none"
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description="在右上方选一份同奖项的报名，逐栏对照着看"
        />
      )}
    </div>
  )
}

function Head({ one }: { one: Screening }) {
  const { unit, replyRecord, score, status } = one
  return (
    <div className="beside-head">
      <strong>{titleOf(one)}</strong>
      <p>
        <StatusTag status={status} /> {unit.name} · {LEVEL_NAMES[unit.level]} · {placeOf(unit)}
      </p>
      <p>{replyRecord ? recordText(replyRecord) : '没有回复情况的记录'}</p>
      <p>
        事迹评分 <b>{score ?? '未评'}</b>
      </p>
    </div>
  )
}

function Other({ id }: { id: string }) {
  const { data, error, refetch } = useScreening(id)
  if (error) return <Trouble error={error} retry={refetch} />
  return data ? (
    <>
      <Head one={data} />
      <Link to={`/nominations/${id}`}>打开这一份</Link>
    </>
  ) : (
    <Skeleton active />
  )
}

function OtherAnswer({ id, field }: { id: string; field: Form[number] }) {
  const { data } = useScreening(id)
  return data ? <FieldAnswer of={id} field={field} answers={data.answers} uploads={data.uploads} /> : null
}

function Choose({ one, other, onChoose }: Omit<Props, 'form'>) {
  const [typed, setTyped] = useState('')
  const q = useDeferredValue(typed.trim())
  const query = { category: one.category, sort: 'score' as const, pageSize: 50, ...(q && { q }) }
  const found = useQuery({
    queryKey: ['nominations', 'list', query],
    queryFn: ({ signal }) => request('GET /api/staff/nominations', { query }, signal),
    placeholderData: keepPreviousData,
  })
  return (
    <Select
      className="beside-choose"
      aria-label="与哪一份对照"
      placeholder="选一份来对照：输入名称或单位"
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={found.isFetching}
      notFoundContent={found.error?.message ?? '没有找到同奖项的报名'}
      value={other}
      onChange={(id) => onChoose(id ?? null)}
      options={(found.data?.items ?? [])
        .filter(({ id }) => id !== one.id)
        .map((card) => ({
          value: card.id,
          label: titleOf(card),
          note: `${card.unit.name} · ${QUEUE_NAMES[card.status]}`,
        }))}
      optionRender={({ label, data }) => (
        <span>
          {label} <small className="faint">{data.note}</small>
        </span>
      )}
    />
  )
}
