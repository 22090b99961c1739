import { createHash } from 'node:crypto'
import { Edition } from '@shared/edition/contract'
import { CategoryReview, type Criterion, type Normalisation } from '@shared/edition/review/contract'
import { planReviews, type Standing } from '@shared/review/assignment'
import {
  judgeReviews,
  markProblems,
  reviewObstacle,
  reviewPoints,
  reviewScores,
  type Scored,
} from '@shared/review/rules'
import fc from 'fast-check'
import edition2021 from '../../config/editions/2021.json'

const edition = Edition.parse(edition2021)
const at = (beijing: string) => new Date(`${beijing}+08:00`)
const criterion = (key: string, weight: number, full: Criterion['full'] = 100): Criterion => ({
  ...{ key, name: key, weight, full, anchors: [] },
})
const ONE = [criterion('all', 100)]
const THREE = [criterion('a', 30, 20), criterion('b', 45, 50), criterion('c', 25, 100)]
const MEAN: Normalisation = { mode: 'mean', minScores: 2 }
const TRIMMED: Normalisation = { mode: 'trimmed', minScores: 5 }
const ZSCORE: Normalisation = { mode: 'zscore', minScores: 3 }

/** What experts gave: `{A01: [90, 80]}`, by the first, the second and so on. */
const given = (marks: Record<string, number[]>): Scored[] =>
  Object.entries(marks).flatMap(([candidate, list]) =>
    list.map((all, i) => ({ reviewer: `e${i + 1}`, candidate, marks: { all } })),
  )
const scoresOf = (reviews: Scored[], normalisation: Normalisation, criteria = ONE) =>
  Object.fromEntries(
    Object.entries(reviewScores(reviews, criteria, normalisation)).map(([id, { score }]) => [id, score]),
  )

describe('the setting', () => {
  const good = edition.review.unit!
  const complaints = (changes: object) => {
    const { error } = CategoryReview.safeParse({ ...good, ...changes })
    return error?.issues.map(({ message }) => message) ?? []
  }
  test('of the 2021 edition is sound for all three categories, and an edition without one has none', () => {
    expect(Object.keys(edition.review)).toEqual(['unit', 'worker', 'caseStudy'])
    const { review: _, ...old } = edition2021
    expect(Edition.parse(old).review).toEqual({})
  })
  test.each([
    ['weights that miss 100', { criteria: [criterion('a', 60), criterion('b', 39)] }],
    ['two criteria of one key', { criteria: [criterion('a', 60), criterion('a', 40)] }],
    [
      'anchors beyond full marks',
      { criteria: [{ ...criterion('a', 100, 10), anchors: [{ from: 5, to: 11, meaning: '好' }] }] },
    ],
    ['trimming two scores', { normalisation: { mode: 'trimmed', minScores: 2 } }],
  ])('with %s is refused in words', (_what, changes) => {
    expect(complaints(changes)).toEqual([expect.stringMatching(/[\u4e00-\u9fff]/)])
  })
})

describe('marks', () => {
  test('come to the sum of their shares, exactly', () => {
    expect(reviewPoints(THREE, { a: 15.5, b: 40, c: 86.5 })).toBe(80.875) // 23.25 + 36 + 21.625
    expect(reviewPoints(THREE, { a: 20, b: 50, c: 100 })).toBe(100)
    expect(reviewPoints(THREE, { a: 20, b: 50 })).toBeNull()
  })
  test('lie between nothing and full marks, in whole steps, under a criterion there is', () => {
    const wrong = (step: 0.5 | 1, marks: Record<string, number>) =>
      markProblems({ criteria: THREE, step }, marks).map(({ key }) => key)
    expect(wrong(1, { a: 20, b: 0, c: 77 })).toEqual([])
    expect(wrong(1, { a: 20.5, b: 49.5, c: 101 })).toEqual(['a', 'b', 'c'])
    expect(wrong(0.5, { b: 49.5, c: 50.25 })).toEqual(['c'])
    expect(wrong(1, { d: 1 })).toEqual(['d'])
  })
})

