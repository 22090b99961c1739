import type { Candidate } from '@shared/candidate/contract'
import type { CategoryId, Edition } from '@shared/edition/contract'
import type { ReplyRecord } from '@shared/unit/contract'
import { Chance } from './chance'
import { Writer } from './deeds'
import type { UnitKind } from './departments'
import { MATTERS, type Matter } from './matters'
import { inventPeople } from './people'
import { flavoursOf, type PictureSubject } from './picture/subject'
import { REAL_CASES } from './real-cases'
import { type DraftUnit, opaqueId } from './units'

/** A candidate of the sample: votes and picture files come later, `subject` says what its picture shows. */
export type SampleCandidate = Omit<Candidate, 'votes' | 'picture' | 'withdrawn'> & {
  /** The unit's id; null for the two real cases, whose units are not among the invented ones. */
  unitId: string | null
  /** The matter told of; null for the real cases. */
  matter: string | null
  subject: PictureSubject
}

type Recorded = DraftUnit & { replyRecord: ReplyRecord }

/** How many candidates each category has. */
export const FIELD: Record<CategoryId, number> = { unit: 40, worker: 60, caseStudy: 36 }

/** Whether the matter lies in the unit's hands. The province's departments do not paint crossings themselves. */
export function suits(matter: Matter, { kind, level }: Pick<DraftUnit, 'kind' | 'level'>): boolean {
  return (
    matter.kinds.includes(kind) &&
    matter.threads.some((thread) => thread.kinds?.includes(kind) ?? true) &&
    (level !== 'province' || matter.provincial === true)
  )
}

/** Levels in turn, so that every level is seen and counties, the most numerous, are seen most. */
const LEVELS = [
  'city',
  'county',
  'township',
  'county',
  'city',
  'township',
  'county',
  'city',
  'county',
  'township',
] as const
const PROVINCE_EVERY = 20

/**
 * Indices of `count` units that a story can be told of, spread over levels, cities and kinds: these get the long
 * reply records and become candidates.
 */
export function chooseDiligent(units: readonly DraftUnit[], count: number, chance: Chance): number[] {
  const chosen: number[] = []
  const seen = new Map<string, number>()
  const times = (key: string) => seen.get(key) ?? 0
  const pool = new Set([...units.keys()].filter((i) => MATTERS.some((matter) => suits(matter, units[i]!))))
  while (chosen.length < count && pool.size > 0) {
    const turn = chosen.length
    const wanted = turn % PROVINCE_EVERY === 7 ? 'province' : LEVELS[turn % LEVELS.length]!
    const level = [...pool].some((i) => units[i]!.level === wanted) ? wanted : units[[...pool][0]!]!.level
    const best = lowest(
      [...pool].filter((i) => units[i]!.level === level),
      (i) => {
        const { kind, region } = units[i]!
        // The capital has more units and more readers than any other city.
        const city = times(region.city) / (region.city === '武汉市' ? 2 : 1)
        return city * 3 + (times(kind) * 24) / stock(kind) + times(region.code) * 2 + chance.next()
      },
    )
    for (const key of [units[best]!.kind, units[best]!.region.city, units[best]!.region.code])
      seen.set(key, times(key) + 1)
    chosen.push(best)
    pool.delete(best)
  }
  return chosen
}

