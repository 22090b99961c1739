import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { createConnection } from 'mongoose'
import { createRedisTally } from '../../server/adapters/redis/tally'
import { votingEdition } from '../support/edition'
import { checkpointOf, verify } from '../support/ledger'
import { buildStaff, loggedIn } from '../support/staff'
import { eventually, KEYS, startWorld, type World } from '../support/world'

let world: World
let env: Record<string, string>
beforeAll(async () => {
  world = await startWorld({ perCategory: 3 })
  const { stores, url } = world
  env = {
    ...{ MONGODB_URI: stores.mongoUri!, REDIS_URL: stores.redisUrl!, DATA_DIR: stores.dataDir },
    WECHAT_API_BASE: `${url}/sandbox/wechat`,
    SECRET_KEY: KEYS.secretKey,
    VOTER_KEY: KEYS.voterKey,
  }
})
afterAll(() => world.close())

/** Runs `npm run pingxuan -- …` as an operator does: all that it says, and how it ends. */
function pingxuan(words: string, more: Record<string, string> = {}) {
  const command = ['--import', 'tsx', 'server/cli.ts', ...words.split(' ')]
  const options = { env: { PATH: process.env.PATH, ...env, ...more } as NodeJS.ProcessEnv }
  return new Promise<{ code: number; said: string }>((resolve) => {
    execFile(process.execPath, command, options, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), said: `${stdout}${stderr}` }),
    )
  })
}

/** How it ends and the last that it says, after what it may have logged. */
const lastOf = ({ code, said }: { code: number; said: string }) => [code, said.split('\n').at(-2)]

/** A file beside the stores, with this in it. */
function file(name: string, content: string): string {
  const path = join(world.stores.dataDir, name)
  writeFileSync(path, content)
  return path
}

describe('ledger and tally', () => {
  test('counts that differ from the ledger are found, and counting anew mends them', async () => {
    const { deps, api } = world
    const client = await api.as('m-cli')
    const { status } = await client.call('POST /api/ballots', {
      body: { category: 'unit', selections: ['a01'] },
    })
    expect(status).toBe(201)
    await eventually(
      async () => deps.ballots.tally('unit'),
      ({ counts }) => counts.a01 === 1,
    )
    const good = await pingxuan('ledger verify')
    expect(good.code).toBe(0)
    expect(good.said).toContain('unit：1 张有效选票，一致')

    const redis = new Redis(world.stores.redisUrl!)
    const [from, to] = [null, { batch: 1, entries: 1 }]
    await createRedisTally(redis).apply('2021:unit', 'nobody', from, to, {
      ...{ counts: { a02: 5 }, ballots: 0, series: {} },
    })
    redis.disconnect()
    const bad = await pingxuan('ledger verify')
    expect(bad.code).toBe(1)
    expect(bad.said).toContain('unit：1 张有效选票，1 个候选的实时票数与账本不同')
    expect(await pingxuan('tally rebuild')).toEqual({ code: 0, said: '已按账本重新计票\n' })
    expect((await pingxuan('ledger verify')).code).toBe(0)
  })

  test('tell whether the public ledger is what was signed, and hand it and its key out', async () => {
    const { size } = await checkpointOf(world, 1)
    expect((await pingxuan('ledger verify')).said).toContain(`公开账本：${size} 条，一致`)
    const file = join(world.stores.dataDir, 'ledger.jsonl')
    expect((await pingxuan(`export ledger ${file}`)).code).toBe(0)
    const key = (await pingxuan('ledger key', { PUBLIC_URL: world.url })).said.trim()
    expect(key).toBe(world.deps.transparency.key)
    const { note } = (await world.deps.stores.transparency.lastCheckpoint('2021'))!
    const checkpoint = join(world.stores.dataDir, 'checkpoint.txt')
    writeFileSync(checkpoint, note)
    const { faults, totals } = await verify(file, '--checkpoint', checkpoint, '--key', key)
    expect(totals.unit).toEqual({ counted: 1, quarantined: 0, invalidated: 0 })
    // While people vote, receipts are entered by the hour only.
    expect(faults.map(({ en }) => en)).toEqual(['1 ballots, 0 receipts, 0 of them repeated'])
  })

  test('say that a data folder is not there instead of making one', async () => {
    const nowhere = { MONGODB_URI: '', REDIS_URL: '', DATA_DIR: '/nowhere/data' }
    const commands = ['ledger verify', 'tally rebuild', 'wechat menu']
    for (const answer of await Promise.all(commands.map((words) => pingxuan(words, nowhere)))) {
      expect(answer).toEqual({
        code: 1,
        said: '数据目录 /nowhere/data 不存在，请检查 DATA_DIR，或设置 MONGODB_URI 和 REDIS_URL\n',
      })
    }
  })

  test('say in one line which store cannot be reached', async () => {
    const answer = (store: string) => [1, `连不上 ${store}，请检查它的地址，确认服务已启动`]
    const [mongo, redis] = await Promise.all([
      pingxuan('ledger verify', { MONGODB_URI: 'mongodb://127.0.0.1:9/x' }),
      pingxuan('tally rebuild', { REDIS_URL: 'redis://127.0.0.1:9' }),
    ])
    expect(lastOf(mongo)).toEqual(answer('MongoDB（MONGODB_URI）'))
    expect(lastOf(redis)).toEqual(answer('Redis（REDIS_URL）'))
  })
})

