import { listChanges } from '@shared/edition/changes'
import { CategoryId, Edition, type EditionFacts, PhaseName } from '@shared/edition/contract'
import { judgeChange, judgeSwitch } from '@shared/edition/findings'
import {
  extendPhase,
  extensionText,
  findPhase,
  followUp,
  isOpen,
  keepPlannedEnds,
  phaseAt,
  placePhase,
  suspendPhase,
} from '@shared/edition/rules'
import fc from 'fast-check'
import edition2021 from '../../config/editions/2021.json'

const edition = Edition.parse(edition2021)
const at = (beijing: string) => new Date(`${beijing}+08:00`)
const VOTING = at('2022-05-12T10:00')
const BEFORE = at('2022-04-01T00:00')
const DAY = 86_400_000

const unseen: EditionFacts = { current: false, voted: [], filled: [], reviewed: [], answered: {} }
const seen: EditionFacts = {
  ...{ current: true, voted: [], filled: ['unit', 'worker', 'caseStudy'], reviewed: [], answered: {} },
}
const voted: EditionFacts = { ...seen, voted: ['unit', 'worker', 'caseStudy'] }

type Category = Edition['categories'][number]
const withCategory = (id: string, changes: Partial<Category>): Edition => ({
  ...edition,
  categories: edition.categories.map((one) => (one.id === id ? { ...one, ...changes } : one)),
})
const withPhase = (name: PhaseName, changes: Partial<Edition['phases'][number]>): Edition => ({
  ...edition,
  phases: edition.phases.map((one) => (one.name === name ? { ...one, ...changes } : one)),
})
const judged = (after: Edition, facts: EditionFacts, now = VOTING) =>
  judgeChange(edition, after, facts, now).map(({ path, severity }) => [path, severity])

test('how experts mark is fixed from the first review handed in, category by category', () => {
  const { unit, worker } = edition.review
  const after = {
    ...edition,
    review: { ...edition.review, unit: { ...unit!, blind: true }, worker: { ...worker!, blind: true } },
  }
  expect(judged(after, { ...voted, reviewed: ['worker'] })).toEqual([['review.worker', 'refused']])
  expect(listChanges(edition, after).map(({ label, before, after }) => [label, before, after])).toEqual([
    ['单位奖专家评审 · 对专家隐去名称', '否', '是'],
    ['个人奖专家评审 · 对专家隐去名称', '否', '是'],
  ])
})

describe('an edition in words', () => {
  test.each([
    [
      'phases that overlap',
      withPhase('voting', { closesAt: '2022-05-21T00:00:00.000Z' }),
      'phases.3.opensAt',
    ],
    [
      'a phase that ends before it begins',
      withPhase('notice', { closesAt: '2022-05-01T00:00:00.000Z' }),
      'phases.4.closesAt',
    ],
    ['an open end in the middle', withPhase('voting', { closesAt: null }), 'phases.2.closesAt'],
    ['phases out of order', { ...edition, phases: [...edition.phases].reverse() }, 'phases.1.name'],
    [
      'weights that miss 100',
      withCategory('unit', { weights: { deeds: 50, replyRecord: 50, review: 1, votes: 0 } }),
      'categories.0.weights',
    ],
    [
      'a rule that nobody can keep',
      withCategory('unit', { ballotRule: { min: 3, max: 2, per: 'edition' } }),
      'categories.0.ballotRule.max',
    ],
    ['two categories of one letter', withCategory('worker', { letter: 'A' }), 'categories'],
  ])('%s is refused where it is wrong', (_what, data, path) => {
    const { error } = Edition.safeParse(data)
    const complaints = error!.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
    expect(complaints.map((one) => one.path)).toContain(path)
    for (const { message } of complaints) expect(message).toMatch(/[\u4e00-\u9fff]/)
  })

  test('without weights, as stored before there were any, gets the usual ones', () => {
    const categories = edition.categories.map(({ weights, ...category }) => category)
    for (const { weights } of Edition.parse({ ...edition, categories }).categories) {
      expect(Object.values(weights).reduce((sum, weight) => sum + weight)).toBe(100)
    }
  })
})

