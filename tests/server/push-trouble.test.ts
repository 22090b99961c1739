import type { Audience, PushChannel } from '@shared/announcement/push/contract'
import { SANDBOX_TEMPLATES } from '../../server/sandbox/account'
import { addPicture, announce, written } from '../support/announcement'
import type { Api } from '../support/api'
import { type Front, startFront, startWorkerBehind } from '../support/front'
import { approve, propose, readPush, settled, speakers } from '../support/push'
import { asStaff } from '../support/staff'
import { eventually, startWorld, type World } from '../support/world'

const PATHS: Partial<Record<PushChannel, string>> = {
  service: '/cgi-bin/message/custom/send',
  template: '/cgi-bin/message/template/send',
  subscription: '/cgi-bin/message/subscribe/bizsend',
  mass: '/cgi-bin/message/mass/sendall',
}
/** Templates sent at once. */
const BATCH = 50
const TEMPLATE = SANDBOX_TEMPLATES.account.announcement.id
const VOTERS: Audience = { kind: 'voters', category: null }

let world: World
let front: Front
let me: Api
let other: Api
let cover: string
beforeAll(async () => {
  front = await startFront(...Object.values(PATHS))
  world = await startWorld({ perCategory: 1, env: { WECHAT_API_BASE: `${front.url}/sandbox/wechat` } })
  front.target = world.url
  me = await asStaff(world, 'editor')
  other = await asStaff(world, 'publisher')
  cover = await addPicture(me)
})
afterEach(() => {
  front.answers.length = 0
  front.asked.length = 0
  front.always = null
})
afterAll(async () => {
  front?.close()
  await world?.close()
})

/** Followers who have voted, written lately, and agreed to a notice. */
async function reachable(count: number) {
  const people = await speakers(world, count, { follows: true })
  for (const { voter, openid } of people) {
    await world.deps.stores.push.heard(voter, { follows: true, spokeAt: new Date() })
    await world.deps.sandbox!.people.open(openid, 'byMessage')
    await world.deps.stores.notification.grant(voter, 'account', TEMPLATE, `test:${voter}`)
    await world.deps.sandbox!.subscriptions.accept(openid, TEMPLATE)
  }
  return people
}

async function begin(channel: PushChannel, title: string) {
  const audience: Audience = channel === 'mass' ? { kind: 'followers' } : VOTERS
  const { announcement } = await announce(me, written(title, { cover }))
  const push = await propose(me, announcement.id, { audience, channel })
  await approve(other, push.id)
  return push
}

const askedOf = () => front.asked.map(({ touser }) => touser as string)

describe('what WeChat answers', () => {
  let worker: ReturnType<World['deps']['startWorker']>
  beforeAll(async () => {
    worker = world.deps.startWorker()
    await reachable(1)
  })
  afterAll(() => worker?.close())

  test.each<[PushChannel, number, string]>([
    ['service', 40003, 'failed'],
    ['service', 43004, 'failed'],
    ['service', 45015, 'failed'],
    ['service', 45047, 'failed'],
    ['service', -1, 'unknown'],
    ['service', 99999, 'unknown'],
    ['template', 40003, 'failed'],
    ['template', 43004, 'failed'],
    ['template', 43101, 'failed'],
    ['subscription', 40003, 'failed'],
    ['subscription', 43101, 'failed'],
    ['mass', 45065, 'sent'],
  ])('%s %i: this one is %s, and the push goes on to its end', async (channel, errcode, status) => {
    front.answers.push({ errcode, errmsg: 'no' })
    const done = await settled(other, await begin(channel, `答复 ${errcode}（示例）`))
    expect(done).toMatchObject({ state: 'done', counts: { [status]: 1, queued: 0 } })
    if (channel === 'subscription') await reachable(1) // what was refused has taken the consent with it
  })

  test.each<[PushChannel, number]>([
    ['service', 45009],
    ['service', 48001],
    ['template', 40037],
    ['template', 45009],
    ['template', 45011],
    ['template', 47001],
    ['template', 47003],
    ['template', 48004],
    ['subscription', 40037],
    ['subscription', 47003],
    ['mass', 45028],
    ['mass', 48001],
  ])('%s %i concerns all: the push pauses with WeChat’s words, nobody is lost', async (channel, errcode) => {
    front.always = { errcode, errmsg: 'no' }
    const paused = await settled(other, await begin(channel, `停 ${errcode}（示例）`))
    expect(paused).toMatchObject({ state: 'paused', counts: { failed: 0, unknown: 0 } })
    expect(paused.counts.queued).toBeGreaterThan(0)
    expect(paused.reason).toContain(`（${errcode}）`)
  })

  test.each([40001, 40014, 42001])(
    '%i is a token’s: it is replaced, and the message sent once',
    async (errcode) => {
      front.answers.push({ errcode, errmsg: 'token' })
      const done = await settled(other, await begin('template', `凭证 ${errcode}（示例）`))
      expect(done.counts.sent + done.counts.delivered).toBeGreaterThan(0)
      expect(done.counts).toMatchObject({ failed: 0, unknown: 0, queued: 0 })
    },
  )
})

