import type { Challenge } from '@shared/risk/check/contract'
import { emptyBackground, learn, type Sighting } from '@shared/risk/rules'
import { createScan } from '../../server/features/risk/risk'
import { announce, castAs, type Person, phoneOf, solve } from '../support/crowd'
import { votingEdition } from '../support/edition'
import { say } from '../support/wechat'
import { eventually, startWorld, type World } from '../support/world'

/** Nobody would have been checked, set aside or refused by these; tests say from which score on they are. */
const THRESHOLDS = { check: 40, quarantine: 60, refuse: 100 }

let world: World
beforeAll(async () => {
  world = await startWorld({ env: { TRUST_PROXY: '1' } })
})
afterAll(() => world.close())

const setSafeguards = (safeguards: object) =>
  world.deps.editions.save(
    votingEdition({ safeguards: { mode: 'on', ...THRESHOLDS, ...safeguards } as never }),
  )

let bots = 0
/** An account of a script: a server's address, and no WeChat. */
const bot = (): Person => ({
  ...{ name: `bot-${++bots}`, ip: `203.0.113.${bots % 250}`, agent: 'python-requests/2.27', follows: 0.2 },
})
const cast = (person: Person, candidate = 'a05', more = {}) =>
  castAs(world.url, person, 'unit', [candidate], more)

/** Some hundred honest voters, and a script that votes for one candidate as fast as it can. */
async function crowd(script: number, candidate = 'a05'): Promise<string[]> {
  const honest = Array.from({ length: 120 }, (_, n) => {
    const person = { name: `honest-${bots}-${n}`, ip: `10.${n % 40}.1.${n}`, agent: phoneOf(n) }
    const first = 1 + ((n * 7) % 20)
    const selections = [first, first + 3, first + 5].slice(0, 1 + (n % 3)).map((i) => 1 + (i % 20))
    const ids = [...new Set(selections)].map((i) => `a${String(i).padStart(2, '0')}`)
    return castAs(world.url, person, 'unit', ids)
  })
  await Promise.all(honest)
  const receipts: string[] = []
  for (let i = 0; i < script; i++) {
    const { status, body } = await cast(bot(), candidate)
    if (status === 201) receipts.push(body.ballot.id)
  }
  return receipts
}

/** Lets what was seen be found, and what was found be known. */
async function look(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1300))
  await world.deps.scan()
  await new Promise((resolve) => setTimeout(resolve, 1300))
}

const rulingsOf = (receipts: string[]) => world.deps.stores.ballot.findRulings(receipts)
const setAsideAmong = async (receipts: string[]) =>
  (await rulingsOf(receipts)).filter(({ status }) => status === 'quarantined').length

test('in the mode that only reports nothing is done to anybody', async () => {
  await setSafeguards({ mode: 'report' })
  const receipts = await crowd(60, 'a09')
  expect(receipts).toHaveLength(60)
  await look()
  const late = await cast(bot(), 'a09')
  expect(late.status).toBe(201)
  expect(await setAsideAmong([...receipts, late.body.ballot.id])).toBe(0)
})

test('a scripted burst is set aside, before it is known and after, and the counts follow', async () => {
  await setSafeguards({})
  const receipts = await crowd(80)
  await look()
  const late = await cast(bot())
  expect(late.status).toBe(201)
  const all = [...receipts, late.body.ballot.id]
  await eventually(
    () => setAsideAmong(all),
    (n) => n === all.length,
  )
  const [ruling] = await rulingsOf(all)
  expect(ruling).toMatchObject({ author: 'system', revision: 1 })
  expect(ruling!.reason).toContain('与一批异常选票相似')
  const tally = await eventually(
    () => world.api.call('GET /api/tallies', { query: { category: 'unit' } }),
    ({ body }) => (body.counts.a05 ?? 0) < 40,
  )
  expect(tally.body.counts.a05).toBeGreaterThan(0)
})

test('what staff restore stays restored', async () => {
  const { body } = await cast(bot())
  const receipt: string = body.ballot.id
  await eventually(
    () => setAsideAmong([receipt]),
    (n) => n === 1,
  )
  await world.deps.ballots.rule({ receipt, kind: 'restored', reason: '核对无误', author: '周老师（示例）' })
  await look()
  expect((await rulingsOf([receipt])).map(({ status }) => status)).toEqual(['quarantined', 'counted'])
})

