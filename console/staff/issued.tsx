import type { ResponseOf } from '@shared/api'
import { Alert, Modal, Typography } from 'antd'

/** An account and the first password the program has made for it. */
export type Issued = ResponseOf<'POST /api/staff/accounts'>

/** Shows a first password, this once. */
export function FirstPassword({ issued, onClose }: { issued: Issued | null; onClose: () => void }) {
  return (
    <Modal
      open={issued !== null}
      title={issued && `${issued.staff.name}（${issued.staff.username}）的初始密码`}
      okText="我已转告本人"
      onOk={onClose}
      cancelButtonProps={{ style: { display: 'none' } }}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
    >
      <Typography.Paragraph className="issued" copyable={{ tooltips: ['复制', '已复制'] }}>
        {issued?.password}
      </Typography.Paragraph>
      <Alert
        type="warning"
        showIcon
        title="只显示这一次"
        description="请当面或电话告诉本人，不要发在群里。第一次登录时须换成自己的密码。"
      />
    </Modal>
  )
}
