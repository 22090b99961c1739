import { cpSync, rmSync } from 'node:fs'
import { build } from 'esbuild'
import { buildClient, CLIENTS } from './clients'

/** `dist/server`: each entrance in one file, packages left to node_modules; beside it what is read at run time. */
async function buildServer(): Promise<void> {
  rmSync('dist/server', { recursive: true, force: true })
  await build({
    entryPoints: ['server/main.ts', 'server/worker.ts', 'server/cli.ts'],
    outdir: 'dist/server',
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    tsconfig: 'tsconfig.json',
  })
  cpSync('server/adapters/redis/lua', 'dist/server/lua', { recursive: true })
  cpSync('server/bot.cjs', 'dist/server/bot.cjs')
}

async function main(): Promise<void> {
  console.log('正在构建服务器……')
  await buildServer()
  for (const client of CLIENTS) {
    console.log(`正在构建 ${client}……`)
    if (!(await buildClient(client))) console.log(`${client} 没有变化，沿用上次的构建`)
  }
  console.log(`构建完成：dist/server、${CLIENTS.map((client) => `dist/${client}`).join('、')}`)
}

main().catch((error) => {
  console.error(error.message)
  process.exit(1)
})
