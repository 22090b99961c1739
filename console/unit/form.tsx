import type { Unit, UnitDraft } from '@shared/unit/contract'
import { cityCodeOf, LEVEL_NAMES, needsReason, STATUS_NAMES } from '@shared/unit/rules'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal, Select } from 'antd'
import { optionsOf } from '../components/options'
import { Reason } from '../components/reason'
import { Refused } from '../components/refused'
import { formErrors, request } from '../platform/request'

/** Empty fields are empty texts here and null in the registry. */
type Values = {
  name: string
  creditCode: string
  level: Unit['level']
  status: Unit['status']
  region: { code: string; city: string; county: string }
  contact: { name: string; phone: string }
  reason: string
}

const required = { required: true, whitespace: true, message: '请填写' }

/** Adds a unit or changes one. Refused where somebody else changed it meanwhile; what was typed stays. */
export function UnitForm({ unit, onClose }: { unit: Unit | null; onClose: () => void }) {
  const [form] = Form.useForm<Values>()
  const queries = useQueryClient()
  const values = Form.useWatch([], form) as Values | undefined
  const asksWhy = unit !== null && values?.region !== undefined && needsReason(unit, draftOf(values))
  const save = useMutation({
    mutationFn: (values: Values) => {
      const draft = draftOf(values)
      return unit
        ? request('PUT /api/staff/units/:id', {
            params: { id: unit.id },
            body: { ...draft, version: unit.version, reason: values.reason?.trim() ?? '' },
          })
        : request('POST /api/staff/units', { body: draft })
    },
    onSuccess: onClose,
    onError: (error) => form.setFields(formErrors(error)),
    onSettled: () => queries.invalidateQueries({ queryKey: ['units'] }),
  })
  return (
    <Modal
      open
      width={640}
      title={unit ? `编辑：${unit.name}` : '新增单位'}
      okText="保存"
      okButtonProps={{ htmlType: 'submit', form: 'unit' }}
      confirmLoading={save.isPending}
      onCancel={onClose}
    >
      <Form
        id="unit"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={unit ? valuesOf(unit) : { status: 'certified' }}
        onFinish={save.mutate}
      >
        <Refused error={save.error} edited="单位" />
        <Form.Item name="name" label="单位名称" rules={[required, { min: 2, message: '至少 2 个字' }]}>
          <Input maxLength={80} />
        </Form.Item>
        <div className="form-pair">
          <Form.Item name="level" label="层级" rules={[{ required: true, message: '请选择' }]}>
            <Select options={optionsOf(LEVEL_NAMES)} />
          </Form.Item>
          <Form.Item name="status" label="状态">
            <Select options={optionsOf(STATUS_NAMES)} />
          </Form.Item>
          <Form.Item
            name={['region', 'code']}
            label="行政区划代码"
            rules={[required, { pattern: /^\d{6}$/, message: '应为 6 位数字' }]}
          >
            <Input maxLength={6} inputMode="numeric" placeholder="6 位数字，如武昌区 420106" />
          </Form.Item>
          <Form.Item name={['region', 'city']} label="市州" rules={[required]}>
            <Input maxLength={20} placeholder="省级单位填“省直单位”" />
          </Form.Item>
          <Form.Item name={['region', 'county']} label="区县">
            <Input maxLength={20} placeholder="市级、省级单位留空" />
          </Form.Item>
          <Form.Item name="creditCode" label="统一社会信用代码">
            <Input maxLength={18} placeholder="选填" />
          </Form.Item>
          <Form.Item name={['contact', 'name']} label="联系人">
            <Input maxLength={40} placeholder="选填" />
          </Form.Item>
          <Form.Item name={['contact', 'phone']} label="联系电话">
            <Input maxLength={30} placeholder="选填" inputMode="tel" />
          </Form.Item>
        </div>
        {asksWhy && (
          <Reason>
            <Input maxLength={200} placeholder="如：机构改革后更名" />
          </Reason>
        )}
      </Form>
    </Modal>
  )
}

const textOrNull = (text: string | undefined) => text?.trim() || null

function draftOf({ name, creditCode, level, status, region, contact }: Values): UnitDraft {
  const { code = '', city = '', county } = region ?? {}
  return {
    ...{ name: name?.trim() ?? '', creditCode: textOrNull(creditCode)?.toUpperCase() ?? null, level, status },
    region: { code, cityCode: cityCodeOf(code), city: city.trim(), county: textOrNull(county) },
    contact: { name: textOrNull(contact?.name), phone: textOrNull(contact?.phone) },
  }
}

function valuesOf({ name, creditCode, level, status, region, contact }: Unit): Values {
  const { code, city, county } = region
  return {
    ...{ name, creditCode: creditCode ?? '', level, status, reason: '' },
    region: { code, city, county: county ?? '' },
    contact: { name: contact.name ?? '', phone: contact.phone ?? '' },
  }
}
