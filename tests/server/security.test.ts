import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Koa from 'koa'
import { staffCookie } from '../../server/http/auth'
import { CONSOLE_PAGE, SITE_PAGE, security } from '../../server/http/security'
import { folder } from '../../server/http/static'

const root = mkdtempSync(join(tmpdir(), 'pingxuan-security-'))
writeFileSync(join(root, 'index.html'), '<!doctype html>')
writeFileSync(join(root, 'app.js'), 'run()')
afterAll(() => rmSync(root, { recursive: true }))

let server: Server
/** What a browser is told at an address of a site that is reached by https, or not. */
async function headersOf(path: string, isSecure: boolean): Promise<Headers> {
  const app = new Koa()
  app.use(security(isSecure))
  app.use(staffCookie({ isSecure, seconds: 60 }))
  app.use(folder('/console', root, { page: CONSOLE_PAGE, routed: true }))
  app.use((ctx, next) => {
    if (!ctx.path.startsWith('/api')) return next()
    ctx.state.grant('token')
    ctx.body = { ok: true }
  })
  app.use(folder('/', root, { page: SITE_PAGE, routed: true }))
  server = createServer(app.callback()).listen(0, '127.0.0.1')
  await new Promise((ready) => server.once('listening', ready))
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)
  await answer.text()
  return answer.headers
}
afterEach(() => new Promise((closed) => server.close(closed)))

test.each([
  ['/', "frame-ancestors 'self'", 'SAMEORIGIN'],
  ['/candidates/A01', "frame-ancestors 'self'", 'SAMEORIGIN'],
  ['/console/', "frame-ancestors 'none'", 'DENY'],
  ['/console/units', "frame-ancestors 'none'", 'DENY'],
])(
  'a page at %s runs no script that is written into it, and tells no other site where it is',
  async (path, ...frames) => {
    const headers = await headersOf(path, false)
    const policy = headers.get('content-security-policy')!
    expect(policy).toMatch(/script-src 'self'[^;]*;/)
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    expect([policy, headers.get('x-frame-options')]).toEqual([expect.stringContaining(frames[0]!), frames[1]])
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  },
)

test.each(['/api', '/app.js', '/console/app.js'])(
  'what %s answers is taken for what it says it is',
  async (path) => {
    const headers = await headersOf(path, false)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.has('content-security-policy')).toBe(false)
  },
)

test('by https browsers hold on to https, and send the cookie by nothing else', async () => {
  const secure = await headersOf('/api', true)
  expect(secure.get('strict-transport-security')).toBe('max-age=31536000')
  expect(secure.getSetCookie()[0]).toMatch(/; Secure$/)
  await new Promise((closed) => server.close(closed))
  const plain = await headersOf('/api', false)
  expect(plain.has('strict-transport-security')).toBe(false)
  expect(plain.getSetCookie()[0]).not.toContain('Secure')
})
