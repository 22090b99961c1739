import { Redis } from 'ioredis'
import { TOTP } from 'otpauth'
import { stepOf } from '../../server/features/staff/totp'
import { Api } from '../support/api'
import { asStaff, buildStaff, loggedIn, PASSWORD } from '../support/staff'
import { startTwin } from '../support/twin'
import { startWorld, type World } from '../support/world'

let world: World
let admin: Api
let redis: Redis
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
  admin = await asStaff(world, 'admin')
  redis = new Redis(world.stores.redisUrl!)
})
afterAll(async () => {
  redis.disconnect()
  await world.close()
})

const login = (username: string, password = PASSWORD, otp?: string, url = world.url) =>
  new Api(url).call('POST /api/staff/session', { body: { username, password, ...(otp && { otp }) } })

/** What a browser learns of its own session: 200, or the code of the refusal. */
async function sessionOf(api: Api): Promise<string | number> {
  const { status, body } = await api.call('GET /api/staff/session', {})
  return body.error?.code ?? status
}

const entries = async (action: string) =>
  (await admin.call('GET /api/staff/audit', { query: { action } })).body.items

describe('logging in', () => {
  test('gives a cookie that no script reads, no other site sends, and that lasts twelve hours', async () => {
    const { username } = await buildStaff(world, 'editor')
    const { headers, body } = await login(` ${username.toUpperCase()} `)
    expect(body).toMatchObject({ staff: { username, roles: ['editor'] }, mustChangePassword: false })
    const [name, ...attributes] = headers.getSetCookie()[0]!.split('; ')
    expect(name).toMatch(/^pingxuan_staff=[\w-]{43}$/)
    expect(attributes).toEqual(['Max-Age=43200', 'Path=/', 'HttpOnly', 'SameSite=Strict'])
    expect(JSON.stringify(await redis.keys('*'))).not.toContain(name!.split('=')[1])
  })

  test('with a wrong password is refused like with an unknown username', async () => {
    const { username } = await buildStaff(world, 'editor')
    const [wrong, unknown] = [await login(username, 'wrong'), await login('nobody-at-all', 'wrong')]
    expect(wrong.status).toBe(401)
    expect(wrong.body.error!.code).toBe('staff_login_failed')
    expect([unknown.status, unknown.body]).toEqual([wrong.status, wrong.body])
  })

  test('leaves an entry, failed or not, that tells no password, not even one typed for a username', async () => {
    const { username, id } = await buildStaff(world, 'editor')
    await login('my-secret-passphrase')
    await login(username, 'a-wrong-passphrase')
    await login(username)
    const [failed, unknown] = await entries('staff.loginFailed')
    expect(failed).toMatchObject({ subject: { id, name: username }, reason: '密码不正确' })
    expect(unknown).toMatchObject({ subject: { id: '', name: '不存在的账号' } })
    expect((await entries('staff.login'))[0]).toMatchObject({ actor: { id }, after: { ip: '127.0.0.1' } })
    const all = JSON.stringify((await admin.call('GET /api/staff/audit', { query: { pageSize: 200 } })).body)
    for (const secret of ['my-secret', 'a-wrong-passphrase', PASSWORD, '$argon2'])
      expect(all).not.toContain(secret)
  })

  test('passwords are kept as argon2id', async () => {
    const { id } = await buildStaff(world, 'editor')
    expect((await world.deps.stores.staff.find(id))!.passwordHash).toMatch(
      /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/,
    )
  })
})

