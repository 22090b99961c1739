import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { parseCommand } from '@shared/chat/rules'
import { Menu } from '@shared/edition/contract'
import edition2021 from '../../config/editions/2021.json'
import { sign } from '../../server/adapters/wechat/signature'
import { PROGRAM } from '../../server/features/audit/audit'
import { SANDBOX_ACCOUNT } from '../../server/sandbox/account'
import { deliver, eventOf, post, say, textOf } from '../support/wechat'
import { eventually, KEYS, startWorld, type World } from '../support/world'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

let people = 0
const somebody = () => `o-chat-${people++}`
const RECEIPT = /回执：((\w{4}-){2}\w{4})/

describe('the door', () => {
  const check = (query: object) =>
    world.api.send('GET', `/wechat/message?${new URLSearchParams({ echostr: 'echo-1', ...query })}`)

  test('WeChat’s check of the URL gets its word back, and a forged one nothing', async () => {
    const [timestamp, nonce] = ['1700000000', 'n']
    const signature = sign(SANDBOX_ACCOUNT.token, timestamp, nonce)
    expect(await check({ timestamp, nonce, signature })).toMatchObject({ status: 200, body: 'echo-1' })
    expect(await check({ timestamp, nonce, signature: 'f'.repeat(40) })).toMatchObject({
      status: 401,
      body: '',
    })
    expect(await check({})).toMatchObject({ status: 401, body: '' })
  })

  test('forged, unencrypted, oversize and used-up posts are refused without a word', async () => {
    const good = textOf(somebody(), '帮助')
    const refusal = async (path: string, body: string) => {
      const { status, text } = await post(world.url, { path, body })
      return [status, text]
    }
    expect(await refusal(good.path.replace(/msg_signature=..../, 'msg_signature=0000'), good.body)).toEqual([
      401,
      '',
    ])
    expect(await refusal(good.path, '<xml><ToUserName>x</ToUserName></xml>')).toEqual([403, ''])
    expect(await refusal(good.path, `<xml>${'x'.repeat(70_000)}</xml>`)).toEqual([413, ''])
    expect(await refusal('/wechat/message', good.body)).toEqual([401, ''])
    expect((await post(world.url, good)).status).toBe(200)
  })
})

test('whatever is changed in a post, it is refused or answered', async () => {
  const good = textOf('o-mutant', '投 A01')
  const chance = (n: number) => Math.floor(Math.random() * n)
  const mutate = (text: string) => {
    const at = chance(text.length)
    const what = [text[chance(text.length)]!, '', '<', '%', '\u0000', ']]>', text.slice(at, at + 20), '&xx;']
    return text.slice(0, at) + what[chance(what.length)] + text.slice(at + chance(4))
  }
  const statuses = new Set<number>()
  for (let round = 0; round < 40; round++) {
    const posts = Array.from({ length: 25 }, (_, i) => ({
      path:
        i % 2
          ? good.path
          : `/wechat/message?${mutate(good.path.split('?')[1]!).replace(/[^\w&=.-]/g, '%00')}`,
      body: i % 3 ? mutate(good.body) : good.body,
    }))
    for (const { status } of await Promise.all(posts.map((one) => post(world.url, one)))) statuses.add(status)
  }
  expect([...statuses].filter((status) => ![200, 401, 403].includes(status))).toEqual([])
  expect(statuses.size).toBeGreaterThan(1)
})

