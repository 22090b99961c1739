import { byChance, byNumber, byVotes, matches, type Searchable } from '@shared/candidate/rules'
import fc from 'fast-check'
import { buildCandidate } from '../support/candidates'

function candidate(number: string, votes: number | null = null, searchTexts: string[] = []): Searchable {
  const { _id, edition, unitId, updatedAt, deeds, listVersion, ...card } = buildCandidate('unit', number)
  return { ...card, id: _id, withdrawn: null, votes, searchTexts }
}

const field = Array.from({ length: 40 }, (_, i) =>
  candidate(`A${String(i + 1).padStart(2, '0')}`, (i * 7) % 11),
)

test('the order by chance is one of all candidates, the same for a visitor, different between visitors', () => {
  fc.assert(
    fc.property(fc.nat(0xffffffff), fc.nat(0xffffffff), (seed, other) => {
      const order = (s: number) => [...field].sort(byChance(s)).map(({ id }) => id)
      expect([...order(seed)].sort()).toEqual(field.map(({ id }) => id))
      expect(order(seed)).toEqual(
        [...field]
          .reverse()
          .sort(byChance(seed))
          .map(({ id }) => id),
      )
      if (seed !== other) expect(order(seed)).not.toEqual(order(other))
    }),
  )
})

test('nobody profits from being first: over many visitors each candidate leads about equally often', () => {
  const visitors = 8000
  const leads = new Map<string, number>()
  for (let i = 0; i < visitors; i++) {
    const first = [...field].sort(byChance(Math.imul(i, 2654435761) >>> 0))[0]!.id
    leads.set(first, (leads.get(first) ?? 0) + 1)
  }
  // Expected 200 each; six standard deviations are 84.
  for (const { id } of field)
    expect(Math.abs((leads.get(id) ?? 0) - visitors / field.length)).toBeLessThan(84)
})

test('by votes: most first, equals by number', () => {
  const sorted = [...field].sort(byVotes)
  for (let i = 1; i < sorted.length; i++) {
    const [a, b] = [sorted[i - 1]!, sorted[i]!]
    expect(a.votes! > b.votes! || (a.votes === b.votes && byNumber(a, b) < 0)).toBe(true)
  }
})

test('a search is found in any text, whatever its width and case', () => {
  const found = candidate('A01', null, ['a01', '武汉市公安局', 'whsgaj'])
  for (const q of ['公安', 'ＧＡＪ', 'GaJ', ' a 01 ', '', undefined]) expect(matches(found, { q })).toBe(true)
  expect(matches(found, { q: '交警' })).toBe(false)
  expect(matches(found, { q: '公安', region: '420600' })).toBe(false)
})

test('of several words all must be found, in any order, in the same text or in different ones', () => {
  const found = candidate('A01', null, ['a01', '武汉市公安局', '网上办理', 'whsgaj'])
  const known = ['武汉', '公安', '办理', 'A01', 'WHS', 'ｇａｊ']
  const breaks = [' ', '\u3000', '、', '，', ',', ' 、 ']
  fc.assert(
    fc.property(
      fc.shuffledSubarray(known, { minLength: 1 }),
      fc.constantFrom(...breaks),
      fc.boolean(),
      (words, gap, strange) => {
        const q = [...words, ...(strange ? ['交警'] : [])].join(gap)
        expect(matches(found, { q })).toBe(!strange)
      },
    ),
  )
  expect(matches(found, { q: ' 、 ' })).toBe(true)
})
