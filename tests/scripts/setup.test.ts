import { spawnSync } from 'node:child_process'
import path from 'node:path'
import plan from '../../scripts/setup/plan.cjs'
import host from '../../server/adapters/embedded/host.cjs'

describe('what a command needs', () => {
  test('a demo needs stores, but no browser', () => {
    expect(plan.needsOf('demo', {})).toEqual(['dependencies', 'engine', 'redis'])
  })

  test('stores that are elsewhere are not set up here', () => {
    const elsewhere = { MONGODB_URI: 'mongodb://db', REDIS_URL: 'redis://db' }
    expect(plan.needsOf('demo', elsewhere)).toEqual(['dependencies'])
    expect(plan.needsOf('demo', { ...elsewhere, MONGODB_URI: '' })).toEqual(['dependencies', 'engine'])
  })

  test('tests need a browser that can show Chinese', () => {
    expect(plan.needsOf('test', {})).toEqual(expect.arrayContaining(['chromium', 'fonts']))
    expect(plan.needsOf('ci', {})).toEqual(plan.needsOf('test', {}))
  })

  test('a build needs packages only, and an unknown purpose is not guessed at', () => {
    expect(plan.needsOf('build', {})).toEqual(['dependencies'])
    expect(plan.needsOf('toString', {})).toBeNull()
  })
})

test('a Node.js that is too old is told in words', () => {
  expect(plan.nodeProblem('v20.20.2', '>=20')).toBeNull()
  expect(plan.nodeProblem('v26.0.0', '>=20')).toBeNull()
  expect(plan.nodeProblem('v18.19.1', '>=20')).toContain('需要 Node.js 20 以上，当前是 v18.19.1')
})

describe('whether to install packages again', () => {
  const manifest = { scripts: { test: 'a' }, dependencies: { koa: '^3' }, devDependencies: { tsx: '^4' } }
  const inputs = { manifest: JSON.stringify(manifest), lock: '{}', machine: 'linux-x64' }
  const mark = plan.fingerprint(inputs)

  test('a changed script is no reason', () => {
    expect(plan.fingerprint({ ...inputs, manifest: JSON.stringify({ ...manifest, scripts: {} }) })).toBe(mark)
  })

  test.each([
    ['a package', { manifest: JSON.stringify({ ...manifest, dependencies: { koa: '^4' } }) }],
    ['an override', { manifest: JSON.stringify({ ...manifest, overrides: { koa: '3.0.0' } }) }],
    ['the lock', { lock: '{"lockfileVersion":3}' }],
    ['the machine', { machine: 'linux-arm64' }],
  ])('%s that changed is one', (_what, change) => {
    expect(plan.fingerprint({ ...inputs, ...change })).not.toBe(mark)
  })

  test('a lock belongs to package.json where the wanted ranges agree, in any order', () => {
    const lock = (root: object) => JSON.stringify({ packages: { '': root } })
    const { dependencies, devDependencies } = manifest
    expect(plan.isLockOf(inputs.manifest, lock({ devDependencies, dependencies }))).toBe(true)
    expect(plan.isLockOf(inputs.manifest, lock({ dependencies }))).toBe(false)
    expect(plan.isLockOf(inputs.manifest, lock({ dependencies: { koa: '^2' }, devDependencies }))).toBe(false)
  })
})