/** Without the review, and with no gap where it was. */
const withoutReview = edition.phases
  .filter(({ name }) => name !== 'review')
  .map((phase) =>
    phase.name === 'notice' ? { ...phase, opensAt: findPhase(edition, 'voting')!.closesAt! } : phase,
  )

describe('what speaks against a change', () => {
  test('nothing against none, whenever and whatever the facts', () => {
    fc.assert(
      fc.property(anyFacts, anyInstant, (facts, now) => {
        expect(judgeChange(edition, structuredClone(edition), facts, now)).toEqual([])
      }),
    )
  })

  test('before anybody has seen an edition nothing is refused but a change of its id', () => {
    fc.assert(
      fc.property(anyChange, anyInstant, (after, now) => {
        fc.pre(Edition.safeParse(after).success)
        expect(
          judgeChange(edition, after, unseen, now).filter(({ severity }) => severity === 'refused'),
        ).toEqual([])
      }),
    )
    expect(judged({ ...edition, id: '2022' }, unseen, BEFORE)).toEqual([['id', 'refused']])
  })

  test('a schedule that could not be saved is refused while one edits, where it is wrong', () => {
    fc.assert(
      fc.property(anyChange, anyInstant, (after, now) => {
        const wrong = Edition.safeParse(after).error?.issues.map(({ path: [, i, field] }) => {
          return `phases.${after.phases[Number(i)]!.name}.${String(field)}`
        })
        const said = judgeChange(edition, after, unseen, now).filter(({ text }) => text.includes('日程：'))
        expect(said.map(({ path, severity }) => [path, severity])).toEqual(
          (wrong ?? []).map((path) => [path, 'refused']),
        )
      }),
    )
    const { at, phase } = placePhase(withoutReview, 'review')
    const placed = { ...edition, phases: withoutReview.toSpliced(at, 0, phase) }
    expect(judged(placed, unseen)).toEqual([['phases.notice.opensAt', 'refused']])
  })

  test('the first ballot never makes anything easier', () => {
    fc.assert(
      fc.property(anyChange, anyInstant, (after, now) => {
        const refusedWith = (facts: EditionFacts) =>
          judgeChange(edition, after, facts, now).flatMap(({ path, severity }) =>
            severity === 'refused' ? path : [],
          )
        const later = refusedWith(voted)
        for (const path of refusedWith(seen)) expect(later).toContain(path)
      }),
    )
  })

  test('a ballot rule may change, with a warning once voting is open, until the first ballot of its category', () => {
    const after = withCategory('unit', { ballotRule: { min: 1, max: 10, per: 'edition' } })
    expect(judged(after, seen, BEFORE)).toEqual([])
    expect(judged(after, seen)).toEqual([['categories.unit.ballotRule', 'warning']])
    expect(judged(after, { ...seen, voted: ['worker'] })).toEqual([['categories.unit.ballotRule', 'warning']])
    expect(judged(after, { ...seen, voted: ['unit'] })).toEqual([['categories.unit.ballotRule', 'refused']])
  })

  test('a category with candidates goes with a warning, one with ballots stays', () => {
    const after = { ...edition, categories: edition.categories.slice(0, 2) }
    expect(judged(after, seen)).toEqual([['categories.caseStudy', 'warning']])
    expect(judged(after, voted)).toEqual([['categories.caseStudy', 'refused']])
  })

  test('after the first ballot fewer seats are refused and more are warned of', () => {
    expect(judged(withCategory('unit', { seats: 14 }), voted)).toEqual([['categories.unit.seats', 'refused']])
    expect(judged(withCategory('unit', { seats: 16 }), voted)).toEqual([['categories.unit.seats', 'warning']])
    expect(judged(withCategory('unit', { seats: 14 }), seen)).toEqual([['categories.unit.seats', 'warning']])
    expect(judged(withCategory('unit', { seats: 14 }), seen, BEFORE)).toEqual([])
  })

  test('weights are frozen from the opening of voting on', () => {
    const after = withCategory('unit', { weights: { deeds: 10, replyRecord: 10, review: 70, votes: 10 } })
    expect(judged(after, seen, at('2022-05-10T08:59:59'))).toEqual([])
    expect(judged(after, seen, at('2022-05-10T09:00:00'))).toEqual([['categories.unit.weights', 'refused']])
  })

  test('so is how points are made', () => {
    const after = { ...edition, scoring: { ...edition.scoring, votesScale: 'rank' as const } }
    expect(judged(after, seen, at('2022-05-10T08:59:59'))).toEqual([])
    expect(judged(after, seen, at('2022-05-10T09:00:00'))).toEqual([['scoring', 'refused']])
    expect(listChanges(edition, after)).toEqual([
      { path: 'scoring.votesScale', label: '得票计分', before: '与最高者之比', after: '按名次' },
    ])
  })

  test('ballots may be doubted otherwise while people vote, with a warning where it touches them', () => {
    const doubting = (changes: Partial<Edition['safeguards']>): Edition => ({
      ...edition,
      safeguards: { ...edition.safeguards, ...changes },
    })
    const { check, quarantine } = edition.safeguards
    expect(judged(doubting({ mode: 'report' }), seen, BEFORE)).toEqual([])
    expect(judged(doubting({ mode: 'report' }), seen)).toEqual([['safeguards.mode', 'warning']])
    expect(judged(doubting({ check: check - 10 }), seen)).toEqual([['safeguards', 'warning']])
    expect(judged(doubting({ check: check + 10 }), seen)).toEqual([])
    expect(judged(doubting({ check: quarantine + 1 }), seen, BEFORE)).toEqual([
      ['safeguards.quarantine', 'refused'],
    ])
    expect(listChanges(edition, doubting({ mode: 'off', check: 41 }))).toEqual([
      { path: 'safeguards.mode', label: '防刷票', before: '检查并处理', after: '不检查' },
      { path: 'safeguards.check', label: '防刷票 · 人机验证', before: '40 分起', after: '41 分起' },
    ])
  })

  test('letters stand once candidates are numbered by them', () => {
    expect(judged(withCategory('unit', { letter: 'D' }), seen, BEFORE)).toEqual([
      ['categories.unit.letter', 'refused'],
    ])
    expect(judged(withCategory('unit', { letter: 'D' }), unseen, BEFORE)).toEqual([])
  })

  test('a running phase may close later without a word, earlier with a warning', () => {
    const closing = (beijing: string) => withPhase('voting', { closesAt: at(beijing).toISOString() })
    const later = extendPhase(edition, 'voting', at('2022-05-25T18:00').toISOString())!
    expect(judged(later, seen)).toEqual([])
    expect(judged(closing('2022-05-18T18:00'), seen)).toEqual([['phases.voting.closesAt', 'warning']])
    const [ended] = judgeChange(edition, closing('2022-05-12T09:00'), seen, VOTING)
    expect(ended!.text).toContain('立即结束')
  })

  test('an opening that has passed is warned of, and one that people have voted after does not move into the future', () => {
    const opening = (beijing: string) => withPhase('voting', { opensAt: at(beijing).toISOString() })
    expect(judged(opening('2022-05-11T09:00'), voted)).toEqual([['phases.voting.opensAt', 'warning']])
    expect(judged(opening('2022-05-13T09:00'), voted)).toEqual([['phases.voting.opensAt', 'refused']])
    expect(judged(opening('2022-05-13T09:00'), seen)).toEqual([['phases.voting.opensAt', 'warning']])
  })

  test('who sees counts is changed with a warning while people vote', () => {
    const after: Edition = { ...edition, tallyVisibility: { mode: 'afterClose' } }
    expect(judged(after, seen)).toEqual([['tallyVisibility', 'warning']])
    expect(judged(after, seen, BEFORE)).toEqual([])
  })

  test('a phase that has begun is not taken out once people may have seen it, a later one is with a warning', () => {
    const without = (name: PhaseName) => ({
      ...edition,
      phases: edition.phases.filter((phase) => phase.name !== name),
    })
    expect(judged(without('voting'), seen)).toEqual([['phases.voting', 'refused']])
    expect(judged(without('nomination'), seen)).toEqual([['phases.nomination', 'refused']])
    expect(judged(without('notice'), seen)).toEqual([['phases.notice', 'warning']])
    expect(judged(without('voting'), unseen)).toEqual([])
  })

  test('a suspension is no part of an edit', () => {
    const after = suspendPhase(edition, 'voting', { since: VOTING.toISOString(), reason: '线路检修' })
    expect(judged(after, seen)).toEqual([['phases.voting.suspended', 'refused']])
  })

  test('leaving an edition whose phase runs for another is warned of', () => {
    const next = followUp(edition, { id: '2022', name: '2022年度示例' })
    expect(judgeSwitch(edition, next, VOTING).map(({ severity }) => severity)).toEqual(['warning'])
    expect(judgeSwitch(edition, next, at('2022-07-01T00:00'))).toEqual([])
    expect(judgeSwitch(null, next, VOTING)).toEqual([])
  })
})

