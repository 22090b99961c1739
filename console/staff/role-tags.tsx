import { ROLES, type Role } from '@shared/kernel/policy'
import { Flex, Tag } from 'antd'

/** Somebody's roles at a glance. */
export function RoleTags({ roles }: { roles: readonly Role[] }) {
  return (
    <Flex gap={4} wrap>
      {roles.map((role) => (
        <Tag key={role} color={role === 'admin' ? 'red' : undefined} variant="filled">
          {ROLES[role]}
        </Tag>
      ))}
    </Flex>
  )
}
