import { type Connection, Schema } from 'mongoose'

const clockSchema = new Schema<{ _id: string; offset: number }>(
  { _id: String, offset: { type: Number, required: true } },
  { versionKey: false },
)

export type ClockStore = ReturnType<typeof createClockStore>

/** Keeps how far the demo's clock is from the machine's, in ms. */
export function createClockStore(connection: Connection) {
  const clocks = connection.model('SandboxClock', clockSchema, 'sandboxClock')
  return {
    async find(): Promise<number> {
      return (await clocks.findById('clock').lean())?.offset ?? 0
    },
    async save(offset: number): Promise<void> {
      await clocks.updateOne({ _id: 'clock' }, { $set: { offset } }, { upsert: true })
    },
  }
}

/** Until when, and how many, customer-service messages may be sent. */
export type Allowance = { until: Date; left: number }

/** A person with a phone, as WeChat knows them. */
export type Person = {
  /** OpenID in the official account. */
  _id: string
  /** OpenID in the mini-program: another one, of the same person. */
  weappOpenid: string
  /** Null where the apps are not bound to one open platform account. */
  unionid: string | null
  name: string
  about: string
  /** Looks at pages as a snapshot user, without ever logging in. */
  snapshot: boolean
  follows: boolean
  /** When, and by which QR, the person came to follow; the machine's time, as WeChat has it. */
  followedAt?: Date
  followedBy?: string | null
  /** Opened by writing a message, and by menu, scan or follow. */
  byMessage: Allowance | null
  byEvent: Allowance | null
  order: number
}

/** One bubble of a chat, or a note between them. */
export type Bubble = {
  _id: string
  /** Of who sees it; in the mini-program's notices that of the mini-program. */
  openid: string
  at: Date
  from: 'person' | 'account' | 'system'
  /** A passive reply, a customer-service message, a subscription message, or what the person did. */
  via: 'reply' | 'push' | 'notice' | 'action'
  content: Record<string, unknown> & { kind: string }
}

/** A page as WeChat shows it to those it is passed on to. */
export type Card = { title: string; desc: string; link: string; imgUrl: string }

/** A page passed on: to a person, or to 朋友圈 (null). */
export type Share = { _id: string; at: Date; from: string; to: string | null; card: Card }

/** A parameterised QR. */
export type Qr = { _id: string; ticket: string; scene: string; createdAt: Date; expiresAt: Date | null }

/** One request over the border between WeChat and us, either way. */
export type Exchange = {
  _id: string
  at: Date
  /** Of `page`: what a page in a phone asks of WeChat. */
  kind: 'delivery' | 'api' | 'page'
  openid: string | null
  title: string
  ms: number
  /** WeChat's code; null where there is none. */
  errcode: number | null
  ok: boolean
  request: Record<string, unknown>
  answer: Record<string, unknown>
}

/** A token or ticket of an app, and the one before it, which is good for a little longer. */
export type Credential = {
  _id: string
  value: string
  expiresAt: Date
  previous: string | null
  previousUntil: Date | null
}

/** How often something was called in a day or a month. */
export type Count = { _id: string; calls: number; expireAt: Date }

/** How many messages of a template a person has agreed to and not got. */
export type Consents = { _id: string; left: number }

/** Anything small that WeChat remembers: the menu, a consumed code, a visit to the mini-program, an OAuth token. */
export type Note = { _id: string; value: unknown; expireAt: Date | null }

const DAY_SECONDS = 86_400

/** Everything the sandbox's WeChat remembers; the same for all processes, and after a restart. */
export function createSandboxStore(connection: Connection) {
  const db = connection.db!
  const store = {
    persons: db.collection<Person>('sandboxPersons'),
    bubbles: db.collection<Bubble>('sandboxBubbles'),
    shares: db.collection<Share>('sandboxShares'),
    qrs: db.collection<Qr>('sandboxQrs'),
    exchanges: db.collection<Exchange>('sandboxExchanges'),
    credentials: db.collection<Credential>('sandboxCredentials'),
    counts: db.collection<Count>('sandboxCounts'),
    notes: db.collection<Note>('sandboxNotes'),
    consents: db.collection<Consents>('sandboxConsents'),
  }
  return {
    ...store,
    /** Indexes, and the end of what nobody will look for. */
    async prepare(): Promise<void> {
      await store.bubbles.createIndex({ openid: 1, at: 1 })
      await store.bubbles.createIndex({ via: 1, at: -1 })
      await store.shares.createIndex({ at: -1 })
      await store.qrs.createIndex({ ticket: 1 })
      await store.qrs.createIndex({ createdAt: -1 })
      await store.exchanges.createIndex({ at: 1 }, { expireAfterSeconds: 2 * DAY_SECONDS })
      await store.counts.createIndex({ expireAt: 1 }, { expireAfterSeconds: 0 })
      await store.notes.createIndex({ expireAt: 1 }, { expireAfterSeconds: 0 })
    },
  }
}

export type SandboxStore = ReturnType<typeof createSandboxStore>