describe('voting in the chat', () => {
  test('gives a receipt that anybody can look up, and the ballot came by chat', async () => {
    const me = somebody()
    const said = await say(world.url, me, '投 a03、Ａ０７')
    expect(said).toContain('投票成功')
    expect(said).toContain('A03 候选A03（示例）、A07 候选A07（示例）')
    const [, receipt] = RECEIPT.exec(said)!
    const { body } = await world.api.call('GET /api/receipts/:receipt', { params: { receipt: receipt! } })
    expect(body).toMatchObject({ receipt: { category: 'unit', status: 'counted' }, ballot: null })
    const kept = await world.deps.stores.ballot.findBallot(receipt!.replaceAll('-', ''))
    expect(kept).toMatchObject({ channel: 'chat', selections: ['a03', 'a07'] })
    expect(await say(world.url, me, '我的票')).toContain(receipt)
  })

  test('a second ballot gets the first one’s receipt', async () => {
    const me = somebody()
    const [, receipt] = RECEIPT.exec(await say(world.url, me, '投 A01'))!
    const again = await say(world.url, me, '投 A02')
    expect(again).toContain('您已投过票')
    expect(again).toContain(receipt)
    expect(again).toContain('A01')
  })

  test('says exactly why not, and casts nothing', async () => {
    const me = somebody()
    expect(await say(world.url, me, '投 A01 A99 B88')).toContain('没有编号为 A99、B88 的候选')
    const mixed = await say(world.url, me, '投 A01 B02 A03')
    expect(mixed).toContain('「投 A01 A03」')
    expect(mixed).toContain('「投 B02」')
    const many = Array.from({ length: 16 }, (_, i) => `A${String(i + 1).padStart(2, '0')}`).join(' ')
    expect(await say(world.url, me, `投 ${many}`)).toContain('最多可选 15 个，您选了 16 个')
    expect(await say(world.url, me, '投 3')).toContain('没有投票')
    expect(await say(world.url, me, 'A01 A02')).toContain('没有投票')
    expect(await say(world.url, me, '我的票')).toContain('您还没有投过票')
  })

  test('nobody votes by voice', async () => {
    const me = somebody()
    const voice = { MsgType: 'voice', MediaId: 'm', Format: 'amr', MsgId: '77', Recognition: '投A01' }
    const { reply } = await post(world.url, deliver({ FromUserName: me, ...voice }))
    expect(reply!.Content).toContain('没有投票')
    expect(await say(world.url, me, '我的票')).toContain('您还没有投过票')
  })

  test('a redelivery takes effect once and gets the same answer', async () => {
    const delivery = textOf(somebody(), '投 A05')
    const [first, second] = await Promise.all([post(world.url, delivery), post(world.url, delivery)])
    const third = await post(world.url, delivery)
    expect(first.reply!.Content).toContain('投票成功')
    expect(second.reply!.Content).toBe(first.reply!.Content)
    expect(third.reply!.Content).toBe(first.reply!.Content)
  })
})

describe('asking', () => {
  test.each([
    ['帮助', '投 A03 A07'],
    ['投票', '可选 1 至 15 个'],
    ['候选', '荆楚问政优秀回复单位'],
    ['进度', '网络投票（现在）'],
    ['排名', '「排名 A」'],
    ['排名 Z', '没有 Z 这个奖项'],
    ['报名', '本届报名已经截止'],
    ['结果', '评选结果还没有产生'],
    ['公告', '首页'],
    ['候选 查无此人', '没有找到“查无此人”'],
    ['候选 候选A1', '找到 10 个'],
    ['今天天气怎么样', '没有明白您的意思'],
  ])('“%s” is answered with what helps', async (said, expected) => {
    expect(await say(world.url, somebody(), said)).toContain(expected)
  })

  test('the ranking shows the first ten of a category with their votes', async () => {
    await say(world.url, somebody(), '投 B07')
    const said = await eventually(
      () => say(world.url, somebody(), '排名 B'),
      (text) => text.includes('1. B07 候选B07（示例） 1 票'),
    )
    expect(said).toContain('10. ')
    expect(said).not.toContain('11. ')
    expect(said).toContain('截至')
  })

  test('a candidate is shown as a card with a picture and a link', async () => {
    const { reply } = await post(world.url, textOf(somebody(), '候选 a3'))
    expect(reply).toMatchObject({ MsgType: 'news', ArticleCount: '1' })
    const { item } = reply!.Articles as { item: Record<string, string> }
    expect(item).toMatchObject({
      Title: 'A03 候选A03（示例）',
      Url: `${world.url}/candidate?id=a03`,
      PicUrl: `${world.url}/files/x-thumb.jpg`,
    })
  })

  test('人工 hands over to customer service', async () => {
    const { reply } = await post(world.url, textOf(somebody(), '人工'))
    expect(reply!.MsgType).toBe('transfer_customer_service')
  })

  test('what can’t be read is answered, and what asks for nothing is acknowledged', async () => {
    const me = somebody()
    const image = { FromUserName: me, MsgType: 'image', MediaId: 'm', PicUrl: 'p', MsgId: '5' }
    expect((await post(world.url, deliver(image))).reply!.Content).toContain('回复「帮助」')
    for (const event of ['unsubscribe', 'VIEW', 'an_event_of_tomorrow']) {
      expect(await post(world.url, eventOf(me, event, { EventKey: 'https://x.example/' }))).toMatchObject({
        status: 200,
        text: 'success',
      })
    }
  })

  test('no OpenID is in any answer', async () => {
    const { reply } = await post(world.url, textOf('o-very-secret', '我的票'))
    const { ToUserName: _to, ...rest } = reply!
    expect(JSON.stringify(rest)).not.toContain('o-very-secret')
  })
})

