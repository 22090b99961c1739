import type { Marks, ReviewCard } from '@shared/review/contract'
import fc from 'fast-check'
import { absorb, type Draft, draftOf, isDirty, sending } from '@/review/draft'

/** What the server tells of the review. */
const told = (version: number, marks: Marks, comment = '') =>
  ({ id: 'r', version, marks, comment, state: 'draft' }) as unknown as ReviewCard

const written = (marks: Marks, on: Marks = {}): Draft => ({ ...draftOf('me', told(1, on)), marks })

test('what nobody has changed is not sent, and what is sent again is the same to the letter', () => {
  expect(isDirty(draftOf('me', told(1, { a: 3 })))).toBe(false)
  const first = sending(written({ a: 3 }))
  const later = sending({ ...first, marks: { a: 4 } })
  expect(later.sent).toEqual(first.sent)
  expect(isDirty(later)).toBe(true)
})

test('a mark given while a save was on its way stays, and goes out next', () => {
  const draft = absorb({ ...sending(written({ a: 3 })), marks: { a: 3, b: 5 } }, told(2, { a: 3 }), true)
  expect(draft).toMatchObject({ marks: { a: 3, b: 5 }, sent: null, base: { version: 2 } })
  expect(isDirty(draft)).toBe(true)
})

test('a save whose answer was lost leaves nothing to send once the server tells of it', () => {
  const draft = absorb(sending(written({ a: 3 })), told(2, { a: 3 }))
  expect(isDirty(draft)).toBe(false)
})

test('a mark taken back here is taken back, whatever was marked elsewhere', () => {
  const draft = absorb(written({ b: 1 }, { a: 3, b: 1 }), told(2, { a: 3, b: 2 }))
  expect(draft.marks).toEqual({ b: 2 })
})

test('what was marked here is never changed by what comes, and the rest follows the server', () => {
  const marks = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 3 }))
  fc.assert(
    fc.property(marks, marks, marks, (base, mine, latest) => {
      const draft = absorb(written(mine, base), told(2, latest))
      for (const key of ['a', 'b', 'c']) {
        expect(draft.marks[key]).toBe(mine[key] === base[key] ? latest[key] : mine[key])
      }
    }),
  )
})
