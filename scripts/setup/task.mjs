import { spawn } from 'node:child_process'

/** A need that cannot be met here. The message says what someone can do about it. */
export class Refused extends Error {}

const TAIL_LINES = 20
const INTERRUPTIONS = ['SIGINT', 'SIGTERM', 'SIGHUP']
const TICK_MS = 200
const LINE_EVERY_MS = 10_000
const FRAMES = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'

/** Prints one line. */
export function say(line) {
  process.stdout.write(`${line}\n`)
}

/**
 * Runs a program to its end, showing that it is alive: a moving line in a terminal, else a line every 10 s.
 * Resolves to its exit code (-1 if it could not start), its last lines of output, and the whole of its standard output.
 * Where someone interrupts us it is ended and {@link Refused} thrown, so that callers can clean up.
 */
export function run(command, { doing, cwd, env = process.env }) {
  return new Promise((resolve, reject) => {
    const [program, ...args] = command
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let all = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text
      all += text
    })
    child.stderr.setEncoding('utf8').on('data', (text) => {
      all += text
    })
    let interrupted = false
    const interrupt = (signal) => {
      interrupted = true
      child.kill(signal)
    }
    for (const signal of INTERRUPTIONS) process.on(signal, interrupt)
    const progress = showProgress(doing, Date.now())
    const end = (code) => {
      progress.end()
      for (const signal of INTERRUPTIONS) process.off(signal, interrupt)
      if (interrupted) reject(new Refused('已中断，重新运行本命令即可继续。'))
      else resolve({ code, tail: lastLines(all), stdout })
    }
    child.once('error', (error) => {
      all += error.message
      end(-1)
    })
    child.once('close', (code) => end(code ?? -1))
  })
}

function lastLines(text) {
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '')
  return lines
    .slice(-TAIL_LINES)
    .map((line) => `  ${line}`)
    .join('\n')
}

function showProgress(doing, since) {
  const seconds = () => Math.round((Date.now() - since) / 1000)
  if (!process.stdout.isTTY) {
    const timer = setInterval(() => say(`  ${doing}……已用 ${seconds()} 秒`), LINE_EVERY_MS)
    return { end: () => clearInterval(timer) }
  }
  let frame = 0
  const timer = setInterval(() => {
    frame = (frame + 1) % FRAMES.length
    process.stdout.write(`\r\x1b[2K  ${FRAMES[frame]} ${doing} ${seconds()} 秒`)
  }, TICK_MS)
  return {
    end() {
      clearInterval(timer)
      process.stdout.write('\r\x1b[2K')
    },
  }
}