describe('a nomination form', () => {
  const FILING = at('2022-04-20T10:00')
  const answered: EditionFacts = { ...seen, answered: { unit: ['deeds'] } }
  const { form, checklist } = edition.nomination.forms.unit!
  const withForm = (changed: typeof form): Edition => ({
    ...edition,
    nomination: {
      ...edition.nomination,
      forms: { ...edition.nomination.forms, unit: { form: changed, checklist } },
    },
  })
  const without = (key: string) => withForm(form.filter((field) => field.key !== key))

  test('may be changed freely while nobody files by it', () => {
    expect(judged(without('deeds'), seen, BEFORE)).toEqual([])
    expect(judged(without('deeds'), unseen, FILING)).toEqual([])
  })

  test('warns those who change it while units fill it in', () => {
    expect(judged(without('files'), answered, FILING)).toEqual([['nomination.forms.unit', 'warning']])
    const closed = { ...edition, nomination: { ...edition.nomination, forms: {} } }
    expect(judged(closed, seen, FILING)).toEqual(
      CategoryId.options.map((id) => [`nomination.forms.${id}`, 'warning']),
    )
  })

  test('warns of answers that would be lost to sight, and keeps them from being read as what they are not', () => {
    expect(judged(without('deeds'), answered, VOTING)).toEqual([['nomination.forms.unit.deeds', 'warning']])
    const asLine = form.map((field) =>
      field.key === 'deeds' ? { ...field, kind: 'line' as const, max: 60, becomes: undefined } : field,
    )
    expect(judged(withForm(asLine as typeof form), answered, VOTING)).toEqual([
      ['nomination.forms.unit.deeds', 'refused'],
    ])
  })

  test('may ask for more or less before a unit may enter, but not unnoticed while they enter', () => {
    const stricter = { ...edition, nomination: { ...edition.nomination, minAnswered: 10 } }
    expect(judged(stricter, seen, BEFORE)).toEqual([])
    expect(judged(stricter, seen, FILING)).toEqual([['nomination.minAnswered', 'warning']])
  })
})

