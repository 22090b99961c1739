import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = process.cwd()

/** A broken law each: its rule, the file that breaks it, and what the file imports. */
const VIOLATIONS: [rule: string, file: string, imports: string][] = [
  [
    'order: edition|representative uses only earlier features',
    'server/features/edition/edition.ts',
    '../ballot/ballot',
  ],
  ['order: identity|audit|jssdk uses only earlier features', 'shared/identity/rules.ts', '../ballot/rules'],
  ['shared-is-pure', 'shared/unit/rules.ts', 'node:fs'],
  ['zod-only-in-contracts', 'shared/edition/rules.ts', 'zod'],
  ['rules-ignore-contracts', 'shared/ballot/rules.ts', './contract'],
  ['clients-see-only-shared', 'miniprogram/pages/home.ts', '../../server/env'],
  ['clients-see-only-shared', 'console/staff/one.tsx', '../../miniprogram/platform/there'],
  ['server-sees-no-client', 'server/app.ts', '../miniprogram/pages/home'],
  ['clients-take-contract-types-only', 'miniprogram/pages/other.ts', '../../shared/ballot/contract'],
  ['clients-take-contract-types-only', 'console/staff/two.tsx', '../../shared/staff/contract'],
  ['feature-has-one-door', 'server/features/ballot/ballot.ts', '../edition/model'],
  ['routes-never-touch-storage', 'server/features/edition/routes.ts', './model'],
  ['http-stays-at-the-door', 'server/features/unit/unit.ts', 'koa'],
  ['only-deps-wires-adapters', 'server/main.ts', './adapters/mongo'],
  ['adapters-know-only-ports', 'server/adapters/mongo.ts', '../env'],
  ['mongoose-in-models', 'server/deps.ts', 'mongoose'],
  ['ioredis-in-adapters', 'server/worker.ts', 'ioredis'],
  ['taro-in-platform', 'miniprogram/pages/taro.ts', '@tarojs/taro'],
  ['no-cycles', 'server/deps.ts', './ports/work'],
  ['not-to-tests', 'server/cli.ts', '../tests/help'],
  ['not-to-dev-dependency', 'server/bot.ts', 'fast-check'],
  ['unresolvable', 'server/http/auth.ts', './nowhere'],
]

test('every law about imports is reported when it is broken', () => {
  const dir = mkdtempSync(join(tmpdir(), 'pingxuan-laws-'))
  try {
    const files = new Map<string, string>()
    const add = (file: string, line: string) => files.set(file, `${files.get(file) ?? ''}${line}\n`)
    for (const [, file, imports] of VIOLATIONS) {
      add(file, `import * as a${files.get(file)?.length ?? 0} from '${imports}'`)
      if (imports.startsWith('.')) add(join(dirname(file), `${imports}.ts`), 'export const there = 1')
    }
    files.delete('server/http/nowhere.ts')
    add('server/ports/work.ts', "import * as deps from '../deps'")
    for (const [file, text] of files) {
      mkdirSync(join(dir, dirname(file)), { recursive: true })
      writeFileSync(join(dir, file), text)
    }
    for (const name of ['node_modules', 'package.json', 'tsconfig.json', '.dependency-cruiser.cjs']) {
      symlinkSync(join(root, name), join(dir, name))
    }
    const broken = cruise(dir)
    for (const [rule, file] of VIOLATIONS) expect(broken).toContain(`${rule} | ${file}`)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

function cruise(dir: string): string[] {
  const folders = ['server', 'shared', 'miniprogram', 'console', 'tests'].filter((name) =>
    readdirSync(dir).includes(name),
  )
  const command = join(root, 'node_modules/.bin/depcruise')
  let output: string
  try {
    output = execFileSync(
      command,
      ['--preserve-symlinks', '--config', '.dependency-cruiser.cjs', '-T', 'json', ...folders],
      {
        cwd: dir,
        encoding: 'utf8',
        maxBuffer: 64 << 20,
      },
    )
  } catch (error) {
    output = (error as { stdout: string }).stdout // it exits with the number of violations
  }
  const { summary } = JSON.parse(output) as {
    summary: { violations: { rule: { name: string }; from: string }[] }
  }
  return summary.violations.map(({ rule, from }) => `${rule.name} | ${from}`)
}

/** Source files of a folder, with their text without comments. */
function sources(folder: string): [file: string, text: string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8')
      return [join(folder, name), text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')]
    })
}

test('shared rules read no clock and draw no lots', () => {
  const impure = sources('shared').filter(([, text]) => /Date\.now\(|new Date\(\)|Math\.random\(/.test(text))
  expect(impure.map(([file]) => file)).toEqual([])
})

test('only miniprogram/platform speaks to WeChat, the network and storage', () => {
  const calls =
    /Taro\.(request|login|uploadFile|downloadFile|(get|set|remove)Storage\w*)\(|\bfetch\(|localStorage|new EventSource/
  const outside = sources('miniprogram').filter(
    ([file, text]) => !file.startsWith('miniprogram/platform/') && calls.test(text),
  )
  expect(outside.map(([file]) => file)).toEqual([])
})

test('only console/platform speaks to the network and storage', () => {
  const calls = /\bfetch\(|XMLHttpRequest|new EventSource|(local|session)Storage/
  const outside = sources('console').filter(
    ([file, text]) => !file.startsWith('console/platform/') && calls.test(text),
  )
  expect(outside.map(([file]) => file)).toEqual([])
})
