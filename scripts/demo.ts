import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Edition } from '@shared/edition/contract'
import { PHASE_NAMES } from '@shared/edition/rules'
import type { Reviewer } from '@shared/review/contract'
import pino from 'pino'
import pretty from 'pino-pretty'
import edition2021 from '../config/editions/2021.json'
import { EmbeddedError } from '../server/adapters/embedded/embedded'
import { onLauncherGone } from '../server/adapters/embedded/launcher'
import { takeLock } from '../server/adapters/embedded/lock.cjs'
import { createDeps, type Deps } from '../server/deps'
import { type Env, EnvError, readEnv } from '../server/env'
import { PROGRAM } from '../server/features/audit/audit'
import { type Keys, keptKeys, keysFile } from '../server/keys'
import { expectFreePort, startWeb } from '../server/main'
import { closeOnSignal } from '../server/process'
import { openStores } from '../server/stores'
import { buildClient } from './clients'
import { loadAnnouncements } from './sample/announcements'
import { loadExperiences } from './sample/experiences'
import { drawPictures, fileSample, loadSample, shiftEdition } from './sample/load'
import { loadResults, showsResults } from './sample/results'
import { loadReviews, SAMPLE_REVIEWER, showsReviews } from './sample/reviews'
import { loadSummit } from './sample/summit'

