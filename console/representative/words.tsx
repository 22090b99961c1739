import type { RepresentativeStatus } from '@shared/representative/contract'
import { REPRESENTATIVE_STATUS_NAMES } from '@shared/representative/rules'
import { Tag } from 'antd'

const COLORS: Record<RepresentativeStatus, string> = {
  ...{ pending: 'warning', active: 'success', refused: 'default', ended: 'default' },
}
export const VIA = { code: '认领码', request: '上传证明' }

export function Status({ of }: { of: RepresentativeStatus }) {
  return <Tag color={COLORS[of]}>{REPRESENTATIVE_STATUS_NAMES[of]}</Tag>
}
