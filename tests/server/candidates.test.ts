import { Edition } from '@shared/edition/contract'
import edition2021 from '../../config/editions/2021.json'
import { generateSample } from '../../scripts/sample'
import { loadSample, shiftEdition } from '../../scripts/sample/load'
import { eventually, startWorld, type World } from '../support/world'

let world: World
beforeAll(async () => {
  world = await startWorld({ perCategory: 0 })
  await loadSample(world.deps, shiftEdition(Edition.parse(edition2021), 'voting', new Date()))
  await world.deps.candidates.refresh()
})
afterAll(() => world.close())

const list = async (query: object) => {
  const answer = await world.api.call('GET /api/candidates', { query: query as never })
  expect(answer.status).toBe(200)
  return answer.body
}
const numbers = async (query: object) =>
  (await list({ pageSize: 200, ...query })).items.map(({ number }) => number)

test('the edition has 40, 60 and 36 candidates, numbered through', async () => {
  for (const [category, letter, count] of [
    ['unit', 'A', 40],
    ['worker', 'B', 60],
    ['caseStudy', 'C', 36],
  ] as const) {
    const expected = Array.from({ length: count }, (_, i) => `${letter}${String(i + 1).padStart(2, '0')}`)
    expect(await numbers({ category })).toEqual(expected)
  }
})

test('pages share the list out without loss or repetition', async () => {
  const pages = await Promise.all([1, 2, 3, 4].map((page) => list({ category: 'unit', page, pageSize: 12 })))
  expect(pages.map(({ items }) => items.length)).toEqual([12, 12, 12, 4])
  expect(pages.map(({ total }) => total)).toEqual([40, 40, 40, 40])
  expect(new Set(pages.flatMap(({ items }) => items.map(({ id }) => id))).size).toBe(40)
})

test('filters by city and level hold for everyone they let through, and the facets count them', async () => {
  const { body: facets } = await world.api.call('GET /api/candidate-facets', { query: { category: 'unit' } })
  expect(facets.regions.length).toBeGreaterThan(5)
  for (const { value, name, count } of facets.regions) {
    const { items, total } = await list({ category: 'unit', region: value, pageSize: 200 })
    expect(total).toBe(count)
    for (const { region } of items) expect(region).toMatchObject({ cityCode: value, city: name })
  }
  for (const { value, count } of facets.levels) {
    const { items, total } = await list({ category: 'unit', level: value, pageSize: 200 })
    expect(total).toBe(count)
    for (const { level } of items) expect(level).toBe(value)
  }
})

describe('search finds', () => {
  const real = () =>
    generateSample(Edition.parse(edition2021)).candidates.find(
      ({ sample, name }) => !sample && /斑马线/.test(name),
    )!

  test.each([
    ['part of a word', '斑马'],
    ['the place', '汉阳'],
    ['pinyin initials', 'bmx'],
    ['full pinyin', 'hanyang'],
    ['full-width capitals', 'ＢＭＸ'],
  ])('%s', async (_name, q) => {
    expect(await numbers({ category: 'caseStudy', q })).toContain(real().number)
  })

  test('the public number, and nothing but it', async () => {
    expect(await numbers({ q: 'b07' })).toEqual(['B07'])
  })

  test('nothing for what nobody has, without an error', async () => {
    expect(await list({ q: '月球基地' })).toMatchObject({ items: [], total: 0 })
    expect(await list({ q: '.*' })).toMatchObject({ items: [], total: 0 })
  })
})

test('a visitor sees the same order again, another visitor another one, everybody all candidates', async () => {
  const [mine, again, yours, sorted] = await Promise.all([
    numbers({ category: 'unit', sort: 'random', seed: 7 }),
    numbers({ category: 'unit', sort: 'random', seed: 7 }),
    numbers({ category: 'unit', sort: 'random', seed: 8 }),
    numbers({ category: 'unit' }),
  ])
  expect(again).toEqual(mine)
  expect(yours).not.toEqual(mine)
  expect([...mine].sort()).toEqual(sorted)
})

test('sorted by votes once they are counted; a detail page shows deeds, reply record and votes', async () => {
  const favourite = (await list({ category: 'unit', q: 'A23' })).items[0]!
  const voter = await world.api.as('fan')
  await voter.call('POST /api/ballots', { body: { category: 'unit', selections: [favourite.id] } })
  const first = await eventually(
    () => list({ category: 'unit', sort: 'votes', pageSize: 1 }),
    ({ items }) => items[0]?.id === favourite.id,
  )
  expect(first.items[0]!.votes).toBe(1)
  const { body } = await world.api.call('GET /api/candidates/:id', { params: { id: favourite.id } })
  expect(body).toMatchObject({ number: 'A23', votes: 1 })
  expect(body.deeds.length).toBeGreaterThan(2)
  expect(body.replyRecord!.received).toBeGreaterThanOrEqual(body.replyRecord!.answered)
})

test('no internal field leaves the server', async () => {
  const { items } = await list({ pageSize: 1 })
  const { body } = await world.api.call('GET /api/candidates/:id', { params: { id: items[0]!.id } })
  for (const shown of [items[0]!, body]) {
    for (const field of ['_id', '__v', 'edition', 'unitId', 'updatedAt', 'searchTexts']) {
      expect(shown).not.toHaveProperty(field)
    }
  }
})

test('before voting opens nobody is told who the candidates are', async () => {
  const [first] = (await list({ pageSize: 1 })).items
  await world.api.send('POST', '/sandbox/api/clock', { phase: 'shortlisting' })
  expect(await list({ category: 'unit', q: 'A01' })).toMatchObject({ items: [], total: 0 })
  const { status, body } = await world.api.call('GET /api/candidates/:id', { params: { id: first!.id } })
  expect([status, body.error!.code]).toEqual([404, 'candidate_not_found'])
  await world.api.send('POST', '/sandbox/api/clock', { phase: 'voting' })
})