/** Everything in one go: embedded stores, server, H5, console and WeChat sandbox, with the 2021 edition and sample data. */
async function demo(): Promise<void> {
  const env = demoEnv()
  const dataDir = resolve(env.DATA_DIR)
  const log = pino(
    { level: env.LOG_LEVEL },
    pretty({ ignore: 'pid,hostname', translateTime: 'HH:MM:ss', sync: true }),
  )
  await expectFreePort(env)
  if (process.argv.includes('--reset')) clear(dataDir)

  const stores = await openStores(env, log, { host: process.env })
  try {
    const publicUrl = (env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT}`).replace(/\/$/, '')
    const { mongoUri, redisUrl } = stores
    const deps = await createDeps({ env, log, mongoUri, redisUrl, publicUrl, ...keysOf(env, dataDir) })
    await prepare(deps, dataDir)
    const web = await startWeb(deps, process.cwd())
    const worker = await deps.startWorker()
    async function close(): Promise<void> {
      say('正在停止……')
      await worker.close()
      await web.close()
      await stores.stop()
    }
    closeOnSignal({ close }, log)
    onLauncherGone(() => close().finally(() => process.exit()))
    await pushMenu(deps)
    await guide(publicUrl, deps)
  } catch (error) {
    await stores.stop()
    throw error
  }
}

/** The environment with what the demo adds: WeChat is played by the sandbox unless told otherwise. */
function demoEnv(): Env {
  const { PORT = '3000', WECHAT_API_BASE } = process.env
  const sandbox = `http://127.0.0.1:${PORT || 3000}/sandbox/wechat`
  return readEnv({
    // So that who has just voted need not wait long for a proof.
    CHECKPOINT_SECONDS: '10',
    ...process.env,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
    // A wrong PORT is complained of as such, not as an address made of it.
    WECHAT_API_BASE: WECHAT_API_BASE || (URL.canParse(sandbox) ? sandbox : ''),
  })
}

/** Empties the data folder, unless somebody is using it: then starting refuses in words. */
function clear(dataDir: string): void {
  if (!existsSync(dataDir)) return
  const lock = takeLock(join(dataDir, 'lock'))
  if (lock.holder) return
  for (const name of readdirSync(dataDir)) {
    if (name !== 'lock') rmSync(join(dataDir, name), { recursive: true, force: true })
  }
  lock.release()
  say('已清空数据，从头开始')
}

/** Keys from the environment, else made once and kept: the same person must stay the same voter after a restart. */
function keysOf({ SECRET_KEY, VOTER_KEY }: Env, dataDir: string) {
  const keys = keptKeys(dataDir) ?? makeKeys(dataDir)
  return { secretKey: SECRET_KEY ?? keys.secretKey, voterKey: VOTER_KEY ?? keys.voterKey }
}

function makeKeys(dataDir: string): Keys {
  mkdirSync(dataDir, { recursive: true })
  const made = { secretKey: randomBytes(32).toString('hex'), voterKey: randomBytes(32).toString('hex') }
  writeFileSync(keysFile(dataDir), JSON.stringify(made), { mode: 0o600 })
  return made
}

/** Builds the site and fills the stores, where that has not been done yet, and opens the wanted phase. */
async function prepare(deps: Deps, dataDir: string): Promise<void> {
  const edition = Edition.parse(edition2021)
  const files = join(dataDir, 'files')
  const { editions, sandbox, env } = deps
  const isNew = !editions.isSet()
  await Promise.all([buildSite(), paint(edition, files), fill(deps, edition), admitStaff(deps)])
  if (isNew) {
    await sandbox?.clock.moveTo(editions.current(), 'nomination')
    await fileSample(deps, edition, files)
    if (showsReviews(env.DEMO_PHASE)) {
      await sandbox?.clock.moveTo(editions.current(), 'review')
      await loadReviews(deps, env.DEMO_PHASE)
    }
    if (showsResults(env.DEMO_PHASE)) await loadResults(deps, edition, env.DEMO_PHASE)
    if (env.DEMO_PHASE === 'published') await loadSummit(deps)
  }
  await sandbox?.clock.moveTo(editions.current(), env.DEMO_PHASE)
  if (isNew) await loadAnnouncements(deps)
}

async function fill(
  { env, editions, units, candidates, caseLibrary }: Deps,
  edition: Edition,
): Promise<void> {
  if (!editions.isSet()) {
    say(`写入示例数据：${edition.name}，${edition.figures.units} 个单位`)
    const shifted = shiftEdition(edition, env.DEMO_PHASE, new Date())
    await loadSample({ editions, units, candidates }, shifted)
    await loadExperiences({ caseLibrary }, shifted)
  }
  await candidates.refresh()
}

/** Who shows the console in the demo. The password is no secret, so this account exists beside the sandbox only. */
const DEMO_ADMIN = { username: 'admin', name: '管理员（示例）', password: 'shifan-2021-wuhan' }

async function admitStaff({ sandbox, staff }: Deps): Promise<void> {
  if (!sandbox || (await staff.list()).items.length > 0) return
  await staff.create(PROGRAM, { ...DEMO_ADMIN, roles: ['admin'] })
}

/** Gives the sandbox's phones the account's menu. The real account's is pushed by an operator. */
async function pushMenu({ sandbox, chat, log }: Deps): Promise<void> {
  if (!sandbox) return
  await chat.setMenu().catch((error) => log.warn({ error: String(error) }, '公众号菜单没有推送成功'))
}

async function buildSite(): Promise<void> {
  const started = Date.now()
  const progress = setInterval(() => say(`正在生成网页，已用 ${seconds(started)} 秒`), 10_000)
  try {
    const built = [await buildClient('h5'), await buildClient('console')]
    if (built.includes(true)) say(`网页已生成，用时 ${seconds(started)} 秒`)
  } finally {
    clearInterval(progress)
  }
}

async function paint(edition: Edition, dir: string): Promise<void> {
  let told = Date.now()
  await drawPictures(edition, dir, (done, of) => {
    if (Date.now() - told < 5000 && done < of) return
    told = Date.now()
    say(`绘制示例图片 ${done}/${of}`)
  })
}

async function guide(publicUrl: string, deps: Deps): Promise<void> {
  const { env, editions, representatives, sandbox, reviews } = deps
  const { phase } = editions.show()
  const open = await representatives.listCodes({ status: 'open', page: 1, pageSize: 1 }, true)
  const [code] = open.items
  const invited = (await reviews.reviewers.list(true)).items.findLast(({ invitation }) => invitation?.path)
  say(`ready ${publicUrl}`)
  say(`
  网页       ${publicUrl}/            手机和电脑都可以打开，点“投票”后选一位示例网友登录
  微信沙箱   ${publicUrl}/sandbox/    拿起网友的手机：和公众号聊天、扫码、投票，看微信往来的原文，拨动演示时钟
  管理后台   ${publicUrl}/console/    ${sandbox ? `用户名 ${DEMO_ADMIN.username}，密码 ${DEMO_ADMIN.password}` : '账号用 npm run pingxuan -- staff create <用户名> 新建'}
  案例库     ${publicUrl}/cases    订阅 ${publicUrl}/case-library/rss.xml
  单位报名   ${publicUrl}/nominations    ${code ? `认领码 ${code.code}（${code.unit.name}）` : '认领码在管理后台“单位代表”里发放'}
  专家评审   ${expertsLine(publicUrl, invited)}
  接口说明   ${publicUrl}/api/openapi.json

  当前阶段   ${phase ? PHASE_NAMES[phase] : '两个阶段之间'}
  数据目录   ${env.DATA_DIR}（重启后保留；npm run demo -- --reset 从头开始）
  按 Ctrl-C 停止
`)
}

/** How an expert comes in. */
function expertsLine(publicUrl: string, invited?: Reviewer): string {
  const { path, code } = invited?.invitation ?? {}
  if (!path) return `${publicUrl}/scoring    邀请在管理后台“专家评审”里发出`
  const { login, password } = SAMPLE_REVIEWER
  return `${publicUrl}/scoring    登录名 ${login}，密码 ${password}；或用邀请 ${publicUrl}${path} 验证码 ${code}`
}

const seconds = (since: number) => Math.round((Date.now() - since) / 1000)

function say(line: string): void {
  console.log(line)
}

demo().catch((error) => {
  console.error(error instanceof EnvError || error instanceof EmbeddedError ? error.message : error)
  process.exit(1)
})
