import type { CurrentEdition } from '@shared/edition/contract'
import type { Stage } from '@shared/edition/rules'
import { useEffect, useState } from 'react'
import { useVisible } from '@/platform/page'
import { currentStage, nextBoundary, serverNow, useEditionStore } from './store'

/** The server's time, ticking every `step` milliseconds while the page is looked at. */
export function useNow(step: number): Date {
  const [now, setNow] = useState(serverNow)
  const visible = useVisible()
  useEffect(() => {
    if (!visible) return
    setNow(serverNow())
    const timer = setInterval(() => setNow(serverNow()), step)
    return () => clearInterval(timer)
  }, [visible, step])
  return now
}

/** The phase of the edition or its halt, changing by itself at a boundary, when the edition is fetched anew. */
export function usePhase(edition: CurrentEdition): Stage {
  const fetchedAt = useEditionStore((state) => state.fetchedAt)
  const load = useEditionStore((state) => state.load)
  const now = useNow(1000)
  const boundary = nextBoundary(edition, fetchedAt)
  const passed = boundary !== null && now.getTime() >= boundary
  useEffect(() => {
    if (!passed) return
    // Everybody reaches the boundary at once; not everybody has to ask at once.
    const timer = setTimeout(load, Math.random() * 2000)
    return () => clearTimeout(timer)
  }, [passed, load])
  return currentStage(edition, fetchedAt, now)
}
