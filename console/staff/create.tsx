import type { RequestOf } from '@shared/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal } from 'antd'
import { Refused } from '../components/refused'
import { fieldErrors, request } from '../platform/request'
import type { Issued } from './issued'
import { RolesField } from './roles-field'

type Values = RequestOf<'POST /api/staff/accounts'>['body']
type Props = { open: boolean; onClose: () => void; onCreated: (issued: Issued) => void }

/** Adds an account; its first password is handed on to be shown. */
export function CreateDialog({ open, onClose, onCreated }: Props) {
  const [form] = Form.useForm<Values>()
  const queries = useQueryClient()
  const create = useMutation({
    mutationFn: (body: Values) => request('POST /api/staff/accounts', { body }),
    onSuccess: (issued) => {
      queries.invalidateQueries({ queryKey: ['staff'] })
      onClose()
      onCreated(issued)
    },
    onError: (error) => {
      if (error.code === 'username_taken') form.setFields([{ name: 'username', errors: [error.message] }])
      for (const { path, message } of fieldErrors(error)) {
        form.setFields([{ name: path.split('.')[0] as keyof Values, errors: [message] }])
      }
    },
  })
  const shown = create.error && !['username_taken', 'invalid_request'].includes(create.error.code)
  return (
    <Modal
      open={open}
      title="新增工作人员"
      okText="新增"
      okButtonProps={{ htmlType: 'submit', form: 'create-staff' }}
      confirmLoading={create.isPending}
      onCancel={onClose}
      afterClose={create.reset}
      destroyOnHidden
    >
      <Form
        id="create-staff"
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        initialValues={{ roles: [] }}
        onFinish={create.mutate}
      >
        {shown && <Refused error={create.error} />}
        <Form.Item
          name="name"
          label="姓名"
          rules={[{ required: true, whitespace: true, message: '请输入姓名' }]}
        >
          <Input autoFocus maxLength={32} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="username"
          label="用户名"
          extra="登录时用，之后不能修改。小写字母开头，可用数字、点、横线和下划线"
          rules={[
            { required: true, message: '请输入用户名' },
            { pattern: /^[a-z][a-z0-9._-]{2,31}$/, message: '3 至 32 位，小写字母开头' },
          ]}
        >
          <Input maxLength={32} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </Form.Item>
        <RolesField />
      </Form>
    </Modal>
  )
}
