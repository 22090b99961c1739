import { useMutation } from '@tanstack/react-query'
import { Form, Input, Modal } from 'antd'
import { type ReactNode, useId } from 'react'
import { Refused } from './refused'

type Props = {
  title: string
  /** The verb on the button: `退回`. */
  verb: string
  danger?: boolean
  /** What the words are, and who reads them. */
  label: string
  hint: string
  /** What stands there before anybody has typed. */
  initial?: string
  most: number
  /** Whether all else that is asked for is there. */
  ready?: boolean
  /** What will happen, before it does. */
  children?: ReactNode
  /** Does it. What it rejects with is shown, and what was typed stays. */
  run: (words: string) => Promise<unknown>
  onClose: () => void
}

/** Asks for words that somebody outside will read. Closes once they are sent. */
export function TellDialog({
  title,
  verb,
  danger,
  label,
  hint,
  initial,
  most,
  ready = true,
  ...props
}: Props) {
  const { children, run, onClose } = props
  const id = useId()
  const send = useMutation({
    mutationFn: ({ words }: { words: string }) => run(words.trim()),
    onSuccess: onClose,
  })
  return (
    <Modal
      open
      title={title}
      okText={verb}
      okButtonProps={{ danger, disabled: !ready, htmlType: 'submit', form: id }}
      confirmLoading={send.isPending}
      onCancel={onClose}
    >
      <Form
        id={id}
        layout="vertical"
        requiredMark={false}
        initialValues={{ words: initial }}
        onFinish={send.mutate}
      >
        <Refused error={send.error} />
        {children && <div className="consequence">{children}</div>}
        <Form.Item
          name="words"
          label={label}
          extra={hint}
          rules={[
            { required: true, whitespace: true, message: `请写明${label}` },
            { min: 2, message: `请写明${label}` },
          ]}
        >
          <Input.TextArea autoFocus maxLength={most} showCount autoSize={{ minRows: 3 }} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
