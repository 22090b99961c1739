import type { RequestOf, ResponseOf } from '@shared/api'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Form, Modal, Radio, Result, Select } from 'antd'
import { useState } from 'react'
import { Refused } from '../components/refused'
import { request } from '../platform/request'
import { PickUnits } from '../unit/pick'
import { printLetters } from './letters'

type Wanted = Omit<RequestOf<'POST /api/staff/claim-codes'>['body'], 'further'>
type Regions = ResponseOf<'GET /api/staff/unit-facets'>['regions']

/** Issues codes to the units of a level and a city, or to those picked, after saying to how many. */
export function Issue({ regions, onClose }: { regions: Regions; onClose: () => void }) {
  const queries = useQueryClient()
  const [by, setBy] = useState<'place' | 'name'>('name')
  const [level, setLevel] = useState<Wanted['level']>()
  const [region, setRegion] = useState<string>()
  const [units, setUnits] = useState<string[]>([])
  const [further, setFurther] = useState(false)
  const wanted: Wanted = by === 'name' ? { units } : { level, region }
  const query = { status: 'certified' as const, level, region, pageSize: 1 }
  const found = useQuery({
    queryKey: ['units', query],
    queryFn: ({ signal }) => request('GET /api/staff/units', { query }, signal),
  })
  const count = by === 'name' ? units.length : found.data?.total
  const issue = useMutation({
    mutationFn: () => request('POST /api/staff/claim-codes', { body: { ...wanted, further } }),
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
          title={issued > 0 ? `已发放 ${issued} 个认领码` : '没有新发认领码'}
          subTitle={kept > 0 && `${kept} 个单位已有未使用的认领码，没有重复发`}
          extra={
            <Button type="primary" loading={print.isPending} onClick={() => print.mutate()}>
              {few ? '打印全部未使用的信件' : '打印信件'}
            </Button>
          }
        />
      </Modal>
    )
  }
  return (
    <Modal
      open
      title="发放认领码"
      okText={count === undefined ? '发放' : `给 ${count.toLocaleString('zh-CN')} 个单位发放`}
      okButtonProps={{ disabled: !count }}
      confirmLoading={issue.isPending}
      onOk={() => issue.mutate()}
      onCancel={onClose}
    >
      <Refused error={issue.error} />
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
                options={Object.entries(LEVEL_NAMES).map(([value, label]) => ({
                  value: value as Wanted['level'],
                  label,
                }))}
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
      <p className="issue-count" role="status">
        {by === 'place' && found.isPending
          ? '正在数有多少个单位……'
          : count
            ? `符合条件的认证单位共 ${count.toLocaleString('zh-CN')} 个${further ? '，每个都会新发一个' : '，没有未使用认领码的都会收到'}。`
            : by === 'name'
              ? '请先选择单位。'
              : '没有符合条件的认证单位。'}
      </p>
    </Modal>
  )
}
