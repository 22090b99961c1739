import { existsSync, readFileSync } from 'node:fs'
import host from '../../server/adapters/embedded/host.cjs'
import plan from './plan.cjs'
import { Refused, run, say } from './task.mjs'

/** apt in words that do not depend on the user's language, asking nothing, waiting for another apt that is running. */
export const APT_ENV = { ...process.env, LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive' }
const INSTALL = [
  'apt-get',
  'install',
  '-y',
  '--no-install-recommends',
  '-o',
  'DPkg::Lock::Timeout=300',
  '-o',
  'Acquire::Retries=3',
]

/** The running system, as `/etc/os-release` names it. */
export function system() {
  return plan.parseOsRelease(existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '')
}

/** Why apt cannot install packages here, in words; null if it can. */
export function aptRefusal() {
  return plan.aptProblem({
    isRoot: process.getuid?.() === 0,
    hasApt: host.findProgram('apt-get', process.env) !== null,
  })
}

/**
 * A need that apt can meet. `packages` are alternatives, the first that brings what `isPresent` looks for is enough;
 * `otherwise` says what someone can do by hand.
 */
export function aptNeed({ name, why, packages, isPresent, otherwise, afterwards }) {
  return {
    isPresent,
    refusal() {
      const problem = aptRefusal()
      return problem && `缺少 ${name}：${why}。${problem}。\n  ${otherwise}`
    },
    async provide() {
      say(`安装 ${name}：${why}`)
      const since = Date.now()
      let problem = ''
      for (const wanted of packages) {
        problem = await install(wanted)
        if (isPresent()) {
          await afterwards?.()
          say(`  已就绪，用时 ${Math.round((Date.now() - since) / 1000)} 秒`)
          return
        }
      }
      throw new Refused(`${name} 没有装好：\n${problem || '  安装后仍没有找到合适的版本'}\n${otherwise}`)
    },
  }
}

/** Installs one package; the lists are only fetched anew if it fails without. Resolves to apt's last words on failure. */
async function install(wanted) {
  const doing = `正在通过 apt 安装 ${wanted}`
  const first = await run([...INSTALL, wanted], { doing, env: APT_ENV })
  if (first.code === 0) return ''
  // One source out of reach must not keep us from the others: the install decides.
  await run(['apt-get', 'update', '-o', 'Acquire::Retries=3'], {
    doing: '正在更新 apt 软件列表',
    env: APT_ENV,
  })
  const second = await run([...INSTALL, wanted], { doing, env: APT_ENV })
  return second.code === 0 ? '' : second.tail
}
