import type { Actor } from '@shared/audit/contract'
import type { Api } from '../support/api'
import { buildCandidate } from '../support/candidates'
import { asRepresentative, buildUnit } from '../support/nomination'
import { bringTo, goTo, resultEdition } from '../support/result'
import { startWorld, type World } from '../support/world'

let world: World
let winner: Api
let loser: Api
beforeAll(async () => {
  world = await startWorld({ edition: resultEdition(), perCategory: 4 })
  const { deps } = world
  await deps.units.saveAll(['first', 'last'].map((id) => buildUnit(id)))
  winner = await asRepresentative(world, 'first', 'speaks-first')
  loser = await asRepresentative(world, 'last', 'speaks-last')
})
afterAll(() => world?.close())

/** Gives the units to whoever is first and last on the list, and to nobody else, whichever way the lots fell. */
async function represent(ids: readonly string[]): Promise<void> {
  const units = new Map([
    [ids[0]!, 'first'],
    [ids.at(-1)!, 'last'],
  ])
  await world.deps.candidates.saveAll(
    world.deps.candidates
      .allOf('unit')
      .map(({ id, number }) => buildCandidate('unit', number, { _id: id, unitId: units.get(id) ?? null })),
  )
  await world.deps.candidates.refresh()
}

/** Two of staff put the last one's points right, which makes it the first. */
async function correctLast() {
  const { results } = world.deps
  const [one, other] = ['p', 'q'].map((id) => ({ id, name: '示例' })) as [Actor, Actor]
  const { version, standings } = await results.show('unit', one)
  const to = { category: 'unit' as const, reason: '初审分录错了。', objection: null }
  const asked = await results.proposeCorrection({
    ...{ ...to, version, actor: one },
    ...{ candidate: standings.at(-1)!.id, change: { part: 'deeds', value: 100 } },
  })
  const { id } = asked.corrections[0]!
  await results.decideCorrection({ ...to, version: asked.version, actor: other, id, decision: 'make' })
}

const toldTo = async (me: Api) =>
  (await me.call('GET /api/notifications', { query: {} })).body.items
    .filter(({ kind }) => kind === 'result')
    .map(({ title, text, path }) => ({ title, text, path }))

test('who speaks for a unit is told once when the notice begins, when a correction concerns it, when the result stands, and when it is taken back', async () => {
  const { results } = world.deps
  const { standings } = await bringTo(world, 'unit', 'proposed')
  await represent(standings.map(({ id }) => id))
  await goTo(world, 'proposing')
  await results.tellAll()
  expect(await toldTo(winner)).toEqual([])

  await goTo(world, 'notice')
  await results.tellAll()
  await results.tellAll()
  expect(await toldTo(winner)).toMatchObject([
    {
      title: '拟表彰名单正在公示',
      text: expect.stringMatching(/拟表彰名单，第 1 名。公示到 .+ 为止。$/),
      path: `/results?category=unit&id=${standings[0]!.id}`,
    },
  ])
  expect(await toldTo(loser)).toMatchObject([{ text: expect.stringContaining('得分和名次可以核对') }])

  await correctLast()
  await results.tellAll()
  await results.tellAll()
  expect((await toldTo(loser))[0]).toMatchObject({
    title: '公示名单有更正',
    text: expect.stringMatching(/现在列入.+拟表彰名单，第 1 名。更正的原因：初审分录错了。公示到/),
  })
  // First before, second now: of the award they are all the same.
  expect(await toldTo(winner)).toHaveLength(1)

  await bringTo(world, 'unit', 'released')
  const [first] = await results.winners('unit').then((them) => them ?? [])
  await represent([first!.id, (await results.publicly('unit')).items[0]!.list!.standings.at(-1)!.id])
  await results.tellAll()
  // As whoever dies before it is noted leaves it.
  await world.deps.stores.result.markTold('2021:unit', '')
  await results.tellAll()
  const texts = async (me: Api) => (await toldTo(me)).map(({ text }) => text)
  expect((await texts(winner)).filter((text) => text.startsWith('祝贺！'))).toHaveLength(1)
  expect((await texts(loser)).filter((text) => text.endsWith('感谢参与。'))).toHaveLength(1)

  const { version } = await results.show('unit', { id: 'p', name: '示例' })
  const actor = { id: 'p', name: '示例' }
  await results.revoke({ category: 'unit', version, reason: '数据有误，正在核对。', actor })
  await results.tellAll()
  for (const me of [winner, loser]) {
    expect((await toldTo(me))[0]).toMatchObject({
      title: '评选结果已撤回',
      text: expect.stringContaining('已撤回：数据有误，正在核对。更正后'),
    })
  }
})
