import { createHash } from 'node:crypto'
import type { Edition } from '@shared/edition/contract'
import type { Level, Region } from '@shared/unit/contract'
import { Chance } from './chance'
import { DEPARTMENTS, type UnitKind } from './departments'
import { hubei, shortName, type Town } from './divisions'

/** A unit before its reply record, with what its story needs to know about it. */
export type DraftUnit = {
  id: string
  name: string
  level: Level
  region: Region
  kind: UnitKind
  /** How its people call it: 局里, 大队, 镇里 … */
  org: string
  /** Places it looks after, for stories: districts of a city, towns of a county; a township has none. */
  places: readonly string[]
}

/** Every invented unit's name ends in this. */
export const MARK = '（示例）'
export const PROVINCE_REGION: Region = { code: '420000', cityCode: '420000', city: '省直单位', county: null }

/**
 * As many invented units as the edition counts, on the real divisions of Hubei, ordered by level and code:
 * every town and street, the province's and the cities' departments, and the counties' as far as the number goes.
 */
export function draftUnits(edition: Edition): DraftUnit[] {
  const cities = hubei()
  const make = (draft: Omit<DraftUnit, 'id' | 'name'> & { name: string }): DraftUnit => ({
    ...draft,
    name: `${draft.name}${MARK}`,
    id: opaqueId('u', edition.id, draft.name),
  })

  const province = DEPARTMENTS.filter((d) => d.province).map((d) =>
    make({
      name: `湖北省${d.province}`,
      level: 'province',
      region: PROVINCE_REGION,
      kind: d.kind,
      org: d.org.province,
      places: cities.map((city) => city.name),
    }),
  )
  const city = cities.flatMap((place) =>
    DEPARTMENTS.filter((d) => d.city).map((d) =>
      make({
        name: `${place.name}${d.city}`,
        level: 'city',
        region: { code: place.code, cityCode: place.code, city: place.name, county: null },
        kind: d.kind,
        org: d.org.city,
        places: (place.direct ? place.towns : place.counties).map((part) => shortName(part.name)),
      }),
    ),
  )
  const township = cities.flatMap((place) => {
    const region = { cityCode: place.code, city: place.name }
    return [
      ...place.towns.map((town) =>
        draftTown(town, place.name, { ...region, code: place.code, county: null }),
      ),
      ...place.counties.flatMap((county) =>
        county.towns.map((town) =>
          draftTown(town, county.name, { ...region, code: county.code, county: county.name }),
        ),
      ),
    ].map(make)
  })

  const counties = cities.flatMap((place) => place.counties.map((county) => ({ place, county })))
  const rounds = DEPARTMENTS.filter((d) => d.county).map((d) => {
    // A round that the number of units cuts short must not leave out the same counties in every edition's file.
    const order = new Chance(`${edition.id}/${d.county}`).shuffle(counties)
    return order.map(({ place, county }) => ({ d, place, county }))
  })
  const left = edition.figures.units - province.length - city.length - township.length
  const county = rounds
    .flat()
    .slice(0, Math.max(left, 0))
    .map(({ d, place, county }) =>
      make({
        // The environment offices of counties belong to the city's bureau and carry its name.
        name:
          d.kind === 'ecology' ? `${place.name}生态环境局${county.name}分局` : `${county.name}${d.county}`,
        level: 'county',
        region: { code: county.code, cityCode: place.code, city: place.name, county: county.name },
        kind: d.kind,
        org: d.org.county,
        places: county.towns.map((town) => town.name),
      }),
    )
    .sort((a, b) => (a.region.code < b.region.code ? -1 : a.region.code > b.region.code ? 1 : 0))

  const units = [...province, ...city, ...county, ...township]
  if (units.length !== edition.figures.units)
    throw new Error(`Hubei gives ${units.length} units, the edition counts ${edition.figures.units}`)
  return units
}

function draftTown(town: Town, above: string, region: Region): Omit<DraftUnit, 'id'> {
  const street = town.kind === 'street'
  return {
    name: `${above}${town.name}${street ? '办事处' : '人民政府'}`,
    level: 'township',
    region,
    kind: street ? 'street' : 'town',
    org: street ? '街道' : town.name.endsWith('乡') ? '乡里' : '镇里',
    places: [],
  }
}

/** An identifier that stays the same from run to run and says nothing to a reader. */
export function opaqueId(prefix: string, edition: string, what: string): string {
  return prefix + createHash('sha256').update(`${edition}/${prefix}/${what}`).digest('hex').slice(0, 10)
}
