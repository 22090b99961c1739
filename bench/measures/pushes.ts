import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { NOTHING_WRITTEN } from '@shared/announcement/rules'
import { createDeps, type Deps } from '../../server/deps'
import { readEnv } from '../../server/env'
import { startWeb } from '../../server/main'
import { SANDBOX_ACCOUNT } from '../../server/sandbox/account'
import { type Program, startProgram, type Usage } from '../program'
import type { Findings } from '../report'
import { startStores } from '../stores'

const FEW = 10_000
const MANY = 100_000
/** What the channel lets through: 50 each half second. */
const PACE = 100
const TOGETHER = 100

/** Customer-service messages to many followers through the sandbox, by a worker of its own: how fast, in how much memory. */
export async function measurePushes(_generator: Program): Promise<Findings> {
  const few = await pushTo(FEW)
  const many = await pushTo(MANY)
  return {
    rows: [
      {
        name: `peak memory of a worker telling ${MANY} followers ÷ ${FEW}`,
        value: many.peakBytes / few.peakBytes,
        goal: { most: 1.5 },
      },
      { name: "messages/s ÷ the channel's own pace", value: many.perSecond / PACE },
    ],
    figures: [few, many].map(
      ({ count, perSecond, sent, peakBytes, idleBytes, planning }) =>
        `${count} followers: ${sent} sent, ${perSecond.toFixed(0)}/s (list made in ${planning.toFixed(1)} s), ` +
        `the worker's memory at most ${mib(peakBytes)} MiB, ${mib(idleBytes)} MiB before`,
    ),
  }
}

async function pushTo(count: number) {
  const stores = await startStores()
  mkdirSync('.data', { recursive: true })
  const dataDir = mkdtempSync(join('.data', 'bench-pushes-'))
  const port = await freePort()
  const apiBase = `http://127.0.0.1:${port}/sandbox/wechat`
  const env = readEnv({
    ...{ HOST: '127.0.0.1', PORT: String(port), DATA_DIR: dataDir, WECHAT_API_BASE: apiBase },
    RATE_LIMIT: 'off',
  })
  const log = { info() {}, warn() {}, error: console.error }
  const publicUrl = `http://127.0.0.1:${port}`
  const deps = await createDeps({ env, log, publicUrl, ...stores.settings })
  const web = await startWeb(deps, process.cwd())
  let worker: Program | null = null
  try {
    await gather(deps, count)
    worker = await startProgram('worker', { ...stores.settings, dataDir, apiBase })
    const { rssBytes: idleBytes } = await worker.ask<Usage>('usage')
    const { id } = await begin(deps)
    const began = performance.now()
    await until(async () => (await deps.stores.push.find(id))!.planned)
    const planned = performance.now()
    await until(async () => (await deps.stores.push.find(id))!.state !== 'running')
    const ended = performance.now()
    const { sent = 0 } = await deps.stores.push.counts(id)
    if (sent !== count) throw new Error(`${sent} of ${count} were sent`)
    const { peakRssBytes: peakBytes } = await worker.ask<Usage>('usage')
    return {
      ...{ count, sent, idleBytes, peakBytes, planning: (planned - began) / 1000 },
      perSecond: (sent / (ended - planned)) * 1000,
    }
  } finally {
    await worker?.stop()
    await web.close()
    await stores.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Followers who have just written to the account. */
async function gather({ sandbox, identities, stores }: Deps, count: number): Promise<void> {
  const { people } = sandbox!
  for (let made = 0; made < count; made += TOGETHER) {
    await Promise.all(
      Array.from({ length: TOGETHER }, async () => {
        const { _id } = await people.add('示例')
        await people.follow(_id, true)
        await people.open(_id, 'byMessage')
        const voter = await identities.voterOfAccount(SANDBOX_ACCOUNT.appid, _id)
        await stores.push.heard(voter, { follows: true, spokeAt: new Date() })
      }),
    )
  }
}

async function begin({ announcements, pushes }: Deps): Promise<{ id: string }> {
  const [writer, publisher] = [
    { id: 'writer', name: 'writer' },
    { id: 'publisher', name: 'publisher' },
  ]
  const text = { ...NOTHING_WRITTEN, title: '示例', summary: '示例', body: '<p>示例</p>' }
  const { announcement } = await announcements.create(text, writer, { sample: true })
  const { id, version } = announcement
  await announcements.publish({ id, version, actor: writer, at: null })
  const wanted = { audience: { kind: 'followers' as const }, channel: 'service' as const, at: null }
  const push = await pushes.propose(id, wanted, writer)
  return pushes.approve(push.id, publisher)
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 200))
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((ready) => server.once('listening', ready))
  const { port } = server.address() as { port: number }
  await new Promise((closed) => server.close(closed))
  return port
}

const mib = (bytes: number) => Math.round(bytes / 2 ** 20)
