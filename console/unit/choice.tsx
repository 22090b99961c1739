import type { ImportMode, UnitImport } from '@shared/unit/import/contract'
import { useMutation } from '@tanstack/react-query'
import { Button, Flex, Radio } from 'antd'
import { useState } from 'react'
import { Refused } from '../components/refused'
import { request } from '../platform/request'
import { useMay } from '../session'

/** What the dry run found, and what is to come of it. */
export function Choice({ one, onDone }: { one: UnitImport; onDone: () => void }) {
  const { added, changed, unchanged, bad } = one.counts
  const [mode, setMode] = useState<ImportMode>(bad > 0 ? 'good' : 'all')
  const params = { id: one.id }
  const apply = useMutation({
    mutationFn: () => request('POST /api/staff/unit-imports/:id/apply', { params, body: { mode } }),
    onSettled: onDone,
  })
  const cancel = useMutation({
    mutationFn: () => request('POST /api/staff/unit-imports/:id/cancel', { params }),
    onSettled: onDone,
  })
  const error = apply.error ?? cancel.error
  const writes = added + changed
  if (!useMay()('unit.write')) return null
  return (
    <section className="import-choice" aria-label="确认导入">
      <p className="import-sum">
        将新增 <b>{added}</b> 个单位，修改 <b>{changed}</b> 个，<b>{unchanged}</b> 个没有变化
        {bad > 0 && (
          <>
            ；<b className="bad">{bad}</b> 行不合格
          </>
        )}
        。现在还没有写入。
      </p>
      {bad > 0 && (
        <Radio.Group
          aria-label="怎样导入"
          value={mode}
          onChange={({ target }) => setMode(target.value)}
          options={[
            { value: 'good', label: '只导入合格的行' },
            { value: 'all', label: '全部或不导入：改好不合格的行再上传', disabled: true },
          ]}
        />
      )}
      <Refused error={error} />
      <Flex gap={8} className="import-buttons">
        <Button
          type="primary"
          disabled={writes === 0}
          loading={apply.isPending}
          onClick={() => apply.mutate()}
        >
          {writes === 0 ? '没有可导入的内容' : `导入 ${writes} 个单位`}
        </Button>
        <Button loading={cancel.isPending} onClick={() => cancel.mutate()}>
          放弃这次导入
        </Button>
      </Flex>
    </section>
  )
}
