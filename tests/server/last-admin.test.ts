import { setImmediate as immediate } from 'node:timers/promises'
import type { Staff } from '@shared/staff/contract'
import { PROGRAM } from '../../server/features/audit/audit'
import { createStaff, type StaffRoom } from '../../server/features/staff/staff'
import { buildStaff } from '../support/staff'
import { startTwin } from '../support/twin'
import { startWorld, type World } from '../support/world'

let world: World
let ids: string[]
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
  ids = [(await buildStaff(world, 'admin')).id, (await buildStaff(world, 'admin')).id]
})
afterAll(() => world?.close())

const dismiss = (room: Pick<StaffRoom, 'update'>, { id, version }: Staff) =>
  room.update(PROGRAM, id, { version, disabled: true, reason: '离职' })
const remaining = async () => (await world.deps.staff.list()).items.filter(({ disabled }) => !disabled)
/** Both enabled, as they are then. */
async function both(): Promise<[Staff, Staff]> {
  for (const id of ids) await world.deps.stores.staff.change(id, { disabled: false, roles: ['admin'] })
  return (await world.deps.staff.list()).items as [Staff, Staff]
}

test('the last enabled administrator can neither be disabled nor given another role', async () => {
  const [one, other] = await both()
  await dismiss(world.deps.staff, other)
  const [last] = await remaining()
  expect(last!.id).toBe(one.id)
  await expect(dismiss(world.deps.staff, last!)).rejects.toMatchObject({ code: 'last_admin' })
  const change = { version: last!.version, roles: ['editor' as const], reason: '转岗' }
  await expect(world.deps.staff.update(PROGRAM, last!.id, change)).rejects.toMatchObject({
    code: 'last_admin',
  })
  expect(await remaining()).toHaveLength(1)
})

test('of two who are dismissed at once by two processes one remains', async () => {
  const twin = await startTwin(world)
  for (let round = 0; round < 20; round++) {
    const [one, other] = await both()
    await Promise.allSettled([dismiss(world.deps.staff, one), dismiss(twin.deps.staff, other)])
    expect((await remaining()).length).toBeGreaterThan(0)
  }
  await twin.close()
})

test('one remains in whatever order two processes take their steps, and at whichever both are killed', async () => {
  const orders = ordersOf(3, 3)
  for (const order of orders) {
    const pair = await both()
    await play(order, pair)
    expect([order, (await remaining()).length > 0]).toEqual([order, true])
  }
  expect(orders).toHaveLength(69)
})

/** Every order of so many steps at most of `0` and of `1`. */
function ordersOf(zeros: number, ones: number): string[] {
  const longer = [
    ...(zeros > 0 ? ordersOf(zeros - 1, ones).map((rest) => `0${rest}`) : []),
    ...(ones > 0 ? ordersOf(zeros, ones - 1).map((rest) => `1${rest}`) : []),
  ]
  return [...new Set(['', ...longer])]
}

/** Two processes dismiss one each: their calls to the store are let through in this order, and none after it. */
async function play(order: string, pair: Staff[]): Promise<void> {
  let at = 0
  const done = new Set<string>()
  const turnOf = async (who: string) => {
    while (order[at] !== who) {
      if (at >= order.length) await new Promise(() => {}) // killed
      await immediate()
    }
  }
  pair.forEach((one, i) => {
    const who = String(i)
    const store = new Proxy(world.deps.stores.staff, {
      get: (target, name) => {
        const call = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>
        return async (...args: unknown[]) => {
          await turnOf(who)
          return call(...args).finally(() => at++)
        }
      },
    })
    const away = { sessions: {}, attempts: {}, vault: {}, limiter: {} } // asked nothing on this way
    const rest = { ...away, audit: world.deps.audit } as Parameters<typeof createStaff>[0]
    const room = createStaff({ ...rest, store })
    dismiss(room, one)
      .catch(() => {})
      .finally(() => done.add(who))
  })
  while (at < order.length) {
    if (done.has(order[at]!)) at++
    else await immediate()
  }
}
