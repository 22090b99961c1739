import { ACTION_GROUPS, namedActions } from '@shared/audit/words'
import { useQuery } from '@tanstack/react-query'
import { Button, DatePicker, Flex, Select } from 'antd'
import { Search } from '../components/search'
import { dayOf, pickerOf } from '../platform/days'
import { request } from '../platform/request'
import type { AuditWish } from './filter'

/** Looking for entries by who, what, when and words. */
export function Filters({ wish, change }: { wish: AuditWish; change: (change: Partial<AuditWish>) => void }) {
  const { data } = useQuery({ queryKey: ['staff'], queryFn: () => request('GET /api/staff/accounts', {}) })
  const people = (data?.items ?? []).map(({ id, name, username }) => ({
    value: id,
    label: `${name}（${username}）`,
  }))
  const filtered = Boolean(wish.actor || wish.action || wish.q || wish.from || wish.to)
  return (
    <Flex className="filters" gap={8} wrap role="search">
      <Select
        aria-label="操作人"
        placeholder="操作人"
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width: 180 }}
        value={wish.actor}
        onChange={(actor) => change({ actor: actor ?? null })}
        options={[...people, { value: 'program', label: '系统' }]}
      />
      <Select
        aria-label="操作"
        placeholder="操作"
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width: 180 }}
        value={wish.action}
        onChange={(action) => change({ action: action ?? null })}
        options={actionOptions}
      />
      <DatePicker.RangePicker
        aria-label="日期"
        style={{ width: 260 }}
        value={[pickerOf(wish.from), pickerOf(wish.to)]}
        onChange={(days) =>
          change({ from: days?.[0] ? dayOf(days[0]) : null, to: days?.[1] ? dayOf(days[1]) : null })
        }
      />
      <Search label="对象或原因" value={wish.q} width={220} most={64} onSearch={(q) => change({ q })} />
      {filtered && (
        <Button
          type="link"
          onClick={() => change({ actor: null, action: null, q: null, from: null, to: null })}
        >
          清除条件
        </Button>
      )}
    </Flex>
  )
}

const actionOptions = Object.entries(ACTION_GROUPS).map(([group, label]) => ({
  label,
  options: [
    { value: `${group}.`, label: `${label}：全部` },
    ...namedActions()
      .filter(([action]) => action.startsWith(`${group}.`))
      .map(([value, name]) => ({ value, label: name })),
  ],
}))