describe('by hand', () => {
  test('a mean is rounded half up at the very end', () => {
    expect(scoresOf(given({ A01: [90, 80, 85], A02: [81, 80, 80], A03: [70, 71, 71] }), MEAN)).toEqual({
      ...{ A01: 85, A02: 80.33, A03: 70.67 },
    })
    // 80.005, which as a binary fraction lies below.
    const halves = [criterion('a', 99), criterion('b', 1)]
    const two = [
      { a: 80, b: 80 },
      { a: 80, b: 81 },
    ].map((marks, i) => ({ reviewer: `e${i}`, candidate: 'A01', marks }))
    expect(scoresOf(two, MEAN, halves)).toEqual({ A01: 80.01 })
  })
  test('trimming leaves one highest and one lowest out, from the stated number of scores on', () => {
    const five = { A01: [60, 85, 88, 90, 99], A02: [70, 80, 80, 100] }
    expect(scoresOf(given(five), TRIMMED)).toEqual({ A01: 87.67, A02: 82.5 })
  })
  test('standard scores bring a strict and a lenient expert together; who gave too few stays as marked', () => {
    const reviews = [
      ...given({ A01: [90, 60], A02: [80, 50], A03: [70, 40] }),
      { reviewer: 'e3', candidate: 'A01', marks: { all: 99 } },
    ]
    const { scores, standardised } = judgeReviews(reviews, ONE, ZSCORE)
    // (90 − 80) ÷ 8.1650 = 1.2247, so 75 + 12.25.
    expect([scores.A01!.score, scores.A02!.score, scores.A03!.score]).toEqual([91.17, 75, 62.75])
    expect(standardised).toEqual(['e1', 'e2'])
  })
  test('an expert who gives everybody the same says nothing by standard scores', () => {
    expect(scoresOf(given({ A01: [88], A02: [88], A03: [88] }), ZSCORE)).toEqual({
      A01: 75,
      A02: 75,
      A03: 75,
    })
  })
  test('far from the median is an outlier, of three at least; far apart is disagreement', () => {
    const { scores, judged } = judgeReviews(
      given({ A01: [80, 82, 97], A02: [60, 85], A03: [80, 82, 96] }),
      ONE,
      MEAN,
    )
    expect(judged.filter(({ outlier }) => outlier)).toMatchObject([{ candidate: 'A01', points: 97 }])
    expect(Object.entries(scores).filter(([, one]) => one.disagreement)).toMatchObject([
      ['A02', { spread: 25 }],
    ])
    expect(scores.A02!.median).toBe(72.5)
  })
  test('a review that lacks a mark is passed over', () => {
    expect(reviewScores([{ reviewer: 'e1', candidate: 'A01', marks: {} }], ONE, MEAN)).toEqual({})
  })
})

