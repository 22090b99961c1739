import type { Role } from '@shared/kernel/policy'
import type { Staff } from '@shared/staff/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal } from 'antd'
import { Reason } from '../components/reason'
import { Refused } from '../components/refused'
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
        <Refused error={save.error} edited="账号" />
        <Form.Item
          name="name"
          label="姓名"
          rules={[{ required: true, whitespace: true, message: '请输入姓名' }]}
        >
          <Input maxLength={32} />
        </Form.Item>
        <RolesField />
        <Reason>
          <Input maxLength={200} placeholder="如：负责今年的初选" />
        </Reason>
      </Form>
    </Modal>
  )
}