test('an office behind one address, asked to vote for its own, is let alone', async () => {
  const colleague = (n: number): Person => ({
    ...{ name: `colleague-${n}`, ip: '192.0.2.7', agent: phoneOf(n * 3), follows: n % 3 ? 24 * 200 : 0.3 },
  })
  const statuses: number[] = []
  for (let n = 0; n < 40; n++) {
    const selections = ['a12', ...(n % 2 ? [`a${String(1 + (n % 9)).padStart(2, '0')}`] : [])]
    statuses.push((await castAs(world.url, colleague(n), 'unit', selections)).status)
    // People do not come by the clock.
    await new Promise((resolve) => setTimeout(resolve, n % 5 === 0 ? 150 : (n * 37) % 40))
  }
  await look()
  for (let n = 40; n < 50; n++) statuses.push((await cast(colleague(n), 'a12')).status)
  expect(new Set(statuses)).toEqual(new Set([201]))
  const mine = await Promise.all(
    Array.from({ length: 50 }, (_, n) =>
      world.deps.ballots.myBallots({ id: `colleague-${n}`, channel: 'h5', snapshot: false }),
    ),
  )
  expect(mine.flat().filter(({ status }) => status !== 'counted')).toEqual([])
})

describe('a human check', () => {
  beforeAll(() => setSafeguards({ check: 30, quarantine: 100 }))

  const doubt = async (person: Person) => {
    const { status, body } = await cast(person)
    expect([status, body.error.code]).toEqual([428, 'human_check_needed'])
    return body.error.details.challenge as Challenge
  }
  const code = ({ status, body }: Awaited<ReturnType<typeof cast>>) => body.error?.code ?? status

  test('is asked for, and whoever solves it votes', async () => {
    const before = { ...world.deps.guard.counts() }
    const person = bot()
    const check = await solve(await doubt(person))
    const { status, body } = await cast(person, 'a05', { check })
    expect(status).toBe(201)
    await look()
    expect(await rulingsOf([body.ballot.id])).toEqual([])
    const { asked, solved } = world.deps.guard.counts()
    expect([asked - before.asked, solved - before.solved]).toEqual([1, 1])
    const metrics = (await world.api.send('GET', '/metrics')).body
    expect(metrics).toContain(`ballot_doubts_total{what="solved"} ${solved}`)
  })

  test('is not asked of who has voted: they hear of their ballot', async () => {
    const person = bot()
    const first = await cast(person, 'a05', { check: await solve(await doubt(person)) })
    const again = await cast(person)
    expect(again.body.error).toMatchObject({ code: 'already_voted', details: { ballot: first.body.ballot } })
  })

  test('solved by one is good for nobody else and no other award, and not for who changes it', async () => {
    const [one, other] = [bot(), bot()]
    const check = await solve(await doubt(one))
    expect(code(await cast(other, 'a05', { check }))).toBe('human_check_needed')
    const { parameters, signature } = check.challenge
    const later = { ...parameters, expiresAt: parameters.expiresAt + 9999 }
    const easier = { ...parameters, data: { most: 1 } }
    for (const forged of [
      { ...check, challenge: { signature, parameters: later } },
      { ...check, challenge: { signature, parameters: easier } },
      { ...check, challenge: { parameters, signature: '0'.repeat(64) } },
      { ...check, derivedKey: '0'.repeat(64) },
    ]) {
      expect(code(await cast(one, 'a05', { check: forged }))).toBe('human_check_needed')
    }
    expect(code(await cast(one, 'a05', { check }))).toBe(201)
  })

  test('is good for ten minutes', async () => {
    const person = bot()
    const check = await solve(await doubt(person))
    jest.useFakeTimers({
      now: Date.now() + 601_000,
      doNotFake: ['setTimeout', 'setInterval', 'setImmediate', 'nextTick', 'queueMicrotask', 'performance'],
    })
    try {
      const { guard } = world.deps
      await expect(guard.expectPerson({ voter: person.name, category: 'unit' }, check)).rejects.toMatchObject(
        {
          code: 'human_check_needed',
        },
      )
    } finally {
      jest.useRealTimers()
    }
    expect(code(await cast(person, 'a05', { check }))).toBe(201)
  })

  test('lets pass one ballot', async () => {
    const person = bot()
    const check = await solve(await doubt(person))
    expect(code(await cast(person, 'a05', { check }))).toBe(201)
    const who = { voter: person.name, category: 'unit' } as const
    await eventually(
      () =>
        world.deps.guard.expectPerson(who, check).then(
          () => 'good',
          ({ code }) => code,
        ),
      (answer) => answer === 'human_check_needed',
    )
  })

  test('is a link in the chat', async () => {
    await announce(world, { candidate: 'a07', traits: { selections: ['a07'] } }, 50)
    const answer = await say(world.url, 'o-doubted', '投 A07')
    expect(answer).toContain('确认是本人投票，这里没有投出')
    expect(answer).toContain(`<a href="${world.url}/ballot?category=unit">打开选票</a>`)
    expect(await say(world.url, 'o-doubted', '投 A08')).toContain('投票成功')
  })
})