describe('whatever experts give', () => {
  const mark = (full: number) => fc.integer({ min: 0, max: full * 2 }).map((half) => half / 2)
  const marks = fc.record({ a: mark(20), b: mark(50), c: mark(100) })
  const modes = fc.constantFrom(MEAN, TRIMMED, ZSCORE)
  /** Some of some experts' reviews of some candidates. */
  const reviews = fc
    .uniqueArray(fc.record({ reviewer: fc.nat(6), candidate: fc.nat(4), marks }), {
      selector: ({ reviewer, candidate }) => `${reviewer} ${candidate}`,
      ...{ minLength: 1, maxLength: 35 },
    })
    .map((list): Scored[] =>
      list.map((one) => ({ ...one, reviewer: `e${one.reviewer}`, candidate: `A0${one.candidate}` })),
    )

  test('their order decides nothing', () => {
    const shuffled = reviews.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    )
    fc.assert(
      fc.property(shuffled, modes, ([list, other], mode) => {
        expect(reviewScores(other, THREE, mode)).toEqual(reviewScores(list, THREE, mode))
      }),
    )
  })

  test('a higher mark never lowers the candidate’s mean, trimmed or not, nor anybody else’s', () => {
    fc.assert(
      fc.property(reviews, fc.nat(), fc.constantFrom(MEAN, TRIMMED), fc.nat(100), (list, which, mode, by) => {
        const at = which % list.length
        const raised = list.map((one, i) =>
          i === at ? { ...one, marks: { ...one.marks, c: Math.min(100, one.marks.c! + by) } } : one,
        )
        const [before, after] = [reviewScores(list, THREE, mode), reviewScores(raised, THREE, mode)]
        for (const [id, { score }] of Object.entries(before)) {
          if (id === list[at]!.candidate) expect(after[id]!.score).toBeGreaterThanOrEqual(score)
          else expect(after[id]!.score).toBe(score)
        }
      }),
    )
  })

  test('standard scores are the same whether an expert marks on another scale or from another base', () => {
    const base = fc.array(fc.array(fc.integer({ min: 0, max: 24 }), { minLength: 5, maxLength: 5 }), {
      ...{ minLength: 2, maxLength: 4 },
    })
    fc.assert(
      fc.property(
        base,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 4 }),
        (experts, scale, shift) => {
          const table = (first: (mark: number) => number) =>
            experts.flatMap((list, reviewer) =>
              list.map((all, i) => ({
                ...{ reviewer: `e${reviewer}`, candidate: `A0${i}` },
                marks: { all: reviewer === 0 ? first(all) : all },
              })),
            )
          expect(
            scoresOf(
              table((mark) => mark * scale + shift),
              ZSCORE,
            ),
          ).toEqual(
            scoresOf(
              table((mark) => mark),
              ZSCORE,
            ),
          )
        },
      ),
    )
  })

  test('with fewer scores than stated, normalising is off', () => {
    const few = reviews.filter((list) => list.length < 40)
    fc.assert(
      fc.property(few, fc.constantFrom<Normalisation['mode']>('trimmed', 'zscore'), (list, mode) => {
        expect(scoresOf(list, { mode, minScores: 36 }, THREE)).toEqual(scoresOf(list, MEAN, THREE))
      }),
    )
  })

  test('a score lies between 0 and 100, with two decimals at most', () => {
    fc.assert(
      fc.property(reviews, modes, (list, mode) => {
        for (const { score, mean } of Object.values(reviewScores(list, THREE, mode))) {
          for (const points of [score, mean]) {
            expect(points >= 0 && points <= 100).toBe(true)
            expect(points.toString()).toMatch(/^\d+(\.\d{1,2})?$/)
          }
        }
      }),
    )
  })
})

describe('the window', () => {
  const shut = (beijing: string, arrivedAt?: Date) => reviewObstacle(edition, at(beijing), { arrivedAt })
  test('is from the opening of voting to the end of the review', () => {
    expect(shut('2022-05-10T08:59:59')).toMatch('还没有开始')
    expect(shut('2022-05-10T09:00:00')).toBeNull()
    expect(shut('2022-06-01T08:59:59')).toBeNull()
    expect(shut('2022-06-01T09:00:00')).toMatch('已于 6月1日 09:00 截止')
  })
  test('has two minutes of grace for marks that had arrived', () => {
    const arrived = at('2022-06-01T08:59:00')
    expect(shut('2022-06-01T09:01:59', arrived)).toBeNull()
    expect(shut('2022-06-01T09:02:00', arrived)).not.toBeNull()
    expect(shut('2022-06-01T09:00:30', at('2022-06-01T09:00:10'))).not.toBeNull()
  })
  test('is shut while the review is suspended', () => {
    const suspended = { since: at('2022-05-22T00:00').toISOString(), reason: '系统检修' }
    const phases = edition.phases.map((one) => (one.name === 'review' ? { ...one, suspended } : one))
    expect(reviewObstacle({ phases }, at('2022-05-23T00:00'))).toMatch('系统检修')
  })
})

