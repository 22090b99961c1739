import { useMutation } from '@tanstack/react-query'
import { Form, Input, Modal } from 'antd'
import type { Rule } from 'antd/es/form'
import type { ReactNode } from 'react'
import { Refused } from './refused'

type Props = {
  open: boolean
  title: string
  /** What will happen, before it does. */
  children: ReactNode
  /** The verb on the button: `停用`. */
  verb: string
  danger?: boolean
  /** In pixels, where what is shown needs more room than a sentence. */
  width?: number
  /** Does it. What it rejects with is shown, and what was typed stays. */
  run: (reason: string) => Promise<unknown>
  onClose: () => void
} & ReasonProps

type ReasonProps = {
  /** What becomes of the reason. */
  hint?: string
  /** What else must be true of it. */
  rules?: Rule[]
}

/** Asks why before something is done that the audit must be able to explain. Closes once it is done. */
export function ReasonDialog({
  open,
  title,
  children,
  verb,
  danger,
  width,
  run,
  onClose,
  hint,
  rules,
}: Props) {
  const [form] = Form.useForm<{ reason: string }>()
  const act = useMutation({
    mutationFn: ({ reason }: { reason: string }) => run(reason.trim()),
    onSuccess: onClose,
  })
  return (
    <Modal
      open={open}
      title={title}
      width={width}
      okText={verb}
      okButtonProps={{ danger, htmlType: 'submit', form: 'reason-form' }}
      confirmLoading={act.isPending}
      onCancel={onClose}
      afterClose={act.reset}
      destroyOnHidden
    >
      <Form
        id="reason-form"
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        onFinish={act.mutate}
      >
        <Refused error={act.error} />
        <div className="consequence">{children}</div>
        <Reason hint={hint} rules={rules}>
          <Input.TextArea autoFocus maxLength={200} showCount autoSize={{ minRows: 2 }} />
        </Reason>
      </Form>
    </Modal>
  )
}

/** The field `reason` of a form, around what it is typed into. */
export function Reason({
  children,
  hint = '写入操作记录，不能修改',
  rules = [],
}: ReasonProps & { children: ReactNode }) {
  return (
    <Form.Item
      name="reason"
      label="原因"
      extra={hint}
      rules={[
        { required: true, whitespace: true, message: '请写明原因' },
        { min: 2, message: '请写明原因' },
        ...rules,
      ]}
    >
      {children}
    </Form.Item>
  )
}
