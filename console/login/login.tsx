import { IDLE_MINUTES } from '@shared/staff/rules'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Typography } from 'antd'
import { useState } from 'react'
import { Navigate, useLocation, useNavigate, useSearchParams } from 'react-router'
import { Refused } from '../components/refused'
import { type ApiError, request } from '../platform/request'
import { beginSession, useSessionQuery } from '../session'
import { Card } from './card'
import { innerPath } from './next'
import { OtpInput } from './otp-input'

type Values = { username: string; password: string; otp?: string }

/** Name and password, then the second factor where the account has one. What was typed stays after a refusal. */
export function Login() {
  const [form] = Form.useForm<Values>()
  const [asksOtp, setAsksOtp] = useState(false)
  const [search] = useSearchParams()
  const ended = (useLocation().state as { ended?: boolean } | null)?.ended
  const navigate = useNavigate()
  const next = innerPath(search.get('next'))
  const { data: session } = useSessionQuery()
  const login = useMutation({
    mutationFn: (values: Values) => request('POST /api/staff/session', { body: values }),
    onSuccess: (begun) => {
      beginSession(begun)
      navigate(next, { replace: true })
    },
    onError: ({ code }: ApiError) => {
      if (code === 'otp_required') setAsksOtp(true)
      else form.resetFields([asksOtp ? 'otp' : 'password'])
    },
  })
  const refusal = login.error && login.error.code !== 'otp_required' ? login.error : null
  // The password was right, or the code would not have been asked for.
  const wrongOtp = asksOtp && refusal?.code === 'staff_login_failed'
  if (session && !login.isSuccess) return <Navigate to={next} replace />

  function startOver() {
    setAsksOtp(false)
    login.reset()
    form.resetFields(['password', 'otp'])
  }

  return (
    <Card
      title={asksOtp ? '输入动态口令' : '登录'}
      intro={asksOtp ? '打开手机上的身份验证器，输入显示的 6 位数字。' : undefined}
    >
      {ended && !refusal && !asksOtp && (
        <Alert
          type="info"
          showIcon
          title="登录已结束，请重新登录"
          description={`可能是超过 ${IDLE_MINUTES} 分钟没有操作、修改过密码，或在别处退出了这台设备。登录后会回到刚才的页面。`}
        />
      )}
      {wrongOtp ? (
        <Alert
          type="error"
          showIcon
          role="alert"
          title="动态口令不正确或已用过"
          description="请等验证器换出下一组数字再输入。总是不对时，请核对手机的时间。"
        />
      ) : (
        <Refused error={refusal} />
      )}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={login.mutate}>
        <Form.Item
          name="username"
          label="用户名"
          rules={[{ required: true, message: '请输入用户名' }]}
          hidden={asksOtp}
        >
          <Input autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus size="large" />
        </Form.Item>
        <Form.Item
          name="password"
          label="密码"
          rules={[{ required: true, message: '请输入密码' }]}
          hidden={asksOtp}
        >
          <Input.Password autoComplete="current-password" size="large" />
        </Form.Item>
        {asksOtp && <OtpInput />}
        <Button type="primary" htmlType="submit" size="large" block loading={login.isPending}>
          登录
        </Button>
        {asksOtp && (
          <Button type="link" block onClick={startOver}>
            换一个账号
          </Button>
        )}
      </Form>
      <Typography.Paragraph type="secondary" className="entrance-help">
        {asksOtp ? '手机换了或不在身边，请联系管理员。' : '忘记密码时，请联系管理员重设。'}
      </Typography.Paragraph>
    </Card>
  )
}
