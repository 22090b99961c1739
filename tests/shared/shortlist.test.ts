import { createHash } from 'node:crypto'
import type { Contender, EntryText, ShortlistState } from '@shared/shortlist/contract'
import {
  canMove,
  drawNumbers,
  findConflicts,
  MOVES,
  type Move,
  nextNumber,
  numberOf,
  rank,
  spreadOf,
  textProblems,
  warningsOf,
} from '@shared/shortlist/rules'
import fc from 'fast-check'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const region = { code: '420105', cityCode: '420100', city: '武汉市', county: '汉阳区' }

const record = fc.option(
  fc
    .record({ received: fc.nat(5000), part: fc.double({ min: 0, max: 1, noNaN: true }), hours: fc.nat(2000) })
    .map(({ received, part, hours }) => {
      const answered = Math.floor(received * part)
      return {
        ...{ received, answered, rate: received === 0 ? null : answered / received },
        medianAnswerHours: answered === 0 ? null : hours,
      }
    }),
)
const contenders = fc.uniqueArray(fc.stringMatching(/^[0-9a-f]{4,8}$/), { maxLength: 40 }).chain((ids) =>
  fc.tuple(
    ...ids.map((id) =>
      fc
        .record({
          score: fc.option(fc.integer({ min: 0, max: 100 })),
          record,
          unit: fc.nat(20),
          level: fc.constantFrom('province' as const, 'city' as const, 'county' as const),
        })
        .map(({ unit, level, ...known }) => contender(id, { ...known, unit: unitOf(`u${unit}`, level) })),
    ),
  ),
)
const weights = fc.record({ deeds: fc.nat(100), replyRecord: fc.nat(100) })

function unitOf(id: string, level: Contender['unit']['level'] = 'county'): Contender['unit'] {
  return { id, name: `单位${id}（示例）`, level, region, status: 'certified' }
}

function contender(id: string, changes: Partial<Contender> = {}): Contender {
  return {
    ...{ id, title: `案例${id}（示例）`, unit: unitOf(`u-${id}`), acceptedAt: '2022-01-01T00:00:00.000Z' },
    ...{ score: 80, record: null, hasPicture: true, flagged: false, hasOpenObjection: false },
    ...changes,
  }
}
/** Nominations are over, and all of them screened. */
const QUIET = { nominating: null, waiting: 0, others: 0 }
const choiceOf = ({ id, acceptedAt, title }: Contender) => ({ id, acceptedAt, title })

test('everybody is ranked once, by numbers that are numbers, the better total first', () => {
  fc.assert(
    fc.property(contenders, weights, (those, by) => {
      const ranked = rank(those, by)
      expect(ranked.map(({ id }) => id).sort()).toEqual(those.map(({ id }) => id).sort())
      expect(ranked.map(({ rank }) => rank)).toEqual(those.map((_, i) => i + 1))
      for (const [i, { total, recordPoints }] of ranked.entries()) {
        for (const points of [total, recordPoints]) {
          expect(points).toBeGreaterThanOrEqual(0)
          expect(points).toBeLessThanOrEqual(100)
        }
        expect(total).toBeLessThanOrEqual(ranked[i - 1]?.total ?? 100)
      }
    }),
  )
})

test('the order in which nominations came decides nothing', () => {
  fc.assert(
    fc.property(contenders, weights, (those, by) => {
      expect(rank([...those].reverse(), by)).toEqual(rank(those, by))
    }),
  )
})

test('who answers more, faster, at a higher rate and is scored better is not ranked behind', () => {
  fc.assert(
    fc.property(contenders, weights, (those, by) => {
      const weak = contender('weak', {
        score: 10,
        record: { received: 100, answered: 10, rate: 0.1, medianAnswerHours: 900 },
      })
      const strong = contender('strong', {
        score: 90,
        record: { received: 100, answered: 90, rate: 0.9, medianAnswerHours: 2 },
      })
      const order = rank([weak, ...those, strong], by).map(({ id }) => id)
      expect(order.indexOf('strong')).toBeLessThan(order.indexOf('weak'))
    }),
  )
})

test('without a score, a record or any answer nothing is made up', () => {
  const nothing = contender('a', { score: null, record: null })
  const silent = contender('b', {
    score: null,
    record: { received: 0, answered: 0, rate: null, medianAnswerHours: null },
  })
  for (const one of rank([nothing, silent], { deeds: 0, replyRecord: 0 })) {
    expect(one).toMatchObject({ total: 0, recordPoints: 0 })
  }
})

test('the draw depends on seed and ids alone, gives each one number, and anybody can draw again', () => {
  const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 150 })
  fc.assert(
    fc.property(ids, fc.string({ minLength: 4 }), fc.nat(60), (those, seed, after) => {
      const lots = { seed, letter: 'A', after, sha256 }
      const drawn = drawNumbers(those, lots)
      expect(drawNumbers([...those].sort().reverse(), lots)).toEqual(drawn)
      expect(drawn.map(({ number }) => number)).toEqual(those.map((_, i) => numberOf('A', after + i + 1)))
      // As the public is told to do it.
      const again = [...those].sort((a, b) => (sha256(`${seed}\n${a}`) < sha256(`${seed}\n${b}`) ? -1 : 1))
      expect(drawn.map(({ id }) => id)).toEqual(again)
    }),
  )
})

