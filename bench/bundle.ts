import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const ROOT = join(__dirname, '..')
/** Inside the project, so that packages are found from there. */
const OUT = join(ROOT, '.cache/bench')

const PROGRAMS = ['server', 'worker', 'bare', 'load', 'listeners'] as const
export type ProgramName = (typeof PROGRAMS)[number]

/** Builds the measured programs as production is built: plain JavaScript, nothing transpiled while it runs. */
export async function bundlePrograms(): Promise<void> {
  await build({
    entryPoints: PROGRAMS.map((name) => join(__dirname, `programs/${name}.ts`)),
    outdir: OUT,
    bundle: true,
    platform: 'node',
    target: 'node20',
    alias: { '@shared': join(ROOT, 'shared') },
    packages: 'external',
    // Each program is its own main; what it imports from the server must not start by itself.
    define: { 'require.main': 'null' },
    sourcemap: 'linked',
  })
  cpSync(join(ROOT, 'server/adapters/redis/lua'), join(OUT, 'lua'), { recursive: true })
}

export const programPath = (name: ProgramName): string => join(OUT, `${name}.js`)
