import type { Scoring, Weights } from '@shared/edition/scoring/contract'
import { type Entrant, PARTS, rankEntrants, type Standing } from '@shared/result/rules'
import { sumsOf } from '@shared/result/sums'
import fc from 'fast-check'

const SCORING: Scoring = {
  decimals: 2,
  replyParts: { rate: 50, volume: 30, speed: 20 },
  volumeScale: 'leader',
  speedScale: 'leader',
  votesScale: 'leader',
  missing: { deeds: 'zero', replyRecord: 'zero', review: 'zero', votes: 'zero' },
  ties: ['review', 'votes', 'replyRecord', 'deeds'],
}
const weights = (deeds: number, replyRecord: number, review: number, votes: number): Weights => ({
  ...{ deeds, replyRecord, review, votes },
})
const entrant = (id: string, more: Partial<Entrant> = {}): Entrant => ({
  ...{ id, deeds: null, replyRecord: null, review: null, votes: 0, lot: id },
  ...more,
})
const record = (received: number, answered: number, medianAnswerHours: number | null) => ({
  ...{ received, answered, medianAnswerHours },
})

/** Rank, id, score and the points of parts, one line each. */
const table = (standings: Standing[], ...parts: (typeof PARTS)[number][]) =>
  standings.map(({ rank, id, score, parts: points }) => [
    rank,
    id,
    ...parts.map((part) => points[part]),
    score,
  ])

describe('rules of real awards, computed by hand', () => {
  test('experts 70, votes 30, as the sister award had it in 2023', () => {
    const standings = rankEntrants(
      [
        entrant('甲', { review: 92.5, votes: 12_000 }),
        entrant('乙', { review: 88, votes: 48_000 }),
        entrant('丙', { review: 95, votes: 1_000 }),
        entrant('丁', { review: 90, votes: 30_001 }),
      ],
      { weights: weights(0, 0, 70, 30), scoring: SCORING },
    )
    expect(table(standings, 'review', 'votes')).toEqual([
      // 88 × 0.7 + 100 × 0.3 = 61.6 + 30
      [1, '乙', 88, 100, 91.6],
      // 30001 ÷ 48000 = 62.502083…; 90 × 0.7 + 62.5 × 0.3 = 63 + 18.75
      [2, '丁', 90, 62.5, 81.75],
      // 12000 ÷ 48000 = 25 %; 92.5 × 0.7 + 25 × 0.3 = 64.75 + 7.5
      [3, '甲', 92.5, 25, 72.25],
      // 1000 ÷ 48000 = 2.083…; 95 × 0.7 + 2.08 × 0.3 = 66.5 + 0.624 = 67.124
      [4, '丙', 95, 2.08, 67.12],
    ])
  })

  test('experts 60, votes 40 by place, as in 2020', () => {
    const standings = rankEntrants(
      [
        entrant('甲', { review: 80, votes: 500 }),
        entrant('乙', { review: 85, votes: 300 }),
        entrant('丙', { review: 90, votes: 300 }),
        entrant('丁', { review: 70, votes: 0 }),
      ],
      { weights: weights(0, 0, 60, 40), scoring: { ...SCORING, votesScale: 'rank' } },
    )
    expect(table(standings, 'review', 'votes')).toEqual([
      // Of four: first 100, second 75 for both who share it, fourth 25.
      [1, '甲', 80, 100, 88],
      [2, '丙', 90, 75, 84],
      [3, '乙', 85, 75, 81],
      [4, '丁', 70, 25, 52],
    ])
  })

  test('votes 40 by logarithm, experts 50, the organiser’s part 10', () => {
    const standings = rankEntrants(
      [
        entrant('甲', { deeds: 90, review: 86.25, votes: 99_999 }),
        entrant('乙', { deeds: 100, review: 91.5, votes: 9_999 }),
        entrant('丙', { deeds: 70, review: 91.75, votes: 999 }),
      ],
      { weights: weights(10, 0, 50, 40), scoring: { ...SCORING, votesScale: 'log' } },
    )
    expect(table(standings, 'votes', 'deeds', 'review')).toEqual([
      // ln 100000 ÷ ln 100000; 9 + 43.125 + 40 = 92.125, half up
      [1, '甲', 100, 90, 86.25, 92.13],
      // ln 10000 ÷ ln 100000 = 4 ÷ 5; 10 + 45.75 + 32
      [2, '乙', 80, 100, 91.5, 87.75],
      // 3 ÷ 5; 7 + 45.875 + 24 = 76.875
      [3, '丙', 60, 70, 91.75, 76.88],
    ])
  })

  test('a reply record is its rate, its volume and its speed', () => {
    const standings = rankEntrants(
      [
        entrant('快', { replyRecord: record(100, 90, 0.4) }),
        entrant('多', { replyRecord: record(3963, 2757, 12.5) }),
        entrant('无', { replyRecord: record(8, 0, null) }),
      ],
      { weights: weights(0, 100, 0, 0), scoring: SCORING },
    )
    expect(standings.map(({ id, reply, score }) => [id, reply, score])).toEqual([
      // 2757 ÷ 3963 = 69.5685…; 1 ÷ 12.5 = 8 %; 34.785 + 30 + 1.6 = 66.385, half up
      ['多', { rate: 69.57, volume: 100, speed: 8 }, 66.39],
      // 90 ÷ 2757 = 3.264… %; less than an hour is an hour; 45 + 0.978 + 20 = 65.978
      ['快', { rate: 90, volume: 3.26, speed: 100 }, 65.98],
      ['无', { rate: 0, volume: 0, speed: 0 }, 0],
    ])
  })
})

