import { createRedisAnswers } from '../../server/adapters/redis/answers'
import { connectRedis, redisReady } from '../../server/adapters/redis/redis'
import { createChat } from '../../server/features/chat/chat'
import { connectWeChat } from '../../server/wechat'
import { keepDown } from '../faults/site'
import { eventOf, type Posted, post, textOf } from '../support/wechat'
import { eventually, PATIENCE, silent, startWorld, type World } from '../support/world'

const ZHOU = 'o-demo-zhou'
/** WeChat waits 5 s; a busy machine that runs many tests gets more. */
const IN_TIME_MS = 15_000

let world: World
beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.close())

/** What WeChat gets, and after how long. */
async function timed(delivery: Posted) {
  const since = Date.now()
  const { status, text, reply } = await post(world.url, delivery)
  return { status, text, said: String(reply?.Content ?? ''), ms: Date.now() - since }
}

async function withoutRedis<T>(work: () => Promise<T>): Promise<T> {
  const pid = world.stores.pids().redis!
  process.kill(pid, 'SIGSTOP')
  try {
    return await work()
  } finally {
    process.kill(pid, 'SIGCONT')
  }
}

test('what takes too long is acknowledged in time, done once, and told by a message of its own', async () => {
  await world.api.send('POST', `/sandbox/api/phones/${ZHOU}/follow`, {})
  const redis = connectRedis(world.stores.redisUrl!, silent)
  await redisReady(redis, PATIENCE)
  const { deps } = world
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  const chat = createChat({
    ...deps,
    account: connectWeChat({ env: deps.env, log: silent, redis }).account,
    answers: createRedisAnswers(redis),
    ...{ publicUrl: world.url, showsPictures: false },
    ...{ appids: { account: 'a', weapp: 'm' }, onPictureChecked: async () => {} },
    // The real thing, late.
    ballots: {
      ...deps.ballots,
      async castBallot(cast) {
        await released
        return deps.ballots.castBallot(cast)
      },
    },
  })
  const delivery = { openid: ZHOU, account: 'gh', createdAt: 0, key: 'slow' }
  const message = { ...delivery, kind: 'text' as const, content: '投 A01' }
  const answers = await Promise.all([1, 2, 3].map(() => chat.answer(message, Date.now() + 600)))
  expect(answers).toEqual([null, null, null])
  release()

  const told = await eventually(
    async () => (await world.api.send('GET', '/sandbox/api/outbox')).body.items,
    (items) => items.length > 0,
  )
  expect(told).toHaveLength(1)
  expect(told[0]).toMatchObject({ openid: ZHOU, content: { content: expect.stringContaining('投票成功') } })
  expect(await chat.answer(message, Date.now() + 600)).toBeNull()
  redis.disconnect()
})

test('while nobody can tell whether a message was answered already, WeChat is asked to come again', async () => {
  const delivery = textOf(ZHOU, '投 A02')
  const refused = await withoutRedis(() => timed(delivery))
  expect([refused.status, refused.text]).toEqual([503, ''])
  expect(refused.ms).toBeLessThan(IN_TIME_MS)
  const answered = await eventually(
    () => timed(delivery),
    ({ status }) => status === 200,
  )
  expect(answered.said).toContain('投票成功')
})

test('without the ledger people get a polite word, in time, and never WeChat’s error', async () => {
  const bringBack = keepDown(world.stores, 'mongo')
  const words = ['投 A03', '我的票', '帮助', '排名', '候选 A01', '人工', '退出']
  const answers = await Promise.all(words.map((word) => timed(textOf('o-unlucky', word))))
  const events = await Promise.all(
    ['subscribe', 'SCAN'].map((event) => timed(eventOf('o-unlucky', event, { EventKey: 'x' }))),
  )
  bringBack()
  await eventually(
    () => world.api.send('GET', '/readyz'),
    ({ status }) => status === 200,
  )
  for (const { status, ms, text } of [...answers, ...events]) {
    expect(status).toBe(200)
    expect(text === 'success' || text.startsWith('<xml>')).toBe(true)
    expect(ms).toBeLessThan(IN_TIME_MS)
  }
  expect(answers[0]!.said).not.toContain('投票成功')
  expect(answers[1]!.said).toContain('服务暂时不可用，请稍后再试')
  expect(answers[2]!.said).toContain('您可以回复')
})
