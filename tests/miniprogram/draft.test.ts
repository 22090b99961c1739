import type { Answers, Nomination } from '@shared/nomination/contract'
import type { RepresentedUnit } from '@shared/representative/contract'
import fc from 'fast-check'
import { absorb, answered, type Draft, isDirty, newDraft, settled } from '@/nomination/draft'

const unit = { id: 'u', name: '单位（示例）' } as RepresentedUnit

/** What the server tells of the nomination. */
const told = (version: number, answers: Answers): Nomination =>
  ({ id: 'n', version, answers, uploads: [], status: 'draft' }) as unknown as Nomination

/** A draft that both sides know to say `answers`. */
const synced = (answers: Answers): Draft => absorb(newDraft('me', 'caseStudy', unit), told(1, answers)).draft

test('a new draft has nothing to send, and what is written in it has', () => {
  const draft = newDraft('me', 'caseStudy', unit)
  expect(isDirty(draft)).toBe(false)
  expect(isDirty(answered(draft, 'title', ''))).toBe(false)
  expect(isDirty(answered(draft, 'title', '标题'))).toBe(true)
})

test('what was typed while a save was on its way stays, and goes out next', () => {
  const sent = { ...answered(synced({}), 'title', '一'), sent: { title: '一' } }
  const typed = answered(sent, 'title', '一二')
  const { draft, taken } = absorb(typed, told(2, { title: '一' }), true)
  expect(draft).toMatchObject({ answers: { title: '一二' }, conflicts: [], sent: null })
  expect([isDirty(draft), taken]).toEqual([true, []])
})

test('a save whose answer was lost is no conflict with oneself', () => {
  const sent = { ...answered(synced({ title: '零' }), 'title', '一'), sent: { title: '一' } }
  const typed = answered(sent, 'title', '一二')
  // It had gone in: the same save again is refused, with what it had made of it.
  const { draft } = absorb(typed, told(2, { title: '一' }))
  expect(draft).toMatchObject({ answers: { title: '一二' }, conflicts: [] })
})

test('a conflict outlives further edits and news until it is settled, and then stands as chosen', () => {
  const both = absorb(answered(synced({ title: '零' }), 'title', '我的'), told(2, { title: '别人的' })).draft
  expect(both).toMatchObject({ answers: { title: '我的' }, conflicts: ['title'] })
  const later = absorb(answered(both, 'result', '成效'), told(3, { title: '别人又改' })).draft
  expect(later.conflicts).toEqual(['title'])
  expect(settled(later, { title: 'theirs' })).toMatchObject({
    answers: { title: '别人又改', result: '成效' },
    conflicts: [],
  })
  const mine = settled(later, { title: 'mine' })
  expect([mine.answers.title, isDirty(mine)]).toEqual(['我的', true])
})

test('whatever is told in whatever order, no field that was written here changes without being asked about', () => {
  const text = fc.constantFrom('', '一', '二', '三')
  const answers = fc.record({ a: text, b: text })
  fc.assert(
    fc.property(answers, answers, fc.array(answers, { maxLength: 4 }), (base, mine, news) => {
      let draft: Draft = { ...synced(base), answers: mine }
      news.forEach((one, i) => {
        draft = absorb(draft, told(i + 2, one)).draft
      })
      for (const key of ['a', 'b'] as const) {
        // Where the other side once said the same, it is theirs to change again.
        const agreed = news.some((one) => one[key] === mine[key])
        if (mine[key] !== base[key] && !agreed) expect(draft.answers[key]).toBe(mine[key])
      }
    }),
  )
})
