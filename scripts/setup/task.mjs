import { spawn } from 'node:child_process'

/** A need that cannot be met here. The message says what someone can do about it. */
export class Refused extends Error {}

const TAIL_LINES = 20
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
 */
export function run(command, { doing, cwd, env = process.env }) {
  return new Promise((resolve) => {
    const [program, ...args] = command
    const since = Date.now()
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const tail = []
    let stdout = ''
    const take = (text) => {
      tail.push(...text.split(/[\r\n]+/).filter((line) => line.trim() !== ''))
      tail.splice(0, tail.length - TAIL_LINES)
    }
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text
      take(text)
    })
    child.stderr.setEncoding('utf8').on('data', take)
    const progress = showProgress(doing, since)
    const end = (code) => {
      progress.end()
      resolve({ code, tail: tail.map((line) => `  ${line}`).join('\n'), stdout })
    }
    child.once('error', (error) => {
      take(error.message)
      end(-1)
    })
    child.once('close', (code) => end(code ?? -1))
  })
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
