import { Form, Input } from 'antd'

/** The six digits of a second factor, in one field, so that they can be pasted and filled in by the browser. */
export function OtpInput() {
  return (
    <Form.Item
      name="otp"
      label="动态口令"
      normalize={(value: string) => value.normalize('NFKC').replace(/\D/g, '').slice(0, 6)}
      rules={[{ pattern: /^\d{6}$/, required: true, message: '请输入 6 位数字' }]}
      validateTrigger="onSubmit"
    >
      <Input className="otp" inputMode="numeric" autoComplete="one-time-code" autoFocus size="large" />
    </Form.Item>
  )
}
