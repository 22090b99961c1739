/**
 * What this machine offers to the embedded stores. Plain CommonJS with node's own modules only, because
 * `scripts/setup.mjs` asks the same questions before anything is installed, and there must be one answer.
 */
const { execFileSync } = require('node:child_process')
const { accessSync, constants, existsSync, statSync } = require('node:fs')
const { homedir } = require('node:os')
const path = require('node:path')

/** @typedef {Record<string, string | undefined>} HostEnv Variables of the surrounding process. */

/** Oldest C library the MongoDB engine loads with. */
const ENGINE_GLIBC = '2.38'

/** Oldest redis-server whose append-only files and commands we rely on. Every valkey-server is newer. */
const REDIS_MAJOR = 7

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin'

/** Debian's name of an architecture's library folder, and the loader in it. Only those the engine is built for. */
const ARCHITECTURES = {
  x64: { multiarch: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { multiarch: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
}

/**
 * Folder for what we fetch once per machine and user, `$XDG_CACHE_HOME/pingxuan` or `~/.cache/pingxuan`.
 * @param {HostEnv} env
 * @returns {string}
 */
function cacheRoot(env) {
  const given = env.XDG_CACHE_HOME
  // The XDG specification has relative paths ignored.
  const base = given && path.isAbsolute(given) ? given : path.join(env.HOME || homedir(), '.cache')
  return path.join(base, 'pingxuan')
}

/**
 * Full path of a program, or null.
 * @param {string} name
 * @param {HostEnv} env
 * @returns {string | null}
 */
function findProgram(name, env) {
  for (const folder of (env.PATH || DEFAULT_PATH).split(path.delimiter)) {
    if (!path.isAbsolute(folder)) continue
    const file = path.join(folder, name)
    try {
      accessSync(file, constants.X_OK)
      if (statSync(file).isFile()) return file
    } catch {}
  }
  return null
}

/**
 * First line a program prints, or '' if it cannot be asked.
 * @param {string} file
 * @param {string[]} args
 * @returns {string}
 */
function ask(file, args) {
  try {
    const options = { encoding: 'utf8', timeout: 5000, stdio: ['ignore', 'pipe', 'ignore'] }
    return String(execFileSync(file, args, /** @type {any} */ (options))).split('\n', 1)[0] || ''
  } catch {
    return ''
  }
}

/**
 * Version in the words of `getconf GNU_LIBC_VERSION` or the first line of `ldd --version`; null for musl and others.
 * @param {string} text
 * @returns {string | null}
 */
function parseGlibc(text) {
  if (/musl/i.test(text)) return null
  const found = /^(?:glibc|ldd \(.*\)) (\d+\.\d+)/i.exec(text.trim())
  return found ? /** @type {string} */ (found[1]) : null
}

/**
 * This machine's glibc version, or null where there is none.
 * @returns {string | null}
 */
function hostGlibc() {
  if (process.platform !== 'linux') return null
  return parseGlibc(ask('getconf', ['GNU_LIBC_VERSION'])) || parseGlibc(ask('ldd', ['--version']))
}

/**
 * Whether version `a` is at least `b`, number by number (2.4 is older than 2.38).
 * @param {string} a
 * @param {string} b
 * @returns {boolean}
 */
function isAtLeast(a, b) {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)]
  for (let i = 0; i < right.length; i++) {
    const difference = (left[i] || 0) - (right[i] || 0)
    if (difference !== 0) return difference > 0
  }
  return true
}

/**
 * How the MongoDB engine starts on a machine: `plain`, through a fetched `loader`, or `none` (it does not run there).
 * @param {{ platform: string, arch: string, glibc: string | null }} machine
 * @returns {'plain' | 'loader' | 'none'}
 */
function engineRoute({ platform, arch, glibc }) {
  if (platform === 'darwin') return arch === 'arm64' ? 'plain' : 'none'
  if (platform !== 'linux' || !(arch in ARCHITECTURES) || !glibc) return 'none'
  return isAtLeast(glibc, ENGINE_GLIBC) ? 'plain' : 'loader'
}

/**
 * Folder in which setup keeps the newer glibc.
 * @param {HostEnv} env
 * @returns {string}
 */
function glibcFolder(env) {
  return path.join(cacheRoot(env), `glibc-${process.arch}`)
}

/**
 * Command that starts a program under the glibc unpacked in `folder`, or null if it is not (wholly) there.
 * Libraries it lacks are taken from the system.
 * @param {string} folder
 * @returns {[string, ...string[]] | null}
 */
function loaderCommand(folder) {
  const machine = ARCHITECTURES[/** @type {keyof typeof ARCHITECTURES} */ (process.arch)]
  if (!machine) return null
  for (const root of [path.join(folder, 'usr/lib'), path.join(folder, 'lib')]) {
    const libraries = path.join(root, machine.multiarch)
    const needed = [machine.loader, 'libc.so.6', 'libm.so.6'].map((name) => path.join(libraries, name))
    if (!needed.every((file) => existsSync(file))) continue
    const search = [
      libraries,
      `/lib/${machine.multiarch}`,
      `/usr/lib/${machine.multiarch}`,
      '/lib64',
      '/usr/lib64',
    ]
    return [path.join(libraries, machine.loader), '--library-path', search.join(':')]
  }
  return null
}

/**
 * A redis-server of version 7 or later, or a valkey-server; null if there is neither.
 * @param {HostEnv} env
 * @returns {string | null}
 */
function findRedis(env) {
  const redis = findProgram('redis-server', env)
  if (redis) {
    const version = /v=(\d+)/.exec(ask(redis, ['--version']))
    if (version && Number(version[1]) >= REDIS_MAJOR) return redis
  }
  return findProgram('valkey-server', env)
}

/**
 * A `setpriv` that can tie a child's life to its parent's, or null. BusyBox's cannot.
 * @param {HostEnv} env
 * @returns {string | null}
 */
function findSetpriv(env) {
  const setpriv = process.platform === 'linux' ? findProgram('setpriv', env) : null
  return setpriv && ask(setpriv, ['--version']).includes('util-linux') ? setpriv : null
}

module.exports = {
  DEFAULT_PATH,
  ENGINE_GLIBC,
  REDIS_MAJOR,
  ask,
  cacheRoot,
  engineRoute,
  findProgram,
  findRedis,
  findSetpriv,
  glibcFolder,
  hostGlibc,
  isAtLeast,
  loaderCommand,
  parseGlibc,
}
