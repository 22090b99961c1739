import { formatReceipt } from '@shared/ballot/receipt'
import { endText } from '@shared/kernel/dates'
import type { Summit } from '@shared/summit/contract'
import { whenText } from '@shared/summit/rules'
import { App, Button, Flex, Modal, QRCode, Typography } from 'antd'
import type { Open } from './data'

/** One invitation to be handed on: its code as a QR, and words to send. */
export function Letter({ of, summit, onClose }: { of: Open; summit: Summit; onClose: () => void }) {
  const { message } = App.useApp()
  const { code, recipient, award } = of
  const { name, venue, address, replyBy } = summit
  const link = `${location.origin}/summit?code=${code}`
  const words = `${recipient}：祝贺您获评“${award}”！诚邀您参加${name}，到会领奖。时间：${whenText(summit)}；地点：${venue}（${address}）。请在 ${endText(replyBy)} 前打开 ${link} 回复谁来参加，开会当天凭同一个链接里的二维码签到。`
  const copy = async () => {
    await navigator.clipboard.writeText(words)
    message.success('已复制，可以粘贴到微信或短信里')
  }
  return (
    <Modal
      open
      title="邀请函"
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={copy}>
          复制邀请文字
        </Button>
      }
    >
      <Flex gap={24} align="center" wrap>
        <QRCode value={link} size={168} type="svg" bordered={false} aria-label="邀请链接的二维码" />
        <div className="summit-letter">
          <p>邀请码</p>
          <p className="summit-code">{formatReceipt(code)}</p>
          <Typography.Text copyable={{ text: link }}>复制链接</Typography.Text>
        </div>
      </Flex>
      <p>{words}</p>
      <p className="faint">
        谁拿到链接谁就能回复和签到，请只发给对方单位。要盖章寄送的，用页面上方“下载”里的邀请函。
      </p>
    </Modal>
  )
}
