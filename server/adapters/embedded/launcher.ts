import { readFileSync } from 'node:fs'
import { birthOf, isAlive } from './lock.cjs'

const LOOK_EVERY_MS = 500

/**
 * Calls back once when npm, or any process between it and us, is gone: `kill -9 <npm>` otherwise leaves a server behind
 * that holds its port and data folder and that nobody sees. Does nothing where npm did not start us or `/proc` is
 * missing. Returns a function that stops watching; the watch keeps no process alive.
 */
export function onLauncherGone(callback: () => void): () => void {
  const launchers = launchersOf(process.ppid)
  if (launchers.length === 0) return () => {}
  const timer = setInterval(() => {
    if (launchers.every(isAlive)) return
    clearInterval(timer)
    callback()
  }, LOOK_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** Ancestors from the given one up to npm; none if npm is not among them. */
function launchersOf(first: number): { pid: number; birth: string }[] {
  const chain: { pid: number; birth: string }[] = []
  try {
    for (let pid = first; pid > 1; pid = parentOf(pid)) {
      chain.push({ pid, birth: birthOf(pid) ?? '' })
      // npm names its process after the command it was given.
      if (readFileSync(`/proc/${pid}/cmdline`, 'latin1').startsWith('npm ')) return chain
    }
  } catch {}
  return []
}

function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}
