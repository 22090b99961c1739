import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CategoryId } from '@shared/edition/contract'
import type { EntryText, Shortlist } from '@shared/shortlist/contract'
import { readXlsx } from 'hucre/xlsx'
import type { Api } from '../support/api'
import { buildCandidate } from '../support/candidates'
import { asRepresentative, buildUnit } from '../support/nomination'
import { startProcesses } from '../support/processes'
import { accept, beginVoting, shortlistingEdition } from '../support/shortlist'
import { asStaff, buildStaff, loggedIn } from '../support/staff'
import { startTwin } from '../support/twin'
import { photo } from '../support/upload'
import { post, say, textOf } from '../support/wechat'
import { eventually, startWorld, type World } from '../support/world'

let world: World
let twin: Awaited<ReturnType<typeof startTwin>>
let editor: Api
let colleague: Api
beforeAll(async () => {
  world = await startWorld({ edition: shortlistingEdition(), perCategory: 0 })
  twin = await startTwin(world)
  editor = await asStaff(world, 'editor')
  const { username } = await buildStaff(world, 'editor')
  colleague = await loggedIn(twin.url, username)
})
afterAll(async () => {
  await twin?.close()
  await world?.close()
})

const reason = '示例：核对名单'
const at = (category: CategoryId) => ({ params: { category } })
const read = async (category: CategoryId, me = editor) =>
  (await me.call('GET /api/staff/shortlists/:category', at(category))).body
const pick = (me: Api, { category, version }: Shortlist, picks: string[]) =>
  me.call('PUT /api/staff/shortlists/:category/picks', { ...at(category), body: { version, picks } })
const freeze = (me: Api, { category, version, conflicts }: Shortlist, seed?: string) => {
  const acknowledged = conflicts.map(({ text }) => text)
  const body = { version, acknowledged, ...(seed && { seed }) }
  return me.call('POST /api/staff/shortlists/:category/freeze', { ...at(category), body })
}
const unfreeze = (me: Api, { category, version }: Shortlist) =>
  me.call('DELETE /api/staff/shortlists/:category/freeze', { ...at(category), body: { version, reason } })
const publish = (me: Api, { category, version, conflicts }: Shortlist) => {
  const body = { version, acknowledged: conflicts.map(({ text }) => text) }
  return me.call('POST /api/staff/shortlists/:category/publication', { ...at(category), body })
}
const unpublish = (me: Api, { category, version }: Shortlist) =>
  me.call('DELETE /api/staff/shortlists/:category/publication', {
    ...at(category),
    body: { version, reason },
  })
const replace = (me: Api, { category, version }: Shortlist, out: string, newcomer: string | null) =>
  me.call('POST /api/staff/shortlists/:category/replacements', {
    ...at(category),
    body: { version, out, in: newcomer, reason },
  })
const entryOf = async (category: CategoryId, id: string, me = editor) =>
  (await me.call('GET /api/staff/shortlists/:category/entries/:id', { params: { category, id } })).body
const polish = (me: Api, category: CategoryId, id: string, textVersion: number, text: EntryText) =>
  me.call('PUT /api/staff/shortlists/:category/entries/:id', {
    params: { category, id },
    body: { textVersion, text },
  })
const idsOf = ({ picks }: Shortlist) => picks.map(({ id }) => id)
const codeOf = ({ body }: { body: { error?: { code: string } } }) => body.error?.code
const statusOf = async (path: string) => (await fetch(world.url + path)).status
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const stored = async (category: CategoryId) =>
  (await world.deps.stores.candidate.findAll('2021')).filter((one) => one.category === category)

/** Accepts so many, picks them all, and draws their numbers. */
async function frozen(category: CategoryId, names: string[]): Promise<Shortlist> {
  const ids: string[] = []
  for (const [i, name] of names.entries()) ids.push(await accept(world, category, name, i))
  const { body } = await pick(editor, await read(category), ids)
  return (await freeze(editor, body, 'seed of the day')).body
}

