import { type Safeguards, USUAL_SAFEGUARDS } from '@shared/edition/safeguards/contract'
import { learn as learnAll, strangeTo } from '@shared/risk/background'
import { burstPoints, excess, scoreOf, spacingPoints, variationOf } from '@shared/risk/evidence'
import {
  aliveUntil,
  assess,
  type Background,
  type Cluster,
  emptyBackground,
  emptyCourse,
  findClusters,
  findDrips,
  follow,
  gradeOf,
  learn,
  matches,
  type Reason,
  type ReasonCode,
  RIPE,
  type Sighting,
} from '@shared/risk/rules'
import fc from 'fast-check'
import { sequence } from '../../bench/selections'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOW = Date.UTC(2022, 4, 12, 6)
const CANDIDATES = Array.from({ length: 20 }, (_, i) => `c${i}`)
const { check, quarantine } = USUAL_SAFEGUARDS

let made = 0
const random = sequence(20_220_512)
const any = (below: number) => Math.floor(random() * below)
/** A ballot as many are: from a network and a phone of many, by somebody who has followed for minutes or days. */
function ballot(changes: Partial<Sighting> = {}): Sighting {
  made += 1
  const [one, other] = [CANDIDATES[any(20)]!, CANDIDATES[any(20)]!]
  return {
    ...{ receipt: `R${made}`, at: NOW - MINUTE, category: 'unit', channel: 'h5', agent: 'wechat' },
    selections: one === other || any(2) ? [one] : [one, other],
    ...{ network: `home${any(300)}`, device: `phone${any(80)}`, follow: any(3) ? 'days' : 'minutes' },
    ...changes,
  }
}

const many = (n: number, of: (i: number) => Partial<Sighting> = () => ({})) =>
  Array.from({ length: n }, (_, i) => ballot(of(i)))

/** Instants of the last minutes that know nothing of each other. */
const atRandom = (n: number, minutes = 9): number[] =>
  Array.from({ length: n }, () => NOW - 1000 - any(minutes * MINUTE))

/** What 4000 ballots of the days before have taught. */
const background: Background = learn(emptyBackground(), many(4000), NOW - HOUR)
/** The same where one in ten votes from a network that shows nobody else. */
const honestAbroad: Background = learn(
  background,
  many(400, (i) => ({ network: `abroad${i}` })),
  NOW - HOUR,
)
/** What everybody else does in the ten minutes. */
const field = () => {
  const instants = atRandom(200)
  return many(200, (i) => ({ at: instants[i]! }))
}
const worst = (window: readonly Sighting[], known = background) => findClusters(window, known, NOW)[0]
const scoreFor = (candidate: string, window: readonly Sighting[]) =>
  Math.max(
    0,
    ...findClusters(window, background, NOW)
      .filter((one) => one.candidate === candidate)
      .map(({ score }) => score),
  )

/** 150 votes for c5 in five minutes, each from a network of its own that nobody has seen. */
const scattered = (n = 150, changes: Partial<Sighting> = {}) => {
  const instants = atRandom(n, 5)
  return many(n, (i) => ({ at: instants[i]!, selections: ['c5'], network: `far${i}`, ...changes }))
}
/** An office of 150 that has been asked: one network, followed minutes ago, its own unit alone, by the card that was passed on. */
const office = (n = 150, changes: Partial<Sighting> = {}) => {
  const instants = atRandom(n, 8)
  return many(n, (i) => ({
    ...{
      at: instants[i]!,
      selections: ['c5'],
      network: 'office',
      follow: 'minutes' as const,
      referrer: 'c5',
    },
    ...changes,
  }))
}

describe('honest crowds', () => {
  test('a quiet field shows nothing at all', () => {
    expect(findClusters(field(), background, NOW)).toEqual([])
  })

  test('an office behind one address that has been asked in its group chat passes', () => {
    expect(scoreFor('c5', [...field(), ...office()])).toBeLessThan(check)
  })

  test('an office that was given one model of phone passes as well', () => {
    expect(scoreFor('c5', [...field(), ...office(150, { device: 'issued' })])).toBeLessThan(check)
  })

  test('a hall that takes out its phones passes, however fast it votes through its one network', () => {
    const instants = atRandom(240, 2)
    const hall = office(240).map((one, i) => ({ ...one, at: instants[i]! }))
    expect(scoreFor('c5', [...field(), ...hall])).toBeLessThan(check)
  })

  test('a broadcast that lifts everybody twentyfold lifts what is expected too', () => {
    const instants = atRandom(4000)
    expect(
      findClusters(
        many(4000, (i) => ({ at: instants[i]! })),
        background,
        NOW,
      ),
    ).toEqual([])
  })

  test('where all networks are new, as in the first hour, a new network means nothing', () => {
    const instants = atRandom(400)
    const window = many(400, (i) => ({ at: instants[i]!, network: `new${i}` }))
    expect(findClusters(window, emptyBackground(), NOW).filter(({ score }) => score >= check)).toEqual([])
  })

  test('ballots sent as chat messages share WeChat’s network, which is nobody’s', () => {
    const instants = atRandom(150)
    const chat = many(150, (i) => ({
      ...{
        at: instants[i]!,
        selections: ['c5'],
        channel: 'chat' as const,
        network: 'server',
        device: undefined,
      },
    }))
    expect(scoreFor('c5', [...field(), ...chat])).toBeLessThan(check)
  })
})

