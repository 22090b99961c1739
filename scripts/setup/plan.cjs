/**
 * What setup decides, as functions of plain data. Plain CommonJS: setup runs before anything is installed, and the
 * tests load it as they load everything else.
 */
const { createHash } = require('node:crypto')

/** @typedef {'dependencies' | 'engine' | 'redis' | 'chromium' | 'fonts'} Need */

/** What each command needs, in the order it is provided. @type {Record<string, Need[]>} */
const NEEDS = {
  demo: ['dependencies', 'engine', 'redis'],
  test: ['dependencies', 'engine', 'redis', 'chromium', 'fonts'],
  ci: ['dependencies', 'engine', 'redis', 'chromium', 'fonts'],
  bench: ['dependencies', 'engine', 'redis'],
  cli: ['dependencies', 'engine', 'redis'],
  check: ['dependencies'],
  build: ['dependencies'],
}

/**
 * Needs of a purpose; stores that are elsewhere (`MONGODB_URI`, `REDIS_URL`) are not needed here. Null for an unknown
 * purpose.
 * @param {string} purpose
 * @param {Record<string, string | undefined>} env
 * @returns {Need[] | null}
 */
function needsOf(purpose, env) {
  const needs = Object.hasOwn(NEEDS, purpose) ? NEEDS[purpose] : undefined
  if (!needs) return null
  return needs.filter(
    (need) => !(need === 'engine' && env.MONGODB_URI) && !(need === 'redis' && env.REDIS_URL),
  )
}

/**
 * Words about a Node.js that is too old, or null.
 * @param {string} version as in `process.version`
 * @param {string} range as in package.json's `engines.node`; only `>=N` is understood
 * @returns {string | null}
 */
function nodeProblem(version, range) {
  const least = Number((/^>=\s*(\d+)/.exec(range) || [])[1] || 0)
  const major = Number((/^v?(\d+)/.exec(version) || [])[1] || 0)
  return major >= least
    ? null
    : `需要 Node.js ${least} 以上，当前是 ${version}。请安装新版 Node.js 后重试：https://nodejs.org`
}

/**
 * Mark of the dependencies that belong to these files on this machine; another mark means: install again.
 * @param {{ manifest: string, lock: string | null, machine: string }} inputs texts of package.json and package-lock.json
 * @returns {string}
 */
function fingerprint({ manifest, lock, machine }) {
  const { dependencies, devDependencies, optionalDependencies, overrides } = JSON.parse(manifest)
  // A new script or description in package.json is no reason to install.
  const wanted = JSON.stringify({ dependencies, devDependencies, optionalDependencies, overrides })
  return createHash('sha256').update([wanted, lock, machine].join('\0')).digest('hex')
}

/**
 * Whether a lockfile was made from this package.json, so that an install has no business changing it.
 * @param {string} manifest
 * @param {string} lock
 * @returns {boolean}
 */
function isLockOf(manifest, lock) {
  const wanted = JSON.parse(manifest)
  const root = JSON.parse(lock).packages?.[''] || {}
  return ['dependencies', 'devDependencies', 'optionalDependencies'].every((group) => {
    const sorted = (/** @type {Record<string, string> | undefined} */ list) =>
      JSON.stringify(Object.entries(list || {}).sort(([a], [b]) => (a < b ? -1 : 1)))
    return sorted(wanted[group]) === sorted(root[group])
  })
}

/**
 * Reads `/etc/os-release`.
 * @param {string} text
 * @returns {{ id: string, like: string[], codename: string }}
 */
function parseOsRelease(text) {
  const get = (/** @type {string} */ name) =>
    (new RegExp(`^${name}="?([^"\\n]*)"?$`, 'm').exec(text) || [])[1] || ''
  return { id: get('ID'), like: get('ID_LIKE').split(' ').filter(Boolean), codename: get('VERSION_CODENAME') }
}

/**
 * Why packages cannot be installed through apt here, in words, or null if they can.
 * @param {{ isRoot: boolean, hasApt: boolean }} machine
 * @returns {string | null}
 */
function aptProblem({ isRoot, hasApt }) {
  if (!hasApt) return '这台机器没有 apt-get，无法自动安装'
  return isRoot ? null : '当前用户不是 root，无法自动安装'
}

/** Suites that carry a new enough C library, and who signs them. @type {Record<string, { suite: string, keyring: string }>} */
const NEWER_GLIBC = {
  debian: { suite: 'trixie', keyring: '/usr/share/keyrings/debian-archive-keyring.gpg' },
  ubuntu: { suite: 'noble', keyring: '/usr/share/keyrings/ubuntu-archive-keyring.gpg' },
}

/** Debian's own mirror network, for a system whose apt configuration does not tell another. */
const DEBIAN_MIRROR = 'http://deb.debian.org/debian/'

/**
 * The distribution whose newer C library fits this system, or null.
 * @param {{ id: string, like: string[] }} system
 * @returns {'debian' | 'ubuntu' | null}
 */
function glibcOrigin({ id, like }) {
  for (const name of [id, ...like]) if (name === 'debian' || name === 'ubuntu') return name
  return null
}

/**
 * The mirror that apt takes the distribution's main packages from, so that a configured one is honoured; null if it
 * cannot be told.
 * @param {string} targets lines of `apt-get indextargets`: URI|release|component|origin
 * @param {'debian' | 'ubuntu'} origin
 * @param {string} codename of the running system
 * @returns {string | null}
 */
function mirrorOf(targets, origin, codename) {
  const sources = targets
    .split('\n')
    .map((line) => line.split('|'))
    .filter(([uri, release, component]) => uri && release === codename && component === 'main')
  const declared = sources.find((source) => (source[3] || '').toLowerCase() === origin)
  // Before the first `apt-get update` no origin is known; other vendors publish for the same release too.
  const named = sources.find(([uri]) => new RegExp(`/${origin}/?$`).test(uri || ''))
  return (declared || named || [])[0] || null
}

module.exports = {
  DEBIAN_MIRROR,
  NEEDS,
  NEWER_GLIBC,
  aptProblem,
  fingerprint,
  glibcOrigin,
  isLockOf,
  mirrorOf,
  needsOf,
  nodeProblem,
  parseOsRelease,
}
