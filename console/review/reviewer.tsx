import type { Category } from '@shared/edition/contract'
import type { Reviewer } from '@shared/review/contract'
import { useMutation } from '@tanstack/react-query'
import { App, Button, Checkbox, Drawer, Form, Input, Switch } from 'antd'
import { Refused } from '../components/refused'
import { formErrors, request } from '../platform/request'
import { PickUnits } from '../unit/pick'
import { useRenew } from './data'

type Values = {
  name: string
  organisation: string
  title: string
  phone?: string
  units: string[]
  categories: Reviewer['categories']
  disabled?: boolean
}

type Props = {
  /** Null for a new one. */
  reviewer: Reviewer | null
  categories: Category[]
  onClose: () => void
  onCreated: (reviewer: Reviewer) => void
}

/** An expert to be added or changed. */
export function ReviewerForm({ reviewer, categories, onClose, onCreated }: Props) {
  const [form] = Form.useForm<Values>()
  const renew = useRenew()
  const { message } = App.useApp()
  const save = useMutation({
    mutationFn: ({ phone, disabled = false, ...values }: Values) => {
      const typed = phone?.trim()
      if (!reviewer) {
        return request('POST /api/staff/reviewers', { body: { ...values, phone: typed || null } })
      }
      const body = { ...values, disabled, version: reviewer.version, ...(typed && { phone: typed }) }
      return request('PUT /api/staff/reviewers/:id', { params: { id: reviewer.id }, body })
    },
    onSuccess: async (saved) => {
      await renew()
      message.success(reviewer ? '已保存' : '已添加，接着发邀请')
      onClose()
      if (!reviewer) onCreated(saved)
    },
    onError: (error) => form.setFields(formErrors(error)),
  })
  return (
    <Drawer
      open
      onClose={onClose}
      size={520}
      title={reviewer ? `编辑${reviewer.name}` : '添加专家'}
      extra={
        <Button type="primary" htmlType="submit" form="reviewer-form" loading={save.isPending}>
          保存
        </Button>
      }
    >
      <Refused error={save.error} edited="专家" />
      <Form
        id="reviewer-form"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={
          reviewer
            ? { ...reviewer, phone: '', units: reviewer.units.map(({ id }) => id) }
            : { organisation: '', title: '', units: [], categories: categories.map(({ id }) => id) }
        }
        onFinish={save.mutate}
      >
        <Form.Item name="name" label="姓名" rules={[{ required: true, min: 2, message: '请填写姓名' }]}>
          <Input maxLength={20} />
        </Form.Item>
        <Form.Item name="organisation" label="工作单位">
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="title" label="职务职称">
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item
          name="phone"
          label="电话"
          extra={reviewer?.phone ? `现在是 ${reviewer.phone}，不填则不变` : '没有绑定微信时，用来提醒'}
        >
          <Input maxLength={20} />
        </Form.Item>
        <Form.Item name="units" label="所在单位" extra="单位库里的。这些单位的候选，专家自动回避">
          <Units known={reviewer?.units ?? []} />
        </Form.Item>
        <Form.Item
          name="categories"
          label="评哪些奖项"
          rules={[{ required: true, message: '请至少选一个奖项' }]}
        >
          <Checkbox.Group
            options={categories.map(({ id, shortName }) => ({ value: id, label: shortName }))}
          />
        </Form.Item>
        {reviewer && (
          <Form.Item
            name="disabled"
            label="停用"
            valuePropName="checked"
            extra="停用后不能登录，没交的不再等"
          >
            <Switch />
          </Form.Item>
        )}
      </Form>
    </Drawer>
  )
}

type UnitsProps = {
  id?: string
  value?: string[]
  onChange?: (ids: string[]) => void
  known: Reviewer['units']
}

/** Units already there keep their names, whatever is being looked for. */
function Units({ known, value = [], onChange, id }: UnitsProps) {
  const kept = known.filter((unit) => value.includes(unit.id))
  const others = value.filter((one) => !kept.some((unit) => unit.id === one))
  return (
    <>
      {kept.map((unit) => (
        <div key={unit.id} className="kept-unit">
          {unit.name}
          <Button
            type="link"
            size="small"
            aria-label={`去掉${unit.name}`}
            onClick={() => onChange?.(value.filter((one) => one !== unit.id))}
          >
            去掉
          </Button>
        </div>
      ))}
      <PickUnits
        id={id}
        most={20}
        value={others}
        onChange={(ids) => onChange?.([...kept.map((unit) => unit.id), ...ids])}
      />
    </>
  )
}
