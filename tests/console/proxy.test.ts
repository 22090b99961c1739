import { type ChildProcess, spawn } from 'node:child_process'
import { Api } from '../support/api'
import { buildStaff, PASSWORD } from '../support/staff'
import { eventually, freePort, startWorld, type World } from '../support/world'

let world: World
let vite: ChildProcess
let url: string
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  const words = [
    '--config',
    'config/console.mts',
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--strictPort',
  ]
  const env = { ...process.env, PORT: new URL(world.url).port }
  vite = spawn(process.execPath, ['node_modules/vite/bin/vite.js', ...words], { env, stdio: 'ignore' })
  await eventually(
    () => fetch(`${url}/api/edition`),
    ({ ok }) => ok,
  )
})
afterAll(async () => {
  vite?.kill()
  await world?.close()
})

test('the sources of the console, served in front of a running server, may log in', async () => {
  const { username } = await buildStaff(world, 'editor')
  const headers = { origin: url, 'sec-fetch-site': 'same-origin' }
  const body = { username, password: PASSWORD }
  expect((await new Api(url).send('POST', '/api/staff/session', body, headers)).status).toBe(200)
})
