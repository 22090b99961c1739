import { Redis } from 'ioredis'
import { type Connection, createConnection } from 'mongoose'
import { TOTP } from 'otpauth'
import type { Api } from '../support/api'
import { csvOf, download, township, upload } from '../support/sheets'
import { asStaff, buildStaff, loggedIn, PASSWORD } from '../support/staff'
import { startTwin } from '../support/twin'
import { eventually, KEYS, startWorld, type World } from '../support/world'

const PHONES = ['13800001234', '13900005678', '027-87654321转8012', '1370000888X']

let world: World
let editor: Api
let worker: Awaited<ReturnType<World['deps']['startWorker']>>
let mongo: Connection
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
  worker = await world.deps.startWorker()
  editor = await asStaff(world, 'editor')
  mongo = await createConnection(world.stores.mongoUri!).asPromise()
})
afterAll(async () => {
  await worker?.close()
  await mongo?.close()
  await world?.close()
})

/** All that MongoDB and Redis hold, as text. */
async function everything(): Promise<string> {
  const collections = await mongo.db!.collections()
  const documents = await Promise.all(collections.map((one) => one.find().toArray()))
  const redis = new Redis(world.stores.redisUrl!)
  const values = []
  for (const key of await redis.keys('*')) {
    values.push((await redis.type(key)) === 'string' ? await redis.get(key) : '')
  }
  redis.disconnect()
  return JSON.stringify([documents, values])
}
const find = async (api: Api, q: string) =>
  (await api.call('GET /api/staff/units', { query: { q } })).body.items[0]
async function importRows(rows: ReturnType<typeof township>[]) {
  const { body } = await upload(editor, csvOf(rows))
  const params = { params: { id: body.id } }
  const until = (as: string) =>
    eventually(
      async () => (await editor.call('GET /api/staff/unit-imports/:id', params)).body,
      ({ status }) => status === as,
    )
  await until('ready')
  const rowsOf = async () =>
    (await editor.call('GET /api/staff/unit-imports/:id/rows', { ...params, query: {} })).body
  const rowsSeen = JSON.stringify(await rowsOf())
  await editor.call('POST /api/staff/unit-imports/:id/apply', { ...params, body: { mode: 'good' } })
  await until('applied')
  return { ...params, rowsSeen, until }
}

test('telephone numbers are nowhere readable in the stores, however they came, and whole for who may see them', async () => {
  await importRows([township('印章街道', { contactPhone: PHONES[0] })])
  const { rowsSeen, params, until } = await importRows([
    township('印章街道', { contactPhone: PHONES[1] }),
    township('印泥街道', { contactPhone: PHONES[2] }),
    township('错号街道', { contactPhone: PHONES[3] }),
  ])
  const kept = await everything()
  for (const phone of PHONES) for (const text of [kept, rowsSeen]) expect(text).not.toContain(phone)
  expect([await find(editor, '印章街道'), await find(editor, '印泥街道')]).toMatchObject([
    { contact: { phone: PHONES[1] } },
    { contact: { phone: PHONES[2] } },
  ])
  expect((await download(editor, `/api/staff/unit-imports/${params.id}/bad-rows`))[1]).toContain(PHONES[3])

  const undo = { params, body: { reason: '示例：导错了文件' } }
  await editor.call('POST /api/staff/unit-imports/:id/undo', undo)
  await until('undone')
  expect((await find(editor, '印章街道'))?.contact.phone).toBe(PHONES[0])
})

test('the secret of a second factor is readable neither while it is prepared nor once it is on', async () => {
  const { username } = await buildStaff(world, 'editor')
  const browser = await loggedIn(world.url, username)
  const { secret } = (await browser.call('POST /api/staff/totp', {})).body
  expect(await everything()).not.toContain(secret)
  const otp = new TOTP({ secret }).generate()
  expect((await browser.call('PUT /api/staff/totp', { body: { otp } })).status).toBe(204)
  expect(await everything()).not.toContain(secret)
})

test('with a new key in front all goes on, and is sealed anew when told so: then the old one can go', async () => {
  const { username, id } = await buildStaff(world, 'editor')
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
  await mongo.collection('staff').updateOne({ _id: id as never }, { $set: { totpSecret: secret } })
  const secretKey = 'n'.repeat(32)
  const both = await startTwin(world, {}, { ...KEYS, secretKey: `${secretKey},${KEYS.secretKey}` })
  expect((await find(await asStaff(both, 'editor'), '印章街道'))?.contact.phone).toBe(PHONES[0])
  expect(await both.deps.reseal()).toEqual({ resealed: expect.any(Number), lost: 0 })
  expect(await both.deps.reseal()).toEqual({ resealed: 0, lost: 0 })
  await both.close()
  expect(await everything()).not.toContain(secret)

  const alone = await startTwin(world, {}, { ...KEYS, secretKey })
  const otp = new TOTP({ secret }).generate()
  const body = { username, password: PASSWORD, otp }
  expect((await alone.api.call('POST /api/staff/session', { body })).status).toBe(200)
  expect((await find(await asStaff(alone, 'editor'), '印章街道'))?.contact.phone).toBe(PHONES[0])
  await alone.close()

  // Whoever has lost the key is still not let in without a code, and can be helped.
  const wrong = { body: { username, password: PASSWORD, otp: '000000' } }
  expect((await world.api.call('POST /api/staff/session', wrong)).body.error?.code).toBe('staff_login_failed')
  expect((await find(editor, '印章街道'))?.contact.phone).toBeNull()
  const { resealed, lost } = await world.deps.reseal()
  expect([resealed, lost > 0]).toEqual([0, true])
})
