import { readFileSync } from 'node:fs'
import { createConnection } from 'mongoose'
import { createBot } from '../../server/adapters/wechat/bot'
import { createGroupBot, type GroupBot } from '../../server/features/announcement/announcement'
import { addPicture, announce, written } from '../support/announcement'
import type { Api } from '../support/api'
import { approve, propose, readPush, settled } from '../support/push'
import { asStaff } from '../support/staff'
import { startWebWeChat, type WebWeChat } from '../support/web-wechat'
import { eventually, silent, startWorld, type World } from '../support/world'

const ACTOR = { id: 'publisher', name: '发布（示例）' }
const [WORK, LIAISON] = ['评选工作群（示例）', '联络员群（示例）'] as const

let web: WebWeChat
let world: World
let worker: ReturnType<World['deps']['startWorker']>
let running: ReturnType<GroupBot['run']>[] = []
let me: Api
let other: Api
beforeAll(async () => {
  web = await startWebWeChat()
  world = await startWorld({ perCategory: 1, env: { WECHAT_BOT: 'on', WEB_WECHAT_BASE: web.url } })
  me = await asStaff(world, 'editor')
  other = await asStaff(world, 'publisher')
  worker = world.deps.startWorker()
})
afterEach(async () => {
  await Promise.all(running.map((one) => one.close()))
  running = []
  web.sent.length = 0
})
afterAll(async () => {
  await worker?.close()
  await world?.close()
  await web?.close()
})

/** A worker's bot over the same stores, that need not go slowly. */
function botHere(): GroupBot {
  const { stores, audit } = world.deps
  return createGroupBot({
    ...{ store: stores.bot, start: createBot({ log: silent, base: web.url }), audit, log: silent },
    ...{ publicUrl: world.url, pause: () => 500, pictureOf: async () => Buffer.from('picture') },
  })
}

const shown = async () => (await other.call('GET /api/staff/wechat-bot', {})).body
const until = (state: string) => eventually(shown, (bot) => bot.state === state)

/** Logs the bot in as staff do, with their phone. */
async function logIn() {
  web.phone = 'waiting'
  await other.call('POST /api/staff/wechat-bot', { body: { act: 'start' } })
  const { code } = await until('code')
  expect(code).toMatch(/^https:\/\/login\.weixin\.qq\.com\/l\/code\d+==$/)
  web.phone = 'confirmed'
  await until('online')
  return eventually(shown, ({ groups }) => groups.length === 2)
}

async function logOut() {
  await other.call('POST /api/staff/wechat-bot', { body: { act: 'stop' } })
  await until('off')
  await eventually(
    async () => web.alive,
    (alive) => !alive,
  )
}

test('staff log it in by its code, an announcement goes to the groups they chose, with its picture, once', async () => {
  expect(await logIn()).toMatchObject({ name: '示例小编', enabled: true, sentToday: 0 })
  const text = written('群里的公告（示例）', { cover: await addPicture(me) })
  const { announcement } = await announce(me, text)
  const push = await propose(me, announcement.id, {
    audience: { kind: 'chats', names: [LIAISON] },
    channel: 'wechat',
  })
  await approve(other, push.id)
  expect(await settled(other, push)).toMatchObject({ state: 'done', counts: { sent: 1 } })
  expect(web.sent.map(({ to, kind }) => [to, kind])).toEqual([
    [LIAISON, 'picture'],
    [LIAISON, 'text'],
  ])
  expect(web.sent[1]!.content).toContain(`/announcement?id=${announcement.id}`)
  // As after a process that died before it could write down what became of it.
  const mongo = await createConnection(world.stores.mongoUri!).asPromise()
  await mongo.collection('pushes').updateOne({ _id: push.id as never }, { $set: { state: 'running' } })
  await mongo.collection('pushDeliveries').updateOne({ push: push.id }, { $set: { status: 'queued' } })
  await mongo.close()
  await world.deps.pushes.resume()
  expect((await settled(other, push)).counts.sent).toBe(1)
  expect(web.sent).toHaveLength(2)
  expect((await shown()).sentToday).toBe(1)
})

test('what it knows of its log-in is sealed, and is worth nothing after it was logged out', async () => {
  const mongo = await createConnection(world.stores.mongoUri!).asPromise()
  const read = async () =>
    (await mongo.collection('bots').findOne({ _id: 'bot' as never }))!.data as string | null
  const sealed = await eventually(read, (data) => data !== null)
  expect(sealed).not.toContain('PROP')
  expect((await world.deps.stores.bot.read()).data).toContain('PROP')
  await logOut()
  await eventually(read, (data) => data === null)
  await mongo.close()
})

