import { TOTP } from 'otpauth'
import { PROGRAM } from '../../server/features/audit/audit'
import { Api } from '../support/api'
import { buildStaff, loggedIn, PASSWORD } from '../support/staff'
import { eventually, startWorld, type World } from '../support/world'
import { keepDown } from './site'

let world: World
beforeAll(async () => {
  world = await startWorld({ perCategory: 1, env: { RATE_LIMIT: 'on' } })
})
afterAll(() => world?.close())

const login = (username: string, password: string) =>
  new Api(world.url).call('POST /api/staff/session', { body: { username, password } })
const session = (api: Api) => api.call('GET /api/staff/session', {})
const said = ({ status, body }: { status: number; body: { error?: { code: string } } }) =>
  body.error?.code ?? status
const isBack = () =>
  eventually(
    () => world.api.send('GET', '/readyz'),
    ({ body }) => body.redis,
  )

async function somebody(role: 'admin' | 'editor' = 'editor') {
  const { id, username } = await buildStaff(world, role)
  const api = await loggedIn(world.url, username)
  const token = /pingxuan_staff=(.+)/.exec(api.cookieFor('/api').cookie!)![1]!
  return { id, username, api, me: await world.deps.staff.open(token) }
}

/** Waits until what Redis was told is in its file, which it flushes each second. */
const written = () => new Promise((resolve) => setTimeout(resolve, 1500))

test('while Redis is dead nobody is let in and nobody works, both are told so at once, and nothing is done', async () => {
  const admin = await somebody('admin')
  const guessed = await somebody()
  for (let i = 0; i < 5; i++) await login(guessed.username, 'wrong')
  await written()
  const bringBack = keepDown(world.stores, 'redis')
  await eventually(
    () => session(admin.api),
    ({ status }) => status === 503,
  )

  const account = { username: 'too.early', name: '早到（示例）', roles: ['editor' as const] }
  const answers = [
    await session(admin.api),
    await admin.api.call('POST /api/staff/accounts', { body: account }),
    await admin.api.call('DELETE /api/staff/session', {}),
    await login(admin.username, PASSWORD),
    await login(admin.username, 'wrong'),
    await login(guessed.username, PASSWORD),
    await login('nobody-at-all', PASSWORD),
  ]
  expect(answers.map(said)).toEqual(answers.map(() => 'session_unavailable'))
  for (const { status, headers } of answers) {
    expect([status, headers.get('set-cookie'), Number(headers.get('retry-after')) > 0]).toEqual([
      503,
      null,
      true,
    ])
  }
  expect(said(await session(new Api(world.url)))).toBe('staff_unauthenticated')
  expect((await world.deps.staff.list()).items.map(({ username }) => username)).not.toContain('too.early')

  bringBack()
  await isBack()
  expect((await session(admin.api)).status).toBe(200)
  expect(said(await login(admin.username, 'wrong'))).toBe('staff_login_failed')
  expect((await login(admin.username, PASSWORD)).status).toBe(200)
  expect(said(await login(guessed.username, PASSWORD))).toBe('account_locked')
})

test('who was disabled while Redis was dead is not let in when their session is back', async () => {
  const { api, id, username } = await somebody()
  await written()
  const bringBack = keepDown(world.stores, 'redis')
  const { version } = await world.deps.staff.findByUsername(username)
  await world.deps.staff.update(PROGRAM, id, { version, disabled: true, reason: '示例：离职' })
  bringBack()
  await isBack()
  expect(said(await session(api))).toBe('staff_unauthenticated')
  expect(said(await login(username, PASSWORD))).toBe('staff_login_failed')
})

test('what Redis dies in the midst of is refused in words, and a password is reset whole or not at all', async () => {
  const { staff } = world.deps
  const { me, id, username } = await somebody()
  const bringBack = keepDown(world.stores, 'redis')
  await eventually(
    () => world.api.send('GET', '/readyz'),
    ({ body }) => !body.redis,
  )
  const works = [
    () => staff.logout(me),
    () => staff.listSessions(me),
    () => staff.endSession(me, me.session),
    () => staff.startTotp(me),
    () => staff.confirmTotp(me, new TOTP().generate()),
    () => staff.removeTotp(me, PASSWORD),
    () => staff.changePassword(me, { current: PASSWORD, next: 'xinde-mima-2021' }),
    () => staff.resetPassword(PROGRAM, id, '示例：忘记密码'),
  ]
  for (const work of works) await expect(work()).rejects.toMatchObject({ code: 'session_unavailable' })
  bringBack()
  await isBack()
  expect((await login(username, PASSWORD)).status).toBe(200)
})

test('while Redis is frozen staff are told so too, and go on when it is awake', async () => {
  const { api, username } = await somebody()
  const redis = world.stores.pids().redis!
  process.kill(redis, 'SIGSTOP')
  try {
    const answers = await Promise.all([session(api), login(username, PASSWORD)])
    expect(answers.map(said)).toEqual(['session_unavailable', 'session_unavailable'])
  } finally {
    process.kill(redis, 'SIGCONT')
  }
  await isBack()
  expect((await session(api)).status).toBe(200)
})
