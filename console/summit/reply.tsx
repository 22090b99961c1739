import { MinusCircleOutlined, PlusOutlined } from '@ant-design/icons'
import { PHONE } from '@shared/kernel/text'
import type { GuestDraft, Reply } from '@shared/summit/contract'
import { DIET_NAMES } from '@shared/summit/rules'
import { useMutation } from '@tanstack/react-query'
import { App, Button, Drawer, Form, Input, Radio } from 'antd'
import { optionsOf } from '../components/options'
import { Refused } from '../components/refused'
import { formErrors, request, settle } from '../platform/request'
import { type Open, useTake } from './data'

type Typed = Omit<GuestDraft, 'phone'> & { phone?: string }
type Values = { coming: boolean; guests?: Typed[]; car?: string; note?: string }

/** Numbers are not shown for writing: who stays on the list keeps theirs unless another is typed. */
const valuesOf = (reply: Reply | null): Values => ({
  ...{ coming: reply?.coming ?? true, car: reply?.car, note: reply?.note },
  guests: reply?.guests.length
    ? reply.guests.map(({ id, name, position, diet }) => ({ id, name, position, diet }))
    : [{ name: '', position: '', diet: 'any' }],
})

/** A reply to be written down for somebody: told on the telephone, or at the door. */
export function ReplyDrawer({ of, most, onClose }: { of: Open; most: number; onClose: () => void }) {
  const [form] = Form.useForm<Values>()
  const take = useTake()
  const { message } = App.useApp()
  const { code, recipient, reply, version } = of
  const shownOf = (id?: string) => reply?.guests.find((guest) => guest.id === id)
  const save = useMutation({
    mutationFn: ({ coming, guests = [], car = '', note = '' }: Values) => {
      const people = guests.map(({ id, name, position, phone, diet }) => ({
        ...{ ...(id && { id }), name, position: position ?? '', diet },
        phone: phone?.replaceAll(' ', '') || shownOf(id)?.phone || '',
      }))
      const body = { version, coming, car, note, guests: coming ? people : [] }
      return settle(
        request('PUT /api/staff/summit/invitations/:code/reply', { params: { code }, body }),
        take,
      )
    },
    onSuccess: () => {
      message.success('回执已登记')
      onClose()
    },
    onError: (error) => form.setFields(formErrors(error)),
  })
  const coming = Form.useWatch('coming', form) ?? reply?.coming ?? true
  return (
    <Drawer
      open
      size={560}
      title={reply ? '修改回执' : '登记回执'}
      onClose={onClose}
      extra={
        <Button type="primary" htmlType="submit" form="reply-form" loading={save.isPending}>
          保存
        </Button>
      }
    >
      <p>{recipient}</p>
      <Refused error={save.error} edited="回执" />
      <Form
        id="reply-form"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={valuesOf(reply)}
        onFinish={save.mutate}
      >
        <Form.Item name="coming" label="能不能参加">
          <Radio.Group
            options={[
              { value: true, label: '参加' },
              { value: false, label: '不能参加' },
            ]}
          />
        </Form.Item>
        {coming && (
          <>
            <Form.List name="guests">
              {(fields, { add, remove }) => (
                <>
                  {fields.map(({ key, name }, i) => {
                    const known = shownOf(form.getFieldValue(['guests', name, 'id']))
                    return (
                      <section key={key} className="summit-guest" aria-label={`第 ${i + 1} 位`}>
                        <div className="summit-guest-head">
                          <h3>第 {i + 1} 位</h3>
                          {fields.length > 1 && !known?.arrived && (
                            <Button
                              type="text"
                              size="small"
                              icon={<MinusCircleOutlined />}
                              aria-label={`去掉第 ${i + 1} 位`}
                              onClick={() => remove(name)}
                            />
                          )}
                        </div>
                        <Form.Item
                          name={[name, 'name']}
                          label="姓名"
                          rules={[{ required: true, min: 2, message: '请填写姓名' }]}
                        >
                          <Input maxLength={20} />
                        </Form.Item>
                        <Form.Item name={[name, 'position']} label="职务">
                          <Input maxLength={30} />
                        </Form.Item>
                        <Form.Item
                          name={[name, 'phone']}
                          label="电话"
                          extra={known && `已留 ${known.phone}，不填则不变`}
                          rules={[
                            { required: !known, message: '请填写电话' },
                            { pattern: PHONE, message: '请填写 11 位手机号，或带区号的座机号' },
                          ]}
                        >
                          <Input maxLength={20} />
                        </Form.Item>
                        <Form.Item name={[name, 'diet']} label="饮食">
                          <Radio.Group options={optionsOf(DIET_NAMES)} />
                        </Form.Item>
                      </section>
                    )
                  })}
                  {fields.length < most && (
                    <Form.Item>
                      <Button
                        block
                        icon={<PlusOutlined />}
                        onClick={() => add({ name: '', position: '', diet: 'any' })}
                      >
                        再加一位（最多 {most} 位）
                      </Button>
                    </Form.Item>
                  )}
                </>
              )}
            </Form.List>
            <Form.Item name="car" label="车牌号">
              <Input maxLength={60} />
            </Form.Item>
          </>
        )}
        <Form.Item name="note" label="备注">
          <Input.TextArea maxLength={200} showCount autoSize={{ minRows: 2 }} />
        </Form.Item>
      </Form>
    </Drawer>
  )
}