describe('the C library', () => {
  test.each([
    ['glibc 2.36', '2.36'],
    ['ldd (Debian GLIBC 2.36-9+deb12u14) 2.36', '2.36'],
    ['ldd (Ubuntu GLIBC 2.39-0ubuntu8.4) 2.39', '2.39'],
    ['ldd (GNU libc) 2.34', '2.34'],
    ['musl libc (x86_64)', null],
    ['', null],
  ])('%j is version %j', (text, version) => {
    expect(host.parseGlibc(text)).toBe(version)
  })

  test('versions compare number by number', () => {
    expect(host.isAtLeast('2.4', '2.38')).toBe(false)
    expect(host.isAtLeast('2.38', '2.38')).toBe(true)
    expect(host.isAtLeast('2.41', '2.38')).toBe(true)
    expect(host.isAtLeast('3.0', '2.38')).toBe(true)
  })

  test.each([
    ['linux', 'x64', '2.41', 'plain'],
    ['linux', 'x64', '2.36', 'loader'],
    ['linux', 'arm64', '2.36', 'loader'],
    ['linux', 'x64', null, 'none'],
    ['linux', 'ia32', '2.41', 'none'],
    ['darwin', 'arm64', null, 'plain'],
    ['darwin', 'x64', null, 'none'],
    ['win32', 'x64', null, 'none'],
  ])('on %s %s with glibc %s the engine starts: %s', (platform, arch, glibc, route) => {
    expect(host.engineRoute({ platform, arch, glibc })).toBe(route)
  })

  test('the cache folder honours XDG_CACHE_HOME if it is absolute', () => {
    expect(host.cacheRoot({ XDG_CACHE_HOME: '/var/cache/me', HOME: '/home/me' })).toBe(
      '/var/cache/me/pingxuan',
    )
    expect(host.cacheRoot({ XDG_CACHE_HOME: 'here', HOME: '/home/me' })).toBe('/home/me/.cache/pingxuan')
    expect(host.cacheRoot({ HOME: '/home/me' })).toBe('/home/me/.cache/pingxuan')
  })
})

describe('where packages come from', () => {
  const os = (text: string) => plan.glibcOrigin(plan.parseOsRelease(text))

  test('Debian, Ubuntu and their descendants are known by os-release', () => {
    expect(plan.parseOsRelease('ID=debian\nVERSION_CODENAME=bookworm\n')).toEqual({
      id: 'debian',
      like: [],
      codename: 'bookworm',
    })
    expect(os('NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n')).toBe('ubuntu')
    expect(os('ID="rocky"\nID_LIKE="rhel centos fedora"\n')).toBeNull()
    expect(os('')).toBeNull()
  })

  const targets = [
    'https://apt.example.org/tools/|bookworm|main|Example Tools',
    'http://mirror.example.cn/debian/|bookworm-updates|main|Debian',
    'http://mirror.example.cn/debian/|bookworm|contrib|Debian',
    'http://mirror.example.cn/debian/|bookworm|main|Debian',
    'http://mirror.example.cn/debian-security/|bookworm-security|main|Debian',
  ]

  test('a configured mirror is honoured', () => {
    expect(plan.mirrorOf(targets.join('\n'), 'debian', 'bookworm')).toBe('http://mirror.example.cn/debian/')
  })

  test('before the first update, when no origin is known, its path tells it from other vendors', () => {
    const unknown = targets.map((line) => line.replace(/[^|]*$/, '$(ORIGIN)')).join('\n')
    expect(plan.mirrorOf(unknown, 'debian', 'bookworm')).toBe('http://mirror.example.cn/debian/')
    expect(plan.mirrorOf(targets[0] as string, 'debian', 'bookworm')).toBeNull()
    expect(plan.mirrorOf('', 'debian', 'bookworm')).toBeNull()
  })
})

test('without root or apt nothing is installed, and the reason is given', () => {
  expect(plan.aptProblem({ isRoot: true, hasApt: true })).toBeNull()
  expect(plan.aptProblem({ isRoot: false, hasApt: true })).toContain('不是 root')
  expect(plan.aptProblem({ isRoot: true, hasApt: false })).toContain('没有 apt-get')
})

describe('the script itself', () => {
  const setup = (purpose: string, env: Record<string, string>) =>
    spawnSync(process.execPath, [path.resolve(__dirname, '../../scripts/setup.mjs'), purpose], {
      encoding: 'utf8',
      env,
    })

  test('says all that is missing at once, does nothing, and exits with 1', () => {
    const { status, stderr, stdout } = setup('demo', { PATH: '/nonexistent', HOME: '/nonexistent' })
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/没有 apt-get/)
    expect(stderr).toMatch(/REDIS_URL/)
    expect(stderr).toMatch(/MONGODB_URI/)
  })

  test('does not guess what an unknown purpose needs', () => {
    const { status, stderr } = setup('tset', {})
    expect(status).toBe(1)
    expect(stderr).toContain('不认识的用途“tset”。可用：demo、test')
  })
})
