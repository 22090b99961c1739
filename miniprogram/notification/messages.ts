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

const fetchPage = (page: number, pageSize: number, manner: Manner) =>
  asVoter('GET /api/notifications', { query: { page, pageSize } }, manner)

/** Fetches the newest messages. */
export async function loadMessages(manner: Manner): Promise<void> {
  if (useMessages.getState().loading) return
  useMessages.setState({ loading: true })
  try {
    const { items, total, unread } = await fetchPage(1, PAGE_SIZE, manner)
    // Logged out meanwhile: this answer is no longer anybody's.
    if (!useSession.getState().session) return useMessages.setState({ loading: false })
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
  useMessages.setState({ loading: true })
  try {
    const page = Math.floor(items.length / PAGE_SIZE) + 1
    const older = await fetchPage(page, PAGE_SIZE, 'quiet')
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

/** Marks a message as read, or all: here at once, and on the server when it answers. */
export async function readMessages(id?: string): Promise<void> {
  const { items, unread } = useMessages.getState()
  const isMeant = (one: Notification) => !one.read && (id === undefined || one.id === id)
  const count = items?.filter(isMeant).length ?? 0
  if (id !== undefined && count === 0) return
  useMessages.setState({
    items: items?.map((one) => (isMeant(one) ? { ...one, read: true } : one)) ?? null,
    unread: id === undefined ? 0 : unread - count,
  })
  try {
    const body = id === undefined ? {} : { ids: [id] }
    useMessages.setState(await asVoter('POST /api/notifications/read', { body }, 'quiet'))
  } catch {
    lookedAt = 0 // the server knows better; it is asked again
  }
}
