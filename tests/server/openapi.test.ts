import { api } from '@shared/api'
import { startWorld, type World } from '../support/world'

let world: World
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
})
afterAll(() => world.close())

test('every route of the contracts is described, and answers', async () => {
  const { body } = await world.api.send('GET', '/api/openapi.json')
  expect(body.openapi).toBe('3.1.0')
  for (const { route } of Object.values(api)) {
    const [method, path] = route.split(' ') as [string, string]
    expect(body.paths[path.replace(/:(\w+)/g, '{$1}')]).toHaveProperty(method.toLowerCase())
    if (route === 'GET /api/tallies/stream') continue
    const answer = await world.api.send(
      method,
      path.replace(/:\w+/, 'x'),
      ['POST', 'PUT'].includes(method) ? {} : undefined,
    )
    expect([200, 302, 401, 403, 404, 422]).toContain(answer.status)
    if (answer.status === 404) expect(answer.body.error.code).not.toBe('not_found')
  }
})

test('the description refers to nothing it does not hold', async () => {
  const { body } = await world.api.send('GET', '/api/openapi.json')
  const references = JSON.stringify(body).match(/"\$ref":"[^"]+"/g) ?? []
  for (const reference of new Set(references)) {
    const path = reference.slice('"$ref":"#/'.length, -1).split('/')
    expect(path.reduce((value, key) => value?.[key], body)).toBeDefined()
  }
})

test('health, readiness and metrics answer', async () => {
  expect((await world.api.send('GET', '/healthz')).body).toEqual({ ok: true })
  expect((await world.api.send('GET', '/readyz')).body).toEqual({ mongo: true, redis: true })
  const metrics = await world.api.send('GET', '/metrics')
  expect(metrics.body).toContain('http_requests_total{route="/healthz",status="200"} 1')
})
