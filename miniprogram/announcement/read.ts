import { create } from 'zustand'
import { keep, recall } from '@/platform/storage'

const NAME = 'announcements-read'
/** So many are remembered, the last first. */
const MOST = 200

/** Which announcements have been opened on this device; it is nobody else's business. */
export const useRead = create<{ ids: readonly string[] }>()(() => ({ ids: recall<string[]>(NAME) ?? [] }))

export function markRead(id: string): void {
  const { ids } = useRead.getState()
  if (ids.includes(id)) return
  const next = [id, ...ids].slice(0, MOST)
  useRead.setState({ ids: next })
  keep(NAME, next)
}
