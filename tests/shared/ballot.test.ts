import {
  formatReceipt,
  namesReceipt,
  parseReceipt,
  RECEIPT_ALPHABET,
  receiptFrom,
} from '@shared/ballot/receipt'
import { applyRuling, ballotPeriod, checkSelections, type RulingKind } from '@shared/ballot/rules'
import fc from 'fast-check'

const rule = { min: 1, max: 3, per: 'edition' as const }
const candidates = new Set(['a', 'b', 'c', 'd', 'e'])

describe('selections', () => {
  test('any one to three different candidates of the category are fine', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...candidates), { minLength: 1, maxLength: 3 }),
        (selections) => {
          expect(checkSelections(selections, rule, candidates)).toBeNull()
        },
      ),
    )
  })

  test('too few, too many, the same twice and strangers are told apart', () => {
    expect(checkSelections([], rule, candidates)).toEqual({ reason: 'too_few', min: 1, max: 3, chosen: 0 })
    expect(checkSelections(['a', 'b', 'c', 'd'], rule, candidates)).toMatchObject({
      reason: 'too_many',
      chosen: 4,
    })
    expect(checkSelections(['a', 'b', 'a'], rule, candidates)).toEqual({
      reason: 'repeated',
      selections: ['a'],
    })
    expect(checkSelections(['a', 'b'], rule, candidates, new Set(['b']))).toEqual({
      reason: 'withdrawn',
      selections: ['b'],
    })
    expect(checkSelections(['a', 'x'], rule, candidates)).toEqual({
      reason: 'not_in_category',
      selections: ['x'],
    })
  })

  test('whatever passes is within the rule, has no repetition and names candidates only', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...candidates, 'x', '__proto__', '')), (selections) => {
        const fine = checkSelections(selections, rule, candidates) === null
        const should =
          selections.length >= 1 &&
          selections.length <= 3 &&
          new Set(selections).size === selections.length &&
          selections.every((id) => candidates.has(id))
        expect(fine).toBe(should)
      }),
    )
  })
})

describe('receipts', () => {
  test('have no characters that look alike', () => {
    expect(RECEIPT_ALPHABET).not.toMatch(/[01OILU]/)
    expect(new Set(RECEIPT_ALPHABET).size).toBe(30)
  })

  test('are found again however they are typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 60, maxLength: 60 }), fc.boolean(), (bytes, lower) => {
        const receipt = receiptFrom(bytes)
        fc.pre(receipt !== null)
        const shown = formatReceipt(receipt!)
        expect(shown).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/)
        expect(parseReceipt(lower ? ` ${shown.toLowerCase()} ` : shown.replaceAll('-', ' '))).toBe(receipt)
      }),
    )
  })

  test('full-width typing is understood, anything else is none', () => {
    expect(parseReceipt('ＡＢＣＤ－ＥＦＧＨ－２３４５')).toBe('ABCDEFGH2345')
    for (const typed of ['', 'ABCD', 'ABCD-EFGH-2340', 'ABCDEFGH23456', '回执', '{"$ne":1}']) {
      expect(parseReceipt(typed)).toBeNull()
    }
  })

  test('are noticed in the midst of words, and no other words are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 60, maxLength: 60 }), fc.nat(2), (bytes, form) => {
        const receipt = receiptFrom(bytes)
        fc.pre(receipt !== null)
        const shown = formatReceipt(receipt!)
        const written = [receipt!, shown.toLowerCase(), shown.replaceAll('-', ' ')][form]
        expect(namesReceipt(`网友来电，回执${written}是代投的`)).toBe(true)
      }),
    )
    for (const written of [
      'ＡＢＣＤ－ＥＦＧＨ－２３４５',
      'ABCD——EFGH——2345',
      'abcd–efgh·2345',
      'ABCD. EFGH. 2345',
    ]) {
      expect([written, namesReceipt(`与${written}相同`)]).toEqual([written, true])
    }
    for (const words of [
      '',
      '同一网络集中投票',
      '5月10日 09:00—09:30，共 23 张',
      '电话 0272-3456-7899',
      'MicroMessenger',
    ]) {
      expect([words, namesReceipt(words)]).toEqual([words, false])
    }
  })

  test('every character is equally likely', () => {
    const counts = new Map<string, number>()
    const bytes = new Uint8Array(12)
    for (let byte = 0; byte < 240; byte++) {
      const c = receiptFrom(bytes.fill(byte))![0]!
      counts.set(c, (counts.get(c) ?? 0) + 1)
    }
    expect([...counts.values()]).toEqual(Array(30).fill(8))
    expect(receiptFrom(bytes.fill(240))).toBeNull()
  })
})

test('the period of a ballot is the edition or the day in Beijing', () => {
  const beforeMidnight = new Date('2022-05-10T15:59:59.999Z')
  const midnight = new Date('2022-05-10T16:00:00Z')
  expect(ballotPeriod(rule, midnight)).toBe('once')
  expect(ballotPeriod({ ...rule, per: 'day' }, beforeMidnight)).toBe('2022-05-10')
  expect(ballotPeriod({ ...rule, per: 'day' }, midnight)).toBe('2022-05-11')
})

test('after any rulings a ballot is in the tally once while it counts and not at all while it does not', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom<RulingKind>('quarantined', 'invalidated', 'restored')), (kinds) => {
      let status: 'counted' | 'quarantined' | 'invalidated' = 'counted'
      let counted = 1
      for (const kind of kinds) {
        const applied = applyRuling(status, kind)
        if (status === 'invalidated') expect(applied).toBeNull()
        if (!applied) continue
        status = applied.status
        counted += applied.effect
        expect(counted).toBe(status === 'counted' ? 1 : 0)
      }
    }),
  )
})
