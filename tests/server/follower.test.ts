import { createFollowers } from '../../server/features/announcement/push/follower'
import type { Incoming } from '../../server/ports/messages'
import { eventually, silent } from '../support/world'

type Change = { follows: boolean; spokeAt?: Date }

/** A store that writes when it is let, and is away when it is told to be. */
function start() {
  const written: [voter: string, change: Change][] = []
  const waiting: { write: () => void; fail: () => void }[] = []
  const followers = createFollowers({
    store: {
      heard: (voter, change) =>
        new Promise<void>((resolve, reject) => {
          const write = () => {
            written.push([voter, change])
            resolve()
          }
          waiting.push({ write, fail: () => reject(new Error('away')) })
        }),
    },
    voterOfFollower: async (openid) => `voter of ${openid}`,
    log: silent,
  })
  const hear = (kind: Incoming['kind'], openid: string) => followers.heard({ kind, openid } as Incoming)
  /** The one that is being written. */
  const next = async () => {
    await eventually(
      async () => waiting.length,
      (n) => n > 0,
    )
    expect(waiting).toHaveLength(1)
    return waiting.pop()!
  }
  return { written, hear, next }
}

test('one is written down after another, in the order in which they wrote, came and went', async () => {
  const { written, hear, next } = start()
  hear('text', 'o-a')
  hear('text', 'o-a')
  hear('subscribe', 'o-b')
  hear('unsubscribe', 'o-a')
  hear('SCAN', 'o-c')
  for (let n = 0; n < 3; n++) (await next()).write()
  expect(written).toEqual([
    ['voter of o-a', { follows: true, spokeAt: expect.any(Date) }],
    ['voter of o-b', { follows: true }],
    ['voter of o-a', { follows: false }],
  ])
})

test('who could not be written down is written down when they write again, and keeps nobody waiting', async () => {
  const { written, hear, next } = start()
  hear('text', 'o-a')
  hear('text', 'o-b')
  ;(await next()).fail()
  ;(await next()).write()
  hear('text', 'o-a')
  ;(await next()).write()
  expect(written.map(([voter]) => voter)).toEqual(['voter of o-b', 'voter of o-a'])
})
