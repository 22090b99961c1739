import { passwordProblem } from '@shared/staff/rules'
import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input } from 'antd'
import { Refused } from '../components/refused'
import { request } from '../platform/request'
import { useSession } from '../session'

type Values = { current: string; next: string; again: string }

/** Changes one's password; other devices are logged out by it. */
export function NewPassword({
  onChanged,
  firstTime = false,
}: {
  onChanged: () => void
  firstTime?: boolean
}) {
  const [form] = Form.useForm<Values>()
  const { username } = useSession().staff
  const change = useMutation({
    mutationFn: ({ current, next }: Values) =>
      request('PUT /api/staff/password', { body: { current, next } }),
    onSuccess: () => {
      form.resetFields()
      onChanged()
    },
  })
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={change.mutate}>
      <Refused error={change.error} />
      <Form.Item
        name="current"
        label={firstTime ? '初始密码' : '当前密码'}
        rules={[{ required: true, message: '请输入' }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item
        name="next"
        label="新密码"
        extra="至少 12 位，不能是常见密码；几个不相干的词连起来，好记也安全"
        rules={[
          { required: true, message: '请输入' },
          { validator: (_, value) => refuse(value && passwordProblem(value, username)) },
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label="再输入一次新密码"
        dependencies={['next']}
        rules={[
          { required: true, message: '请再输入一次' },
          ({ getFieldValue }) => ({
            validator: (_, value) => refuse(value && value !== getFieldValue('next') && '两次输入不一致'),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {firstTime ? '设置密码并进入' : '修改密码'}
      </Button>
    </Form>
  )
}

/** A form's rule as it wants it: rejects with what is wrong, if anything. */
const refuse = (problem: string | false | null | undefined) =>
  problem ? Promise.reject(new Error(problem)) : Promise.resolve()