describe('what has changed', () => {
  test('is listed with what was there before and after', () => {
    expect(listChanges(edition, withPhase('voting', { closesAt: '2022-05-25T10:00:00.000Z' }))).toEqual([
      {
        path: 'phases.voting.closesAt',
        label: '网络投票 · 结束',
        before: '2022年5月20日 18:00',
        after: '2022年5月25日 18:00',
      },
    ])
  })

  test('is nothing exactly where the editions are the same, and reads the other way round backwards', () => {
    fc.assert(
      fc.property(anyChange, (after) => {
        const changes = listChanges(edition, after)
        expect(changes.length === 0).toBe(JSON.stringify(after) === JSON.stringify(edition))
        const backwards = new Map(listChanges(after, edition).map((change) => [change.path, change]))
        expect(backwards.size).toBe(changes.length)
        for (const { path, before, after: now } of changes) {
          expect(backwards.get(path)).toMatchObject({ before: now, after: before })
        }
      }),
    )
  })
})

describe('an extended phase', () => {
  test('ends when it was told, and what follows keeps its length and its distance', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PhaseName.options),
        fc.integer({ min: 1, max: 60 * 24 * 60 }),
        (name, minutes) => {
          const old = findPhase(edition, name)!
          if (old.closesAt === null) return
          const closesAt = new Date(Date.parse(old.closesAt) + minutes * 60_000).toISOString()
          const after = extendPhase(edition, name, closesAt)!
          expect(findPhase(after, name)!.closesAt).toBe(closesAt)
          expect(Edition.safeParse(after).success).toBe(true)
          const length = ({ opensAt, closesAt: end }: Edition['phases'][number]) =>
            end && Date.parse(end) - Date.parse(opensAt)
          after.phases.forEach((phase, i) => {
            if (phase.name !== name) expect(length(phase)).toBe(length(edition.phases[i]!))
          })
        },
      ),
    )
  })

  test('says when it was first planned to end, however often it is extended', () => {
    const once = extendPhase(edition, 'voting', '2022-05-22T10:00:00.000Z')!
    const twice = findPhase(extendPhase(once, 'voting', '2022-05-25T10:00:00.000Z')!, 'voting')!
    expect(extensionText(twice)).toBe('已延长，原定 5月20日 18:00 截止')
    expect(once.phases.filter(extensionText).map(({ name }) => name)).toEqual(['voting'])
    expect(edition.phases.some(extensionText)).toBe(false)
  })

  test('does not end earlier, and one without an end is not extended', () => {
    expect(extendPhase(edition, 'voting', '2022-05-19T00:00:00.000Z')).toBeNull()
    expect(extendPhase(edition, 'published', '2023-05-19T00:00:00.000Z')).toBeNull()
  })
})