/** The candidates of all categories, in the order of their numbers. `diligent` are units in order of choice. */
export function chooseCandidates(
  edition: Edition,
  units: readonly Recorded[],
  diligent: readonly Recorded[],
): SampleCandidate[] {
  const chance = new Chance(`${edition.id}/candidates`)
  const writer = new Writer(new Chance(`${edition.id}/deeds`))
  const told = new Map<string, number>()
  const next = (matters: readonly Matter[]) => {
    const matter = lowest(
      matters,
      ({ id, threads }) => ((told.get(id) ?? 0) + chance.next() / 2) / threads.length,
    )
    told.set(matter.id, (told.get(matter.id) ?? 0) + 1)
    return matter
  }
  const mattersOf = (unit: DraftUnit) => MATTERS.filter((matter) => suits(matter, unit))
  const frame = (category: CategoryId, place: number, unit: Recorded) => {
    const { letter } = edition.categories.find(({ id }) => id === category)!
    const number = numberOf(letter, place)
    const { level, region, replyRecord } = unit
    const id = opaqueId('c', edition.id, number)
    return {
      id,
      category,
      number,
      level,
      region,
      replyRecord,
      unitId: unit.id,
      unitName: unit.name,
      sample: true,
    }
  }

  const eligible = diligent.slice(0, FIELD.unit + FIELD.worker)
  // Two of five go to the first category, so that both get the same mix of levels and places.
  const toUnits = (i: number) => i % 5 < 2
  const forUnits = chance.shuffle(eligible.filter((_, i) => toUnits(i))).slice(0, FIELD.unit)
  const forWorkers = chance.shuffle(eligible.filter((unit) => !forUnits.includes(unit)))

  // Cases are written first: they stand on a story alone, so each gets one nobody else has told.
  const taken = new Set(eligible)
  const invented = FIELD.caseStudy - REAL_CASES.length
  const freeFor = (matter: Matter) =>
    units.filter((unit) => suits(matter, unit) && !taken.has(unit) && unit.replyRecord.answered > 0)
  // Two rounds: where a matter finds no unit that is still free, another one is told again.
  const order = [...chance.shuffle(MATTERS), ...chance.shuffle(MATTERS)]
  const cases: SampleCandidate[] = []
  for (const matter of order) {
    const free = freeFor(matter)
    if (free.length === 0 || cases.length === invented) continue
    const cities = [...taken].map((unit) => unit.region.city)
    const unit = lowest(
      free,
      ({ region, level, replyRecord }) =>
        cities.filter((city) => city === region.city).length +
        (level === 'province' ? 4 : 0) -
        Math.min(replyRecord.answered, 12) / 3 +
        chance.next(),
    )
    taken.add(unit)
    told.set(matter.id, (told.get(matter.id) ?? 0) + 1)
    const { title, ...deeds } = writer.caseStudy(unit, matter)
    cases.push({
      ...frame('caseStudy', cases.length + REAL_CASES.length, unit),
      name: title,
      position: null,
      ...deeds,
      matter: matter.id,
      subject: { kind: 'scene', scene: matter.scene },
    })
  }

  const a = forUnits.map((unit, i): SampleCandidate => {
    const own = mattersOf(unit)
    const matter = next(own)
    const second = chance.pick(own.length > 1 ? own.filter((other) => other !== matter) : own)
    const flavour = chance.pick(flavoursOf(unit.region.city))
    return {
      ...frame('unit', i, unit),
      name: unit.name,
      position: null,
      ...writer.unit(unit, matter, second),
      matter: matter.id,
      subject: { kind: 'seat', flavour, township: unit.level === 'township' },
    }
  })

  const people = inventPeople(forWorkers, chance)
  const b = forWorkers.map((unit, i): SampleCandidate => {
    const person = people[i]!
    const matter = next(mattersOf(unit))
    return {
      ...frame('worker', i, unit),
      name: person.name,
      position: person.position,
      ...writer.worker(unit, person, matter),
      matter: matter.id,
      subject: { kind: 'portrait', gender: person.gender },
    }
  })

  const letter = edition.categories.find(({ id }) => id === 'caseStudy')!.letter
  const real = REAL_CASES.map(({ scene, ...known }, i): SampleCandidate => {
    const number = numberOf(letter, i)
    return {
      ...known,
      id: opaqueId('c', edition.id, number),
      category: 'caseStudy',
      number,
      position: null,
      sample: false,
      replyRecord: null,
      unitId: null,
      matter: null,
      subject: { kind: 'scene', scene },
    }
  })
  return [...a, ...b, ...real, ...cases]
}

function numberOf(letter: string, place: number): string {
  return `${letter}${String(place + 1).padStart(2, '0')}`
}

/** How many stories the text bank holds for a kind of unit, those shared with other kinds counted in part. */
function stock(kind: UnitKind): number {
  return MATTERS.filter((matter) => matter.kinds.includes(kind)).reduce(
    (sum, { threads, kinds }) => sum + threads.length / kinds.length,
    0,
  )
}

function lowest<T>(list: readonly T[], score: (item: T) => number): T {
  let best: T | undefined
  let least = Number.POSITIVE_INFINITY
  for (const item of list) {
    const value = score(item)
    if (value < least) {
      best = item
      least = value
    }
  }
  if (best === undefined) throw new Error('nothing to choose from')
  return best
}
