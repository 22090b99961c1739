import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** The programs that are built for phones and browsers, and what each is built from. */
export const CLIENTS = ['h5', 'weapp', 'console'] as const
export type Client = (typeof CLIENTS)[number]

const TARO = ['miniprogram', 'shared', 'config', 'babel.config.js', 'package-lock.json', 'scripts/clients.ts']
const VITE = ['console', 'shared', 'config/console.mts', 'package-lock.json', 'scripts/clients.ts']
const SOURCES: Record<Client, string[]> = { h5: TARO, weapp: TARO, console: VITE }
const COMPRESSED = /\.(js|css|html|svg|json)$/

/** Builds a client into `dist/<client>`, unless it is there already from the same sources. Answers whether it built. */
export async function buildClient(client: Client): Promise<boolean> {
  const dist = join('dist', client)
  const stamp = join('dist', `${client}.stamp`)
  const digest = digestOf(SOURCES[client])
  if (existsSync(dist) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return false
  if (client === 'console') await run('vite', ['build', '--config', 'config/console.mts'])
  else await run('taro', ['build', '--type', client])
  if (client !== 'weapp') await compress(dist)
  writeFileSync(stamp, digest)
  return true
}

/** Runs a build tool; what it said is told only where it fails. */
function run(tool: string, args: string[]): Promise<void> {
  const child = spawn('npx', [tool, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`${[tool, ...args].join(' ')} 失败：\n${output.slice(-4000)}`))
    })
  })
}

/** Leaves a gzip and a brotli version beside each text file, so that serving it costs nothing. */
async function compress(dir: string): Promise<void> {
  for (const file of filesOf(dir).filter((name) => COMPRESSED.test(name))) {
    const bytes = readFileSync(file)
    if (bytes.length < 1024) continue
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
    writeFileSync(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }))
    writeFileSync(`${file}.br`, await promisify(brotliCompress)(bytes, quality))
  }
}

function digestOf(paths: string[]): string {
  // What the build takes from the environment makes another build, as a changed source does.
  const hash = createHash('sha1').update(process.env.PINGXUAN_API_BASE ?? '')
  for (const file of paths.flatMap(filesOf)) hash.update(file).update(readFileSync(file))
  return hash.digest('hex')
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)))
}
