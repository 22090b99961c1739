import type { ResponseOf } from '@shared/api'
import { LEVEL_NAMES, STATUS_NAMES } from '@shared/unit/rules'
import { Button, Flex, Select } from 'antd'
import { optionsOf } from '../components/options'
import { Search } from '../components/search'
import type { UnitWish } from './filter'

type Props = {
  wish: UnitWish
  change: (change: Partial<UnitWish>) => void
  facets?: ResponseOf<'GET /api/staff/unit-facets'>
}

/** Looking for units by place, level, status and words. */
export function Filters({ wish, change, facets }: Props) {
  const choice = (
    field: 'region' | 'level' | 'status',
    label: string,
    options: { value: string; label: string }[],
  ) => (
    <Select
      aria-label={label}
      placeholder={label}
      allowClear
      showSearch={field === 'region' ? { optionFilterProp: 'label' } : false}
      style={{ width: field === 'region' ? 180 : 130 }}
      value={wish[field]}
      onChange={(value) => change({ [field]: value ?? null })}
      options={options}
    />
  )
  const cities = (facets?.regions ?? []).map(({ value, name, count }) => ({
    value,
    label: `${name}（${count}）`,
  }))
  return (
    <Flex className="filters" gap={8} wrap role="search">
      {choice('region', '市州', cities)}
      {choice('level', '层级', optionsOf(LEVEL_NAMES))}
      {choice('status', '状态', optionsOf(STATUS_NAMES))}
      <Search label="名称、地区或拼音首字母" value={wish.q} width={280} onSearch={(q) => change({ q })} />
      {(wish.region || wish.level || wish.status || wish.q) && (
        <Button type="link" onClick={() => change({ region: null, level: null, status: null, q: null })}>
          清除条件
        </Button>
      )}
    </Flex>
  )
}