describe('guessing', () => {
  const fail = async (username: string, times: number, url = world.url) => {
    for (let i = 0; i < times; i++) await login(username, 'wrong', undefined, url)
  }
  /** Seconds that the right password has to wait; 0 where it is let in. */
  async function waiting(username: string, url = world.url): Promise<number> {
    const { status, body, headers } = await login(username, PASSWORD, undefined, url)
    if (status === 200) return 0
    expect([status, body.error!.code]).toEqual([429, 'account_locked'])
    const { retryAfter } = body.error!.details as { retryAfter: number }
    expect(headers.get('retry-after')).toBe(String(retryAfter))
    return retryAfter
  }
  /** As if the time were over. */
  async function passTime(): Promise<void> {
    const locks = await redis.keys('attempts:*:lock')
    if (locks.length > 0) await redis.del(locks)
  }

  test('five times makes everybody wait a minute, and each time after twice as long, up to an hour', async () => {
    const { username } = await buildStaff(world, 'editor')
    await fail(username, 5)
    const waits = []
    for (let i = 0; i < 8; i++) {
      waits.push(await waiting(username))
      await passTime()
      await fail(username, 1)
    }
    expect(waits).toEqual([60, 120, 240, 480, 960, 1920, 3600, 3600])
  })

  test('is counted by all processes together, and for names nobody has', async () => {
    const twin = await startTwin(world)
    const { username } = await buildStaff(world, 'editor')
    for (const name of [username, 'nobody-there']) {
      await fail(name, 3)
      await fail(name, 2, twin.url)
      expect(await waiting(name)).toBe(60)
    }
    await twin.close()
  })

  test('many times at once gets no more answers than one after another', async () => {
    const { username } = await buildStaff(world, 'editor')
    const answers = await Promise.all(Array.from({ length: 20 }, () => login(username, 'wrong')))
    expect(answers.filter(({ status }) => status === 401).length).toBe(5)
  })

  test('is forgotten after the right answer', async () => {
    const { username } = await buildStaff(world, 'editor')
    await fail(username, 4)
    expect(await waiting(username)).toBe(0)
    await fail(username, 4)
    expect(await waiting(username)).toBe(0)
  })

  test('a password from within a session counts as well', async () => {
    const { username } = await buildStaff(world, 'editor')
    const browser = await loggedIn(world.url, username)
    const change = () =>
      browser.call('PUT /api/staff/password', { body: { current: 'wrong', next: 'xinde-mima-2021' } })
    for (let i = 0; i < 5; i++) expect((await change()).status).toBe(401)
    expect((await change()).body.error!.code).toBe('account_locked')
  })
})

describe('a second factor', () => {
  const codeAt = (secret: string, steps = 0) =>
    new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 })

  async function withTotp() {
    const { username } = await buildStaff(world, 'editor')
    const browser = await loggedIn(world.url, username)
    const { secret, uri } = (await browser.call('POST /api/staff/totp', {})).body
    return { username, browser, secret, uri }
  }

  test('is turned on by a code of it, asked for at the next log-in, and turned off by the password', async () => {
    const { username, browser, secret, uri } = await withTotp()
    expect(uri).toContain(secret)
    const other = await loggedIn(world.url, username)
    const unasked = await other.call('PUT /api/staff/totp', { body: { otp: codeAt(secret) } })
    expect(unasked.body.error!.message).toBe('二维码已过期，请取消后重新开启')
    const wrong = await browser.call('PUT /api/staff/totp', { body: { otp: '000000' } })
    expect(wrong.body.error!.code).toBe('otp_wrong')
    expect((await login(username)).status).toBe(200)

    expect((await browser.call('PUT /api/staff/totp', { body: { otp: codeAt(secret) } })).status).toBe(204)
    expect((await login(username)).body.error!.code).toBe('otp_required')
    expect((await login(username, 'wrong', codeAt(secret, 1))).body.error!.code).toBe('staff_login_failed')
    expect((await login(username, PASSWORD, codeAt(secret, 1))).status).toBe(200)
    expect((await browser.call('POST /api/staff/totp', {})).body.error!.code).toBe('totp_active')

    const remove = (password: string) => browser.call('DELETE /api/staff/totp', { body: { password } })
    expect((await remove('wrong')).status).toBe(401)
    expect((await remove(PASSWORD)).status).toBe(204)
    expect((await login(username)).status).toBe(200)
  })

  test('takes a code once', async () => {
    const { username, browser, secret } = await withTotp()
    const first = codeAt(secret)
    await browser.call('PUT /api/staff/totp', { body: { otp: first } })
    expect((await login(username, PASSWORD, first)).status).toBe(401)
    const next = codeAt(secret, 1)
    const answers = await Promise.all([1, 2, 3].map(() => login(username, PASSWORD, next)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401])
  })

  test('may be asked for again and again without anybody having guessed', async () => {
    const { username, browser, secret } = await withTotp()
    await browser.call('PUT /api/staff/totp', { body: { otp: codeAt(secret) } })
    for (let i = 0; i < 7; i++) expect((await login(username)).body.error!.code).toBe('otp_required')
    expect((await login(username, PASSWORD, codeAt(secret, 1))).status).toBe(200)
  })

  test('forgives half a minute, and no more', () => {
    const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
    const now = new Date('2022-05-10T01:00:10Z')
    const at = (seconds: number) =>
      stepOf(secret, new TOTP({ secret }).generate({ timestamp: now.getTime() + seconds * 1000 }), now)
    const step = Math.floor(now.getTime() / 30_000)
    expect([-60, -30, 0, 30, 60].map(at)).toEqual([null, step - 1, step, step + 1, null])
  })
})