describe('cases: picking, drawing, polishing', () => {
  test('accepted nominations are ranked with what speaks for them, and who picks second is shown what the first has picked', async () => {
    for (const [i, name] of ['甲', '乙', '丙', '丁'].entries()) await accept(world, 'caseStudy', name, i)
    const list = await read('caseStudy')
    expect(list).toMatchObject({ state: 'drafting', version: 0, picks: [], entries: [], begun: false })
    expect(list.accepted.map(({ rank, total }) => [rank, Number.isFinite(total)])).toEqual(
      [1, 2, 3, 4].map((rank) => [rank, true]),
    )
    const first = await pick(editor, list, ['n-丙', 'n-甲'])
    expect([first.status, idsOf(first.body), first.body.version]).toEqual([200, ['n-丙', 'n-甲'], 1])
    const second = await pick(colleague, list, ['n-丁'])
    expect([second.status, codeOf(second)]).toEqual([409, 'version_conflict'])
    expect(second.body.error!.details).toMatchObject({ version: 1, picks: [{ id: 'n-丙' }, { id: 'n-甲' }] })
    expect(codeOf(await pick(editor, first.body, ['n-丙', 'nobody']))).toBe('pick_not_accepted')
  })

  test('what one should know is shown before the draw: what blocks must be mended, the rest confirmed', async () => {
    await accept(world, 'caseStudy', '存疑', 5, { record: { score: null, flagged: true } })
    await accept(world, 'caseStudy', '停用', 6, { unit: { status: 'suspended' } })
    const { body: picked } = await pick(editor, await read('caseStudy'), ['n-丙', 'n-存疑', 'n-停用'])
    const blocked = await freeze(editor, picked)
    expect([codeOf(blocked), blocked.body.error!.details]).toEqual([
      'change_refused',
      [expect.objectContaining({ kind: 'not_certified', nominations: ['n-停用'] })],
    ])
    const { body: mended } = await pick(editor, picked, ['n-丙', 'n-存疑'])
    const open = await freeze(editor, { ...mended, conflicts: [] })
    expect(codeOf(open)).toBe('change_unconfirmed')
    expect((open.body.error!.details as { kind: string }[]).map(({ kind }) => kind)).toEqual([
      'flagged',
      'no_score',
    ])
    await pick(editor, mended, ['n-丙', 'n-甲', 'n-乙', 'n-丁'])
  })

  test('nobody draws or publishes without knowing that nominations still wait to be screened', async () => {
    await accept(world, 'caseStudy', '待审', 7, { record: { status: 'submitted' } })
    const list = await read('caseStudy')
    expect(list.conflicts).toMatchObject([
      { kind: 'unscreened', text: '还有 1 份报名等待初审', blocks: false },
    ])
    expect(codeOf(await freeze(editor, { ...list, conflicts: [] }))).toBe('change_unconfirmed')
    const { body: drawn } = await freeze(editor, list)
    expect(drawn.conflicts).toEqual(list.conflicts)
    expect(codeOf(await publish(editor, { ...drawn, conflicts: [] }))).toBe('change_unconfirmed')
    await unfreeze(editor, drawn)
  })

  test('of two who draw at once in two processes one does, and the numbers are those of the seed, not of the order of picking', async () => {
    const list = await read('caseStudy')
    const answers = await Promise.all([freeze(editor, list, '20220418期 5 8 2'), freeze(colleague, list)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const drawn = await read('caseStudy', colleague)
    const { seed } = drawn.draw!
    const byKey = idsOf(list).sort((a, b) => (sha256(`${seed}\n${a}`) < sha256(`${seed}\n${b}`) ? -1 : 1))
    expect(drawn.entries.map(({ id, number }) => [number, id])).toEqual(
      byKey.map((id, i) => [`C0${i + 1}`, id]),
    )
    expect(codeOf(await pick(editor, drawn, ['n-丙']))).toBe('shortlist_state')
    const { body: back } = await unfreeze(editor, drawn)
    expect([back.state, back.picks, back.draw]).toEqual(['drafting', list.picks, null])
    expect((await freeze(editor, back)).body.draw).toMatchObject({
      source: 'made',
      seed: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
  })

  test('a text begins as the nomination has it, telephone numbers apart, and two who polish it at once do not overwrite each other', async () => {
    const { text, original, entry, pictures } = await entryOf('caseStudy', 'n-甲')
    expect(text).toMatchObject({
      name: '甲的案例（示例）',
      summary: '甲三天内给路口补上斑马线',
      picture: pictures[0]!.id,
    })
    expect(JSON.stringify(original)).not.toContain('88567717')
    const body = { ...text, summary: '三天补上斑马线' }
    const answers = await Promise.all([
      polish(editor, 'caseStudy', 'n-甲', entry.textVersion, body),
      polish(colleague, 'caseStudy', 'n-甲', entry.textVersion, { ...body, summary: '另一句' }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const lost = answers.find(({ status }) => status === 409)!
    expect(lost.body.error!.details).toMatchObject({
      text: { summary: (await entryOf('caseStudy', 'n-甲')).text.summary },
    })
  })

  test('a picture is the nomination’s own or one that staff have brought, nobody else’s', async () => {
    const { text, entry } = await entryOf('caseStudy', 'n-乙')
    const { pictures: foreign } = await entryOf('caseStudy', 'n-丁')
    const change = { ...text, picture: foreign[0]!.id }
    expect(codeOf(await polish(editor, 'caseStudy', 'n-乙', entry.textVersion, change))).toBe(
      'upload_not_found',
    )
  })

  test('who publishes has seen the latest texts, and the candidates are exactly those, hidden until voting', async () => {
    const seen = await read('caseStudy')
    const { text, entry } = await entryOf('caseStudy', 'n-乙')
    const polished = {
      ...text,
      name: '乙街道的斑马线（示例）',
      deeds: ['第一段。', '第二段。'],
      alt: '新斑马线',
    }
    expect((await polish(colleague, 'caseStudy', 'n-乙', entry.textVersion, polished)).status).toBe(200)
    expect(codeOf(await publish(editor, seen))).toBe('version_conflict')
    const published = await publish(editor, await read('caseStudy'))
    expect([published.status, published.body.state, published.body.settled]).toEqual([200, 'published', true])
    const candidates = await stored('caseStudy')
    expect(candidates.map(({ _id, number }) => [number, _id])).toEqual(
      published.body.entries.map(({ id, number }) => [number, id]),
    )
    const candidate = candidates.find(({ _id }) => _id === 'n-乙')!
    expect(candidate).toMatchObject({ name: polished.name, deeds: polished.deeds, unitId: 'u-乙' })
    const picture = await fetch(world.url + candidate.picture.url)
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/webp'])
    expect((await world.api.call('GET /api/candidates', { query: {} })).body.total).toBe(0)
    expect((await world.api.call('GET /api/draws', {})).body.items).toEqual([])
  })
})

describe('units: publishing that is cut off or comes twice', () => {
  const names = Array.from({ length: 12 }, (_, i) => `单位${i + 1}`)

  test('of two who publish at once in two processes one does, and each candidate is there once', async () => {
    const list = await frozen('unit', names)
    const answers = await Promise.all([publish(editor, list), publish(colleague, list)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    await eventually(
      () => stored('unit'),
      (those) => those.length === names.length,
    )
    expect(new Set((await stored('unit')).map(({ number }) => number)).size).toBe(names.length)
  })

  test('unpublished they are gone, and what comes late of an older version does not bring them back', async () => {
    const published = await read('unit')
    const old = (await stored('unit')).map(({ withdrawn, ...one }) => ({
      ...one,
      listVersion: published.version,
    }))
    const { body: back } = await unpublish(editor, published)
    expect([back.state, await stored('unit')]).toEqual(['frozen', []])
    const pictures = async () => Promise.all(old.map(({ picture }) => statusOf(picture.url)))
    expect(new Set(await pictures())).toEqual(new Set([404]))
    const again = (await publish(editor, back)).body
    expect(new Set(await pictures())).toEqual(new Set([200]))
    const late = { edition: '2021', category: 'unit' as const, version: published.version }
    await world.deps.candidates.follow({ ...late, records: old.map((one) => ({ ...one, name: '旧的' })) })
    await world.deps.candidates.follow({ ...late, records: [] })
    const those = await stored('unit')
    expect([those.length, those.filter(({ name }) => name === '旧的')]).toEqual([names.length, []])
    await unpublish(editor, again)
  })

  test('who writes candidates of a list that a colleague has taken back meanwhile takes them away again', async () => {
    const { candidate } = world.deps.stores
    const write = candidate.writeListed.bind(candidate)
    const late = jest.spyOn(candidate, 'writeListed').mockImplementationOnce(async (records) => {
      await unpublish(colleague, await read('unit', colleague))
      await write(records)
    })
    const { status, body } = await publish(editor, await read('unit'))
    late.mockRestore()
    expect([status, body.state, body.settled, await stored('unit')]).toEqual([200, 'frozen', true, []])
  })

  test('a process killed in the middle of publishing is followed by a worker, and every candidate is there as polished', async () => {
    const { processes, client } = await startElsewhere()
    try {
      const list = await read('unit')
      const cut = publish(client, list).catch(() => null)
      await eventually(
        () => world.deps.stores.shortlist.find('2021', 'unit'),
        (one) => one!.state === 'published',
      )
      await processes.all[0]!.kill()
      await cut
    } finally {
      await processes.stop()
    }
    // Where nothing at all was left to do, a death between two writes is made.
    const half = (await stored('unit')).slice(0, 5).map(({ _id }) => _id)
    await world.deps.stores.candidate.removeMany(half)
    const { version } = await read('unit')
    await unsettle(version)
    expect((await read('unit')).settled).toBe(false)
    await world.deps.shortlists.finish()
    await twin.deps.shortlists.finish()
    const after = await read('unit')
    expect(after).toMatchObject({ state: 'published', settled: true, version: version + 1 })
    expect((await stored('unit')).map(({ _id, number, name }) => [number, _id, name])).toEqual(
      after.entries.map(({ id, number, name }) => [number, id, name]),
    )
  })

  test('one is replaced: the others keep their numbers, the newcomer has the next, and the old number stays unused', async () => {
    await accept(world, 'unit', '新来', 40)
    const before = await read('unit')
    const [leaving, ...others] = before.entries
    const { status, body: after } = await replace(editor, before, leaving!.id, 'n-新来')
    expect(status).toBe(200)
    expect((await stored('unit')).map(({ number, _id }) => [number, _id])).toEqual([
      ...others.map(({ number, id }) => [number, id]),
      ['A13', 'n-新来'],
    ])
    expect(after.entries.find(({ id }) => id === leaving!.id)!.dropped).toMatchObject({
      ...{ reason, replacedBy: 'n-新来' },
    })
    expect(codeOf(await replace(editor, after, others[0]!.id, leaving!.id))).toBe('pick_not_accepted')
    expect(codeOf(await replace(editor, after, leaving!.id, null))).toBe('entry_not_found')
    const { body: fewer } = await replace(editor, after, others[0]!.id, null)
    expect([(await stored('unit')).length, fewer.entries.length]).toEqual([11, 13])
  })
})

describe('units that vanish', () => {
  test('no candidate stays whose unit was taken away while it was written', async () => {
    await world.deps.units.saveAll([buildUnit('going')])
    const { candidate, unit } = world.deps.stores
    const saveAll = candidate.saveAll.bind(candidate)
    const undone = jest.spyOn(candidate, 'saveAll').mockImplementationOnce(async (records) => {
      // The undoing of an import has looked for candidates by now, and will not look again.
      await unit.removeNew(['going'], 'program')
      await saveAll(records)
    })
    const records = [buildCandidate('worker', 'B90', { unitId: 'going' }), buildCandidate('worker', 'B91')]
    await expect(world.deps.candidates.saveAll(records)).rejects.toMatchObject({ code: 'unit_missing' })
    undone.mockRestore()
    expect((await stored('worker')).map(({ _id }) => _id)).not.toContain('b90')
    await candidate.removeMany(['b90', 'b91'])
  })

  test('a list is as it was, and its pictures hidden, where a unit is no longer vouched for once its candidates are written', async () => {
    const list = await frozen('worker', ['张三', '李四'])
    const { picture } = (await entryOf('worker', 'n-李四')).text
    const seen = () => statusOf(`/files/uploads/${picture}.webp`)
    const { unit } = world.deps.stores
    const [record] = await unit.findMany(['u-张三'])
    const { _id: id, key, search, writer, ...rest } = record!
    const { candidate } = world.deps.stores
    const write = candidate.writeListed.bind(candidate)
    const raced = jest.spyOn(candidate, 'writeListed').mockImplementationOnce(async (records) => {
      await unit.saveAll([{ unit: { ...rest, id, status: 'suspended' }, writer: 'test' }])
      await write(records)
    })
    const refused = await publish(editor, list)
    raced.mockRestore()
    expect(codeOf(refused)).toBe('unit_missing')
    expect([(await read('worker')).state, await stored('worker'), await seen()]).toEqual(['frozen', [], 404])
    await unit.saveAll([{ unit: { ...rest, id }, writer: 'test' }])
    expect((await publish(editor, await read('worker'))).status).toBe(200)
    expect(await seen()).toBe(200)
  })
})

test('representatives are told once, whatever is published again', async () => {
  const me = await asRepresentative(world, 'u-张三', 'told-of-the-list')
  const { body: back } = await unpublish(editor, await read('worker'))
  await publish(editor, back)
  await unpublish(editor, await read('worker'))
  await publish(editor, await read('worker'))
  const { items } = (await me.call('GET /api/notifications', { query: {} })).body
  expect(items.filter(({ kind }) => kind === 'shortlist.listed').map(({ title }) => title)).toEqual([
    '已入选候选名单',
  ])
})

test('who was told to be on the list and is not when it is published anew is told that too, and by a worker where a store was away', async () => {
  const me = await asRepresentative(world, 'u-李四', 'told-of-leaving')
  const news = async () => (await me.call('GET /api/notifications', { query: {} })).body.items
  const { body: back } = await unpublish(editor, await read('worker'))
  const { body: open } = await unfreeze(editor, back)
  const { body: drawn } = await freeze(editor, (await pick(editor, open, ['n-张三'])).body)
  jest.spyOn(world.deps.stores.notification, 'addAll').mockRejectedValueOnce(new Error('away'))
  const { body: published } = await publish(editor, drawn)
  expect([published.state, published.settled, await news()]).toEqual(['published', false, []])
  await world.deps.shortlists.finish()
  expect(await news()).toMatchObject([
    { kind: 'shortlist.dropped', text: '“李四的案例（示例）”不再列入候选名单。' },
  ])
  expect((await read('worker')).settled).toBe(true)
})

test('who is back on the list hears of it again, also under the number of before', async () => {
  const me = await asRepresentative(world, 'u-李四', 'told-of-coming-back')
  const news = async () =>
    (await me.call('GET /api/notifications', { query: {} })).body.items.map(({ kind }) => kind).reverse()
  const again = async (ids: string[]) => {
    const { body: back } = await unpublish(editor, await read('worker'))
    const { body: open } = await unfreeze(editor, back)
    await freeze(editor, (await pick(editor, open, ids)).body, 'same seed')
    await publish(editor, await read('worker'))
  }
  await again(['n-李四'])
  const { number } = (await entryOf('worker', 'n-李四')).entry
  await again(['n-张三'])
  await again(['n-李四'])
  expect((await entryOf('worker', 'n-李四')).entry.number).toBe(number)
  expect(await news()).toEqual(['shortlist.listed', 'shortlist.dropped', 'shortlist.listed'])
})

test('a picture is seen as long as a candidate shows it, and no longer', async () => {
  await accept(world, 'worker', '王五', 3)
  const path = join(world.stores.dataDir, 'both.jpg')
  await writeFile(path, await photo(80, 60))
  const actor = { id: 'x', name: '示例' }
  const { id: shared } = await world.deps.shortlists.addPicture({ path, name: 'a.jpg' }, 'worker', actor)
  const { body: back } = await unpublish(editor, await read('worker'))
  const { body: open } = await unfreeze(editor, back)
  await freeze(editor, (await pick(editor, open, ['n-张三', 'n-王五', 'n-李四'])).body)
  for (const id of ['n-张三', 'n-王五']) {
    const { text, entry } = await entryOf('worker', id)
    await polish(editor, 'worker', id, entry.textVersion, { ...text, picture: shared })
  }
  const { body: published } = await publish(editor, await read('worker'))
  const those = await stored('worker')
  const addressOf = (id: string) => those.find(({ _id }) => _id === id)!.picture.url
  const { body: without } = await replace(editor, published, 'n-张三', null)
  expect(await statusOf(addressOf('n-张三'))).toBe(200)
  const { body: alone } = await replace(editor, without, 'n-李四', null)
  expect(await statusOf(addressOf('n-李四'))).toBe(404)
  await unpublish(editor, alone)
  expect(await statusOf(addressOf('n-王五'))).toBe(404)
})

test('the export says of every accepted one where it stands', async () => {
  const path = '/api/staff/shortlists/unit/export'
  const response = await fetch(world.url + path, { headers: editor.cookieFor(path) })
  const { sheets } = await readXlsx(new Uint8Array(await response.arrayBuffer()))
  const [head, ...rows] = sheets[0]!.rows
  const column = head!.indexOf('名单')
  const places = rows.map((row) => row[column])
  expect(places.filter((place) => place === '在名单')).toHaveLength(11)
  expect(places.filter((place) => place === '已撤下')).toHaveLength(2)
})

describe('once voting has begun', () => {
  beforeAll(async () => {
    await beginVoting(world)
    await eventually(
      async () => (await world.api.call('GET /api/edition', {})).body.phase,
      (phase) => phase === 'voting',
    )
  })

  test('the candidates are public, and anybody can draw their numbers again', async () => {
    const { items } = (await world.api.call('GET /api/candidates', { query: { category: 'caseStudy' } })).body
    const draws = (await world.api.call('GET /api/draws', {})).body.items
    const draw = draws.find(({ category }) => category === 'caseStudy')!
    const again = items
      .map(({ id, number }) => ({ number, key: sha256(`${draw.seed}\n${id}`) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
    expect(again.map(({ number }) => number)).toEqual(['C01', 'C02', 'C03', 'C04'])
    expect(JSON.stringify(draws)).not.toContain('editor')
  })

  test('the list can be neither taken back nor changed', async () => {
    const list = await read('unit')
    const inList = list.entries.find(({ dropped }) => !dropped)!.id
    for (const refused of [await unpublish(editor, list), await replace(editor, list, inList, null)]) {
      expect(codeOf(refused)).toBe('shortlist_fixed')
    }
  })

  test('a candidate leaves the race with a reason: seen so everywhere, taking no more votes, keeping those it has', async () => {
    const [one, other] = await stored('caseStudy')
    const cast = async (who: string, selections: string[]) =>
      (await world.api.as(who)).call('POST /api/ballots', { body: { category: 'caseStudy', selections } })
    expect((await cast('early', [one!._id, other!._id])).status).toBe(201)
    const params = { id: one!._id }
    const leave = () =>
      editor.call('POST /api/staff/candidates/:id/withdrawal', { params, body: { reason: '本人申请退出。' } })
    const left = await leave()
    expect([left.status, left.body.withdrawn]).toMatchObject([200, { reason: '本人申请退出。' }])
    expect(codeOf(await leave())).toBe('candidate_withdrawn')

    const late = await cast('late', [one!._id, other!._id])
    expect([late.status, late.body.error]).toMatchObject([
      422,
      { code: 'invalid_selections', message: '所选候选里有已退出评选的，请移除后再投' },
    ])
    expect(late.body.error!.details).toEqual({ reason: 'withdrawn', selections: [one!._id] })
    expect((await cast('late', [other!._id])).status).toBe(201)
    await eventually(
      async () => (await twin.api.call('GET /api/candidates/:id', { params })).body,
      ({ withdrawn, votes }) => withdrawn !== null && votes === 1,
    )
    const { reply } = await post(world.url, textOf('o-chat-left', `候选 ${one!.number}`))
    expect(JSON.stringify(reply)).toContain('已退出评选：本人申请退出')
    const said = await say(world.url, 'o-chat-left', `投 ${one!.number} ${other!.number}`)
    expect(said).toContain(`这次没有投票。\n请重新回复：投 ${other!.number}`)
    // Nothing brings it back: neither a worker that looks again, nor the next second's reading.
    await world.deps.shortlists.finish()
    expect((await read('caseStudy')).entries.find(({ id }) => id === one!._id)!.withdrawn).not.toBeNull()
  })

  test('representatives hear that their candidate has left, also where a store was away; its picture stays with its page', async () => {
    const { _id: id, unitId, picture } = (await stored('caseStudy')).find(({ withdrawn }) => !withdrawn)!
    const me = await asRepresentative(world, unitId!, 'told-of-withdrawal')
    jest.spyOn(world.deps.stores.notification, 'addAll').mockRejectedValueOnce(new Error('away'))
    const leaving = { params: { id }, body: { reason: '单位来函申请退出' } }
    expect((await editor.call('POST /api/staff/candidates/:id/withdrawal', leaving)).status).toBe(200)
    const news = async () => (await me.call('GET /api/notifications', { query: {} })).body.items
    expect(await news()).toEqual([])
    await world.deps.candidates.tellAll()
    await world.deps.candidates.tellAll()
    expect(await news()).toMatchObject([
      { kind: 'candidate.withdrawn', text: expect.stringMatching(/已退出评选：单位来函申请退出$/) },
    ])
    expect(await statusOf(picture.url)).toBe(200)
  })

  test('nothing of it is done without an entry that says who, what, and why', async () => {
    const { items } = await world.deps.audit.list({ page: 1, pageSize: 200, action: 'shortlist.' })
    const kinds = new Set(items.map(({ action }) => action))
    for (const move of [
      'pick',
      'freeze',
      'unfreeze',
      'polish',
      'publish',
      'unpublish',
      'replace',
      'export',
    ]) {
      expect([...kinds]).toContain(`shortlist.${move}`)
    }
    const replaced = items.filter(({ action, failed }) => action === 'shortlist.replace' && failed === null)
    expect(replaced.every((entry) => entry.reason !== null && entry.before !== null)).toBe(true)
  })
})

/** The program as a process of its own, with an editor logged in there. */
async function startElsewhere() {
  const processes = await startProcesses(1, world.stores)
  const { username } = await buildStaff(world, 'editor')
  return { processes, client: await loggedIn(processes.all[0]!.url, username) }
}

/** As a process leaves a list that dies before it has noted that all is done. */
async function unsettle(version: number): Promise<void> {
  const { shortlist } = world.deps.stores
  const list = (await shortlist.find('2021', 'unit'))!
  await shortlist.replace({ ...list, version: version + 1, settled: false })
}
