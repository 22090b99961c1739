import { type ChildProcess, spawn } from 'node:child_process'
import { DEFAULT_PATH, findSetpriv, type HostEnv } from './host.cjs'

/**
 * Waits for our end of its standard input to close, which the kernel does however we die, then ends the process it was
 * given: first with a request, after 5 s by force.
 */
const WATCH = `read -r _
kill -TERM "$1"
n=0
while kill -0 "$1" && [ $n -lt 50 ]; do sleep 0.1; n=$((n + 1)); done
kill -KILL "$1"`

/**
 * Spawns a program that knows nothing of us and yet ends when this process does, `kill -9` included. Its output comes
 * through pipes. Must be called on the main thread: `setpriv` ties the child to the thread that spawned it.
 */
export function spawnBound(program: string, args: string[], env: HostEnv): ChildProcess {
  const setpriv = findSetpriv(env)
  const bound = setpriv ? [setpriv, '--pdeathsig', 'TERM', program, ...args] : [program, ...args]
  const [first = program, ...rest] = bound
  const passed = { PATH: env.PATH ?? DEFAULT_PATH, HOME: env.HOME }
  // A process group of its own: Ctrl-C in the terminal reaches us first, and we stop it in good order.
  const child = spawn(first, rest, { env: passed, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  if (child.pid) {
    const watcher = spawn('/bin/sh', ['-c', WATCH, 'sh', String(child.pid)], {
      env: passed,
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    })
    watcher.on('error', () => {})
    // Without its program the watcher would one day signal a stranger with the same PID.
    child.once('exit', () => watcher.kill('SIGKILL'))
  }
  return child
}