describe('sessions', () => {
  test('are listed with their browser, and ended one by one', async () => {
    const { username } = await buildStaff(world, 'editor')
    const here = await loggedIn(world.url, username)
    const phone = new Api(world.url)
    const agent = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1'
    await phone.send('POST', '/api/staff/session', { username, password: PASSWORD }, { 'user-agent': agent })
    const { items } = (await here.call('GET /api/staff/sessions', {})).body
    expect(items).toMatchObject([
      { agent: 'Safari · iOS', ip: '127.0.0.1', current: false },
      { current: true },
    ])
    const ended = await here.call('DELETE /api/staff/sessions/:id', { params: { id: items[0]!.id } })
    expect(ended.status).toBe(204)
    expect([await sessionOf(phone), await sessionOf(here)]).toEqual(['staff_unauthenticated', 200])
  })

  test("of somebody else can't be ended", async () => {
    const stranger = await asStaff(world, 'editor')
    const { items } = (await admin.call('GET /api/staff/sessions', {})).body
    for (const { id } of items) {
      const { status } = await stranger.call('DELETE /api/staff/sessions/:id', { params: { id } })
      expect(status).toBe(404)
    }
    expect(await sessionOf(admin)).toBe(200)
  })

  test('end by logging out, for whoever has kept the cookie too', async () => {
    const browser = await asStaff(world, 'editor')
    const headers = browser.cookieFor('/api/staff/session')
    const { status, headers: answered } = await browser.call('DELETE /api/staff/session', {})
    expect(status).toBe(204)
    expect(answered.getSetCookie()[0]).toMatch(/^pingxuan_staff=; Max-Age=0;/)
    expect((await new Api(world.url).send('GET', '/api/staff/session', undefined, headers)).status).toBe(401)
  })

  test('end when the password changes, but for the one that changed it', async () => {
    const { username } = await buildStaff(world, 'editor')
    const [here, there] = [await loggedIn(world.url, username), await loggedIn(world.url, username)]
    const next = 'xinde-mima-2021'
    const { status } = await here.call('PUT /api/staff/password', { body: { current: PASSWORD, next } })
    expect(status).toBe(204)
    expect([await sessionOf(here), await sessionOf(there)]).toEqual([200, 'staff_unauthenticated'])
    expect((await here.call('GET /api/staff/sessions', {})).body.items).toHaveLength(1)
    expect([(await login(username)).status, (await login(username, next)).status]).toEqual([401, 200])
  })

  test.each([
    ['a stream that it takes up again', '/api/staff/dashboard/stream', { accept: 'text/event-stream' }],
    ['what it asks where nobody sits before it', '/api/staff/session', { 'x-unattended': '1' }],
  ])('are not kept alive by a page alone: %s', async (_name, path, headers) => {
    const { username, id } = await buildStaff(world, 'editor')
    const browser = await loggedIn(world.url, username)
    const [key] = await redis.zrange(`staff-sessions:${id}`, 0, -1)
    await redis.expire(`staff-session:${key}`, 60)
    expect((await browser.send('GET', path, undefined, headers)).status).toBe(200)
    expect(await redis.ttl(`staff-session:${key}`)).toBeLessThanOrEqual(60)
  })

  test('end after half an hour without a request, and after twelve hours in any case', async () => {
    const { username, id } = await buildStaff(world, 'editor')
    const browser = await loggedIn(world.url, username)
    const [key] = await redis.zrange(`staff-sessions:${id}`, 0, -1)
    await redis.expire(`staff-session:${key}`, 5)
    expect(await sessionOf(browser)).toBe(200)
    expect(await redis.ttl(`staff-session:${key}`)).toBeGreaterThan(1790)
    const longAgo = new Date(Date.now() - 12 * 3_600_000 - 1).toISOString()
    await redis.hset(`staff-session:${key}`, 'createdAt', longAgo)
    expect(await sessionOf(browser)).toBe('staff_unauthenticated')
  })
})

