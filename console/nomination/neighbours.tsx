import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Flex, Tooltip } from 'antd'
import { useEffect } from 'react'
import { Link, useNavigate } from 'react-router'
import { countText } from '../components/count'
import { request } from '../platform/request'
import { filterOf, searchOf, useOrder, useQueueWish } from './data'

/** What waits to be screened besides a nomination that was just decided. */
export type Waiting = {
  /** The next one, going on in the order in which the queue was opened; null where none waits. */
  next: string | null
  count: number
}

/** What else waits, of what the queue shows; null until it is asked for and known. */
export function useWaiting(id: string, asked: boolean): Waiting | null {
  const { wish } = useQueueWish()
  const { data: order = [] } = useOrder(wish)
  const query = { ...filterOf({ ...wish, status: null }), pageSize: 200 }
  const { data } = useQuery({
    queryKey: ['nominations', 'list', query],
    queryFn: ({ signal }) => request('GET /api/staff/nominations', { query }, signal),
    enabled: asked,
  })
  if (!asked || !data) return null
  const others = data.items.map((card) => card.id).filter((other) => other !== id)
  const later = order.slice(order.indexOf(id) + 1).find((other) => others.includes(other))
  return { next: later ?? others[0] ?? null, count: data.total - (data.items.length - others.length) }
}

/** Leads on after a decision, or says that nothing waits any more. */
export function Onward({ waiting: { next, count } }: { waiting: Waiting }) {
  const navigate = useNavigate()
  const { wish } = useQueueWish()
  const search = searchOf(wish)
  if (next === null) {
    return (
      <span role="status">
        待审核的都看过了。
        <Link className="in-text" to={`/nominations${search}`}>
          回到列表
        </Link>
      </span>
    )
  }
  return (
    <Button type="primary" title="按 J" onClick={() => navigate(`/nominations/${next}${search}`)}>
      下一份（还有 {countText(count)} 份）
    </Button>
  )
}

type Props = {
  id: string
  /** Where it goes on, once this one was decided. */
  waiting: Waiting | null
}

/** The ones before and after it in the queue, by button or by the keys J and K. */
export function Neighbours({ id, waiting }: Props) {
  const navigate = useNavigate()
  const { wish } = useQueueWish()
  const { data: order = [] } = useOrder(wish)
  const at = order.indexOf(id)
  const before = at > 0 ? order[at - 1] : undefined
  const following = at >= 0 ? order[at + 1] : order[0]
  const after = waiting ? (waiting.next ?? undefined) : following
  const search = searchOf(wish)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target, key, ctrlKey, metaKey, altKey } = event
      const busy =
        (target as Element).closest?.('input, textarea, select, [contenteditable], [role="dialog"]') ||
        document.querySelector('[role="dialog"]')
      if (busy || ctrlKey || metaKey || altKey) return
      const next = key === 'j' ? after : key === 'k' ? before : undefined
      if (next) navigate(`/nominations/${next}${search}`)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [before, after, search, navigate])
  const go = (to: string | undefined, name: string, key: string, icon: JSX.Element) => (
    <Tooltip title={to ? `${name}（按 ${key}）` : `没有${name}了`}>
      <Button
        icon={icon}
        aria-label={name}
        disabled={!to}
        onClick={() => navigate(`/nominations/${to}${search}`)}
      />
    </Tooltip>
  )
  return (
    <Flex gap={4} align="center">
      {at >= 0 && (
        <span className="faint place">
          {at + 1} / {order.length}
        </span>
      )}
      {go(before, '上一份', 'K', <LeftOutlined />)}
      {go(after, '下一份', 'J', <RightOutlined />)}
    </Flex>
  )
}
