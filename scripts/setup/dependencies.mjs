import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import plan from './plan.cjs'
import { Refused, run, say } from './task.mjs'

/** The npm packages, as package-lock.json has them. A stamp in node_modules tells which files they were installed from. */
export function dependencies(root) {
  const folder = path.join(root, 'node_modules')
  const stamp = path.join(folder, '.pingxuan-setup')
  const text = (name) => readFileSync(path.join(root, name), 'utf8')
  const lockText = () => (existsSync(path.join(root, 'package-lock.json')) ? text('package-lock.json') : null)
  const current = () =>
    plan.fingerprint({
      manifest: text('package.json'),
      lock: lockText(),
      machine: `${process.platform}-${process.arch}`,
    })

  return {
    isPresent: () => existsSync(stamp) && readFileSync(stamp, 'utf8') === current(),
    refusal: () => null,
    async provide() {
      const why = existsSync(folder) ? 'package.json 或 package-lock.json 有变化' : '还没有安装过'
      say(`安装 npm 依赖：${why}，首次约需一到两分钟`)
      const since = Date.now()
      const lock = lockText()
      // Removed first: an install that is interrupted must not pass for a whole one.
      rmSync(stamp, { force: true })
      const { code, tail } = await run([...npm(), ...INSTALL], { doing: '正在安装 npm 依赖', cwd: root })
      if (code !== 0) {
        throw new Refused(
          `npm 依赖没有装好（npm 退出码 ${code}）：\n${tail}\n请检查网络与 npm 源后重新运行本命令。`,
        )
      }
      keepLock(root, lock, lockText())
      mkdirSync(folder, { recursive: true })
      writeFileSync(stamp, current())
      say(`  已就绪，用时 ${Math.round((Date.now() - since) / 1000)} 秒`)
    },
  }
}

/**
 * Not `npm ci`: it wants every platform's optional binding in the lock. Development packages also where NODE_ENV is
 * `production`, for demo and build need them. Install scripts stay off in every npm version, as they are in npm 11 by
 * default: no package here needs its own, and one of them calls out.
 */
const INSTALL = [
  'install',
  '--include=dev',
  '--include=optional',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--no-progress',
  '--loglevel=error',
]

/** The npm that started us, else the one on the PATH. */
function npm() {
  const running = process.env.npm_execpath
  return running && path.basename(running) === 'npm-cli.js' ? [process.execPath, running] : ['npm']
}

/** Other npm versions write the lock a little differently; that is no change of ours. */
function keepLock(root, before, after) {
  if (before === null || before === after) return
  if (plan.isLockOf(readFileSync(path.join(root, 'package.json'), 'utf8'), before)) {
    writeFileSync(path.join(root, 'package-lock.json'), before)
  } else {
    say('  package-lock.json 已随 package.json 更新，请一并提交')
  }
}
