import type { ResponseOf } from '@shared/api'
import { isRunning, PHASE_NAMES } from '@shared/edition/rules'
import { endText, momentText } from '@shared/kernel/dates'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { request } from '../platform/request'

/** The current edition with `ahead`, the server's clock minus this one's in milliseconds. */
export type Current = ResponseOf<'GET /api/edition'> & { ahead: number }

/** The current edition as the public sees it, fetched anew each half minute. */
export function useEdition() {
  return useQuery<Current>({
    queryKey: ['edition', 'current'],
    queryFn: async () => {
      const edition = await request('GET /api/edition', {})
      return { ...edition, ahead: Date.parse(edition.serverTime) - Date.now() }
    },
    refetchInterval: 30_000,
  })
}

/** The server's time, ticking each second unless told otherwise. */
export function useNow(ahead: number, tickMs = 1000): Date {
  const [now, setNow] = useState(() => new Date(Date.now() + ahead))
  useEffect(() => {
    const tick = () => setNow(new Date(Date.now() + ahead))
    tick()
    const timer = setInterval(tick, tickMs)
    return () => clearInterval(timer)
  }, [ahead, tickMs])
  return now
}

/** For the header: the edition, the phase that is open, and how long it still is. */
export function EditionPhase() {
  const { data: edition } = useEdition()
  return (
    <div className="edition">
      <span className="mark" aria-hidden>
        评
      </span>
      <strong>评选管理后台</strong>
      {edition && (
        <>
          <span className="edition-name">{edition.name}</span>
          <Left edition={edition} />
        </>
      )}
    </div>
  )
}

function Left({ edition }: { edition: Current }) {
  const now = useNow(edition.ahead)
  const { name, rest, until } = phaseLine(edition, now)
  return (
    <span className="phase" role="timer" aria-live="off" title={until}>
      <b>{name}</b>
      {rest && <span>{rest}</span>}
    </span>
  )
}

/** Where an edition stands: the open phase or the next one, the time left to its boundary, and when that is. */
export function phaseLine(edition: Pick<Current, 'phases'>, now: Date) {
  const open = edition.phases.find((phase) => isRunning(phase, now))
  if (open?.closesAt) {
    return {
      name: PHASE_NAMES[open.name] + (open.suspended ? '（暂停）' : ''),
      rest: `距结束 ${spanText(Date.parse(open.closesAt) - now.getTime())}`,
      until: `${endText(open.closesAt)} 截止`,
    }
  }
  if (open) return { name: PHASE_NAMES[open.name], rest: '', until: `${momentText(open.opensAt)} 起` }
  const next = edition.phases.find(({ opensAt }) => Date.parse(opensAt) > now.getTime())
  if (!next) return { name: '各阶段均已结束', rest: '', until: '' }
  return {
    name: `等待${PHASE_NAMES[next.name]}`,
    rest: `距开始 ${spanText(Date.parse(next.opensAt) - now.getTime())}`,
    until: `${momentText(next.opensAt)} 开始`,
  }
}

/** `6天 00:52:13`; days only where there are any. */
export function spanText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (n: number) => String(n).padStart(2, '0')
  const time = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60]
    .map(two)
    .join(':')
  const days = Math.floor(seconds / 86_400)
  return days ? `${days}天 ${time}` : time
}
