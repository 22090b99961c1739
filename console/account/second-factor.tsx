import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Flex, Form, Input, Modal, QRCode, Tag, Typography } from 'antd'
import { useState } from 'react'
import { Refused } from '../components/refused'
import { OtpInput } from '../login/otp-input'
import { request } from '../platform/request'
import { refreshSession, useSession } from '../session'

/** Turning one's second factor on and off. */
export function SecondFactor() {
  const { staff } = useSession()
  const [removing, setRemoving] = useState(false)
  const start = useMutation({ mutationFn: () => request('POST /api/staff/totp', {}) })
  return (
    <section className="sheet">
      <h2>
        动态口令 <Tag color={staff.totp ? 'success' : 'default'}>{staff.totp ? '已开启' : '未开启'}</Tag>
      </h2>
      <p>登录时除密码外，还要输入手机上身份验证器显示的 6 位数字：别人即使知道密码也进不来。</p>
      <Refused error={start.error} />
      {staff.totp ? (
        <Button onClick={() => setRemoving(true)}>关闭动态口令</Button>
      ) : start.data ? (
        <Confirm {...start.data} onClose={start.reset} />
      ) : (
        <Button loading={start.isPending} onClick={() => start.mutate()}>
          开启动态口令
        </Button>
      )}
      <Remove open={removing} onClose={() => setRemoving(false)} />
    </section>
  )
}

/** A secret counts only once a code made from it has been typed: so nobody is locked out by a scan that failed. */
function Confirm({ uri, secret, onClose }: { uri: string; secret: string; onClose: () => void }) {
  const { message } = App.useApp()
  const changed = useChanged()
  const confirm = useMutation({
    mutationFn: ({ otp }: { otp: string }) => request('PUT /api/staff/totp', { body: { otp } }),
    onSuccess: async () => {
      await changed()
      onClose()
      message.success('动态口令已开启')
    },
  })
  return (
    <Flex gap={32} wrap align="flex-start">
      <QRCode
        type="svg"
        aria-label="动态口令的二维码；不便扫描时，请手动输入旁边的密钥"
        value={uri}
        size={184}
        bordered={false}
      />
      <Form layout="vertical" requiredMark={false} onFinish={confirm.mutate} className="narrow">
        <ol className="steps">
          <li>
            用手机上的身份验证器（如微信小程序“腾讯身份验证器”）扫描二维码；不便扫描时，在验证器里手动输入密钥：
            <Typography.Paragraph code copyable={{ text: secret, tooltips: ['复制', '已复制'] }}>
              {secret.replace(/(.{4})(?=.)/g, '$1 ')}
            </Typography.Paragraph>
          </li>
          <li>在下面输入验证器显示的 6 位数字。</li>
        </ol>
        <Refused error={confirm.error} />
        <OtpInput />
        <Flex gap={8}>
          <Button type="primary" htmlType="submit" loading={confirm.isPending}>
            确认开启
          </Button>
          <Button onClick={onClose}>取消</Button>
        </Flex>
      </Form>
    </Flex>
  )
}

function Remove({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { message } = App.useApp()
  const changed = useChanged()
  const remove = useMutation({
    mutationFn: (body: { password: string }) => request('DELETE /api/staff/totp', { body }),
    onSuccess: async () => {
      await changed()
      onClose()
      message.success('动态口令已关闭')
    },
  })
  return (
    <Modal
      open={open}
      title="关闭动态口令"
      okText="关闭动态口令"
      okButtonProps={{ danger: true, htmlType: 'submit', form: 'remove-totp' }}
      confirmLoading={remove.isPending}
      onCancel={onClose}
      afterClose={remove.reset}
      destroyOnHidden
    >
      <Form id="remove-totp" layout="vertical" requiredMark={false} onFinish={remove.mutate} preserve={false}>
        <Refused error={remove.error} />
        <p>关闭后只凭密码就能登录。请输入当前密码。</p>
        <Form.Item name="password" label="当前密码" rules={[{ required: true, message: '请输入当前密码' }]}>
          <Input.Password autoComplete="current-password" autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  )
}

/** A change of how one logs in ends one's other sessions. */
function useChanged() {
  const queries = useQueryClient()
  return () => Promise.all([refreshSession(), queries.invalidateQueries({ queryKey: ['account'] })])
}