test('a newcomer is welcomed as fits the phase', async () => {
  const { reply } = await post(world.url, eventOf(somebody(), 'subscribe', { EventKey: '' }))
  expect(reply!.Content).toContain('欢迎关注2021年度荆楚问政系列评选')
  expect(reply!.Content).toContain('网络投票正在进行')
})

describe('the menu', () => {
  test('says only words that the chat understands', () => {
    const words = Menu.parse(edition2021.menu)
      .flatMap((item) => ('buttons' in item ? item.buttons : [item]))
      .flatMap((button) => ('says' in button ? button.says : []))
    expect(words.length).toBeGreaterThan(3)
    for (const word of words) expect(parseCommand(word).kind).not.toBe('unknown')
  })

  test('is pushed by an operator with links to the site, and a tap is answered as the word it says', async () => {
    const { stores, url, api } = world
    const settings = {
      ...{ MONGODB_URI: stores.mongoUri!, REDIS_URL: stores.redisUrl!, DATA_DIR: stores.dataDir },
      ...{ WECHAT_API_BASE: `${url}/sandbox/wechat`, PUBLIC_URL: 'https://vote.example/' },
      SECRET_KEY: KEYS.secretKey,
    }
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', 'server/cli.ts', 'wechat', 'menu'],
      { env: { ...process.env, ...settings } },
    )
    expect(stdout).toContain('菜单已推送')
    const zhou = '/sandbox/api/phones/o-demo-zhou'
    const { menu } = (await api.send('GET', zhou)).body
    expect(menu[0]).toMatchObject({ name: '我要投票', url: 'https://vote.example/candidates' })
    expect(menu[1].sub_button[2]).toMatchObject({ name: '评选日程', type: 'click', key: '进度' })
    await api.send('POST', `${zhou}/follow`, {})
    await api.send('POST', `${zhou}/tap`, { type: 'click', key: '进度' })
    const { bubbles } = (await api.send('GET', zhou)).body
    expect(bubbles.at(-1).content.content).toContain('网络投票（现在）')
  })
})

test('while the vote is suspended the chat says since when and why, and casts nothing', async () => {
  const person = somebody()
  const { version } = await world.deps.editions.read('2021')
  const change = { id: '2021', name: 'voting' as const, actor: PROGRAM }
  const halted = await world.deps.editions.suspend({ ...change, version, reason: '系统维护（示例）' })
  for (const words of ['投 A01', '投票', '进度', '我的票']) {
    expect(await say(world.url, person, words)).toMatch(/暂停/)
  }
  expect(await say(world.url, person, '投 A01')).toMatch(/系统维护（示例）。\n这次没有投票。$/)
  expect(await say(world.url, person, '投票')).not.toContain('这次没有投票')
  await world.deps.editions.resume({ ...change, version: halted.version, reason: '维护完成' })
  expect(await say(world.url, person, '投 A01')).toMatch(RECEIPT)
})