test('a worker killed while WeChat is silent sends nobody anything twice; those it had begun with are unknown', async () => {
  const people = await reachable(130)
  front.always = 'hang'
  const first = startWorkerBehind(front, world)
  const push = await begin('service', '中断（示例）')
  await eventually(
    async () => front.asked.length,
    (asked) => asked >= 50,
  )
  await first.kill()
  front.always = null
  const before = askedOf()
  const worker = world.deps.startWorker()
  try {
    const done = await eventually(
      () => readPush(other, push),
      ({ state }) => state === 'done',
    )
    expect(new Set(askedOf()).size).toBe(front.asked.length)
    expect(done.counts).toMatchObject({ queued: 0, sending: 0 })
    // Some were marked and not yet asked about; nobody knows that of them.
    expect(done.counts.unknown).toBeGreaterThanOrEqual(before.length)
    expect(done.counts.sent).toBeGreaterThanOrEqual(people.length - done.counts.unknown)
  } finally {
    await worker.close()
  }
})

test('paused in the middle nobody more is told; resumed, the others are, each once', async () => {
  const people = await reachable(160)
  const steer = async (id: string, act: 'pause' | 'resume') =>
    (await other.call('POST /api/staff/pushes/:id/course', { params: { id }, body: { act } })).status
  const worker = world.deps.startWorker()
  try {
    const push = await begin('template', '暂停（示例）')
    await eventually(
      async () => front.asked.length,
      (asked) => asked > 0,
    )
    expect(await steer(push.id, 'pause')).toBe(200)
    // The batch in hand is told to its end, and nobody beyond.
    const asked = front.asked.length
    const toldMeanwhile = async () => {
      const before = front.asked.length
      await new Promise((resolve) => setTimeout(resolve, 2000))
      return front.asked.length - before
    }
    await eventually(toldMeanwhile, (more) => more === 0)
    expect((await readPush(other, push)).state).toBe('paused')
    expect(front.asked.length).toBeLessThanOrEqual(asked + BATCH)
    expect(front.asked.length).toBeLessThan(people.length)
    expect(await steer(push.id, 'pause')).toBe(409)
    expect(await steer(push.id, 'resume')).toBe(200)
    expect(await settled(other, push)).toMatchObject({ state: 'done', counts: { queued: 0, unknown: 0 } })
    for (const { openid } of people) expect(askedOf().filter((one) => one === openid)).toHaveLength(1)
  } finally {
    await worker.close()
  }
})

test('two pushes of one announcement by two channels at once: everybody gets one message', async () => {
  const people = await reachable(40)
  const { announcement } = await announce(me, written('两条路（示例）'))
  const second = startWorkerBehind(front, world)
  const own = world.deps.startWorker()
  try {
    await second.ready()
    const pushes = await Promise.all(
      (['service', 'template'] as const).map(async (channel) => {
        const push = await propose(me, announcement.id, { audience: VOTERS, channel })
        await approve(other, push.id)
        return push
      }),
    )
    for (const push of pushes) expect((await settled(other, push)).state).toBe('done')
    for (const { openid } of people) expect(askedOf().filter((one) => one === openid)).toHaveLength(1)
  } finally {
    await Promise.all([own.close(), second.kill()])
  }
})

test('three workers, three pushes at once: of one consent each nobody gets more than one', async () => {
  const people = await reachable(20)
  const workers = [startWorkerBehind(front, world), startWorkerBehind(front, world)]
  const own = world.deps.startWorker()
  try {
    await Promise.all(workers.map((one) => one.ready()))
    const pushes = await Promise.all([1, 2, 3].map((n) => begin('subscription', `抢 ${n}（示例）`)))
    await Promise.all([1, 2].map(() => world.deps.pushes.resume()))
    for (const push of pushes) expect((await settled(other, push)).state).toBe('done')
    for (const { openid, voter } of people) {
      expect(askedOf().filter((one) => one === openid)).toHaveLength(1)
      expect(await world.deps.stores.notification.countLeft([voter], 'account', TEMPLATE)).toBe(0)
    }
    const { length } = workers.flatMap(({ said }) => said).filter((line) => line.includes('o-demo-'))
    expect(length).toBe(0)
  } finally {
    await Promise.all([own.close(), ...workers.map((one) => one.kill())])
  }
})
