import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Koa from 'koa'
import { folder } from '../../server/http/static'
import { Api } from '../support/api'

const root = mkdtempSync(join(tmpdir(), 'pingxuan-static-'))
let server: Server
let api: Api
beforeAll(async () => {
  mkdirSync(join(root, 'site/js'), { recursive: true })
  writeFileSync(join(root, 'site/index.html'), '<title>home</title>')
  writeFileSync(join(root, 'site/js/app.0123abcd.js'), 'plain()')
  writeFileSync(join(root, 'site/js/app.0123abcd.js.br'), 'brotli')
  writeFileSync(join(root, 'site/.hidden'), 'hidden')
  writeFileSync(join(root, 'secret'), 'secret')
  const app = new Koa()
  app.use(folder('/files', join(root, 'site')))
  app.use(folder('/', join(root, 'site'), { routed: true }))
  server = createServer(app.callback()).listen(0, '127.0.0.1')
  await new Promise((ready) => server.once('listening', ready))
  api = new Api(`http://127.0.0.1:${(server.address() as { port: number }).port}`)
})
afterAll(async () => {
  await new Promise((closed) => server.close(closed))
  rmSync(root, { recursive: true })
})
const get = (path: string, headers = {}) =>
  api.send('GET', path, undefined, { 'accept-encoding': 'identity', ...headers })

test('a file named by its content is kept for ever, a page is asked for each time', async () => {
  expect((await get('/js/app.0123abcd.js')).headers.get('cache-control')).toMatch(
    /max-age=31536000,immutable/,
  )
  const page = await get('/')
  expect(page.headers.get('cache-control')).toMatch(/max-age=0/)
  // Not by fetch, which adds a no-cache of its own to such a request.
  const headers = { 'if-modified-since': page.headers.get('last-modified')! }
  const status = await new Promise((resolve) =>
    request(api.url, { headers }, (r) => resolve(r.resume().statusCode)).end(),
  )
  expect(status).toBe(304)
})

test('who takes brotli gets the ready-made version, and caches learn that there are two', async () => {
  const { headers } = await fetch(`${api.url}/js/app.0123abcd.js`, {
    method: 'HEAD',
    headers: { 'accept-encoding': 'br' },
  })
  expect(headers.get('content-encoding')).toBe('br')
  expect(headers.get('vary')).toMatch(/accept-encoding/i)
})

test('a page of the site gets the shell, a missing file elsewhere is missing', async () => {
  expect((await get('/candidates?category=unit')).body).toContain('home')
  expect((await get('/files/nothing.webp')).status).toBe(404)
  expect((await get('/js/chunk-of-an-earlier-build.js')).status).toBe(404)
  expect((await get('/files/js/app.0123abcd.js')).body).toBe('plain()')
})

test.each([
  '/files/../secret',
  '/files/%2e%2e/secret',
  '/files/..%2fsecret',
  '/files/%00',
  '/files/.hidden',
  '/files/%E0%A4',
])('%s leads nowhere', async (path) => {
  expect((await get(path)).body).not.toMatch(/secret|hidden/)
})