// As `printf '%s\n%s' '3D 20220418 期 582' n1 | sha256sum` says it.
test('the draw is the one that sha256sum makes, for ever', () => {
  const drawn = drawNumbers(['n1', 'n2', 'n3'], { seed: '3D 20220418 期 582', letter: 'B', after: 0, sha256 })
  expect(drawn.map(({ id, number, key }) => [number, id, key.slice(0, 8)])).toEqual([
    ['B01', 'n3', '1da10b55'],
    ['B02', 'n1', '2e1c6f3e'],
    ['B03', 'n2', '3f380b05'],
  ])
})

test('over many seeds everybody comes first about equally often', () => {
  const ids = Array.from({ length: 10 }, (_, i) => `n${i}`)
  const firsts = new Map(ids.map((id) => [id, 0]))
  for (let n = 0; n < 2000; n++) {
    const [first] = drawNumbers(ids, { seed: `seed ${n}`, letter: 'A', after: 0, sha256 })
    firsts.set(first!.id, firsts.get(first!.id)! + 1)
  }
  for (const count of firsts.values()) expect(Math.abs(count - 200)).toBeLessThan(80)
})

test('a newcomer has the number after the last one, also where that one has left', () => {
  expect(nextNumber('A', ['A01', 'A03', 'A02'], 0)).toBe('A04')
  expect(nextNumber('A', ['A99'], 0)).toBe('A100')
  expect(nextNumber('C', [], 40)).toBe('C41')
})

test('the spread counts everybody once by level and once by city', () => {
  fc.assert(
    fc.property(contenders, fc.nat(40), (those, some) => {
      const picks = those.slice(0, some).map(({ id }) => id)
      for (const kinds of Object.values(spreadOf(those, picks))) {
        expect(kinds.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(those.length)
        expect(kinds.reduce((sum, { picked }) => sum + picked, 0)).toBe(picks.length)
      }
    }),
  )
})

test('what blocks a draw is told first, and all that one should know of the picked is told, of nobody else', () => {
  const fine = contender('fine')
  const trouble = contender('trouble', {
    ...{ score: null, hasPicture: false, flagged: true, hasOpenObjection: true },
    unit: { ...unitOf('u1'), status: 'suspended' },
  })
  const again = contender('again', { unit: trouble.unit })
  const unpicked = contender('unpicked', { score: null })
  const picks = [
    choiceOf(fine),
    { ...choiceOf(trouble), acceptedAt: '2021-12-31T00:00:00.000Z' },
    choiceOf(again),
    { id: 'lost', acceptedAt: fine.acceptedAt, title: '撤销的案例' },
  ]
  const found = findConflicts([fine, trouble, again, unpicked], picks, QUIET)
  expect(found.map(({ kind, nominations, blocks }) => [kind, nominations.join(), blocks])).toEqual([
    ['not_certified', 'trouble', true],
    ['not_certified', 'again', true],
    ['gone', 'lost', true],
    ['changed', 'trouble', false],
    ['flagged', 'trouble', false],
    ['objection_open', 'trouble', false],
    ['no_score', 'trouble', false],
    ['no_picture', 'trouble', false],
    ['same_unit', 'trouble,again', false],
  ])
  expect(findConflicts([fine], [choiceOf(fine)], QUIET)).toEqual([])
  expect(findConflicts([fine], [], QUIET)).toMatchObject([{ kind: 'none_picked', blocks: true }])
})

test('who draws or publishes is told what is still to come and who is there besides, and may go on', () => {
  const nominating = { closesAt: '2022-03-31T16:00:00.000Z' }
  const found = findConflicts([], [], { nominating, waiting: 3, others: 2 })
  expect(found.map(({ kind, blocks }) => [kind, blocks])).toEqual([
    ['none_picked', true],
    ['nominations_open', false],
    ['unscreened', false],
    ['others', false],
  ])
  expect(found.map(({ text }) => text).slice(1, 3)).toEqual([
    '报名尚未截止（3月31日 24:00 截止），还可能有新的报名',
    '还有 3 份报名等待初审',
  ])
  const endless = warningsOf({ ...QUIET, nominating: { closesAt: null } })
  expect(endless.map(({ text }) => text)).toEqual(['报名尚未截止，还可能有新的报名'])
  expect(warningsOf(QUIET)).toEqual([])
})

test('no text is published that lacks what a candidate shows', () => {
  const text: EntryText = {
    ...{ name: '示例', position: null, summary: '一句话', deeds: ['事迹'], picture: 'f1', alt: '现场' },
  }
  expect(textProblems(text)).toEqual([])
  const lacking: Partial<EntryText>[] = [
    ...[{ name: '' }, { summary: '' }, { deeds: [] }, { picture: null }, { alt: '' }],
    ...[{ summary: '长'.repeat(201) }, { deeds: Array(11).fill('长'.repeat(1000)) }],
  ]
  for (const change of lacking) expect(textProblems({ ...text, ...change })).toHaveLength(1)
})

test('what the public has seen since voting began can be changed by no move', () => {
  for (const move of Object.keys(MOVES) as Move[]) {
    expect(canMove(move, 'published', true)).toBe(false)
    for (const state of ['drafting', 'frozen', 'published'] satisfies ShortlistState[]) {
      expect(canMove(move, state, false)).toBe((MOVES[move] as readonly string[]).includes(state))
    }
  }
})
