import type { RequestOf, ResponseOf } from '@shared/api'
import { SKIP_REASONS } from '@shared/representative/rules'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Form, Modal, Radio, Result, Select } from 'antd'
import { useState } from 'react'
import { countText } from '../components/count'
import { optionsOf } from '../components/options'
import { Refused } from '../components/refused'
import { request } from '../platform/request'
import { PickUnits } from '../unit/pick'
import { printLetters } from './letters'

type Wanted = RequestOf<'POST /api/staff/claim-codes/preview'>['body']
type Preview = ResponseOf<'POST /api/staff/claim-codes/preview'>
type Regions = ResponseOf<'GET /api/staff/unit-facets'>['regions']

/** Issues codes to the units of a level and a city, or to those picked, after a second look at who gets one. */
export function Issue({ regions, onClose }: { regions: Regions; onClose: () => void }) {
  const queries = useQueryClient()
  const [by, setBy] = useState<'place' | 'name'>('name')
  const [level, setLevel] = useState<Wanted['level']>()
  const [region, setRegion] = useState<string>()
  const [units, setUnits] = useState<string[]>([])
  const [further, setFurther] = useState(false)
  const wanted: Wanted = { ...(by === 'name' ? { units } : { level, region }), further }
  const look = useMutation({
    mutationFn: () => request('POST /api/staff/claim-codes/preview', { body: wanted }),
  })
  const issue = useMutation({
    mutationFn: (most: number) => request('POST /api/staff/claim-codes', { body: { ...wanted, most } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['claim-codes'] }),
  })
  const print = useMutation({
    mutationFn: () =>
      by === 'name' && units.length === 1
        ? printLetters({ unit: units[0] }, '一个单位')
        : printLetters({ level, region }, '未使用的'),
  })
  if (issue.data) {
    const { issued, kept } = issue.data
    const few = by === 'name' && units.length > 1
    return (
      <Modal open title="发放认领码" footer={<Button onClick={onClose}>关闭</Button>} onCancel={onClose}>
        <Refused error={print.error} />
        <Result
          status="success"
          title={issued > 0 ? `已发放 ${countText(issued)} 个认领码` : '没有新发认领码'}
          subTitle={kept > 0 && `${countText(kept)} 个单位已有未使用的认领码，没有重复发`}
          extra={
            <Button type="primary" loading={print.isPending} onClick={() => print.mutate()}>
              {few ? '打印全部未使用的信件' : '打印信件'}
            </Button>
          }
        />
      </Modal>
    )
  }
  if (look.data) {
    const { issuable } = look.data
    return (
      <Modal
        open
        title="核对后发放"
        okText={`发放 ${countText(issuable)} 个认领码`}
        okButtonProps={{ disabled: issuable === 0 }}
        cancelText="返回修改"
        confirmLoading={issue.isPending}
        onOk={() => issue.mutate(issuable)}
        onCancel={() => {
          issue.reset()
          look.reset()
        }}
      >
        <Refused error={issue.error} />
        <Outlook preview={look.data} />
      </Modal>
    )
  }
  return (
    <Modal
      open
      title="发放认领码"
      okText="下一步：核对"
      okButtonProps={{ disabled: by === 'name' && units.length === 0 }}
      confirmLoading={look.isPending}
      onOk={() => look.mutate()}
      onCancel={onClose}
    >
      <Refused error={look.error} />
      <p>每个认领码只能用一次，凭它认领的人成为单位的代表。发放后打印成信，寄给或交给单位。</p>
      <Form layout="vertical">
        <Form.Item label="发给谁">
          <Radio.Group
            value={by}
            onChange={({ target }) => setBy(target.value)}
            options={[
              { value: 'name', label: '指定单位' },
              { value: 'place', label: '按层级和市州' },
            ]}
          />
        </Form.Item>
        {by === 'place' ? (
          <div className="form-pair">
            <Form.Item label="层级" htmlFor="issue-level">
              <Select
                id="issue-level"
                allowClear
                placeholder="全部层级"
                value={level}
                onChange={setLevel}
                options={optionsOf(LEVEL_NAMES)}
              />
            </Form.Item>
            <Form.Item label="市州" htmlFor="issue-region">
              <Select
                id="issue-region"
                allowClear
                showSearch={{ optionFilterProp: 'label' }}
                placeholder="全省"
                value={region}
                onChange={setRegion}
                options={regions.map(({ value, name }) => ({ value, label: name }))}
              />
            </Form.Item>
          </div>
        ) : (
          <Form.Item label="单位" htmlFor="issue-units">
            <PickUnits id="issue-units" most={200} value={units} onChange={setUnits} />
          </Form.Item>
        )}
        <Checkbox checked={further} onChange={({ target }) => setFurther(target.checked)}>
          已有未使用认领码的单位也再发一个（一个单位可以有几位代表）
        </Checkbox>
      </Form>
    </Modal>
  )
}

/** To how many units codes will go, and which get none and why. */
function Outlook({ preview: { issuable, skipped } }: { preview: Preview }) {
  return (
    <>
      <p role="status">
        {issuable > 0 ? (
          <>
            将给 <b>{countText(issuable)}</b> 个认证单位各发一个认领码。发放以后只能逐个作废。
          </>
        ) : (
          '没有可以发放的单位。'
        )}
      </p>
      {skipped.map(({ reason, count, names }) => (
        <details key={reason} className="skipped">
          <summary>
            {countText(count)} 个单位不发：{SKIP_REASONS[reason]}
          </summary>
          {names.length > 0 && (
            <p>
              {names.join('、')}
              {names.length < count && ` 等 ${countText(count)} 个`}
            </p>
          )}
        </details>
      ))}
    </>
  )
}
