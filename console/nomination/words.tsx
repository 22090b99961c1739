import type { NominationStatus } from '@shared/nomination/contract'
import { STATUS_NAMES } from '@shared/nomination/rules'
import { Avatar, Flex, Tag } from 'antd'
import type { ScreeningCard } from './data'

/** As screeners see it: what was handed in waits for them. */
export const QUEUE_NAMES: Record<NominationStatus, string> = { ...STATUS_NAMES, submitted: '待审核' }

const COLORS: Record<NominationStatus, string> = {
  draft: 'default',
  submitted: 'processing',
  returned: 'warning',
  accepted: 'success',
  rejected: 'error',
  withdrawn: 'default',
}

export const FLAG_NAMES: Record<ScreeningCard['flags'][number], string> = {
  objection: '有异议',
  content: '内容待核看',
  unread: '有未读出的内容',
}

export function StatusTag({ status }: { status: NominationStatus }) {
  return <Tag color={COLORS[status]}>{QUEUE_NAMES[status]}</Tag>
}

/** A colleague, by the first character of the name and the name. */
export function Colleague({ name }: { name: string }) {
  return (
    <Flex gap={8} align="center" className="colleague">
      <Avatar size={24} aria-hidden>
        {name.slice(0, 1)}
      </Avatar>
      <span>{name}</span>
    </Flex>
  )
}

const HOUR = 3_600_000

/** How long ago something was, `3 天`, `5 小时`. */
export function spanText(since: string, now: number): string {
  const hours = Math.floor((now - Date.parse(since)) / HOUR)
  if (hours < 1) return '不到 1 小时'
  return hours < 48 ? `${hours} 小时` : `${Math.floor(hours / 24)} 天`
}

/** What a nomination is called while nobody has written its title. */
export const titleOf = ({ title, unit }: Pick<ScreeningCard, 'title' | 'unit'>) =>
  title || `${unit.name}（未填名称）`
