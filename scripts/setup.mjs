/**
 * `node scripts/setup.mjs <demo|test|check|build|bench|cli|ci>`: makes a fresh machine ready for one command, and says
 * what it does and why. Runs before anything is installed, so it uses nothing but Node.js. Does nothing, in well under
 * half a second, where nothing is missing. Exits with 1 and says what to do where it cannot.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import host from '../server/adapters/embedded/host.cjs'
import lock from '../server/adapters/embedded/lock.cjs'
import { aptNeed, system } from './setup/apt.mjs'
import { dependencies } from './setup/dependencies.mjs'
import { engine } from './setup/engine.mjs'
import plan from './setup/plan.cjs'
import { Refused, run, say } from './setup/task.mjs'

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const CJK_FONT = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'

const PROVIDERS = {
  dependencies: () => dependencies(ROOT),
  engine: () => engine(ROOT),
  redis: () =>
    aptNeed({
      name: `Redis（redis-server ${host.REDIS_MAJOR} 以上或 valkey-server）`,
      why: '实时计票与会话要用',
      packages: ['redis-server', 'valkey-server'],
      isPresent: () => host.findRedis(process.env) !== null,
      otherwise:
        `请自行安装 redis-server ${host.REDIS_MAJOR} 以上（sudo apt-get install redis-server；macOS：brew install redis），` +
        '或设置 REDIS_URL 指向已有的 Redis 后重新运行。',
      afterwards: leaveServiceOff,
    }),
  chromium: () =>
    aptNeed({
      name: 'Chromium',
      why: '浏览器测试要用',
      packages: ['chromium'],
      isPresent: () => BROWSERS.some((name) => host.findProgram(name, process.env) !== null),
      otherwise: '请自行安装 Chromium 或 Google Chrome（Debian：sudo apt-get install chromium）后重新运行。',
    }),
  fonts: () =>
    aptNeed({
      name: '中文字体',
      why: '浏览器测试里的页面要显示中文',
      packages: ['fonts-noto-cjk'],
      isPresent: () => process.platform !== 'linux' || existsSync(CJK_FONT) || hasChineseFont(),
      otherwise: '请自行安装一种中文字体（Debian/Ubuntu：sudo apt-get install fonts-noto-cjk）后重新运行。',
    }),
}

async function main() {
  const purpose = process.argv[2] ?? 'test'
  const problem = plan.nodeProblem(process.version, manifest().engines.node)
  if (problem) throw new Refused(problem)
  const needs = plan.needsOf(purpose, process.env)
  if (!needs) throw new Refused(`不认识的用途“${purpose}”。可用：${Object.keys(plan.NEEDS).join('、')}`)

  const missing = () => needs.map((need) => PROVIDERS[need]()).filter((provider) => !provider.isPresent())
  const wanted = missing()
  if (wanted.length === 0) return
  // All that stands in the way at once: nobody wants to meet the obstacles one run after the other.
  const refusals = wanted.map((provider) => provider.refusal()).filter(Boolean)
  if (refusals.length > 0) throw new Refused(refusals.join('\n'))
  const turn = await takeTurn()
  try {
    // Looked at again: whoever had the turn before may have done it all.
    for (const provider of missing()) await provider.provide()
  } finally {
    turn.release()
  }
}

function manifest() {
  return JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
}

/** One setup at a time for each user: two installs into the same folder would ruin it. */
async function takeTurn() {
  const file = path.join(host.cacheRoot(process.env), 'setup.lock')
  for (let told = false; ; told = true) {
    const turn = lock.takeLock(file)
    if (!turn.holder) return turn
    if (!told) say(`另一个安装正在进行（PID ${turn.holder.pid}），等它结束……`)
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}

/** Debian starts a server at once for whoever installs the package. We start our own and leave no other running. */
async function leaveServiceOff() {
  if (!existsSync('/run/systemd/system')) return
  const unit = host.findProgram('redis-server', process.env) ? 'redis-server' : 'valkey-server'
  await run(['systemctl', 'disable', '--now', unit], { doing: `正在停用系统服务 ${unit}` })
  say(`  系统服务 ${unit} 已停用：我们只用自己启动的私有实例`)
}

function hasChineseFont() {
  return system().id !== '' && host.ask('fc-list', [':lang=zh-cn', 'file']) !== ''
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Refused ? error.message : error.stack}\n`)
  process.exitCode = 1
})