describe('attacks', () => {
  test('a script in one browser through a few proxies is set aside, with its numbers', () => {
    const script = many(200, (i) => ({
      ...{
        at: NOW - MINUTE + i * 290,
        selections: ['c5'],
        device: 'robot',
        network: `proxy${i % 4}`,
        agent: 'other',
      },
    }))
    const found = worst([...field(), ...script])!
    expect(found.score).toBeGreaterThanOrEqual(quarantine)
    expect(found).toMatchObject({
      candidate: 'c5',
      traits: { device: 'robot', selections: ['c5'], outside: true },
    })
    expect(found.receipts).toEqual(script.map(({ receipt }) => receipt))
    expect(found.reasons.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['burst', 'pace', 'even_spacing', 'outside_wechat', 'spread_devices']),
    )
    expect(found.reasons.find(({ code }) => code === 'burst')?.text).toMatch(
      /^1 分钟内 200 票，平时约? ?\S+ ?\d+ 票$/,
    )
  })

  test('a script that has just begun is told by ten seconds’ pace, before a minute has passed', () => {
    const script = many(40, (i) => ({
      ...{ at: NOW - 12_000 + i * 150 + any(150), selections: ['c5'], network: `proxy${i % 3}` },
      device: `browser${i % 4}`,
      follow: i % 2 ? ('minutes' as const) : ('none' as const),
    }))
    const found = worst([...field(), ...script])!
    expect(found.score).toBeGreaterThanOrEqual(quarantine)
    expect(found.reasons.find(({ code }) => code === 'pace')?.text).toMatch(
      /^十秒钟里 \d+ 票出自 3 个网络、4 种设备/,
    )
  })

  test('real people paid all over the country are set aside', () => {
    const found = worst([...field(), ...scattered(300)])!
    expect(found).toMatchObject({ candidate: 'c5', traits: { strange: true } })
    expect(found.score).toBeGreaterThanOrEqual(quarantine)
  })

  test('what many honest people show too makes a cluster’s traits a guess, what few do does not', () => {
    const commonly = worst([...field(), ...scattered(300)], honestAbroad)!
    expect(commonly).toMatchObject({ traits: { strange: true }, guess: true })
    expect(worst([...field(), ...scattered(300, { device: 'robot' })], honestAbroad)).not.toHaveProperty(
      'guess',
    )
  })

  test('sessions opened by one server and used elsewhere are told from an office that goes home', () => {
    const proxied = many(150, (i) => ({
      ...ballot(),
      at: atRandom(150)[i]!,
      selections: ['c5'],
      login: 'server',
    }))
    const leaving = office().map((one, i) => (i < 20 ? { ...one, network: 'mobile', login: 'office' } : one))
    expect(worst([...field(), ...proxied])!.reasons.map(({ code }) => code)).toContain('opened_elsewhere')
    expect(scoreFor('c5', [...field(), ...leaving])).toBeLessThan(check)
  })

  test('a cluster’s key stays as it grows', () => {
    const all = scattered(300).sort((a, b) => a.at - b.at)
    const keys = [100, 200, 300].map((n) => worst([...field(), ...all.slice(0, n)])!.key)
    expect(new Set(keys).size).toBe(1)
  })

  test('another day’s like it is another', () => {
    const [today, tomorrow] = [0, 24 * HOUR].map((later) => {
      const window = [...field(), ...scattered(300)].map((one) => ({ ...one, at: one.at + later }))
      return findClusters(window, background, NOW + later)[0]!.key
    })
    expect(tomorrow).not.toBe(today)
  })
})