describe('assigning', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
  const named = (letter: string, n: number) => Array.from({ length: n }, (_, i) => `${letter}${i + 1}`)
  type Task = Parameters<typeof planReviews>[0]
  const plan = (task: Partial<Task>) =>
    planReviews({
      ...{
        candidates: named('c', 10),
        reviewers: named('e', 4),
        held: [],
        perCandidate: 2,
        seed: '示例',
        sha256,
      },
      ...{ isBarred: () => false, ...task },
    })
  const loadsOf = (pairs: { reviewer: string }[], reviewers: string[]) =>
    reviewers.map((one) => pairs.filter(({ reviewer }) => reviewer === one).length)
  const standing = fc.constantFrom<Standing>('untouched', 'begun', 'submitted', 'recused')
  const task = fc
    .record({
      candidates: fc.integer({ min: 1, max: 12 }).map((n) => named('c', n)),
      reviewers: fc.integer({ min: 1, max: 6 }).map((n) => named('e', n)),
      perCandidate: fc.option(fc.integer({ min: 1, max: 4 })),
      barred: fc.array(fc.tuple(fc.nat(5), fc.nat(11)), { maxLength: 12 }),
      seed: fc.string(),
      held: fc.uniqueArray(fc.record({ reviewer: fc.nat(6), candidate: fc.nat(11), standing }), {
        selector: ({ reviewer, candidate }) => `${reviewer} ${candidate}`,
        maxLength: 20,
      }),
    })
    .map(({ barred, held, ...rest }) => {
      const against = new Set(barred.map(([e, c]) => `e${e + 1} c${c + 1}`))
      const isBarred = (reviewer: string, candidate: string) => against.has(`${reviewer} ${candidate}`)
      const known = held
        .map(({ reviewer, candidate, standing }) => ({
          ...{ reviewer: `e${reviewer + 1}`, candidate: `c${candidate + 1}`, standing },
        }))
        .filter(({ candidate }) => rest.candidates.includes(candidate))
      return { ...rest, isBarred, held: known }
    })

  test('gives everybody everything, but for whom they must not judge', () => {
    const { add, short } = plan({ perCandidate: null, isBarred: (e, c) => e === 'e1' && c === 'c1' })
    expect([add.length, short]).toEqual([39, []])
  })

  test('gives each candidate as many, and each expert as much, as the rest', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 3, max: 8 }),
        fc.string(),
        (n, m, seed) => {
          const reviewers = named('e', m)
          const { add } = plan({ candidates: named('c', n), reviewers, perCandidate: 3, seed })
          const loads = loadsOf(add, reviewers)
          expect(add).toHaveLength(3 * n)
          expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  test('an expert who comes later takes some over of what nobody has begun', () => {
    const { add: first } = plan({})
    const held = first.map((one, i) => ({
      ...one,
      standing: i < 4 ? ('begun' as const) : ('untouched' as const),
    }))
    const reviewers = named('e', 5)
    const { add, remove } = plan({ held, reviewers })
    expect(add.every(({ reviewer }) => reviewer === 'e5')).toBe(true)
    expect([add.length, remove.length]).toEqual([4, 4])
    for (const { reviewer, candidate } of held.slice(0, 4)) {
      expect(remove).not.toContainEqual({ reviewer, candidate })
    }
  })

  test('says which candidates cannot have enough', () => {
    const isBarred = (e: string, c: string) => c === 'c1' && e !== 'e1'
    expect(plan({ isBarred }).short).toEqual([{ candidate: 'c1', has: 1, wants: 2 }])
  })

  test('never touches what is begun, bars nobody’s conflict, doubles nothing, and is done when done', () => {
    fc.assert(
      fc.property(task, (given) => {
        const { add, remove } = plan(given)
        const keyOf = (one: { reviewer: string; candidate: string }) => `${one.reviewer} ${one.candidate}`
        const held = new Map(given.held.map((one) => [keyOf(one), one.standing]))
        for (const one of remove) expect(held.get(keyOf(one))).toBe('untouched')
        for (const one of add) {
          expect([held.has(keyOf(one)), given.isBarred(one.reviewer, one.candidate)]).toEqual([false, false])
        }
        expect(new Set(add.map(keyOf)).size).toBe(add.length)
        const gone = new Set(remove.map(keyOf))
        const next = [
          ...given.held.filter((one) => !gone.has(keyOf(one))),
          ...add.map((one) => ({ ...one, standing: 'untouched' as const })),
        ]
        expect(plan({ ...given, held: next })).toMatchObject({ add: [], remove: [] })
      }),
    )
  })

  test('the same seed gives the same, in whatever order all comes', () => {
    fc.assert(
      fc.property(task, (given) => {
        const turned = {
          ...given,
          candidates: [...given.candidates].reverse(),
          reviewers: [...given.reviewers].reverse(),
          held: [...given.held].reverse(),
        }
        expect(plan(turned)).toEqual(plan(given))
      }),
    )
  })
})
