import { passwordProblem } from '@shared/staff/rules'
import { useMutation } from '@tanstack/react-query'
import { Button, Flex, Form, Input } from 'antd'
import { Refused } from '../components/refused'
import { request } from '../platform/request'
import { useSession } from '../session'

type Values = { current: string; next: string; again: string }

type Props = { onChanged: () => void; onCancel: () => void; firstTime?: boolean }

/** Changes one's password; other devices are logged out by it. */
export function NewPassword({ onChanged, onCancel, firstTime = false }: Props) {
  const [form] = Form.useForm<Values>()
  const { username } = useSession().staff
  const current = firstTime ? '初始密码' : '当前密码'
  const change = useMutation({
    mutationFn: ({ current, next }: Values) =>
      request('PUT /api/staff/password', { body: { current, next } }),
    onSuccess: () => {
      form.resetFields()
      onChanged()
    },
    onError: ({ code, message }) => {
      if (code === 'staff_login_failed') {
        form.setFields([{ name: 'current', errors: [`${current}不正确`] }])
      }
      if (code === 'weak_password') form.setFields([{ name: 'next', errors: [message] }])
    },
  })
  const atField = change.error && ['staff_login_failed', 'weak_password'].includes(change.error.code)
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={change.mutate}>
      {!atField && <Refused error={change.error} />}
      <Form.Item name="current" label={current} rules={[{ required: true, message: `请输入${current}` }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item
        name="next"
        label="新密码"
        extra="至少 12 位，不能是常见密码；几个不相干的词连起来，好记也安全"
        rules={[
          { required: true, message: '请输入新密码' },
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
          { required: true, message: '请再输入一次新密码' },
          ({ getFieldValue }) => ({
            validator: (_, value) => refuse(value && value !== getFieldValue('next') && '两次输入不一致'),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Flex gap={8}>
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {firstTime ? '设置密码并进入' : '修改密码'}
        </Button>
        <Button onClick={onCancel}>{firstTime ? '退出登录' : '取消'}</Button>
      </Flex>
    </Form>
  )
}

/** A form's rule as it wants it: rejects with what is wrong, if anything. */
const refuse = (problem: string | false | null | undefined) =>
  problem ? Promise.reject(new Error(problem)) : Promise.resolve()