describe('laws', () => {
  test('whose only peculiarity is the network is never asked for a check, whatever the threshold', () => {
    const place = fc.record({
      kind: fc.constantFrom('one', 'few', 'scattered', 'opened', 'roaming'),
      candidate: fc.constantFrom(...CANDIDATES),
      share: fc.double({ min: 0.2, max: 1, noNaN: true }),
      seed: fc.nat(1000),
    })
    fc.assert(
      fc.property(place, ({ kind, candidate, share, seed }) => {
        const instants = atRandom(800)
        // Everything but the network is as with everybody else.
        const window = many(800, (i) => ({ at: instants[i]!, receipt: `N${seed}-${i}` })).map((one, i) => {
          if (!one.selections.includes(candidate) || ((i * 31 + seed) % 100) / 100 > share) return one
          if (kind === 'one') return { ...one, network: 'same' }
          if (kind === 'few') return { ...one, network: `few${i % 5}` }
          if (kind === 'scattered') return { ...one, network: `far${i}` }
          return { ...one, login: kind === 'opened' ? 'server' : `away${i}` }
        })
        expect(findClusters(window, background, NOW)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test('nor is a cluster told by its network alone', () => {
    const windows = [
      office(),
      office(400, { device: 'issued' }),
      scattered(300),
      scattered(200, { device: 'robot' }),
    ]
    for (const window of windows) {
      for (const { traits } of findClusters([...field(), ...window], background, NOW)) {
        expect(Object.keys(traits).filter((trait) => trait !== 'network')).not.toEqual([])
      }
    }
  })

  test('the order of sightings, and who comes first in the same instant, decides nothing', () => {
    const window = [...field(), ...scattered(150), ...office(100)].map((one) => ({
      ...one,
      at: one.at - (one.at % 5000),
    }))
    const found = findClusters(window, background, NOW)
    expect(found.length).toBeGreaterThan(0)
    fc.assert(
      fc.property(fc.shuffledSubarray(window, { minLength: window.length }), (shuffled) => {
        expect(findClusters(shuffled, background, NOW)).toEqual(found)
      }),
      { numRuns: 20 },
    )
  })

  test('more evidence never makes a score less', () => {
    const codes: ReasonCode[] = [
      ...(['burst', 'fresh', 'strange_networks', 'few_networks', 'few_devices', 'spread_devices'] as const),
      ...(['opened_elsewhere', 'even_spacing', 'outside_wechat', 'pace', 'no_night'] as const),
    ]
    const reason = fc.record({
      code: fc.constantFrom(...codes),
      points: fc.integer({ min: 1, max: 35 }),
      text: fc.constant(''),
    })
    fc.assert(
      fc.property(fc.array(reason), reason, fc.nat(20), (reasons: Reason[], one, more) => {
        const before = scoreOf([...reasons, one])
        expect(before).toBeGreaterThanOrEqual(scoreOf(reasons))
        expect(scoreOf([...reasons, { ...one, points: one.points + more }])).toBeGreaterThanOrEqual(before)
        expect(before).toBeLessThanOrEqual(100)
      }),
    )
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), fc.nat(500), (votes, expected, more) => {
        expect(burstPoints(votes + more, expected)).toBeGreaterThanOrEqual(burstPoints(votes, expected))
        expect(burstPoints(votes, expected + more)).toBeLessThanOrEqual(burstPoints(votes, expected))
      }),
    )
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.nat(499),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (of, n, usual) => {
          const [less, more] = [Math.min(n, of - 1), Math.min(n, of - 1) + 1]
          expect(excess(more, of, usual)).toBeGreaterThanOrEqual(excess(less, of, usual))
        },
      ),
    )
  })

  test('what stirs people stays below a check, however strong, and what a place explains adds nothing to it', () => {
    const strong = (code: ReasonCode): Reason => ({ code, points: 35, text: '' })
    const stir = (['burst', 'fresh', 'unfollowed', 'same_choice', 'one_page'] as const).map(strong)
    expect(scoreOf(stir)).toBeLessThan(check)
    expect(scoreOf([...stir, strong('few_networks'), strong('few_devices')])).toBeLessThan(check)
    expect(scoreOf([strong('strange_networks'), strong('opened_elsewhere'), strong('few_networks')])).toBe(0)
    // Refused is only what shows machines as well.
    expect(scoreOf([...stir, strong('strange_networks'), strong('few_networks')])).toBeLessThan(
      USUAL_SAFEGUARDS.refuse + 11,
    )
  })
})

describe('spacing', () => {
  test('a clock’s variation is 0, and instants without gaps tell nothing', () => {
    expect(variationOf([10, 10, 10])).toBe(0)
    expect(variationOf([0, 0])).toBe(1)
    expect(variationOf([])).toBe(1)
  })

  test('fewer than fifteen gaps tell nothing; the more there are, the less even they need be', () => {
    expect(spacingPoints(0, 14)).toBe(0)
    expect(spacingPoints(0, 15)).toBeGreaterThan(0)
    expect(spacingPoints(0.6, 20)).toBe(0)
    expect(spacingPoints(0.6, 200)).toBeGreaterThan(0)
  })
})

describe('matching', () => {
  const cluster = (traits: Cluster['traits']) => ({ category: 'unit' as const, candidate: 'c5', traits })

  test('all traits must hold, and the candidate be chosen', () => {
    const one = ballot({ selections: ['c9', 'c5'], device: 'd', follow: 'minutes' })
    expect(matches(cluster({ device: 'd' }), one)).toBe(true)
    expect(matches(cluster({ device: 'd', follow: 'minutes', selections: ['c5', 'c9'] }), one)).toBe(true)
    expect(matches(cluster({ device: 'd', follow: 'none' }), one)).toBe(false)
    expect(matches(cluster({ device: 'd', selections: ['c5'] }), one)).toBe(false)
    expect(matches(cluster({ device: 'd' }), { ...one, selections: ['c9'] })).toBe(false)
    expect(matches(cluster({ device: 'd' }), { ...one, category: 'worker' })).toBe(false)
    expect(matches(cluster({ device: 'd' }), { ...one, device: undefined })).toBe(false)
  })

  test('a found cluster knows its own ballots again', () => {
    for (const window of [scattered(300), office(300, { device: 'robot', agent: 'other' })]) {
      const all = [...field(), ...window]
      const found = findClusters(all, background, NOW)
      expect(found.length).toBeGreaterThan(0)
      for (const one of found) {
        const meanwhile = all.filter(({ at }) => at >= one.from && at <= one.to)
        const known = meanwhile
          .filter((sighting) => matches(one, sighting, background))
          .map(({ receipt }) => receipt)
        expect(known.sort()).toEqual([...one.receipts].sort())
      }
    }
  })

  test('a network is strange until it shows somebody else; without knowledge none is', () => {
    const one = ballot({ selections: ['c5'], network: 'there' })
    const taught = learnAll(emptyBackground(), [one], NOW)
    expect(strangeTo('c5', one, taught)).toBe(true)
    expect(strangeTo('c6', one, taught)).toBe(false)
    expect(matches(cluster({ strange: true }), one, taught)).toBe(true)
    expect(matches(cluster({ strange: true }), one)).toBe(false)
    const more = learnAll(taught, [{ ...one, selections: ['c6'] }], NOW)
    expect(strangeTo('c5', one, more)).toBe(false)
  })
})

describe('one ballot', () => {
  const { receipts, ...found } = worst([...field(), ...scattered(300, { device: 'robot' })])!
  const live = { ...found, from: NOW - MINUTE, to: NOW }
  const like = ballot({ selections: ['c5'], network: 'never seen', device: 'robot' })

  test('has the score and the reasons of the worst cluster it is like', () => {
    const mild = { ...live, score: 30 }
    expect(assess(like, [mild, live], NOW, background)).toEqual({ score: live.score, reasons: live.reasons })
    expect(assess({ ...like, selections: ['c6'] }, [mild, live], NOW, background)).toEqual({
      score: 0,
      reasons: [],
    })
  })

  test('is asked, not set aside, for traits that honest people have too once the wave is over', () => {
    const guess = { ...live, guess: true as const }
    expect(assess(like, [guess], NOW + MINUTE, background).score).toBe(live.score)
    expect(gradeOf(assess(like, [guess], NOW + MINUTE + 1, background).score, USUAL_SAFEGUARDS)).toBe('check')
    expect(assess(like, [live], NOW + MINUTE + 1, background).score).toBe(live.score)
  })

  test('is like a cluster five minutes after its last one, and no longer', () => {
    expect(assess(like, [live], aliveUntil(live), background).score).toBe(live.score)
    expect(assess(like, [live], aliveUntil(live) + 1, background).score).toBe(0)
    expect(aliveUntil({ from: 0, to: 24 * HOUR })).toBe(30 * HOUR)
  })

  test('is graded by the edition’s thresholds, in report mode as it would be, never when off', () => {
    const grades = (mode: Safeguards['mode']) =>
      [0, check - 1, check, quarantine, 94, 95, 100].map((score) =>
        gradeOf(score, { ...USUAL_SAFEGUARDS, mode }),
      )
    const usual = ['pass', 'pass', 'check', 'quarantine', 'quarantine', 'refuse', 'refuse']
    expect(grades('on')).toEqual(usual)
    expect(grades('report')).toEqual(usual)
    expect(new Set(grades('off'))).toEqual(new Set(['pass']))
  })
})

describe('what is known from before', () => {
  test('fades by half in two days, and does not grow without bound', () => {
    const taught = learn(
      emptyBackground(),
      many(100, () => ({ selections: ['c5'] })),
      NOW,
    )
    expect(learn(taught, [], NOW + 48 * HOUR).fields.unit!.votes.c5).toBeCloseTo(50)
    let more = taught
    for (let round = 0; round < 5; round++) {
      more = learn(
        more,
        many(8000, (i) => ({ network: `n${round}-${i}`, device: `d${round}-${i}` })),
        NOW,
      )
    }
    expect(Object.keys(more.fields.unit!.networks)).toHaveLength(20_000)
    expect(Object.keys(more.fields.unit!.devices).length).toBeLessThanOrEqual(1000)
    // The newest stay.
    expect(more.fields.unit!.networks).toHaveProperty('n4-7999')
  })

  test('is plain data, and what was known stays as it was', () => {
    const before = JSON.stringify(background)
    const more = learn(background, many(10), NOW)
    expect(JSON.stringify(background)).toBe(before)
    expect(JSON.parse(JSON.stringify(more))).toEqual(more)
  })
})

describe('the long run', () => {
  /** Three days of the public, 1200 a day, awake from seven to midnight. */
  function days(): Sighting[] {
    const start = NOW - 79 * HOUR
    return many(3600, (i) => ({
      at: start + Math.floor(i / 1200) * 24 * HOUR + (i % 1200) * 51_000 + ((i * 7919) % 50_000),
    }))
  }
  /** A vote every few minutes, each from another network. */
  const slow = () =>
    many(1200, (i) => ({
      ...{
        at: NOW - 70 * HOUR + i * 3.4 * MINUTE + ((i * 7919) % 60_000),
        selections: ['c5'],
        network: `far${i}`,
      },
    }))
  function findAll(those: readonly Sighting[]) {
    const course = emptyCourse()
    for (const one of [...those].sort((a, b) => a.at - b.at)) follow(course, one)
    return findDrips(course, NOW + RIPE)
  }
  const run = (more: readonly Sighting[]) => findAll([...days(), ...more])

  test('a vote every few minutes, day and night, each from another network, is set aside', () => {
    const [found] = run(slow())
    expect(found).toMatchObject({ candidate: 'c5', traits: { strange: true } })
    expect(found!.score).toBeGreaterThanOrEqual(quarantine)
    expect(found!.reasons.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['strange_networks', 'even_spacing', 'no_night']),
    )
    expect(found!.receipts).toHaveLength(1200)
  })

  /** Of the public, one in ten votes from a network where nobody else does; c5 is liked by day. */
  function liked(): Sighting[] {
    const fans = many(2400, (i) => ({
      at: NOW - 79 * HOUR + Math.floor(i / 800) * 24 * HOUR + (i % 800) * 75_000,
      selections: ['c5'],
    }))
    return [...days(), ...fans].map((one, i) => (i % 10 === 0 ? { ...one, network: `once${i}` } : one))
  }

  test('who is liked by day is told by the night, when honest ballots are few', () => {
    const [found] = findAll([...liked(), ...slow()])
    expect(found!.score).toBeGreaterThanOrEqual(quarantine)
    expect(found!.reasons.find(({ code }) => code === 'strange_networks')?.text).toMatch(
      /^夜里 \d+ 票里有 \d+ 票来自 \d+ 个至今没有投过别人的网络/,
    )
  })

  test('in hours when most are honest nothing is set aside', () => {
    const drip = slow()
    const hour = NOW - 30 * HOUR
    const crowd = many(600, (i) => ({
      ...{ at: hour + i * 6000, selections: ['c5'] },
      ...(i % 10 === 0 && { network: `guest${i}` }),
    }))
    const [found] = findAll([...liked(), ...drip, ...crowd])
    const aside = new Set(found!.receipts)
    expect(crowd.filter(({ receipt }) => aside.has(receipt))).toEqual([])
    expect(drip.filter(({ receipt }) => aside.has(receipt)).length).toBeGreaterThan(300)
  })

  test('networks that later show somebody else are not held against anybody', () => {
    const [early, late] = ['c5', 'c6'].map((id, later) =>
      many(1200, (i) => ({
        at: NOW - 70 * HOUR + later + i * 3.4 * MINUTE,
        selections: [id],
        network: `far${i}`,
      })),
    )
    expect(run([...early!, ...late!])).toEqual([])
  })

  test('the public alone shows nothing', () => {
    expect(run([])).toEqual([])
  })
})
