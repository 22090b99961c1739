import { Form } from '@shared/edition/form/contract'
import type { Answer, Answers } from '@shared/nomination/contract'
import { areSameAnswers, isSameAnswer, mergeAnswers } from '@shared/nomination/merge'
import { publicPartOf } from '@shared/nomination/public'
import fc from 'fast-check'

const text = fc.constantFrom('', '一', '二', '三')
const ids = fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c', 'd', 'e'), { maxLength: 4 })
const figure = fc.record({ label: text, value: text, unit: text })
const some = (of: fc.Arbitrary<Answer>) => fc.option(of, { nil: undefined })
const answers: fc.Arbitrary<Answers> = fc
  .record({
    line: some(text),
    prose: some(text),
    consent: some(fc.boolean()),
    figures: some(fc.array(figure, { maxLength: 2 })),
    photos: some(ids),
  })
  .map((record) =>
    Object.fromEntries(
      Object.entries(record).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
    ),
  )

describe('two versions of a draft', () => {
  test('what only one side changed is that side’s', () => {
    fc.assert(
      fc.property(answers, answers, (base, changed) => {
        const mine = mergeAnswers(base, changed, base)
        const theirs = mergeAnswers(base, base, changed)
        expect([mine.conflicts, theirs.conflicts]).toEqual([[], []])
        expect(areSameAnswers(mine.answers, changed)).toBe(true)
        expect(areSameAnswers(theirs.answers, changed)).toBe(true)
      }),
    )
  })

  test('each field ends as it was changed, on one side or both alike, or is asked about', () => {
    fc.assert(
      fc.property(answers, answers, answers, (base, mine, theirs) => {
        const merged = mergeAnswers(base, mine, theirs)
        for (const key of ['line', 'prose', 'consent', 'figures']) {
          const [here, there, was] = [mine[key], theirs[key], base[key]]
          const asked = !isSameAnswer(here, was) && !isSameAnswer(there, was) && !isSameAnswer(here, there)
          expect(merged.conflicts.includes(key)).toBe(asked)
          const end = isSameAnswer(here, was) ? there : here
          expect(isSameAnswer(merged.answers[key], end)).toBe(true)
        }
      }),
    )
  })

  test('both sides are asked about the same fields', () => {
    fc.assert(
      fc.property(answers, answers, answers, (base, a, b) => {
        expect(mergeAnswers(base, a, b).conflicts).toEqual(
          expect.arrayContaining(mergeAnswers(base, b, a).conflicts),
        )
      }),
    )
  })

  test('no picture that either side added is lost, none that either took out comes back, and nobody is asked', () => {
    fc.assert(
      fc.property(ids, ids, ids, (base, mine, theirs) => {
        const { answers, conflicts } = mergeAnswers({ photos: base }, { photos: mine }, { photos: theirs })
        const photos = (answers.photos ?? []) as string[]
        expect(conflicts).toEqual([])
        expect(new Set(photos).size).toBe(photos.length)
        for (const id of ['a', 'b', 'c', 'd', 'e'] as const) {
          const [was, here, there] = [base, mine, theirs].map((list) => list.includes(id))
          expect(photos.includes(id)).toBe(was ? here && there : here || there)
        }
      }),
    )
  })

  test('what was taken over from the other side is named', () => {
    const merged = mergeAnswers({ a: '旧', b: '旧' }, { a: '我的', b: '旧' }, { a: '旧', b: '对方' })
    expect(merged).toEqual({ answers: { a: '我的', b: '对方' }, conflicts: [], taken: ['b'] })
  })
})

test.each<[Answer | undefined, Answer | undefined, boolean]>([
  [undefined, '', true],
  [undefined, [], true],
  [undefined, false, true],
  ['一 ', '一', true],
  ['一 二', '一二', false],
  [[{ label: '户 ', value: '7', unit: '' }], [{ label: '户', value: '7', unit: '' }], true],
  [[{ label: '', value: '', unit: '' }], undefined, true],
  [['a', 'b'], ['b', 'a'], false],
])('%j and %j say the same: %p', (a, b, same) => {
  expect(isSameAnswer(a, b)).toBe(same)
})

describe('what netizens will see', () => {
  const form = Form.parse([
    { key: 'title', label: '标题', kind: 'line', max: 40, becomes: 'name' },
    { key: 'background', label: '背景', kind: 'prose', max: 100, becomes: 'deeds' },
    { key: 'result', label: '成效', kind: 'prose', max: 100, becomes: 'deeds' },
    { key: 'photos', label: '照片', kind: 'photos', max: 9, becomes: 'pictures' },
    { key: 'phone', label: '电话', kind: 'phone' },
  ])

  test('is what the form says becomes public, and nothing else', () => {
    const seen = publicPartOf(form, {
      title: ' 加装电梯 ',
      background: '　　七户人家。\n\n　　没有电梯。',
      result: '装上了。',
      photos: ['p1', 'p2'],
      phone: '13800000000',
    })
    expect(seen).toEqual({
      name: '加装电梯',
      position: null,
      summary: '',
      deeds: ['七户人家。', '没有电梯。', '装上了。'],
      pictures: ['p1', 'p2'],
    })
    expect(JSON.stringify(seen)).not.toContain('138')
  })

  test('has no name of its own where the form asks for none', () => {
    expect(publicPartOf(form.slice(1), {}).name).toBeNull()
    expect(publicPartOf(form, {}).name).toBe('')
  })
})
