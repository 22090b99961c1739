import { ROLES, type Role } from '@shared/kernel/policy'
import { Checkbox, Form } from 'antd'
import { dutiesOf, EVERYONES_DUTIES } from './duties'

/** Choosing roles, with what each of them may do. */
export function RolesField() {
  return (
    <Form.Item
      name="roles"
      label="角色"
      extra={`每个角色都可以：${EVERYONES_DUTIES.join('；')}。一人可有几个角色。`}
      // Not `required`, which would be told of a group, where it means nothing.
      rules={[{ type: 'array', min: 1, message: '请至少选一个角色' }]}
    >
      <Checkbox.Group className="roles" role="group" aria-label="角色">
        {(Object.keys(ROLES) as Role[]).map((role) => (
          <Checkbox key={role} value={role}>
            {ROLES[role]}
            <small>{dutiesOf([role]).join('；') || '暂时没有其他权限'}</small>
          </Checkbox>
        ))}
      </Checkbox.Group>
    </Form.Item>
  )
}
