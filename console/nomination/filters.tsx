import { LEVEL_NAMES } from '@shared/unit/rules'
import { Button, Flex, Select } from 'antd'
import { optionsOf } from '../components/options'
import { Search } from '../components/search'
import { useEdition } from '../edition/phase'
import { useSession } from '../session'
import type { Facets, QueueWish } from './data'
import { FLAG_NAMES } from './words'

type Props = {
  wish: QueueWish
  change: (changes: Partial<QueueWish>) => void
  facets?: Facets
}

const SORTS = [
  { value: 'waiting', label: '等得最久的在前' },
  { value: 'updated', label: '最近变动的在前' },
  { value: 'score', label: '评分高的在前' },
]

/** Looking for nominations by category, place, screener, what waits, and words. */
export function Filters({ wish, change, facets }: Props) {
  const { staff } = useSession()
  const { data: edition } = useEdition()
  const choice = (field: keyof QueueWish, label: string, options: object[], width = 130) => (
    <Select
      aria-label={label}
      placeholder={label}
      allowClear
      showSearch={field === 'region' || field === 'screener' ? { optionFilterProp: 'label' } : false}
      style={{ width }}
      value={wish[field]}
      onChange={(value) => change({ [field]: value ?? null })}
      options={options}
    />
  )
  const colleagues = (facets?.screeners ?? [])
    .filter(({ id }) => id !== staff.id)
    .map(({ id, name }) => ({ value: id, label: name }))
  const screeners = [
    { value: staff.id, label: '由我审核' },
    { value: 'none', label: '还没有人审核' },
    ...colleagues,
  ]
  const { sort: _, status: __, ...narrowing } = wish
  return (
    <Flex className="filters" gap={8} wrap role="search">
      {choice(
        'category',
        '奖项',
        (edition?.categories ?? []).map(({ id, shortName }) => ({ value: id, label: shortName })),
        150,
      )}
      {choice(
        'region',
        '市州',
        (facets?.regions ?? []).map(({ value, name, count }) => ({ value, label: `${name}（${count}）` })),
        130,
      )}
      {choice('level', '层级', optionsOf(LEVEL_NAMES), 90)}
      {choice('screener', '审核人', screeners, 130)}
      {choice('flag', '提示', optionsOf(FLAG_NAMES), 110)}
      <Search
        label="名称、单位或拼音首字母"
        placeholder="名称或单位"
        value={wish.q}
        width={210}
        onSearch={(q) => change({ q })}
      />
      <Select
        aria-label="次序"
        style={{ width: 150 }}
        value={wish.sort ?? 'waiting'}
        onChange={(sort) => change({ sort: sort === 'waiting' ? null : sort })}
        options={SORTS}
      />
      {Object.values(narrowing).some(Boolean) && (
        <Button
          type="link"
          onClick={() =>
            change({ category: null, region: null, level: null, screener: null, flag: null, q: null })
          }
        >
          清除条件
        </Button>
      )}
    </Flex>
  )
}