describe('when a phase was planned to end', () => {
  const closing = (beijing: string) => withPhase('voting', { closesAt: at(beijing).toISOString() })
  const planned = (before: Edition, after: Edition, facts = seen, now = VOTING) =>
    findPhase(keepPlannedEnds(before, after, facts, now), 'voting')!.plannedClosesAt
  const extended = keepPlannedEnds(edition, closing('2022-05-25T18:00'), seen, VOTING)

  test('is kept where an edit lets a phase that people saw begin close later', () => {
    const { closesAt } = findPhase(edition, 'voting')!
    expect(planned(edition, closing('2022-05-25T18:00'))).toBe(closesAt)
    expect(planned(edition, closing('2022-05-25T18:00'), unseen)).toBeUndefined()
    expect(planned(edition, closing('2022-05-25T18:00'), seen, BEFORE)).toBeUndefined()
    expect(planned(edition, closing('2022-05-18T18:00'))).toBeUndefined()
  })

  test('is not what an edit says, and is forgotten with the extension', () => {
    const { closesAt } = findPhase(edition, 'voting')!
    const forged = withPhase('voting', { plannedClosesAt: '2022-05-01T00:00:00.000Z' })
    expect(planned(edition, forged)).toBeUndefined()
    expect(planned(extended, closing('2022-05-26T18:00'))).toBe(closesAt)
    expect(planned(extended, edition)).toBeUndefined()
  })
})

