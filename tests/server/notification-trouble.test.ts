import { fork } from 'node:child_process'
import { SANDBOX_TEMPLATES } from '../../server/sandbox/account'
import { envBehind, type Front, startFront, startWorkerBehind } from '../support/front'
import { eventually, startWorld, type World } from '../support/world'
import type { Order } from './teller'

let world: World
let front: Front
let worker: ReturnType<World['deps']['startWorker']> | null = null
beforeAll(async () => {
  front = await startFront('/cgi-bin/message/subscribe/send')
  world = await startWorld({ perCategory: 1, env: { WECHAT_API_BASE: `${front.url}/sandbox/wechat` } })
  front.target = world.url
})
afterEach(() => {
  front.answers.length = 0
  front.asked.length = 0
})
afterAll(async () => {
  await worker?.close()
  front?.close()
  await world?.close()
})

const MP = SANDBOX_TEMPLATES.weapp.progress.id

let people = 0

/** Somebody who has agreed to so many messages, by WeChat's count and by ours. */
async function somebody(consents: number) {
  const openid = `m-trouble-${people++}`
  const api = await world.api.as(openid)
  for (let i = 0; i < consents; i++) {
    await world.api.send('POST', '/sandbox/api/subscriptions', { openid, template: MP, act: 'accept' })
    await api.call('POST /api/notifications/consents', { body: { templateIds: [MP] } })
  }
  return { openid, voter: world.deps.identities.voterOf(api.token!).id }
}

const news = (key: string) => ({
  ...{ key, kind: 'test', title: '示例消息', text: '', path: null },
  data: { subject: '某单位（示例）', state: '已通过' },
})
const tell = (voter: string, key: string) => world.deps.notifications.notify([voter], news(key))
const deliveryOf = async (voter: string, key: string) =>
  (await world.deps.stores.notification.findByKey(voter, key))!.delivery
const until = (voter: string, key: string, status: string) =>
  eventually(
    () => deliveryOf(voter, key),
    (found) => found.status === status,
  )
const left = (voter: string) => world.deps.stores.notification.countLeft([voter], 'weapp', MP)
const arrived = async (openid: string) =>
  (await world.api.send('GET', '/sandbox/api/outbox')).body.items.filter(
    (one: { openid: string }) => one.openid === openid,
  ).length

test('killed between the mark and WeChat’s answer, a message is not known to have arrived and not sent again', async () => {
  const { openid, voter } = await somebody(2)
  front.answers.push('hang')
  const first = startWorkerBehind(front, world)
  await tell(voter, 'cut')
  await eventually(
    async () => front.asked.length,
    (asked) => asked === 1,
  )
  expect(await deliveryOf(voter, 'cut')).toMatchObject({ status: 'sending' })
  await first.kill()

  worker = world.deps.startWorker()
  const found = await until(voter, 'cut', 'unknown')
  expect(found.reason).toContain('不知道是否送达')
  await tell(voter, 'cut') // called again after the crash: it adds and sends nothing
  await tell(voter, 'next')
  await until(voter, 'next', 'sent')
  expect([front.asked.length, await arrived(openid), await left(voter)]).toEqual([2, 1, 0])
})

describe('what WeChat answers', () => {
  test.each([
    [40003, 'failed', 1],
    [40037, 'failed', 1],
    [47003, 'failed', 1],
    [45009, 'failed', 1],
    [43101, 'failed', 0],
    [-1, 'unknown', 0],
    [99999, 'unknown', 0],
  ])('%i: the message is %s, and of one consent %i are left', async (errcode, status, consents) => {
    const { openid, voter } = await somebody(1)
    front.answers.push({ errcode, errmsg: `no, ${openid}` })
    await tell(voter, `code:${errcode}`)
    const found = await until(voter, `code:${errcode}`, status)
    expect(found.channel).toBe('weapp')
    expect(found.reason).toMatch(/[\u4e00-\u9fff].*（-?\d+）$/)
    expect(JSON.stringify(found)).not.toContain(openid)
    expect([await left(voter), front.asked.length]).toEqual([consents, 1])
  })

  test('silence is neither taken for success nor answered by sending again', async () => {
    const { voter } = await somebody(1)
    front.answers.push('hang')
    await tell(voter, 'silence')
    await until(voter, 'silence', 'unknown')
    expect([await left(voter), front.asked.length]).toEqual([0, 1])
  })

  test('what Redis has lost is sent all the same', async () => {
    const { openid, voter } = await somebody(1)
    const { store, jobs } = { store: world.deps.stores.notification, jobs: world.deps.notifications }
    // As notify leaves it where the queue does not answer.
    await store.addAll([voter], { ...news('lost'), template: 'progress', at: new Date() })
    await jobs.resume()
    await until(voter, 'lost', 'sent')
    expect(await arrived(openid)).toBe(1)
  })
})

test('three workers at once never spend a consent twice, and each message goes out once', async () => {
  const workers = [startWorkerBehind(front, world), startWorkerBehind(front, world)] // and the one of this process
  try {
    await Promise.all(workers.map((one) => one.ready()))
    const { openid, voter } = await somebody(5)
    const keys = Array.from({ length: 15 }, (_, i) => `many:${i}`)
    await Promise.all(keys.map((key) => tell(voter, key)))
    // As if every message had been handed to every worker.
    await Promise.all(Array.from({ length: 3 }, () => world.deps.notifications.resume()))
    const ends = await eventually(
      () => Promise.all(keys.map((key) => deliveryOf(voter, key))),
      (all) => all.every(({ status }) => status !== 'queued' && status !== 'sending'),
    )
    const count = (status: string) => ends.filter((one) => one.status === status).length
    expect([count('sent'), count('skipped')]).toEqual([5, 10])
    expect([await left(voter), await arrived(openid), front.asked.length]).toEqual([0, 5, 5])
    expect(workers.flatMap(({ said }) => said).join()).not.toContain(openid)
  } finally {
    await Promise.all(workers.map((worker) => worker.kill()))
  }
})

test('the same thing told by two processes at once is told once', async () => {
  const { voter } = await somebody(0)
  const tellers = [1, 2].map(() =>
    fork('tests/server/teller.ts', { env: envBehind(front, world), execArgv: ['--import', 'tsx'] }),
  )
  const hear = () =>
    Promise.all(tellers.map((teller) => new Promise((heard) => teller.once('message', heard))))
  await hear()
  const order: Order = { voter, keys: Array.from({ length: 20 }, (_, i) => `both:${i}`) }
  const done = hear()
  for (const teller of tellers) teller.send(order)
  await done
  for (const teller of tellers) teller.kill('SIGKILL')
  expect(await world.deps.stores.notification.count([voter])).toBe(20)
})
