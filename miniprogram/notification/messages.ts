import type { Notification } from '@shared/notification/contract'
import { create } from 'zustand'
import { asVoter, type Manner, useSession } from '@/identity/session'
import { markMine } from '@/platform/badge'
import type { ApiError } from '@/platform/request'

type MessagesState = {
  /** Newest first, as far as they have been fetched; null while unknown. */
  items: Notification[] | null
  total: number
  unread: number
  error: ApiError | null
  loading: boolean
}

const NOTHING: MessagesState = { items: null, total: 0, unread: 0, error: null, loading: false }
const PAGE_SIZE = 20
/** How long the number of unread ones is trusted when pages are come to. */
const FRESH = 300_000

export const useMessages = create<MessagesState>()(() => NOTHING)

useMessages.subscribe(({ unread }, before) => {
  if (unread !== before.unread) markMine(unread > 0)
})

// Nobody is shown another person's messages.
let lookedAt = 0
useSession.subscribe(({ session }, before) => {
  if (session?.voter.id === before.session?.voter.id) return
  lookedAt = 0
  useMessages.setState(NOTHING)
})

const voterId = () => useSession.getState().session?.voter.id

const fetchPage = (page: number, pageSize: number, manner: Manner) =>
  asVoter('GET /api/notifications', { query: { page, pageSize } }, manner)

/** Fetches the newest messages. */
export async function loadMessages(manner: Manner): Promise<void> {
  if (useMessages.getState().loading) return
  const whose = voterId()
  useMessages.setState({ loading: true })
  try {
    const { items, total, unread } = await fetchPage(1, PAGE_SIZE, manner)
    // Logged out, or somebody else by now: this answer is no longer anybody's.
    if (whose !== undefined && voterId() !== whose) return
    lookedAt = Date.now()
    useMessages.setState({ items, total, unread, error: null, loading: false })
  } catch (error) {
    useMessages.setState({ error: error as ApiError, loading: false })
  }
}

/** Fetches older ones below those that are there. */
export async function loadOlder(): Promise<void> {
  const { items, total, loading } = useMessages.getState()
  if (loading || !items || items.length >= total) return
  const whose = voterId()
  useMessages.setState({ loading: true })
  try {
    const page = Math.floor(items.length / PAGE_SIZE) + 1
    const older = await fetchPage(page, PAGE_SIZE, 'quiet')
    if (voterId() !== whose) return
    const known = new Set(items.map(({ id }) => id))
    const added = older.items.filter(({ id }) => !known.has(id))
    useMessages.setState({ items: [...items, ...added], total: older.total, loading: false })
  } catch {
    useMessages.setState({ loading: false }) // scrolled to the end once more, it is tried again
  }
}

/** Learns now and then how many are unread, of who is logged in. */
export async function lookForMessages(): Promise<void> {
  if (!useSession.getState().session || Date.now() - lookedAt < FRESH) return
  lookedAt = Date.now()
  try {
    useMessages.setState({ unread: (await fetchPage(1, 1, 'quiet')).unread })
  } catch {
    // Without it there is no mark.
  }
}

/** Marks all messages as read: here at once, and on the server when it answers. */
export async function readMessages(): Promise<void> {
  const { items } = useMessages.getState()
  useMessages.setState({ items: items?.map((one) => ({ ...one, read: true })) ?? null, unread: 0 })
  await tellRead({})
}

/** How long messages that come into sight together are waited for, to be told of at once. */
const TOGETHER = 500

const seen = new Set<string>()

/**
 * A message has been on the screen, or was opened. The server is told, and it counts no more; it goes on looking new here
 * until the list is fetched again, so that one sees what was.
 */
export function sawMessage({ id, read }: Notification): void {
  if (read || seen.has(id)) return
  if (seen.size === 0) setTimeout(tellSeen, TOGETHER)
  seen.add(id)
}

function tellSeen(): void {
  const ids = [...seen]
  seen.clear()
  void tellRead({ ids })
}

/** Whoever is where messages lead to has seen what they tell; `address` as `/nomination?id=…`. */
export async function readAbout(address: string): Promise<void> {
  if (!useSession.getState().session) return
  await loadMessages('quiet')
  const about = useMessages.getState().items?.filter(({ path, read }) => !read && path === address) ?? []
  if (about.length) await tellRead({ ids: about.map(({ id }) => id) })
}

async function tellRead(body: { ids?: string[] }): Promise<void> {
  try {
    useMessages.setState(await asVoter('POST /api/notifications/read', { body }, 'quiet'))
  } catch {
    lookedAt = 0 // the server knows better; it is asked again
  }
}
