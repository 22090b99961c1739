import { randomBytes } from 'node:crypto'
import type { Allowance, Person, SandboxStore } from './model'

export type { Person }

/** OpenIDs of people who only look: a new one each time, and nobody's. */
export const SNAPSHOT_PREFIX = 'o-snapshot-'

const HOUR_MS = 3_600_000
/** Customer-service messages: five within 48 hours of a person's message, three within a minute of a tap or scan. */
const LIMITS = { byMessage: { ms: 48 * HOUR_MS, left: 5 }, byEvent: { ms: 60_000, left: 3 } }

const known = (
  order: number,
  mark: string,
  name: string,
  about: string,
  more: Partial<Person> = {},
): Person => ({
  _id: `o-demo-${mark}`,
  weappOpenid: `m-demo-${mark}`,
  unionid: `u-demo-${mark}`,
  name: `${name}（示例）`,
  about,
  snapshot: false,
  follows: false,
  byMessage: null,
  byEvent: null,
  order,
  ...more,
})

const FIRST = [
  known(1, 'zhou', '周大姐', '武汉市民，常来留言'),
  known(2, 'li', '小李', '大学生，手机不离手'),
  known(3, 'wang', '王大爷', '退休教师，字号最大', { unionid: null }),
  known(4, 'passer', '路过的网友', '快照页，只看不投', { snapshot: true, unionid: null }),
]

export type People = ReturnType<typeof createPeople>

/** The people who hold the phones, what they follow, and how many messages they may be sent. */
export function createPeople({ store, now }: { store: SandboxStore; now: () => Date }) {
  return {
    async prepare(): Promise<void> {
      for (const { _id, ...person } of FIRST) {
        await store.persons.updateOne({ _id }, { $setOnInsert: person }, { upsert: true }).catch(() => null)
      }
    },

    list: (): Promise<Person[]> => store.persons.find({}).sort({ order: 1 }).toArray(),
    findInWeapp: (openid: string): Promise<Person | null> => store.persons.findOne({ weappOpenid: openid }),
    find: (openid: string): Promise<Person | null> => store.persons.findOne({ _id: openid }),

    async add(name: string): Promise<Person> {
      const person = known(now().getTime(), randomBytes(4).toString('hex'), name, '您添加的网友')
      await store.persons.insertOne(person)
      return person
    },

    /** Sets whether a person follows, and by which QR; answers whether that was a change. */
    async follow(openid: string, follows: boolean, followedBy: string | null = null): Promise<boolean> {
      const change = follows
        ? { follows, followedAt: new Date(), followedBy }
        : { follows, byMessage: null, byEvent: null }
      const result = await store.persons.updateOne({ _id: openid, follows: !follows }, { $set: change })
      return result.modifiedCount === 1
    },

    /** A person did something that lets the account write to them for a while. */
    async open(openid: string, window: keyof typeof LIMITS): Promise<void> {
      const { ms, left } = LIMITS[window]
      const allowance: Allowance = { until: new Date(now().getTime() + ms), left }
      await store.persons.updateOne({ _id: openid }, { $set: { [window]: allowance } })
    },

    /** As if the person had been silent for two days. */
    async grow(openid: string): Promise<void> {
      await store.persons.updateOne({ _id: openid }, { $set: { byMessage: null, byEvent: null } })
    },

    /** Takes one of the messages the account may send; answers what is in the way, if anything. */
    async spend(person: Person): Promise<'closed' | 'too_many' | null> {
      for (const window of ['byEvent', 'byMessage'] as const) {
        const taken = await store.persons.updateOne(
          { _id: person._id, [`${window}.until`]: { $gt: now() }, [`${window}.left`]: { $gt: 0 } },
          { $inc: { [`${window}.left`]: -1 } },
        )
        if (taken.modifiedCount === 1) return null
      }
      const isOpen = [person.byEvent, person.byMessage].some((window) => window && window.until > now())
      return isOpen ? 'too_many' : 'closed'
    },
  }
}
