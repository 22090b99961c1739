import { Edition } from '@shared/edition/contract'
import { areCandidatesPublic, phaseAt, tallyVisibleUntil } from '@shared/edition/rules'
import fc from 'fast-check'
import edition2021 from '../../config/editions/2021.json'

const edition = Edition.parse(edition2021)
const at = (beijing: string) => new Date(`${beijing}+08:00`)

describe('the 2021 edition', () => {
  test('keeps the facts of the public notice', () => {
    expect(edition.categories.map(({ letter, seats }) => [letter, seats])).toEqual([
      ['A', 15],
      ['B', 30],
      ['C', null],
    ])
    expect(edition.figures).toEqual({ received: 3963, answered: 2757, units: 2896 })
    expect(edition.contact).toMatchObject({ email: '2815433597@qq.com', phone: '027-88567717' })
    expect(phaseAt(edition, at('2022-04-13T23:59:59'))).toBeNull()
    expect(phaseAt(edition, at('2022-04-14T00:00:00'))).toBe('nomination')
    expect(phaseAt(edition, at('2022-04-30T23:59:59'))).toBe('nomination')
    expect(phaseAt(edition, at('2022-05-01T00:00:00'))).toBe('shortlisting')
  })

  test('stores no rate', () => {
    expect(JSON.stringify(edition)).not.toMatch(/70\.3|69\.6/)
    expect(Object.keys(edition.figures)).toEqual(['received', 'answered', 'units'])
  })
})

test('at any instant at most one phase is open, and one that is open holds that instant', () => {
  fc.assert(
    fc.property(
      fc.date({ min: at('2022-04-01T00:00'), max: at('2022-07-01T00:00'), noInvalidDate: true }),
      (now) => {
        const open = edition.phases.filter(
          ({ opensAt, closesAt }) =>
            now >= new Date(opensAt) && (closesAt === null || now < new Date(closesAt)),
        )
        expect(open.length).toBeLessThanOrEqual(1)
        expect(phaseAt(edition, now)).toBe(open[0]?.name ?? null)
      },
    ),
  )
})

describe('who may see counts', () => {
  const until = (visibility: Edition['tallyVisibility'], beijing: string) =>
    tallyVisibleUntil({ ...edition, tallyVisibility: visibility }, at(beijing))

  test('nobody before voting opens', () => {
    expect(until({ mode: 'live' }, '2022-05-10T08:59:59')).toBeNull()
  })

  test('live: everybody at once', () => {
    expect(until({ mode: 'live' }, '2022-05-12T10:00:00')).toEqual(at('2022-05-12T10:00:00'))
  })

  test('daily at 18:00: what stood at the last 18:00, nothing before the first', () => {
    const daily = { mode: 'daily', at: '18:00' } as const
    expect(until(daily, '2022-05-10T17:59:59')).toBeNull()
    expect(until(daily, '2022-05-10T18:00:00')).toEqual(at('2022-05-10T18:00:00'))
    expect(until(daily, '2022-05-12T03:00:00')).toEqual(at('2022-05-11T18:00:00'))
  })

  test('after voting: everything, whatever the mode', () => {
    expect(until({ mode: 'afterClose' }, '2022-05-20T17:59:59')).toBeNull()
    for (const mode of ['live', 'afterClose'] as const) {
      expect(until({ mode }, '2022-05-20T18:00:00')).toEqual(at('2022-05-20T18:00:00'))
    }
  })

  test('what is published never lies in the future and never goes back', () => {
    const day = fc.date({ min: at('2022-05-10T09:00'), max: at('2022-05-19T00:00'), noInvalidDate: true })
    const time = fc.constantFrom('00:00', '00:30', '07:59', '08:00', '18:00', '23:59')
    fc.assert(
      fc.property(day, fc.nat(86_400_000), time, (now, later, clock) => {
        const visible = (when: Date) =>
          tallyVisibleUntil({ ...edition, tallyVisibility: { mode: 'daily', at: clock } }, when)?.getTime() ??
          0
        expect(visible(now)).toBeLessThanOrEqual(now.getTime())
        expect(visible(new Date(now.getTime() + later))).toBeGreaterThanOrEqual(visible(now))
      }),
    )
  })
})

test('candidates are public from the opening of voting on', () => {
  expect(areCandidatesPublic(edition, at('2022-05-10T08:59:59'))).toBe(false)
  expect(areCandidatesPublic(edition, at('2022-05-10T09:00:00'))).toBe(true)
  expect(areCandidatesPublic(edition, at('2022-06-30T00:00:00'))).toBe(true)
})
