import { fullText, momentText } from '@shared/kernel/dates'
import type { Reviewer } from '@shared/review/contract'
import { useMutation } from '@tanstack/react-query'
import { Alert, App, Button, Flex, InputNumber, Modal, QRCode, Typography } from 'antd'
import { useState } from 'react'
import { ReasonDialog } from '../components/reason'
import { Refused } from '../components/refused'
import { useEdition } from '../edition/phase'
import { request } from '../platform/request'
import { useRenew } from './data'

/** An expert's invitation: link, code and QR, to be copied as a message or printed as a letter; or a new one. */
export function Invite({ reviewer, onClose }: { reviewer: Reviewer; onClose: () => void }) {
  const { id, name, invitation } = reviewer
  const renew = useRenew()
  const edition = useEdition()
  const { message } = App.useApp()
  const [days, setDays] = useState(14)
  const [revoking, setRevoking] = useState(false)
  const issue = useMutation({
    mutationFn: () => request('POST /api/staff/reviewers/:id/invitation', { params: { id }, body: { days } }),
    onSettled: renew,
  })
  const isOpen = invitation?.status === 'open'
  const link = isOpen && invitation.path ? location.origin + invitation.path : null
  const words =
    link &&
    `${name}老师，您好！诚邀您担任“${edition.data?.name ?? ''}”的评审专家。请打开链接 ${link} ，输入验证码 ${invitation?.code}，按提示登录后评审。邀请 ${momentText(invitation!.expiresAt)} 前有效，请勿转给他人。`
  const copy = async () => {
    await navigator.clipboard.writeText(words!)
    message.success('已复制，可以粘贴到微信或短信里')
  }
  return (
    <Modal open title={`邀请${name}`} width={640} footer={null} onCancel={onClose}>
      <Refused error={issue.error} />
      {invitation && !isOpen && (
        <Alert
          className="note"
          type="info"
          showIcon
          title={
            {
              open: '',
              used: `上一份邀请已于 ${invitation.usedAt ? fullText(invitation.usedAt) : ''} 用过`,
              expired: '上一份邀请已过期',
              revoked: '上一份邀请已作废',
            }[invitation.status]
          }
        />
      )}
      {link ? (
        <div className="letter">
          <p className="letter-hello">{name}老师：</p>
          <p>
            您好！诚邀您担任“{edition.data?.name}
            ”的评审专家。请用手机扫下面的二维码，或在电脑上打开链接，输入验证码，按提示登录后评审。
          </p>
          <Flex gap={24} align="center" wrap>
            <QRCode value={link} size={168} type="svg" bordered={false} aria-label="邀请链接的二维码" />
            <div>
              <p>验证码</p>
              <p className="letter-code">{invitation!.code}</p>
              <p className="letter-link">{link}</p>
              <p>有效至 {momentText(invitation!.expiresAt)}，只能用一次，请勿转给他人。</p>
            </div>
          </Flex>
          <p className="letter-from">
            {edition.data?.organiser}
            <br />
            咨询电话：{edition.data?.contact.phone}
          </p>
        </div>
      ) : isOpen ? (
        <p>邀请还没有用，有效至 {momentText(invitation.expiresAt)}。您的角色看不到链接和验证码。</p>
      ) : null}
      <Flex gap={8} wrap align="center" className="letter-acts">
        {link && (
          <>
            <Button type="primary" onClick={copy}>
              复制邀请文字
            </Button>
            <Button onClick={() => print()}>打印邀请信</Button>
            <Typography.Text copyable={{ text: link }}>复制链接</Typography.Text>
          </>
        )}
        <span className="letter-new">
          <InputNumber
            aria-label="有效天数"
            min={1}
            max={60}
            precision={0}
            value={days}
            suffix="天"
            onChange={(value) => setDays(value ?? 14)}
          />
          <Button
            type={link ? 'default' : 'primary'}
            loading={issue.isPending}
            onClick={() => issue.mutate()}
          >
            {isOpen ? '换一份新的' : '发邀请'}
          </Button>
          {isOpen && (
            <Button danger onClick={() => setRevoking(true)}>
              作废
            </Button>
          )}
        </span>
      </Flex>
      {isOpen && <p className="hint">换一份新的，先前的链接和验证码立即作废。链接和验证码最好分开发。</p>}
      <ReasonDialog
        open={revoking}
        title="作废邀请"
        verb="作废"
        danger
        run={(reason) =>
          request('DELETE /api/staff/reviewers/:id/invitation', { params: { id }, body: { reason } }).finally(
            renew,
          )
        }
        onClose={() => setRevoking(false)}
      >
        {name}收到的链接和验证码不能再用。
      </ReasonDialog>
    </Modal>
  )
}
