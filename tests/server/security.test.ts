import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Koa from 'koa'
import { staffCookie } from '../../server/http/auth'
import { security } from '../../server/http/security'

let server: Server
/** What a browser is told at an address of a site that is reached by https, or not. */
async function headersOf(path: string, isSecure: boolean): Promise<Headers> {
  const app = new Koa()
  app.use(security(isSecure))
  app.use(staffCookie({ isSecure, seconds: 60 }))
  app.use((ctx) => {
    ctx.state.grant('token')
    ctx.body = ctx.path.startsWith('/api') ? { ok: true } : '<!doctype html>'
  })
  server = createServer(app.callback()).listen(0, '127.0.0.1')
  await new Promise((ready) => server.once('listening', ready))
  return (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)).headers
}
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

test.each([
  ['/', "frame-ancestors 'self'", 'SAMEORIGIN'],
  ['/console/', "frame-ancestors 'none'", 'DENY'],
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

test('by https browsers hold on to https, and send the cookie by nothing else', async () => {
  const secure = await headersOf('/api', true)
  expect(secure.get('strict-transport-security')).toBe('max-age=31536000')
  expect(secure.getSetCookie()[0]).toMatch(/; Secure$/)
  server.close()
  const plain = await headersOf('/api', false)
  expect(plain.has('strict-transport-security')).toBe(false)
  expect(plain.getSetCookie()[0]).not.toContain('Secure')
})
