import type { Unit } from '@shared/unit/contract'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { request } from '../platform/request'
import { placeOf } from './words'

type Props = {
  id?: string
  value?: string[]
  onChange?: (ids: string[]) => void
  /** How many may be picked. */
  most: number
}

/** Picks certified units by typing part of a name, a place or pinyin initials. */
export function PickUnits({ id, value = [], onChange, most }: Props) {
  const [typed, setTyped] = useState('')
  const [known, setKnown] = useState<Record<string, Unit>>({})
  const q = useDeferredValue(typed.trim())
  const query = { status: 'certified' as const, pageSize: 30, ...(q && { q }) }
  const found = useQuery({
    queryKey: ['units', query],
    queryFn: ({ signal }) => request('GET /api/staff/units', { query }, signal),
    placeholderData: keepPreviousData,
  })
  const units = new Map(
    [...Object.values(known), ...(found.data?.items ?? [])].map((unit) => [unit.id, unit]),
  )
  const single = most === 1
  return (
    <Select
      id={id}
      mode={single ? undefined : 'multiple'}
      maxCount={single ? undefined : most}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder="输入单位名称、地区或拼音首字母"
      loading={found.isFetching}
      notFoundContent={found.error?.message ?? (found.isPending ? '正在查找' : '没有找到已认证的单位')}
      value={(single ? (value[0] ?? null) : value) as string[] | null}
      onChange={(picked: string | string[]) => {
        const ids = [picked].flat().filter(Boolean)
        setKnown(Object.fromEntries(ids.flatMap((one) => (units.has(one) ? [[one, units.get(one)!]] : []))))
        onChange?.(ids)
      }}
      options={[...units.values()].map((unit) => ({
        value: unit.id,
        label: unit.name,
        place: `${LEVEL_NAMES[unit.level]} · ${placeOf(unit)}`,
      }))}
      optionRender={({ label, data }) => (
        <span>
          {label} <small className="faint">{data.place}</small>
        </span>
      )}
    />
  )
}
