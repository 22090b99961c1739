import { type ChildProcess, fork } from 'node:child_process'
import manifest from '../package.json'
import { type ProgramName, programPath } from './bundle'

/** A measured program in a process of its own. */
export type Program = {
  url: string
  /** Asks the program something; it answers one message to each. */
  ask<Answer>(question: unknown): Promise<Answer>
  stop(): Promise<void>
}

/** What every program answers to `usage`. */
export type Usage = { cpuMs: number; rssBytes: number; peakRssBytes: number; heapBytes: number }

/** Node's flags as a script of the package gives them. */
const flagsIn = (script: 'start' | 'worker') =>
  manifest.scripts[script].split(' ').filter((word) => word.startsWith('--'))

/**
 * A worker gets its own flags, all other programs those of the server, so that they are no difference. Flags for one
 * program besides, to look into it: `BENCH_FLAGS="server --cpu-prof"`.
 */
function flagsOf(name: ProgramName): string[] {
  const usual = flagsIn(name === 'worker' ? 'worker' : 'start')
  const [wanted, ...flags] = (process.env.BENCH_FLAGS ?? '').split(' ')
  return wanted === name ? [...usual, ...flags] : usual
}

/** Starts a program with its settings and resolves when it listens (or is ready to be asked). */
export async function startProgram(name: ProgramName, settings: object = {}): Promise<Program> {
  const child = fork(programPath(name), [JSON.stringify(settings)], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    execArgv: flagsOf(name),
    serialization: 'advanced',
  })
  const { url } = await nextMessage<{ url: string }>(child, name)
  return {
    url,
    async ask<Answer>(question: unknown) {
      child.send(question as object)
      return nextMessage<Answer>(child, name)
    },
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.disconnect()
      await gone
    },
  }
}

function nextMessage<Answer>(child: ChildProcess, name: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`${name} ended (${code})`))
    child.once('exit', onExit)
    child.once('message', (message) => {
      child.off('exit', onExit)
      resolve(message as Answer)
    })
  })
}
