import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { csvOf, township } from '../support/sheets'
import { KEYS, startWorld, type World } from '../support/world'

let world: World
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
})
afterAll(() => world?.close())

function pingxuan(...words: string[]) {
  const { mongoUri, redisUrl, dataDir } = world.stores
  const env = {
    ...{ PATH: process.env.PATH!, MONGODB_URI: mongoUri!, REDIS_URL: redisUrl!, DATA_DIR: dataDir },
    SECRET_KEY: KEYS.secretKey,
  }
  return new Promise<{ code: number; said: string }>((resolve) => {
    const command = ['--import', 'tsx', 'server/cli.ts', ...words]
    execFile(process.execPath, command, { env: env as never }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), said: `${stdout}${stderr}` }),
    )
  })
}

test('units are tried, refused whole, imported as far as they are good, and exported', async () => {
  const file = join(world.stores.dataDir, '单位.csv')
  writeFileSync(file, csvOf([township('甲街道'), township('乙街道', { level: '村级' })]))
  const tried = await pingxuan('units', 'import', file, '--dry-run')
  expect([tried.code, tried.said]).toEqual([0, expect.stringMatching(/新增 1.*不合格 1\n第 3 行：层级/)])
  expect(await pingxuan('units', 'import', file, '--all-or-nothing')).toMatchObject({ code: 1 })
  expect((await world.deps.units.facets()).regions).toEqual([])
  const done = await pingxuan('units', 'import', file)
  expect([done.code, done.said]).toEqual([0, expect.stringContaining('已导入 1 个单位')])
  expect(await pingxuan('export', 'units', `${file}.xlsx`)).toMatchObject({ code: 0 })
})
