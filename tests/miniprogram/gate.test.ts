import type { CurrentEdition } from '@shared/edition/contract'
import type { Nomination } from '@shared/nomination/contract'
import { gateAt, obstacleWords, untilWords } from '@/nomination/gate'

const MINUTE = 60_000
const OPENS = '2022-04-13T16:00:00.000Z'
const CLOSES = '2022-04-30T16:00:00.000Z'
const edition = { phases: [{ name: 'nomination', opensAt: OPENS, closesAt: CLOSES }] } as CurrentEdition
const fromEnd = (ms: number) => new Date(Date.parse(CLOSES) + ms)

/** A nomination whose content arrived so many ms from the end, that staff have had in hand since, and that may be due later. */
const saved = (ms: number, dueAt: string | null = null) =>
  ({
    savedAt: fromEnd(ms).toISOString(),
    updatedAt: fromEnd(1).toISOString(),
    returned: dueAt ? { dueAt } : null,
  }) as Nomination

test.each<[string, number, Nomination | null, string | null, number | null]>([
  ['before the beginning', -60 * 86_400_000, null, 'not_open', null],
  ['just before the end', -1, saved(-MINUTE), null, null],
  ['just after it, with what had arrived', 0, saved(-1), 'closed', 2 * MINUTE],
  ['just after it, with what came too late', MINUTE, saved(1), 'closed', null],
  ['just after it, with nothing on the server', MINUTE, null, 'closed', null],
  ['after the grace', 2 * MINUTE, saved(-1), 'closed', null],
  [
    'after the end, where it was given back until later',
    MINUTE,
    saved(-1, '2022-05-03T16:00:00.000Z'),
    null,
    null,
  ],
])('%s', (_when, ms, nomination, reason, grace) => {
  const gate = gateAt(edition, fromEnd(ms), nomination)
  expect(gate.obstacle?.reason ?? null).toBe(reason)
  expect(gate.graceUntil).toBe(grace === null ? null : Date.parse(CLOSES) + grace)
})

test('what came by mail stays as it was mailed once nominations are over, and only while nobody has handed it in', () => {
  const mailed = { ...saved(-MINUTE), status: 'draft', mailedAt: fromEnd(-2 * MINUTE).toISOString() } as const
  const isAsMailed = (ms: number, nomination: Nomination) =>
    gateAt(edition, fromEnd(ms), nomination).isAsMailed
  expect(isAsMailed(-1, mailed)).toBe(false)
  expect(isAsMailed(MINUTE, mailed)).toBe(true)
  expect(isAsMailed(MINUTE, { ...mailed, status: 'submitted' })).toBe(false)
  expect(isAsMailed(MINUTE, { ...mailed, mailedAt: null })).toBe(false)
})

test('midnight is said as the end of the day before, as on every other page', () => {
  expect(untilWords(gateAt(edition, fromEnd(-MINUTE)))).toBe('4月30日 24:00 截止')
  expect(obstacleWords(gateAt(edition, fromEnd(MINUTE)))).toBe('报名已于 4月30日 24:00 截止')
})
