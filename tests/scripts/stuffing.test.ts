import { type Fate, replay } from '../../bench/stuffing/replay'
import { castsOf } from '../../bench/stuffing/run'

const casts = castsOf(7, { days: 2, scale: 0.04 })

test('the same seed makes the same ballots', () => {
  expect(castsOf(7, { days: 2, scale: 0.04 })).toEqual(casts)
  expect(castsOf(8, { days: 2, scale: 0.04 })).not.toEqual(casts)
})

describe('a short vote', () => {
  const left = /^(slow|careful|old|OpenIDs)|alibis/
  const { fates } = replay(casts.filter(({ by }) => !left.test(by)))
  const fate = (by: string) => fates.find((one) => one.by === by) as Fate
  const caught = ({ stopped, quarantined, refused, ballots }: Fate) =>
    (stopped + quarantined + refused) / ballots

  test('lets an office behind one address and a village on one pass', () => {
    for (const by of ['offices', 'villages']) {
      expect(fate(by).ballots).toBeGreaterThan(100)
      expect(fate(by)).toMatchObject({ bothered: 0, quarantined: 0, refused: 0 })
    }
  })

  test('catches scripted bursts and paid people', () => {
    expect(caught(fate('scripted burst, one browser'))).toBeGreaterThan(0.99)
    expect(caught(fate('scripted burst, many browsers'))).toBeGreaterThan(0.99)
    expect(caught(fate('click farm'))).toBeGreaterThan(0.8)
  })
})