describe('wechat menu', () => {
  test('is refused in words where links would lead nowhere', async () => {
    const real = { WECHAT_API_BASE: 'http://127.0.0.1:9' }
    expect(await pingxuan('wechat menu', real)).toEqual({
      code: 1,
      said: '请设置 PUBLIC_URL：菜单里的链接以它开头\n',
    })
  })

  test('is pushed to the account, and the account’s followers have it', async () => {
    const { code, said } = await pingxuan('wechat menu', { PUBLIC_URL: 'https://cli.example' })
    expect([code, said]).toEqual([0, '菜单已推送，关注者最迟 24 小时内看到\n'])
    const { menu } = (await world.api.send('GET', '/sandbox/api/phones/o-demo-zhou')).body
    expect(menu[0].url).toMatch(/^https:\/\/cli\.example\//)
  })

  test('tells WeChat’s refusal, or its silence, in plain Chinese', async () => {
    await world.api.send('POST', '/sandbox/api/trouble', { what: 'quota', path: '/cgi-bin/menu/create' })
    expect(lastOf(await pingxuan('wechat menu'))).toEqual([1, '接口今天的调用次数已达上限（45009）'])
    const silence = { WECHAT_API_BASE: 'http://127.0.0.1:9/sandbox/wechat' }
    const redis = new Redis(world.stores.redisUrl!)
    await redis.del(...(await redis.keys('wechat:*')))
    redis.disconnect()
    expect(lastOf(await pingxuan('wechat menu', silence))).toEqual([1, '微信接口没有应答'])
  })
})

describe('edition load', () => {
  test('makes a file the current edition', async () => {
    const name = '2021年度荆楚问政系列评选（示例改）'
    const path = file('edition.json', JSON.stringify({ ...votingEdition(), name }))
    expect(await pingxuan(`edition load ${path}`)).toEqual({ code: 0, said: `已载入：${name}\n` })
    await eventually(
      () => world.api.call('GET /api/edition', {}),
      ({ body }) => body.name === name,
    )
  })

  test('says what is wrong with a file, and leaves the edition as it was', async () => {
    const { body: before } = await world.api.call('GET /api/edition', {})
    const faulty = JSON.stringify({ ...votingEdition(), name: '别的', phases: '五月' })
    expect(await pingxuan(`edition load ${file('faulty.json', faulty)}`)).toEqual({
      code: 1,
      said: expect.stringMatching(/^内容有误：phases .+\n$/),
    })
    expect(await pingxuan(`edition load ${file('broken.json', '{"id":')}`)).toEqual({
      code: 1,
      said: '文件不是有效的 JSON\n',
    })
    expect(await pingxuan('edition load /nowhere/edition.json')).toEqual({
      code: 1,
      said: '找不到文件 /nowhere/edition.json\n',
    })
    expect((await world.api.call('GET /api/edition', {})).body.name).toBe(before.name)
  })
})

describe('staff and audit', () => {
  const passwordIn = (said: string) => /初始密码 (\S{19})（只显示这一次/.exec(said)![1]!

  test('an account gets a first password that lets it in, and another one when that is forgotten', async () => {
    const made = await pingxuan('staff create Zhang.San --name 张三（示例） --role editor auditor')
    expect([made.code, made.said]).toEqual([0, expect.stringContaining('已新建账号 zhang.san（编辑、审计）')])
    const browser = await loggedIn(world.url, 'zhang.san', passwordIn(made.said))
    const reset = await pingxuan('staff reset zhang.san')
    expect((await browser.call('GET /api/staff/session', {})).status).toBe(401)
    await loggedIn(world.url, 'zhang.san', passwordIn(reset.said))
    expect(lastOf(await pingxuan('staff reset nobody'))).toEqual([1, '没有找到这个账号'])
  })

  test('a whole chain is vouched for by its last hash, a broken one said where', async () => {
    expect(lastOf(await pingxuan('audit verify'))).toEqual([
      0,
      expect.stringMatching(/^共 \d+ 条操作记录，完好；末条哈希 [0-9a-f]{64}$/),
    ])
    const mongo = await createConnection(world.stores.mongoUri!).asPromise()
    await mongo.collection('audit').updateOne({ _id: 2 as never }, { $set: { reason: '改过' } })
    await mongo.close()
    expect(lastOf(await pingxuan('audit verify'))).toEqual([1, expect.stringContaining('第 2 条有问题')])
  })
})

test('what is no command is answered in Chinese, with the way to all that are', async () => {
  const faults = {
    vote: '没有“vote”这个命令',
    'wechat men': '没有“men”这个命令',
    'edition load': '缺少参数 file',
    'tally rebuild --hard': '没有“--hard”这个选项',
    'ledger verify twice': '参数太多',
  }
  const answers = await Promise.all(Object.keys(faults).map((words) => pingxuan(words)))
  for (const [i, expected] of Object.values(faults).entries()) {
    const { code, said } = answers[i]!
    expect([code, said]).toEqual([1, expect.stringContaining(expected)])
    expect(said).toContain('用 npm run pingxuan -- help 查看全部命令')
  }
})

test('sealing anew says how much there was, and nothing is left to do a second time', async () => {
  await buildStaff(world, 'admin')
  expect((await pingxuan('secrets reseal')).code).toBe(0)
  expect(lastOf(await pingxuan('secrets reseal'))).toEqual([0, '已重新加密 0 项'])
})