describe('what is missing', () => {
  const some = [entrant('全', { deeds: 80, review: 60 }), entrant('缺', { deeds: 80 })]
  const rank = (missing: 'zero' | 'others') =>
    rankEntrants(some, {
      weights: weights(40, 0, 60, 0),
      scoring: { ...SCORING, missing: { ...SCORING.missing, review: missing } },
    })

  test('counts nothing where the edition says so', () => {
    // 80 × 0.4 + 60 × 0.6 = 68; 80 × 0.4 = 32
    expect(rank('zero').map(({ id, score, counted }) => [id, score, counted])).toEqual([
      ['全', 68, 100],
      ['缺', 32, 100],
    ])
  })

  test('leaves its weight to the others where the edition says so', () => {
    expect(rank('others').map(({ id, score, counted }) => [id, score, counted])).toEqual([
      ['缺', 80, 40],
      ['全', 68, 100],
    ])
  })

  test('a unit that received nothing has no reply record to judge', () => {
    const [one] = rankEntrants([entrant('甲', { replyRecord: record(0, 0, null) })], {
      ...{ weights: weights(0, 100, 0, 0), scoring: SCORING },
    })
    expect(one).toMatchObject({ score: 0, reply: null, parts: { replyRecord: null } })
  })
})

describe('equal scores', () => {
  const rule = { weights: weights(50, 0, 50, 0), scoring: { ...SCORING, ties: ['review', 'votes'] as const } }
  const order = (...entrants: Entrant[]) =>
    rankEntrants(entrants, { ...rule, scoring: { ...rule.scoring, ties: [...rule.scoring.ties] } })

  test('are decided by the parts in the edition’s order, then by lot, and it is said by what', () => {
    const standings = order(
      entrant('戊', { deeds: 80, review: 80, votes: 3, lot: 'b' }),
      entrant('丁', { deeds: 80, review: 80, votes: 3, lot: 'a' }),
      entrant('丙', { deeds: 80, review: 80, votes: 4 }),
      entrant('乙', { deeds: 70, review: 90, votes: 0 }),
      entrant('甲', { deeds: 90, review: 90 }),
    )
    expect(standings.map(({ id, ahead }) => [id, ahead])).toEqual([
      ['甲', 'score'],
      ['乙', 'review'],
      ['丙', 'votes'],
      ['丁', 'lot'],
      ['戊', null],
    ])
  })

  test('of which one has nothing to compare: who has something is first', () => {
    const standings = rankEntrants([entrant('甲', { lot: 'a' }), entrant('乙', { review: 0, lot: 'b' })], {
      ...{ weights: weights(100, 0, 0, 0), scoring: SCORING },
    })
    expect(standings.map(({ id }) => id)).toEqual(['乙', '甲'])
  })
})

