import type { CorrectionChange, StaffResult } from '@shared/result/contract'
import { CORRECTION_NAMES } from '@shared/result/course'
import { useMutation } from '@tanstack/react-query'
import { Alert, App, Checkbox, Flex, Form, Input, InputNumber, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import { optionsOf } from '../components/options'
import { Reason } from '../components/reason'
import { Refused } from '../components/refused'
import { request } from '../platform/request'
import { useSettle } from './data'

type Typed = {
  candidate: string
  part: CorrectionChange['part']
  none?: boolean
  points?: number
  received?: number
  answered?: number
  medianAnswerHours?: number | null
  reason: string
  objection?: string
}
type Props = { result: StaffResult; onClose: () => void }

/** Proposes a correction, which another person makes. */
export function Correct({ result, onClose }: Props) {
  // What the person has before them stays, though the result behind is fetched anew.
  const [{ category, version, entrants, gone }] = useState(result)
  const { message } = App.useApp()
  const settle = useSettle()
  const [form] = Form.useForm<Typed>()
  const candidate = Form.useWatch('candidate', form)
  const part = Form.useWatch('part', form)
  const none = Form.useWatch('none', form)
  const entrant = entrants.find(({ id }) => id === candidate)
  const excluded = gone.find(({ id, why }) => id === candidate && why === 'excluded')
  const propose = useMutation({
    mutationFn: (typed: Typed) => {
      const body = {
        ...{ version, candidate: typed.candidate, reason: typed.reason.trim() },
        change: excluded ? { part: 'excluded' as const, value: false } : changeOf(typed),
        objection: typed.objection?.trim() || null,
      }
      return settle(request('POST /api/staff/results/:category/corrections', { params: { category }, body }))
    },
    onSuccess: () => {
      message.success('已提出，请另一位同事确认')
      onClose()
    },
  })
  return (
    <Modal
      open
      width={560}
      title="提出更正"
      okText="提出更正"
      okButtonProps={{ htmlType: 'submit', form: 'correction-form' }}
      confirmLoading={propose.isPending}
      onCancel={onClose}
    >
      <Form id="correction-form" form={form} layout="vertical" requiredMark={false} onFinish={propose.mutate}>
        <Refused error={propose.error} edited="结果" />
        <Form.Item name="candidate" label="更正谁的" rules={[{ required: true, message: '请选择参评者' }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            placeholder="输入编号或名称"
            options={[
              ...entrants.map(({ id, number, name }) => ({ value: id, label: `${number} ${name}` })),
              ...gone
                .filter(({ why }) => why === 'excluded')
                .map(({ id, number, name }) => ({ value: id, label: `${number} ${name}（已取消资格）` })),
            ]}
          />
        </Form.Item>
        {excluded ? (
          <Alert
            className="note"
            type="info"
            showIcon
            title={`已取消资格：${excluded.reason}。这条更正恢复资格，重新参加排名。`}
          />
        ) : (
          <Form.Item name="part" label="更正哪一项" rules={[{ required: true, message: '请选择一项' }]}>
            <Radio.Group options={optionsOf(CORRECTION_NAMES)} />
          </Form.Item>
        )}
        {entrant && (part === 'deeds' || part === 'review') && (
          <>
            {!none && (
              <Form.Item
                name="points"
                label={`${CORRECTION_NAMES[part]}改为`}
                extra={`现在是 ${entrant[part] ?? '没有'}，满分 100`}
                rules={[{ required: true, message: '请填写分数' }]}
              >
                <InputNumber min={0} max={100} suffix="分" />
              </Form.Item>
            )}
            <None />
          </>
        )}
        {entrant && part === 'replyRecord' && (
          <>
            {!none && <Record now={entrant.replyRecord} />}
            <None />
          </>
        )}
        {entrant && part === 'excluded' && (
          <Alert
            className="note"
            type="warning"
            showIcon
            title="取消资格后不再参加排名，后面的名次依次递补。"
          />
        )}
        <Reason>
          <Input.TextArea maxLength={500} showCount autoSize={{ minRows: 2 }} />
        </Reason>
        <Form.Item name="objection" label="依据哪条异议" extra="填异议的回执号；不是因异议而起的不用填">
          <Input maxLength={20} placeholder="7QKM-2XPD-ABCD" />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function None() {
  return (
    <Form.Item name="none" valuePropName="checked">
      <Checkbox>这一项改为“没有数据”</Checkbox>
    </Form.Item>
  )
}

function Record({ now }: { now: StaffResult['entrants'][number]['replyRecord'] }) {
  const was = now
    ? `现在是收到 ${now.received} 件，回复 ${now.answered} 件，中位数 ${now.medianAnswerHours ?? '—'} 小时`
    : '现在没有数据'
  const required = [{ required: true, message: '请填写件数' }]
  return (
    <>
      <p className="faint">{was}</p>
      <Flex gap={16} wrap>
        <Form.Item name="received" label="收到（件）" rules={required}>
          <InputNumber min={0} precision={0} />
        </Form.Item>
        <Form.Item name="answered" label="回复（件）" rules={required}>
          <InputNumber min={0} precision={0} />
        </Form.Item>
        <Form.Item name="medianAnswerHours" label="答复时长中位数（小时）">
          <InputNumber min={0} />
        </Form.Item>
      </Flex>
    </>
  )
}

function changeOf({ part, none, points, received, answered, medianAnswerHours }: Typed): CorrectionChange {
  if (part === 'excluded') return { part, value: true }
  if (none) return { part, value: null }
  if (part !== 'replyRecord') return { part, value: points! }
  return {
    part,
    value: { received: received!, answered: answered!, medianAnswerHours: medianAnswerHours ?? null },
  }
}
