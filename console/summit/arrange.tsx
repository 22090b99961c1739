import type { StaffSummit, Summit } from '@shared/summit/contract'
import { useMutation } from '@tanstack/react-query'
import { App, Button, Drawer, Form, Input, InputNumber } from 'antd'
import { Refused } from '../components/refused'
import { Moment } from '../edition/moment'
import { formErrors, request, settle } from '../platform/request'
import { useTake } from './data'

/** The arrangements to be written. */
export function Arrange({ data, onClose }: { data: StaffSummit; onClose: () => void }) {
  const [form] = Form.useForm<Summit>()
  const take = useTake()
  const { message } = App.useApp()
  const { summit, version, invitations } = data
  const save = useMutation({
    mutationFn: (summit: Summit) =>
      settle(
        request('PUT /api/staff/summit', {
          body: { version, summit: { ...summit, notes: summit.notes ?? '' } },
        }),
        take,
      ),
    onSuccess: () => {
      message.success('已保存')
      onClose()
    },
    onError: (error) => form.setFields(formErrors(error, 'summit.')),
  })
  const needed = (message: string) => [{ required: true, message }]
  return (
    <Drawer
      open
      size={520}
      title="峰会的安排"
      onClose={onClose}
      extra={
        <Button type="primary" htmlType="submit" form="summit-form" loading={save.isPending}>
          保存
        </Button>
      }
    >
      <Refused error={save.error} edited="安排" />
      <Form
        id="summit-form"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={summit ?? { most: 2 }}
        onFinish={save.mutate}
      >
        <Form.Item name="name" label="名称" rules={needed('请填写名称')}>
          <Input maxLength={40} placeholder="如：2022政能量峰会" />
        </Form.Item>
        <Form.Item name="startsAt" label="开始" rules={needed('请选择开始时间')}>
          <Moment />
        </Form.Item>
        <Form.Item name="endsAt" label="结束" rules={needed('请选择结束时间')}>
          <Moment />
        </Form.Item>
        <Form.Item name="venue" label="会场" rules={needed('请填写会场')}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item
          name="address"
          label="地址"
          rules={needed('请填写地址')}
          extra={invitations.length > 0 ? '时间或地点改了，已邀请的会收到通知' : undefined}
        >
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item
          name="replyBy"
          label="回执截止"
          rules={needed('请选择回执截止时间')}
          extra="截止前两天，还没有回执的会自动收到提醒；开会前一天，来的人会收到一次提醒"
        >
          <Moment />
        </Form.Item>
        <Form.Item name="most" label="每份邀请最多几人" rules={needed('请填写人数')}>
          <InputNumber min={1} max={9} precision={0} suffix="人" />
        </Form.Item>
        <Form.Item name="notes" label="说明" extra="停车、住宿、着装等，印在邀请函上">
          <Input.TextArea maxLength={500} showCount autoSize={{ minRows: 3 }} />
        </Form.Item>
      </Form>
    </Drawer>
  )
}
