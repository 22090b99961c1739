import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connectMongo } from '../../server/adapters/mongo'
import { createMessageServer } from '../../server/adapters/wechat/envelope'
import type { Reply } from '../../server/ports/messages'
import { SANDBOX_ACCOUNT } from '../../server/sandbox/account'
import { createChat } from '../../server/sandbox/chat'
import { createDeliver, type Prank } from '../../server/sandbox/delivery/deliver'
import { createSandboxStore } from '../../server/sandbox/model'
import { startWorld, type World } from '../support/world'
import { memory } from './wechat/deliver'

const ZHOU = 'o-demo-zhou'

let world: World
beforeAll(async () => {
  world = await startWorld({ perCategory: 2 })
})
afterAll(() => world?.close())

type Query = Record<string, string>

const desk = async (path: string, body: unknown = {}) =>
  (await world.api.send('POST', `/sandbox/api${path}`, body)).body

type Request = { query: Query; body: string }
const requests: Request[] = []
let answer: (request: Request, count: number) => Promise<{ status?: number; body: string } | null>
let server: Server
let url: string

beforeAll(async () => {
  server = createServer(async (incoming, outgoing) => {
    const query = Object.fromEntries(new URL(incoming.url!, 'http://x').searchParams)
    const request = { query, body: await readAll(incoming) }
    requests.push(request)
    const made = await answer(request, requests.length)
    if (!made) return // silence
    outgoing.statusCode = made.status ?? 200
    outgoing.end(made.body)
  }).listen(0, '127.0.0.1')
  await new Promise((ready) => server.once('listening', ready))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wechat/message`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
})
beforeEach(() => {
  requests.length = 0
})

const ours = () =>
  createMessageServer({
    appid: SANDBOX_ACCOUNT.appid,
    token: SANDBOX_ACCOUNT.token,
    aesKeys: [SANDBOX_ACCOUNT.aesKey],
    nonces: memory(),
  })

async function deliver(content: string, prank?: Prank) {
  const mongo = connectMongo(world.stores.mongoUri!)
  await mongo.asPromise()
  const chat = createChat({ store: createSandboxStore(mongo), now: () => new Date() })
  const secrets = SANDBOX_ACCOUNT
  const send = createDeliver({ url, account: 'gh_test', secrets, chat, timeoutMs: 300 })
  const fields = { MsgType: 'text', Content: content, MsgId: '1' }
  const outcome = await send('测试', ZHOU, fields, prank)
  await mongo.close()
  return outcome
}

/** Answers with a reply of our own message server, spoilt or not. */
const replying = (reply: Reply, spoil = (body: string) => body) => {
  const messages = ours()
  answer = async ({ query, body }) => {
    const opened = await messages.open(query, body)
    return opened.ok ? { body: spoil(opened.seal(reply)) } : { status: 401, body: opened.reason }
  }
}

test('what is sent is taken by our message server, and its encrypted reply is shown', async () => {
  replying({ kind: 'text', content: '收到 ]]> <a href="/">链接</a>' })
  expect(await deliver('投 A03 ]]> 引号"')).toMatchObject({
    ok: true,
    content: { kind: 'text', content: '收到 ]]> <a href="/">链接</a>' },
  })
  expect(requests[0]!.body).not.toContain('A03')
})

test('silence brings the same request three times, with the same timestamp and nonce', async () => {
  answer = async () => null
  expect(await deliver('在吗')).toMatchObject({ ok: false })
  expect(requests).toHaveLength(3)
  expect(new Set(requests.map(({ query, body }) => JSON.stringify([query, body]))).size).toBe(1)
})

test('an answer to the second delivery is taken, and there is no third', async () => {
  const messages = ours()
  answer = async ({ query, body }, count) => {
    const opened = await messages.open(query, body)
    if (count === 1 || !opened.ok) return null
    return { body: opened.seal({ kind: 'text', content: '来了' }) }
  }
  expect(await deliver('在吗')).toMatchObject({ ok: true, content: { content: '来了' } })
  expect(requests).toHaveLength(2)
})

test.each([
  ['tampered', 'forged'],
  ['unsigned', 'unsigned'],
  ['foreign', 'foreign_appid'],
] as const)('a %s delivery is refused by our message server', async (prank, reason) => {
  let refused = ''
  const messages = ours()
  answer = async ({ query, body }) => {
    const opened = await messages.open(query, body)
    refused = opened.ok ? '' : opened.reason
    return { status: 401, body: '' }
  }
  expect(await deliver('投 A03', prank)).toMatchObject({ ok: false })
  expect(refused).toBe(reason)
  expect(requests).toHaveLength(1)
})

test.each([
  ['a wrong signature', (body: string) => body.replace(/(<MsgSignature><!\[CDATA\[)./, '$1x')],
  ['no encryption', () => '<xml><MsgType>text</MsgType></xml>'],
  ['JSON', () => '{"ok":true}'],
  ['half of it', (body: string) => body.slice(0, body.length / 2)],
])('a reply with %s is what people are told the account is out of order for', async (_what, spoil) => {
  replying({ kind: 'text', content: '收到' }, spoil)
  expect(await deliver('在吗')).toMatchObject({ ok: false })
})

test('a phone whose account does not answer well says so in WeChat’s words', async () => {
  await desk(`/phones/${ZHOU}/follow`)
  await desk(`/phones/${ZHOU}/say`, { text: '投 A01', prank: 'tampered' })
  const { bubbles } = (await world.api.send('GET', `/sandbox/api/phones/${ZHOU}`)).body
  expect(bubbles.at(-1).content.text).toBe('该公众号提供的服务出现故障，请稍后再试')
})

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