const points = fc.integer({ min: 0, max: 10_000 }).map((n) => n / 100)
const received = fc.integer({ min: 1, max: 5000 })
const records = received.chain((received) =>
  fc.record({
    received: fc.constant(received),
    answered: fc.integer({ min: 0, max: received }),
    medianAnswerHours: fc.integer({ min: 0, max: 100_000 }).map((n) => n / 100),
  }),
)
const entrants = fc
  .array(
    fc.record({
      deeds: fc.option(points),
      replyRecord: fc.option(records),
      review: fc.option(points),
      votes: fc.integer({ min: 0, max: 2_000_000 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((them) => them.map((one, i): Entrant => ({ ...one, id: `c${i}`, lot: `${(i * 7) % 12}` })))
const share = fc.integer({ min: 0, max: 100 })
const rules = fc.record({
  weights: fc.tuple(share, share, share).map((cuts) => {
    const [a, b, c] = [...cuts].sort((x, y) => x - y) as [number, number, number]
    return weights(a, b - a, c - b, 100 - c)
  }),
  scoring: fc.record({
    decimals: fc.integer({ min: 0, max: 4 }),
    replyParts: fc.constantFrom(SCORING.replyParts, { rate: 34, volume: 33, speed: 33 }),
    volumeScale: fc.constantFrom('leader', 'rank', 'log'),
    speedScale: fc.constantFrom('leader', 'rank'),
    votesScale: fc.constantFrom('leader', 'rank', 'log'),
    missing: fc.record({
      deeds: fc.constantFrom('zero', 'others'),
      replyRecord: fc.constantFrom('zero', 'others'),
      review: fc.constantFrom('zero', 'others'),
      votes: fc.constant('zero'),
    }),
    ties: fc.shuffledSubarray([...PARTS]),
  }) as fc.Arbitrary<Scoring>,
})
const standingOf = (standings: Standing[], id: string) => standings.find((one) => one.id === id)!

describe('whatever the entrants and the rules', () => {
  test('the order in which entrants come decides nothing', () => {
    fc.assert(
      fc.property(entrants, rules, fc.infiniteStream(fc.nat()), (them, rule, chance) => {
        const shuffled = them
          .map((one) => [chance.next().value as number, one] as const)
          .sort(([a], [b]) => a - b)
          .map(([, one]) => one)
        expect(rankEntrants(shuffled, rule)).toEqual(rankEntrants(them, rule))
      }),
    )
  })

  test('more of anything never lowers one’s score or place', () => {
    const more: fc.Arbitrary<(one: Entrant) => Entrant> = fc.oneof(
      fc.integer({ min: 1, max: 900_000 }).map((n) => (one: Entrant) => ({ ...one, votes: one.votes + n })),
      points.map((to) => (one: Entrant) => ({ ...one, review: one.review && Math.max(one.review, to) })),
      points.map((to) => (one: Entrant) => ({ ...one, deeds: one.deeds && Math.max(one.deeds, to) })),
      fc.nat(5000).map((n) => ({ replyRecord, ...one }: Entrant) => ({
        ...one,
        replyRecord: replyRecord && {
          ...replyRecord,
          answered: Math.min(replyRecord.answered + n, replyRecord.received),
        },
      })),
      fc.nat(500).map((n) => ({ replyRecord, ...one }: Entrant) => ({
        ...one,
        replyRecord: replyRecord && {
          ...replyRecord,
          medianAnswerHours: Math.max((replyRecord.medianAnswerHours ?? 0) - n, 0),
        },
      })),
    )
    fc.assert(
      fc.property(entrants, rules, more, (them, rule, raise) => {
        const before = standingOf(rankEntrants(them, rule), 'c0')
        const after = standingOf(
          rankEntrants(
            them.map((one) => (one.id === 'c0' ? raise(one) : one)),
            rule,
          ),
          'c0',
        )
        expect(after.score).toBeGreaterThanOrEqual(before.score)
        expect(after.rank).toBeLessThanOrEqual(before.rank)
      }),
      { numRuns: 500 },
    )
  })

  test('ten times the votes and messages of everybody change nothing, unless they are taken by logarithm', () => {
    fc.assert(
      fc.property(entrants, rules, (all, rule) => {
        const many = all.map(({ replyRecord, votes, ...one }) => ({
          ...one,
          votes: votes * 10,
          replyRecord: replyRecord && {
            ...replyRecord,
            received: replyRecord.received * 10,
            answered: replyRecord.answered * 10,
          },
        }))
        const scoring = { ...rule.scoring, ...noLogs(rule.scoring) }
        expect(rankEntrants(many, { ...rule, scoring })).toEqual(rankEntrants(all, { ...rule, scoring }))
      }),
    )
  })

  test('a score is what its printed parts come to, to the last decimal', () => {
    fc.assert(
      fc.property(entrants, rules, (them, { weights, scoring }) => {
        for (const { score, parts, counted } of rankEntrants(them, { weights, scoring })) {
          const whole = (value: number) => BigInt(value.toFixed(scoring.decimals).replace('.', ''))
          const sum = PARTS.reduce((sum, part) => sum + BigInt(weights[part]) * whole(parts[part] ?? 0), 0n)
          const by = BigInt(counted || 1)
          expect(whole(score)).toBe((2n * sum + by) / (2n * by))
        }
      }),
    )
  })

  test('ranks are 1 to n, scores never rise down the list, and all lie between 0 and 100', () => {
    fc.assert(
      fc.property(entrants, rules, (them, rule) => {
        const standings = rankEntrants(them, rule)
        expect(standings.map(({ rank }) => rank)).toEqual(them.map((_, i) => i + 1))
        standings.forEach(({ score, parts, reply }, i) => {
          expect(score).toBeLessThanOrEqual(standings[i - 1]?.score ?? 100)
          for (const value of [score, ...Object.values(parts), ...Object.values(reply ?? {})]) {
            expect((value ?? 0) >= 0 && (value ?? 0) <= 100).toBe(true)
          }
        })
      }),
    )
  })
})

const noLogs = ({ volumeScale, votesScale }: Scoring) => ({
  volumeScale: volumeScale === 'log' ? ('rank' as const) : volumeScale,
  votesScale: votesScale === 'log' ? ('leader' as const) : votesScale,
})

/** What a pocket calculator makes of a sum as it is told. */
const calculate = (told: string): number =>
  new Function(
    `return ${told.replaceAll('×', '*').replaceAll('÷', '/').replaceAll('−', '-').replaceAll('ln', 'Math.log').replaceAll('%', '/100')}`,
  )()

describe('how a score is told', () => {
  test('every sum comes to what it is told to come to', () => {
    fc.assert(
      fc.property(entrants, rules, (them, rule) => {
        for (const standing of rankEntrants(them, rule)) {
          const one = { ...them.find(({ id }) => id === standing.id)!, ...standing }
          const { parts, total } = sumsOf(one, { of: them, ...rule })
          for (const line of [...parts.flatMap(({ lines }) => lines), total]) {
            const [sum, result] = line.replace(/^\p{Script=Han}+ /u, '').split(' = ')
            if (result === undefined) continue
            const half = 0.5 / 10 ** rule.scoring.decimals
            expect(Math.abs(calculate(sum!) - Number(result))).toBeLessThanOrEqual(half + 1e-9)
          }
        }
      }),
    )
  })

  test('it names the record behind the points, and what decided between equals', () => {
    const them = [
      entrant('甲', { replyRecord: record(100, 90, 0.4), votes: 5 }),
      entrant('乙', { replyRecord: record(200, 180, 2), votes: 5 }),
      entrant('丙', { replyRecord: null, votes: 4 }),
      entrant('丁', { replyRecord: null, votes: 4 }),
    ]
    const rule = { weights: weights(0, 40, 0, 60), scoring: SCORING }
    const told = rankEntrants(them, rule).map((standing) =>
      sumsOf({ ...them.find(({ id }) => id === standing.id)!, ...standing }, { of: them, ...rule }),
    )
    expect(told[0]!.parts.map(({ lines }) => lines)).toEqual([
      [
        '收到 200 件，回复 180 件，答复时长中位数 2 小时',
        '回复率 180 ÷ 200 × 100 = 90.00',
        '回复量 180 ÷ 180 × 100 = 100.00',
        '回复速度 1 ÷ 2 × 100 = 50.00',
        '回复情况 90.00 × 50% + 100.00 × 30% + 50.00 × 20% = 85.00',
      ],
      ['网络投票 5 ÷ 5 × 100 = 100.00'],
    ])
    expect(told[0]!.total).toBe('85.00 × 40% + 100.00 × 60% = 94.00')
    expect(told[2]!.parts[0]!.lines).toEqual(['没有回复情况的数据，按 0 分计'])
    expect(told.map(({ tie }) => tie)).toEqual([null, null, '与下一名各项都相同，按抽签在前', null])
  })
})
