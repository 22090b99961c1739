import type { Role } from '@shared/kernel/policy'
import type { Staff } from '@shared/staff/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Form, Input, Modal } from 'antd'
import { request } from '../platform/request'
import { refreshSession, useSession } from '../session'
import { RolesField } from './roles-field'

type Values = { name: string; roles: Role[]; reason: string }

/** Changes somebody's name and roles. Refused where somebody else changed the account meanwhile; then it has to be looked at anew. */
export function EditDialog({ staff, onClose }: { staff: Staff; onClose: () => void }) {
  const [form] = Form.useForm<Values>()
  const queries = useQueryClient()
  const isMe = useSession().staff.id === staff.id
  const save = useMutation({
    mutationFn: (values: Values) =>
      request('PATCH /api/staff/accounts/:id', {
        params: { id: staff.id },
        body: { ...values, version: staff.version },
      }),
    onSuccess: async () => {
      onClose()
      if (isMe) await refreshSession()
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['staff'] }),
  })
  return (
    <Modal
      open
      title={`编辑：${staff.name}（${staff.username}）`}
      okText="保存"
      okButtonProps={{ htmlType: 'submit', form: 'edit-staff' }}
      confirmLoading={save.isPending}
      onCancel={onClose}
    >
      <Form
        id="edit-staff"
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ name: staff.name, roles: staff.roles }}
        onFinish={save.mutate}
      >
        {save.error && (
          <Alert
            type="error"
            showIcon
            role="alert"
            title={
              save.error.code === 'version_conflict'
                ? '这个账号刚被其他人改过。请关闭后查看最新内容，再决定要不要修改'
                : save.error.message
            }
          />
        )}
        <Form.Item
          name="name"
          label="姓名"
          rules={[{ required: true, whitespace: true, message: '请输入姓名' }]}
        >
          <Input maxLength={32} />
        </Form.Item>
        <RolesField />
        <Form.Item
          name="reason"
          label="原因"
          extra="写入操作记录，不能修改"
          rules={[
            { required: true, whitespace: true, message: '请写明原因' },
            { min: 2, message: '请写明原因' },
          ]}
        >
          <Input maxLength={200} placeholder="如：负责今年的初选" />
        </Form.Item>
      </Form>
    </Modal>
  )
}
