import { get, type IncomingMessage } from 'node:http'
import { answer } from './answer'

/** Opens streams, or closes them all and tells what they heard. */
export type ListenersTask = { open: string; count: number } | 'close'

/** What all listeners heard between `open` and `close`. */
export type Heard = {
  listeners: number
  /** Updates that were sent, without those of the last second, which may not have reached everybody. */
  updates: number
  /** Of the listeners times the updates, the share that arrived; and of the update that reached fewest. */
  share: number
  leastShare: number
  /** Updates of one category in one second, at a listener: the mean, and the most that anybody got. */
  perSecond: number
  mostPerSecond: number
  dropped: number
}

type Update = { firstAt: number; received: number }

let responses: IncomingMessage[] = []
/** By category and event id. */
let updates = new Map<string, Update>()
/** By listener, category and second. */
let seconds = new Map<string, number>()
let openedAt = 0
let dropped = 0

async function open(url: string, count: number): Promise<number> {
  updates = new Map()
  seconds = new Map()
  dropped = 0
  for (let i = 0; i < count; i += 100) {
    await Promise.all(Array.from({ length: Math.min(100, count - i) }, (_, k) => listen(url, i + k)))
  }
  // What they got at the start is the state, not an update.
  updates = new Map()
  seconds = new Map()
  openedAt = Date.now()
  return responses.length
}

function listen(url: string, listener: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false }, (response) => {
      responses.push(response)
      let rest = ''
      response.setEncoding('utf8').on('data', (text: string) => {
        const messages = (rest + text).split('\n\n')
        rest = messages.pop()!
        for (const message of messages) hear(listener, message)
      })
      response.on('error', () => {})
      response.on('end', () => dropped++)
      resolve()
    })
    request.on('error', reject)
  })
}

const TALLY = /^event: tally\nid: (\S+)\ndata: \{"category":"(\w+)"/

function hear(listener: number, message: string): void {
  const [, id, category] = TALLY.exec(message) ?? []
  if (!id) return
  const now = Date.now()
  const key = `${category} ${id}`
  const update = updates.get(key) ?? { firstAt: now, received: 0 }
  update.received += 1
  updates.set(key, update)
  const second = `${listener} ${category} ${Math.floor((now - openedAt) / 1000)}`
  seconds.set(second, (seconds.get(second) ?? 0) + 1)
}

function close(): Heard {
  const listeners = responses.length
  const elapsed = (Date.now() - openedAt) / 1000
  const settled = [...updates.values()].filter(({ firstAt }) => firstAt < Date.now() - 1000)
  const shares = settled.map(({ received }) => received / listeners)
  const received = [...seconds.values()].reduce((sum, n) => sum + n, 0)
  const categories = new Set([...updates.keys()].map((key) => key.split(' ')[0])).size
  const heard: Heard = {
    listeners,
    updates: settled.length,
    share: shares.reduce((sum, share) => sum + share, 0) / Math.max(shares.length, 1),
    leastShare: Math.min(...shares),
    perSecond: received / listeners / Math.max(categories, 1) / elapsed,
    mostPerSecond: [...seconds.values()].reduce((most, n) => Math.max(most, n), 0),
    dropped,
  }
  for (const response of responses) response.destroy()
  responses = []
  return heard
}

answer<ListenersTask>('', (task) => (task === 'close' ? close() : open(task.open, task.count)))
