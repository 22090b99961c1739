import { spawn } from 'node:child_process'
import type { UnitImport } from '@shared/unit/import/contract'
import type { Api } from '../support/api'
import { csvOf, township, upload } from '../support/sheets'
import { asStaff } from '../support/staff'
import { eventually, KEYS, startWorld, type World } from '../support/world'

const ROWS = 4000

let world: World
let editor: Api
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
  editor = await asStaff(world, 'editor')
})
afterAll(() => world?.close())

/** A worker as a process of its own. */
function startProcess() {
  const { dataDir, mongoUri, redisUrl } = world.stores
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/worker.ts'], {
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: 'test', LOG_LEVEL: 'error', DATA_DIR: dataDir },
      ...{
        MONGODB_URI: mongoUri!,
        REDIS_URL: redisUrl!,
        SECRET_KEY: KEYS.secretKey,
        VOTER_KEY: KEYS.voterKey,
      },
    },
    stdio: 'ignore',
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  return {
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

test('a worker killed in the midst of writing is followed by another one, and each row is written once', async () => {
  const first = startProcess()
  const rows = Array.from({ length: ROWS }, (_, i) => township(`第${i + 1}街道`))
  const { body } = await upload(editor, csvOf(rows))
  const params = { params: { id: body.id } }
  const until = (holds: (one: UnitImport) => boolean) =>
    eventually(async () => (await editor.call('GET /api/staff/unit-imports/:id', params)).body, holds)
  try {
    await until(({ status }) => status === 'ready')
    await editor.call('POST /api/staff/unit-imports/:id/apply', { ...params, body: { mode: 'all' } })
    await until(({ progress, status }) => status === 'applying' && progress.done > 0)
  } finally {
    await first.kill()
  }
  const cut = await until(() => true)
  expect([cut.status, cut.states.applied < ROWS]).toEqual(['applying', true])

  const second = await world.deps.startWorker()
  try {
    const done = await until(({ status }) => status !== 'applying')
    expect(done).toMatchObject({ status: 'applied', states: { applied: ROWS, skipped: 0 } })
  } finally {
    await second.close()
  }
  const { body: page } = await editor.call('GET /api/staff/units', { query: { pageSize: 200 } })
  expect(page.total).toBe(ROWS)
  expect(page.items.every(({ version }) => version === 1)).toBe(true)
})
