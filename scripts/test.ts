import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildClient, CLIENTS, type Client } from './clients'

type Count = { passed: number; failed: number }

const fast = process.argv.includes('--fast')
const scratch = mkdtempSync(join(tmpdir(), 'pingxuan-test-'))
const report = join(scratch, 'jest.json')

/** Everything that must hold: format, lint, types, laws, then tests. `--fast` leaves out what needs builds or breaks things. */
async function test(): Promise<Count> {
  const statics = await Promise.all([
    step('格式与规范', 'biome', ['check', '--error-on-warnings', '.']),
    step('类型', 'tsc', ['--noEmit', '-p', '.']),
    step('架构规则', 'depcruise', ['--config', '.dependency-cruiser.cjs', ...folders()]),
  ])
  const built: Count[] = []
  if (!fast) for (const client of CLIENTS) built.push(await build(client))
  const suites = fast ? ['rules'] : ['rules', 'server', 'clients', 'faults']
  const code = await run('jest', [
    ...['--selectProjects', ...suites, '--json', '--outputFile', report],
    // Each of them may run stores, servers and a browser.
    ...['--maxWorkers', '2'],
  ])
  return add([...statics, ...built, jestCount(code)])
}

function folders(): string[] {
  return ['server', 'shared', 'miniprogram', 'console', 'config', 'scripts', 'tests', 'bench']
}

/** One check that passes or fails as a whole. */
async function step(name: string, command: string, args: string[]): Promise<Count> {
  const started = Date.now()
  const passed = (await run(command, args)) === 0
  return told(name, started, passed)
}

async function build(client: Client): Promise<Count> {
  const started = Date.now()
  try {
    await buildClient(client)
    return told(`构建 ${client}`, started, true)
  } catch (error) {
    console.error((error as Error).message)
    return told(`构建 ${client}`, started, false)
  }
}

function told(name: string, started: number, passed: boolean): Count {
  console.log(`${passed ? '✓' : '✗'} ${name}（${((Date.now() - started) / 1000).toFixed(1)} 秒）`)
  return { passed: Number(passed), failed: Number(!passed) }
}

/** Runs one of node_modules/.bin; answers its exit code. What it says is shown where it fails, or as it goes for jest. */
function run(command: string, args: string[]): Promise<number> {
  const live = command === 'jest'
  const child = spawn(join('node_modules/.bin', command), args, {
    stdio: live ? ['ignore', 'ignore', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      if (code !== 0) console.log(output)
      resolve(code ?? 1)
    })
  })
}

/** Tests by jest's own report; a suite that could not run counts as one failure, so does a run that failed otherwise. */
function jestCount(code: number): Count {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
      readFileSync(report, 'utf8'),
    )
    const failed = numFailedTests + numRuntimeErrorTestSuites
    return { passed: numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

function add(counts: Count[]): Count {
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, 0),
  }
}

test()
  .then(({ passed, failed }) => {
    console.log(`${passed} passed, ${failed} failed`)
    process.exitCode = failed > 0 ? 1 : 0
  })
  .finally(() => rmSync(scratch, { recursive: true, force: true }))
