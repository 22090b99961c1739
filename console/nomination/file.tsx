import type { CategoryId } from '@shared/edition/contract'
import { useMutation } from '@tanstack/react-query'
import { Form, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { Refused } from '../components/refused'
import { useEdition } from '../edition/phase'
import { request } from '../platform/request'
import { PickUnits } from '../unit/pick'
import { useFormsOf } from './data'

/** Begins a nomination for a unit that wrote by mail, or cannot help itself. */
export function FileForUnit({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate()
  const { data: edition } = useEdition()
  const { data: set } = useFormsOf()
  const open = (edition?.categories ?? []).filter(({ id }) => set?.nomination.forms[id]?.form.length)
  const [chosen, setCategory] = useState<CategoryId | null>(null)
  const category = chosen ?? open[0]?.id
  const [units, setUnits] = useState<string[]>([])
  const begin = useMutation({
    mutationFn: () =>
      request('POST /api/staff/nominations', { body: { category: category!, unit: units[0]! } }),
    onSuccess: ({ id }) => navigate(`/nominations/${id}?fill=1`),
  })
  return (
    <Modal
      open
      title="代单位填报"
      okText="开始填写"
      okButtonProps={{ disabled: !category || units.length === 0 }}
      confirmLoading={begin.isPending}
      onOk={() => begin.mutate()}
      onCancel={onClose}
    >
      <Refused error={begin.error} />
      <p>单位来信、来电报名时，由您替它填写。先存为草稿；单位的代表也能看到、接着改。提交时须写明依据。</p>
      <Form layout="vertical">
        <Form.Item label="单位" htmlFor="file-unit">
          <PickUnits id="file-unit" most={1} value={units} onChange={setUnits} />
        </Form.Item>
        <Form.Item label="奖项">
          {set && open.length === 0 ? (
            <span>这一届还没有设置报名表，请先到“届次设置”里设置。</span>
          ) : (
            <Radio.Group
              value={category}
              onChange={({ target }) => setCategory(target.value)}
              options={open.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
        </Form.Item>
      </Form>
    </Modal>
  )
}
