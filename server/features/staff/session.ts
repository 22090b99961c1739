import { createHash, randomBytes } from 'node:crypto'
import type { StaffSession } from '@shared/staff/contract'
import { describeBrowser } from '@shared/staff/rules'
import type { StaffBrowser, StaffSessionStore } from '../../ports/memory'
import type { StaffRecord } from './model'

/** Where somebody asks from. */
export type Client = { ip: string; userAgent: string }

type Found = StaffBrowser & { key: string }

export const SESSION_HOURS = 12
const SESSION_MS = SESSION_HOURS * 3_600_000

/** Sessions of staff: a browser holds 256 random bits, the store knows only their hash. */
export function createStaffSessions(store: StaffSessionStore) {
  return {
    /** Opens a session and answers what the browser has to show. */
    async open({ _id: staff, epoch }: StaffRecord, { ip, userAgent }: Client): Promise<string> {
      const token = randomBytes(32).toString('base64url')
      const now = new Date()
      const agent = describeBrowser(userAgent)
      await store.add(keyOf(token), { staff, epoch, createdAt: now, lastSeenAt: now, agent, ip })
      return token
    },

    /** The session of a token; null where there is none or it has lasted its twelve hours. */
    async find(token: string, { keepAlive }: { keepAlive: boolean }): Promise<Found | null> {
      const key = keyOf(token)
      const now = new Date()
      const found = await (keepAlive ? store.touch(key, now) : store.read(key))
      return found && isFresh(found, now) ? { ...found, key } : null
    },

    /** Whether a session is good for its person as they are now. */
    isOf: ({ staff, epoch, key }: Found, record: StaffRecord): boolean =>
      staff === record._id && !record.disabled && (epoch === record.epoch || key === record.keptSession),

    /** A person's sessions, newest first; `current` is the key of the one that asks. */
    async list(record: StaffRecord, current: string): Promise<StaffSession[]> {
      const now = new Date()
      const open = (await store.of(record._id)).filter(
        (found) => isFresh(found, now) && this.isOf(found, record),
      )
      return open.map(({ key, createdAt, lastSeenAt, agent, ip }) => ({
        ...{ id: key, agent, ip, current: key === current },
        ...{ createdAt: createdAt.toISOString(), lastSeenAt: lastSeenAt.toISOString() },
      }))
    },

    end: store.remove,
  }
}

const keyOf = (token: string) => createHash('sha256').update(token).digest('base64url')

const isFresh = ({ createdAt }: StaffBrowser, now: Date) => now.getTime() - createdAt.getTime() < SESSION_MS
