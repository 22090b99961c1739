import type { CategoryForm } from '@shared/edition/contract'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { useMutation } from '@tanstack/react-query'
import { Button, Checkbox, Descriptions, Flex, InputNumber, Select } from 'antd'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { Refused } from '../components/refused'
import { request } from '../platform/request'
import { useMay, useSession } from '../session'
import { recordText } from '../unit/months'
import { StatusTag as UnitStatusTag } from '../unit/status'
import { placeOf } from '../unit/words'
import type { Act } from './act'
import { type Screening, useFacets } from './data'
import { NominationPhone } from './phone'

/** Who files it, and for whom. */
export function UnitFacts({ one }: { one: Screening }) {
  const { unit, replyRecord, representatives } = one
  return (
    <section aria-label="单位">
      <h2>{unit.name}</h2>
      <Descriptions
        column={1}
        size="small"
        items={[
          {
            key: 'place',
            label: '层级地区',
            children: (
              <span>
                {LEVEL_NAMES[unit.level]} · {placeOf(unit)}
              </span>
            ),
          },
          { key: 'status', label: '认证', children: <UnitStatusTag status={unit.status} /> },
          {
            key: 'record',
            label: replyRecord ? `${replyRecord.year} 年` : '回复情况',
            children: replyRecord ? recordText(replyRecord) : '没有记录',
          },
          {
            key: 'who',
            label: '代表',
            children:
              representatives.length > 0 ? (
                <ul className="plain">
                  {representatives.map(({ id, name, position, phone }) => (
                    <li key={id}>
                      {name} · {position}{' '}
                      <NominationPhone
                        of={one.id}
                        phone={phone}
                        pick={({ representatives }) => representatives[id]}
                      />
                    </li>
                  ))}
                </ul>
              ) : (
                '还没有代表'
              ),
          },
        ]}
      />
      <Flex gap={16}>
        <Link to={`/units?q=${encodeURIComponent(unit.name)}`}>在单位库里查看</Link>
        <Link to={`/nominations?status=all&q=${encodeURIComponent(unit.name)}`}>该单位的全部报名</Link>
      </Flex>
    </section>
  )
}

type Props = { one: Screening; act: Act }

/** What was looked at, and what the deeds are worth; kept as soon as it is said. */
export function Assessment({ one, checklist, act }: Props & Pick<CategoryForm, 'checklist'>) {
  const mayScreen = useMay()('nomination.screen') && ['submitted', 'accepted'].includes(one.status)
  const [said, setSaid] = useState({ checked: one.checked, score: one.score })
  const save = useMutation({
    mutationFn: (body: typeof said) =>
      act((version) =>
        request('PUT /api/staff/nominations/:id/assessment', {
          params: { id: one.id },
          body: { ...body, version },
        }),
      ),
  })
  const pending = save.isPending
  useEffect(() => {
    if (!pending) setSaid((before) => ({ ...before, checked: one.checked }))
  }, [one.checked, pending])
  // A score that is being typed stays: only another one that was kept takes its place.
  useEffect(() => setSaid((before) => ({ ...before, score: one.score })), [one.score])
  const say = (changes: Partial<typeof said>) => {
    const next = { ...said, ...changes }
    setSaid(next)
    save.mutate(next)
  }
  const open = checklist.filter((item) => !said.checked.includes(item)).length
  return (
    <section aria-label="审核">
      <h2>
        审核要点
        {checklist.length > 0 && (
          <small className="faint">{open > 0 ? `还有 ${open} 项` : '已全部核对'}</small>
        )}
      </h2>
      <Refused error={save.error} />
      {checklist.length === 0 ? (
        <p className="faint">这个奖项没有设审核要点</p>
      ) : (
        <Checkbox.Group
          className="checklist"
          disabled={!mayScreen}
          value={said.checked}
          options={checklist}
          onChange={(checked) => say({ checked })}
        />
      )}
      <Flex gap={8} align="center" className="score">
        <label htmlFor="score">事迹评分</label>
        <InputNumber
          id="score"
          min={0}
          max={100}
          precision={0}
          placeholder="未评"
          disabled={!mayScreen}
          value={said.score}
          onChange={(score) => setSaid({ ...said, score })}
          onBlur={() => said.score !== one.score && say({})}
          onPressEnter={({ currentTarget }) => currentTarget.blur()}
        />
        <span className="faint">0 至 100，供初选参考</span>
      </Flex>
    </section>
  )
}

/** Who looks after it. */
export function Screener({ one, act }: Props) {
  const { staff } = useSession()
  const mayScreen = useMay()('nomination.screen')
  const { data: facets } = useFacets()
  const assign = useMutation({
    mutationFn: (screener: string | null) =>
      act((version) =>
        request('PUT /api/staff/nominations/:id/screener', {
          params: { id: one.id },
          body: { version, screener },
        }),
      ),
  })
  const known = facets?.screeners ?? []
  const all =
    one.screener && !known.some(({ id }) => id === one.screener!.id) ? [...known, one.screener] : known
  if (!mayScreen) {
    return (
      <section aria-label="审核人">
        <h2>审核人</h2>
        <p>{one.screener?.name ?? '未指定'}</p>
      </section>
    )
  }
  return (
    <section aria-label="审核人">
      <h2>审核人</h2>
      <Refused error={assign.error} />
      <Flex gap={8}>
        <Select
          className="screener"
          aria-label="审核人"
          placeholder="未指定"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          loading={assign.isPending}
          value={one.screener?.id}
          onChange={(id) => assign.mutate(id ?? null)}
          options={all.map(({ id, name }) => ({ value: id, label: name }))}
        />
        {one.screener?.id !== staff.id && (
          <Button loading={assign.isPending} onClick={() => assign.mutate(staff.id)}>
            由我审核
          </Button>
        )}
      </Flex>
    </section>
  )
}
