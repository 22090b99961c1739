import type { RepresentativeStatus } from '@shared/representative/contract'
import { Tag } from 'antd'

export const STATUS: Record<RepresentativeStatus, { name: string; color: string }> = {
  pending: { name: '待审核', color: 'warning' },
  active: { name: '代表', color: 'success' },
  refused: { name: '未通过', color: 'default' },
  ended: { name: '已停用', color: 'default' },
}
export const VIA = { code: '认领码', request: '上传证明' }

export function Status({ of }: { of: RepresentativeStatus }) {
  return <Tag color={STATUS[of].color}>{STATUS[of].name}</Tag>
}
