import type { UnitStatus } from '@shared/unit/contract'
import { STATUS_NAMES } from '@shared/unit/rules'
import { Tag } from 'antd'

const COLORS: Record<UnitStatus, string> = {
  certified: 'success',
  suspended: 'warning',
  withdrawn: 'default',
}

/** Whether a unit is vouched for, in a word. */
export function StatusTag({ status }: { status: UnitStatus }) {
  return <Tag color={COLORS[status]}>{STATUS_NAMES[status]}</Tag>
}
