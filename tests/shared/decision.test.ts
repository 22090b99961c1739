import {
  areCountsPublic,
  effectOf,
  GROUNDS,
  reasonText,
  scopesOf,
  standingWith,
} from '@shared/ballot/decision/rules'

test('the public reason is its ground, with words of one’s own behind it, or these alone', () => {
  expect(reasonText('machine', '')).toBe(GROUNDS.machine.text)
  expect(reasonText('machine', '间隔 3 秒')).toBe(`${GROUNDS.machine.text}：间隔 3 秒`)
  expect(reasonText('other', '查实')).toBe('查实')
})

test('a decision touches only what its scope names and its kind can change', () => {
  expect(effectOf('counted', 'invalidated', 'all')).toBe(-1)
  expect(effectOf('quarantined', 'invalidated', 'all')).toBe(0)
  expect(effectOf('quarantined', 'invalidated', 'counted')).toBeNull()
  expect(effectOf('quarantined', 'restored', 'quarantined')).toBe(1)
  expect(effectOf('invalidated', 'restored', 'all')).toBeNull()
  expect(effectOf('counted', 'restored', 'all')).toBeNull()
  for (const kind of ['quarantined', 'invalidated', 'restored'] as const) {
    const touches = scopesOf(kind).map(
      (scope) => effectOf('counted', kind, scope) ?? effectOf('quarantined', kind, scope),
    )
    expect(touches).not.toContain(null)
  }
})

test('counts before and after are those of whoever is asked for and whoever is moved', () => {
  const all = { ballots: 10, counts: { a: 6, b: 4, c: 1 } }
  expect(standingWith(all, { ballots: -3, counts: { a: -3, c: 0 } }, ['b'])).toEqual({
    before: { ballots: 10, counts: { b: 4, a: 6 } },
    after: { ballots: 7, counts: { b: 4, a: 3 } },
  })
})

test('counts of an instant are public once counts up to it are', () => {
  const [noon, later] = [new Date('2022-05-10T04:00:00Z'), new Date('2022-05-10T05:00:00Z')]
  expect(areCountsPublic(noon, null)).toBe(false)
  expect(areCountsPublic(later, noon)).toBe(false)
  expect(areCountsPublic(noon, noon)).toBe(true)
  expect(areCountsPublic(noon, later)).toBe(true)
})