test('a phase that is put back among the others is in its order and, where there is room, in their gap', () => {
  fc.assert(
    fc.property(fc.subarray(edition.phases, { minLength: 1 }), fc.nat(), (phases, n) => {
      const missing = PhaseName.options.filter((name) => !findPhase({ phases }, name))
      const name = missing[n % missing.length]
      if (!name) return
      const { at, phase } = placePhase(phases, name)
      expect(Edition.safeParse({ ...edition, phases: phases.toSpliced(at, 0, phase) }).success).toBe(
        !phases[at] || Date.parse(phases[at].opensAt) >= Date.parse(phase.closesAt!),
      )
    }),
  )
})

test('a suspended phase is still the phase, and takes nothing until it is resumed', () => {
  const halted = suspendPhase(edition, 'voting', { since: VOTING.toISOString(), reason: '线路检修' })
  expect(phaseAt(halted, VOTING)).toBe('voting')
  expect(isOpen(findPhase(halted, 'voting')!, VOTING)).toBe(false)
  expect(suspendPhase(halted, 'voting', null)).toEqual(edition)
})

test('the next edition is the last a year later, with nothing of the year in it', () => {
  const next = followUp(
    suspendPhase(edition, 'voting', { since: VOTING.toISOString(), reason: '线路检修' }),
    {
      id: '2022',
      name: '2022年度示例',
    },
  )
  expect(Edition.safeParse(next).success).toBe(true)
  expect(next).toMatchObject({ id: '2022', year: 2022, figures: { received: 0, answered: 0, units: 0 } })
  expect(findPhase(next, 'voting')).toEqual({
    name: 'voting',
    opensAt: '2023-05-10T01:00:00.000Z',
    closesAt: '2023-05-20T10:00:00.000Z',
  })
  expect(JSON.stringify(next.categories)).not.toContain('2021')
})

const anyInstant = fc.date({ min: at('2022-03-01T00:00'), max: at('2022-09-01T00:00'), noInvalidDate: true })
const anyFacts = fc.record({
  current: fc.boolean(),
  voted: fc.subarray(CategoryId.options),
  filled: fc.subarray(CategoryId.options),
  answered: fc.dictionary(
    fc.constantFrom(...CategoryId.options),
    fc.subarray(['summary', 'deeds', 'photos']),
  ),
}) as fc.Arbitrary<EditionFacts>

/** An edition with one thing changed, or nothing. */
const anyChange: fc.Arbitrary<Edition> = fc.oneof(
  fc.constant(edition),
  fc
    .record({ id: fc.constantFrom(...CategoryId.options), seats: fc.constantFrom(1, 15, 30, 99, null) })
    .map(({ id, seats }) => withCategory(id, { seats })),
  fc
    .record({ id: fc.constantFrom(...CategoryId.options), max: fc.integer({ min: 1, max: 200 }) })
    .map(({ id, max }) => withCategory(id, { ballotRule: { min: 1, max, per: 'edition' } })),
  fc
    .record({ id: fc.constantFrom(...CategoryId.options), deeds: fc.integer({ min: 0, max: 100 }) })
    .map(({ id, deeds }) =>
      withCategory(id, { weights: { deeds, replyRecord: 100 - deeds, review: 0, votes: 0 } }),
    ),
  fc.subarray(edition.categories, { minLength: 1 }).map((categories) => ({ ...edition, categories })),
  fc.subarray(edition.phases, { minLength: 1 }).map((phases) => ({ ...edition, phases })),
  fc
    .record({ name: fc.constantFrom(...PhaseName.options), days: fc.integer({ min: -40, max: 40 }) })
    .map(({ name, days }) => {
      const moved = (instant: string) => new Date(Date.parse(instant) + days * DAY).toISOString()
      return withPhase(name, { opensAt: moved(findPhase(edition, name)!.opensAt) })
    }),
  fc.constantFrom<Edition>(
    { ...edition, tallyVisibility: { mode: 'daily', at: '18:00' } },
    { ...edition, name: '示例' },
    { ...edition, texts: { ...edition.texts, notice: null } },
    { ...edition, menu: edition.menu!.slice(1) },
  ),
)