test('what is refused is told whom to ask, and whoever has voted hears of that', async () => {
  await setSafeguards({ check: 30, quarantine: 60, refuse: 80 })
  const [voted, person] = [bot(), bot()]
  const first = await cast(voted, 'a14')
  await announce(world, { candidate: 'a13', traits: { outside: true } }, 90)
  const { status, body } = await cast(person, 'a13')
  expect([status, body.error.code]).toEqual([403, 'ballot_suspicious'])
  expect(body.error.message).toContain(`请致电 ${votingEdition().contact.phone} 核实`)
  expect((await cast(voted, 'a13')).body.error.details).toEqual({ ballot: first.body.ballot })
  expect((await cast(person, 'a14')).status).toBe(201)
})

test('while Redis is away voting goes on', async () => {
  await setSafeguards({ check: 30, quarantine: 100 })
  await announce(world, { candidate: 'a15', traits: { outside: true } }, 50)
  const person = bot()
  const { body } = await cast(person, 'a15')
  const check = await solve(body.error.details.challenge)
  process.kill(world.stores.pids().redis!, 'SIGKILL')
  const answers = await Promise.all([
    cast(person, 'a15', { check }),
    ...Array.from({ length: 20 }, () => cast(bot(), 'a16')),
    world.deps.scan().then(() => ({ status: 201 })),
  ])
  expect(answers.map(({ status }) => status)).toEqual(Array(22).fill(201))
})

describe('a scan', () => {
  const NOW = Date.now()
  const sighting = (changes: Partial<Sighting>) =>
    ({ category: 'unit', channel: 'h5', agent: 'wechat', ...changes }) as Sighting
  /** Some days of people at home. */
  const days = Array.from({ length: 4000 }, (_, i) =>
    sighting({
      ...{ receipt: `H${i}`, at: NOW - 86_400_000 + i * 20_000, network: `home-${i % 300}` },
      ...{
        selections: [`a${String(1 + (i % 20)).padStart(2, '0')}`],
        device: `phone-${i % 80}`,
        follow: 'days',
      },
    }),
  )
  const progress = JSON.stringify({ background: learn(emptyBackground(), days, NOW - 3_600_000), learnt: {} })
  /** Bought from many networks within a minute, all alike. */
  const burst = (from: number, n: number) =>
    Array.from({ length: n }, (_, i) => ({
      place: `${from + i}`,
      sighting: sighting({
        ...{ receipt: `R${from + i}`, at: NOW - 60_000 + i * 100, selections: ['a05'], agent: 'other' },
        ...{ network: `net-${from + i}`, device: 'one', follow: 'none' },
      }),
    }))

  /** A scan of what is put into `come`, with all that it does. */
  function scanning() {
    const come = burst(0, 80)
    const sizes = new Map<string, number>()
    const did = { reported: sizes, aside: new Set<string>() }
    const state = { cleared: new Map<string, number>(), fixed: false }
    const scan = createScan({
      ...{ name: 'test', clock: { now: () => new Date(NOW) }, log: world.deps.log },
      editions: {
        current: () => votingEdition({ safeguards: { mode: 'on', ...THRESHOLDS } as never }),
      } as never,
      vault: {
        put: async () => {},
        peek: async (key) => (key.endsWith(':progress') ? progress : null),
        take: async () => null,
      },
      takeLock: async () => async () => {},
      window: {
        add: async () => {},
        after: async (_edition, category, place) =>
          category === 'unit' ? come.slice(place === null ? 0 : Number(place) + 1) : [],
      },
      follow: async function* () {},
      report: async (found) => {
        for (const { key, size } of found) sizes.set(key, Math.max(size, sizes.get(key) ?? 0))
      },
      clearedAmong: async (keys) =>
        new Set(keys.filter((key) => state.cleared.has(key) && state.cleared.get(key) === sizes.get(key))),
      setAside: async (receipts) => {
        for (const receipt of receipts) did.aside.add(receipt)
      },
      isFixed: async () => state.fixed,
    })
    return { scan, come, state, did }
  }

  test('tells what comes after staff have found a cluster honest, and sets it aside again', async () => {
    const { scan, come, state, did } = scanning()
    await scan()
    expect([did.aside.size, did.reported.size]).not.toContain(0)
    const before = new Map(did.reported)
    state.cleared = before
    did.aside.clear()
    come.push(...burst(80, 1).map((one) => ({ ...one, sighting: { ...one.sighting, selections: ['a19'] } })))
    await scan()
    expect([...did.aside]).toEqual([])

    come.push(...burst(81, 40))
    await scan()
    for (const [key, size] of before) expect(did.reported.get(key)).toBeGreaterThan(size)
    expect([...did.aside]).toEqual(expect.arrayContaining(['R81', 'R120']))
  })

  test('only tells while the award’s result is fixed, and acts once it is open again', async () => {
    const { scan, come, state, did } = scanning()
    state.fixed = true
    await scan()
    expect([did.aside.size, did.reported.size > 0]).toEqual([0, true])
    state.fixed = false
    come.push(...burst(80, 1))
    await scan()
    expect(did.aside.size).toBeGreaterThan(79)
  })
})