describe('administrators', () => {
  const update = (id: string, changes: object, by = admin) =>
    by.send('PATCH', `/api/staff/accounts/${id}`, { reason: '岗位调整', ...changes })

  test('add accounts with a first password that has to be changed', async () => {
    const account = { username: 'wang.wu', name: '王五（示例）', roles: ['publisher' as const] }
    const { status, body } = await admin.call('POST /api/staff/accounts', { body: account })
    expect([status, body.staff.version]).toEqual([201, 1])
    const newcomer = await loggedIn(world.url, 'wang.wu', body.password)
    expect((await newcomer.call('GET /api/staff/session', {})).body.mustChangePassword).toBe(true)
    const change = (next: string) =>
      newcomer.call('PUT /api/staff/password', { body: { current: body.password, next } })
    for (const weak of ['short', 'wang.wu-12345678', 'aaaaaaaaaaaaaaa', 'password123456', body.password]) {
      expect((await change(weak)).body.error!.code).toBe('weak_password')
    }
    expect((await change('xinde-mima-2021')).status).toBe(204)
    expect((await newcomer.call('GET /api/staff/session', {})).body.mustChangePassword).toBe(false)
    expect((await admin.call('POST /api/staff/accounts', { body: account })).body.error!.code).toBe(
      'username_taken',
    )
  })

  test('take roles away from open sessions at once, and leave before, after and why', async () => {
    const { id, username, version } = await buildStaff(world, 'auditor')
    const browser = await loggedIn(world.url, username)
    expect((await browser.call('GET /api/staff/audit', { query: {} })).status).toBe(200)
    expect((await update(id, { version, roles: ['editor'] })).status).toBe(200)
    expect((await browser.call('GET /api/staff/audit', { query: {} })).body.error!.code).toBe('forbidden')
    expect((await entries('staff.update'))[0]).toMatchObject({
      ...{ subject: { id, name: username }, reason: '岗位调整' },
      ...{ before: { roles: ['auditor'] }, after: { roles: ['editor'] } },
    })
  })

  test('disable accounts, whose sessions end for good', async () => {
    const { id, username, version } = await buildStaff(world, 'editor')
    const browser = await loggedIn(world.url, username)
    const { body } = await update(id, { version, disabled: true })
    expect([await sessionOf(browser), (await login(username)).status]).toEqual(['staff_unauthenticated', 401])
    expect((await update(id, { version: body.staff.version, disabled: false })).status).toBe(200)
    expect([await sessionOf(browser), (await login(username)).status]).toEqual(['staff_unauthenticated', 200])
  })

  test("don't overwrite each other", async () => {
    const { id, version } = await buildStaff(world, 'editor')
    const [first, second] = [
      await update(id, { version, name: '甲（示例）' }),
      await update(id, { version, name: '乙（示例）' }),
    ]
    expect([first.status, second.body.error.code]).toEqual([200, 'version_conflict'])
    expect((await world.deps.stores.staff.find(id))!.name).toBe('甲（示例）')
  })

  test('reset a password, which ends all sessions, the second factor and the waiting', async () => {
    const { id, username } = await buildStaff(world, 'editor')
    const browser = await loggedIn(world.url, username)
    for (let i = 0; i < 5; i++) await login(username, 'wrong')
    const { body } = await admin.call('POST /api/staff/accounts/:id/password', {
      params: { id },
      body: { reason: '忘记密码' },
    })
    expect(await sessionOf(browser)).toBe('staff_unauthenticated')
    expect((await login(username, body.password)).body.mustChangePassword).toBe(true)
  })

  test('end all sessions of an account', async () => {
    const { id, username } = await buildStaff(world, 'editor')
    const browser = await loggedIn(world.url, username)
    await admin.call('DELETE /api/staff/accounts/:id/sessions', { params: { id } })
    expect(await sessionOf(browser)).toBe('staff_unauthenticated')
  })
})
