import { buffer } from 'node:stream/consumers'
import { dayInWords, recipientOf } from '@shared/certificate/rules'
import { strFromU8, unzipSync } from 'fflate'
import { PROGRAM } from '../../server/features/audit/audit'
import { issue, listed } from '../support/certificate'
import { readPdf } from '../support/pdf'
import { bringTo, resultEdition } from '../support/result'
import { asStaff, buildStaff, loggedIn } from '../support/staff'
import { startTwin } from '../support/twin'
import { startWorld, type World } from '../support/world'

let world: World
let twin: Awaited<ReturnType<typeof startTwin>>
beforeAll(async () => {
  world = await startWorld({ edition: resultEdition(), perCategory: 4 })
  twin = await startTwin(world)
})
afterAll(async () => {
  await twin?.close()
  await world?.close()
})

const publisher = () => asStaff(world, 'publisher')
const bytes = async (path: string) => Buffer.from(await (await fetch(world.url + path)).arrayBuffer())
const textOf = (pdf: Buffer) =>
  readPdf(pdf)
    .flatMap(({ texts }) => texts)
    .map(({ text }) => text)
    .join('')

test('nothing is issued before a result is released', async () => {
  await bringTo(world, 'unit', 'proposed')
  const me = await publisher()
  expect(await issue(me, 'unit')).toMatchObject({
    status: 404,
    body: { error: { code: 'result_not_released' } },
  })
  expect(await listed(me, 'unit')).toEqual({ items: [], waiting: null })
})

describe('of a released result', () => {
  test('two who issue at once, in two processes, issue each winner’s once, numbered by rank', async () => {
    await bringTo(world, 'unit', 'released')
    const me = await publisher()
    expect((await listed(me, 'unit')).waiting).toBe(3)
    const other = await loggedIn(twin.url, (await buildStaff(world, 'publisher')).username)
    const answers = await Promise.all([me, other, me, other].map((one) => issue(one, 'unit')))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const { items, waiting } = await listed(me, 'unit')
    const winners = (await world.deps.results.winners('unit'))!
    expect(waiting).toBe(0)
    expect(items.map(({ number, candidate }) => [number, candidate])).toEqual(
      winners.map(({ id }, i) => [`荆楚问政〔2021〕A-0${i + 1}`, id]),
    )
    expect(new Set(items.map(({ code }) => code)).size).toBe(3)
  })

  test('anybody who has a code, however it is typed, sees whose it is, and gets it as a page', async () => {
    const me = await publisher()
    const [first] = (await listed(me, 'unit')).items
    const { code, number, recipient } = first!
    const typed = ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4, 8)} ${code.slice(8)}`
    const { status, body } = await world.api.call('GET /api/certificates/:code', { params: { code: typed } })
    expect(status).toBe(200)
    expect(body).toMatchObject({ code, number, award: '荆楚问政优秀回复单位', revoked: null })
    expect(body).not.toHaveProperty('candidate')
    const pdf = await bytes(`/api/certificates/${code}/pdf`)
    expect(readPdf(pdf)).toHaveLength(1)
    const text = textOf(pdf)
    for (const part of ['荣　誉　证　书', recipient, number, '特颁此证', '荆楚网（湖北日报网）'])
      expect(text).toContain(part)
    expect(text).not.toContain('样张')
  })

  test('a code that nobody was given is not found', async () => {
    for (const code of ['ABCDEFGHJKMN', '写错了']) {
      const { status, body } = await world.api.call('GET /api/certificates/:code', { params: { code } })
      expect([status, body]).toMatchObject([404, { error: { code: 'certificate_not_found' } }])
    }
  })

  test('all that hold come as a zip, a page each', async () => {
    const me = await publisher()
    const content = await buffer(await world.deps.certificates.exportAll('unit', PROGRAM))
    const files = unzipSync(content)
    const { items } = await listed(me, 'unit')
    expect(Object.keys(files)).toEqual(items.map(({ number, recipient }) => `${number} ${recipient}.pdf`))
    for (const file of Object.values(files)) expect(strFromU8(file.subarray(0, 5))).toBe('%PDF-')
  })

  test('one that is revoked says so with the reason, is printed no more, and its number is not given again', async () => {
    const me = await publisher()
    const [first] = (await listed(me, 'unit')).items
    const params = { code: first!.code }
    const revoke = () =>
      me.call('POST /api/staff/certificates/:code/revocation', { params, body: { reason: '单位名称印错' } })
    expect((await revoke()).status).toBe(200)
    expect((await revoke()).body).toMatchObject({ error: { code: 'certificate_revoked' } })
    const shown = await world.api.call('GET /api/certificates/:code', { params })
    expect(shown.body.revoked).toMatchObject({ reason: '单位名称印错' })
    expect((await fetch(`${world.url}/api/certificates/${params.code}/pdf`)).status).toBe(409)

    expect((await listed(me, 'unit')).waiting).toBe(1)
    const { items } = (await issue(me, 'unit')).body
    expect(items.map(({ number, revoked }) => [number.slice(-2), revoked === null])).toEqual([
      ['01', false],
      ['02', true],
      ['03', true],
      ['04', true],
    ])
    expect(items[3]!.candidate).toBe(first!.candidate)
    expect(items[3]!.code).not.toBe(first!.code)
  })

  test('a sample says that it is one', async () => {
    const content = await buffer(world.deps.certificates.sample('worker'))
    expect(textOf(content)).toContain('样张')
    expect(textOf(content)).toContain('某某某同志')
  })
})

test('days are written as on certificates, of Beijing', () => {
  expect(dayInWords('2022-06-08T01:00:00.000Z')).toBe('二〇二二年六月八日')
  expect(dayInWords('2022-10-09T16:00:00.000Z')).toBe('二〇二二年十月十日')
  expect(dayInWords('2030-12-30T16:00:00.000Z')).toBe('二〇三〇年十二月三十一日')
})

test('a worker is addressed with the unit, a case by the unit that did it', () => {
  const of = (category: 'unit' | 'worker' | 'caseStudy') =>
    recipientOf({ category, name: '名', unitName: '单位' })
  expect([of('unit'), of('worker'), of('caseStudy')]).toEqual(['名', '单位 名同志', '单位'])
})