test('without a log-in a push to groups waits with a word, and goes on after it', async () => {
  const { announcement } = await announce(me, written('等登录（示例）'))
  const audience = { kind: 'chats' as const, names: [WORK] }
  const push = await propose(me, announcement.id, { audience, channel: 'wechat' })
  await approve(other, push.id)
  expect(await settled(other, push)).toMatchObject({
    ...{ state: 'paused', counts: { queued: 1 } },
    reason: expect.stringContaining('没有登录'),
  })
  await logIn()
  await other.call('POST /api/staff/pushes/:id/course', { params: { id: push.id }, body: { act: 'resume' } })
  const done = await eventually(
    () => readPush(other, push),
    ({ state }) => state === 'done',
  )
  expect(done.counts.sent).toBe(1)
})

test('a keyword is answered where it was switched on, and nowhere else', async () => {
  await other.call('PUT /api/staff/wechat-bot/answering', { body: { names: [WORK] } })
  web.arriving.push({ group: LIAISON, text: '结果' }, { group: WORK, text: '今天天气不错' })
  web.arriving.push({ group: WORK, text: '结果' })
  const [answer] = await eventually(
    async () => web.sent,
    (sent) => sent.length > 0,
  )
  expect(answer).toEqual({ to: WORK, kind: 'text', content: `评选结果在这里：${world.url}/results` })
  expect(web.sent).toHaveLength(1)
})

test('a process that dies is begun again and goes on without a code', async () => {
  const codes = web.codes
  const mongo = await createConnection(world.stores.mongoUri!).asPromise()
  await eventually(
    async () => (await mongo.collection('bots').findOne({ _id: 'bot' as never }))!.data,
    (data) => data !== null,
  )
  await mongo.close()
  await worker.close() // and with it the process of the bot
  const bot = botHere()
  running.push(bot.run())
  const before = web.session
  web.session = before + 1
  await bot.send('after-crash', { group: WORK, text: '接着说', picture: null })
  expect(web.sent).toEqual([{ to: WORK, kind: 'text', content: '接着说' }])
  expect(web.codes).toBe(codes)
})

test('its process killed, the same worker begins it again, without a code', async () => {
  const bot = botHere()
  running.push(bot.run())
  await bot.send('before-kill', { group: WORK, text: '之前', picture: null })
  const codes = web.codes
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim().split(' ')
  const mine = children.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('bot.cjs'))
  expect(mine).toHaveLength(1)
  process.kill(Number(mine[0]), 'SIGKILL')
  await until('starting')
  await bot.send('after-kill', { group: WORK, text: '之后', picture: null })
  expect(web.sent.map(({ content }) => content)).toEqual(['之前', '之后'])
  expect(web.codes).toBe(codes)
})

test('of two workers one runs it; the other takes over once the first is gone', async () => {
  const [first, second] = [botHere(), botHere()]
  const [one, two] = [first.run(), second.run()]
  running.push(one, two)
  await Promise.all(
    [1, 2, 3].map((n) => first.send(`both-${n}`, { group: WORK, text: `第 ${n} 条`, picture: null })),
  )
  expect(web.sent.map(({ content }) => content).sort()).toEqual(['第 1 条', '第 2 条', '第 3 条'])
  await one.close()
  await second.send('later', { group: WORK, text: '换人', picture: null })
  expect(web.sent.at(-1)).toMatchObject({ content: '换人' })
})

test('that the phone has logged it out is told to staff', async () => {
  running.push(botHere().run())
  await until('online')
  await new Promise((resolve) => setTimeout(resolve, 3000)) // it has begun to ask for news
  web.alive = false
  const bot = await eventually(shown, ({ state }) => state === 'expired')
  expect(bot.reason).toContain('重新扫码')
  expect(await botHere().obstacle()).toContain('没有登录')
})

test('where the operator has not switched it on, it cannot be', async () => {
  const { stores, audit } = world.deps
  const off = createGroupBot({
    ...{ store: stores.bot, start: null, audit, log: silent, publicUrl: world.url },
    pictureOf: async () => Buffer.alloc(0),
  })
  await expect(off.steer('start', ACTOR)).rejects.toMatchObject({ code: 'bot_disabled' })
  expect((await off.show()).enabled).toBe(false)
})
