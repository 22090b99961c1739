import { MongoClient } from 'mongodb'
import { createCipher } from '../../server/adapters/wechat/cipher'
import { parseXml } from '../../server/adapters/wechat/xml'
import type { AccountRecord } from '../../server/features/identity/model'
import { type Program, startProgram } from '../program'
import type { Copied } from '../programs/bare'
import { type Account, createDeliveries, openidOf } from '../programs/deliveries'
import type { Load } from '../programs/load'
import { describe, type Findings, type Row } from '../report'
import { interleave, ratioOf } from '../rounds'
import { startStores } from '../stores'

const CONNECTIONS = 64
const SECONDS = 3
/** Messages per second that are signed beforehand. */
const EXPECTED = 8000

const ACCOUNT: Account = {
  appid: 'wxbench0123456789a',
  token: 'benchtoken',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
}

/** People who chat, all of them known after the warm-up. */
const CHATTING = 500
/** More than vote in any run, so that nobody has voted already. */
const VOTERS = 200_000

type Message = {
  name: string
  content: string
  /** Part of the answer. */
  answer: string
  followers: number
  goal?: Row['goal']
}

const MESSAGES: Message[] = [
  { name: '帮助', content: '帮助', answer: '您可以回复', followers: CHATTING, goal: { least: 0.5 } },
  { name: '候选 A003', content: '候选 A003', answer: '看事迹', followers: CHATTING, goal: { least: 0.5 } },
  { name: '投 A003 A007', content: '投 A003 A007', answer: '投票成功', followers: VOTERS },
]

/** Chat messages in safe mode to the real server, against a bare Koa handler that takes and answers bodies of the same size. */
export async function measureMessages(generator: Program): Promise<Findings> {
  const stores = await startStores()
  await fillAccounts(stores.settings.mongoUri)
  const server = await startProgram('server', { ...stores.settings, account: ACCOUNT })
  const bare = await startProgram('bare')
  const findings: Findings = { rows: [], figures: [] }
  try {
    for (const { name, content, answer, followers, goal } of MESSAGES) {
      const copied = await copy(server.url, content, answer)
      await bare.ask<null>(copied)
      const at = (program: Program): Load => ({
        ...{ kind: 'messages', url: program.url, connections: CONNECTIONS, seconds: SECONDS },
        ...{ account: ACCOUNT, content, followers, messages: EXPECTED * SECONDS },
      })
      const [real, copying] = await interleave(generator, [
        { name: `messages “${name}” to the server`, program: server, load: at(server) },
        {
          name: `the same, ${copied.body.byteLength} bytes of answer, bare Koa`,
          program: bare,
          load: at(bare),
        },
      ])
      findings.rows.push(
        { name: `chat messages/s “${name}” ÷ bare Koa`, value: ratioOf(real!, copying!), goal },
        { name: `CPU of the server per message “${name}” ÷ bare Koa`, value: real!.cpuUs / copying!.cpuUs },
      )
      findings.figures.push(describe(real!), describe(copying!))
    }
    return findings
  } finally {
    await server.stop()
    await bare.stop()
    await stores.stop()
  }
}

/** Followers as the server knows them after their first message: with UnionID, so that WeChat need not be asked. */
async function fillAccounts(mongoUri: string): Promise<void> {
  const client = await MongoClient.connect(mongoUri)
  const accounts = client.db().collection<AccountRecord>('accounts')
  const seenAt = new Date()
  for (let from = 0; from < VOTERS; from += 5000) {
    const batch = Array.from({ length: 5000 }, (_, i) => ({
      ...{ _id: `${ACCOUNT.appid}:${openidOf(from + i)}`, unionid: `u${openidOf(from + i)}` },
      ...{ alone: false, askedAt: null, seenAt },
    }))
    await accounts.insertMany(batch, { ordered: false, writeConcern: { w: 1, journal: false } })
  }
  await client.db('admin').command({ fsync: 1 })
  await client.close()
}

/** What the server answers a message, as it is on the wire; throws where it says something else than expected. */
async function copy(url: string, content: string, answer: string): Promise<Copied> {
  // Of another follower than the generator's.
  const { path, body } = createDeliveries(ACCOUNT)(content, 1)
  const headers = { 'content-type': 'text/xml' }
  const response = await fetch(url + path, { method: 'POST', body, headers })
  const bytes = Buffer.from(await response.arrayBuffer())
  const outer = parseXml(bytes.toString())
  const inner = outer.ok
    ? createCipher(ACCOUNT.aesKey, ACCOUNT.appid).decrypt(String(outer.tree.Encrypt))
    : null
  if (!inner?.ok || !inner.message.includes(answer)) {
    throw new Error(`“${content}” is answered otherwise: ${response.status} ${bytes}`)
  }
  const shown = ['content-type', 'x-content-type-options']
  return {
    body: bytes,
    headers: Object.fromEntries(shown.map((name) => [name, response.headers.get(name)!])),
  }
}
