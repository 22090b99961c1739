import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { BotError, type BotNews, type StartBot } from '../../ports/bot'
import type { Log } from '../../ports/work'

const SEND_MS = 90_000

/** What the child says, which a hostile server may have made it say. */
const Said = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('code'), uuid: z.string().regex(/^[\w=-]{4,64}$/) }),
  z.object({ kind: z.literal('scanned') }),
  z.object({ kind: z.literal('online'), name: z.string().max(100) }),
  z.object({ kind: z.literal('groups'), names: z.array(z.string().max(100)).max(500) }),
  z.object({ kind: z.literal('data'), data: z.string().max(200_000) }),
  z.object({ kind: z.literal('heard'), group: z.string().max(100), text: z.string().max(200) }),
  z.object({ kind: z.literal('trouble'), reason: z.string().max(200) }),
  z.object({ kind: z.literal('over') }),
  z.object({ kind: z.literal('sent'), id: z.string() }),
  z.object({ kind: z.literal('unsent'), id: z.string(), reason: z.string().max(200), certain: z.boolean() }),
])

/** The child's program: beside the built server, or where the source has it. */
const PROGRAM = [join(__dirname, 'bot.cjs'), join(__dirname, '../../bot.cjs')].find((path) =>
  existsSync(path),
)!

type Options = { log: Log /** Where web WeChat is played, for tests. */; base?: string }

/**
 * Runs wechat4u in a process that has nothing: no environment, no file but its packages, no other process, no port of its
 * own. What it evals can do no more than speak with whom it speaks with anyhow.
 */
export function createBot({ log, base }: Options): StartBot {
  const packages = join(dirname(require.resolve('wechat4u/package.json')), '..')
  const readable = [PROGRAM, join(packages, '*'), join(packages, '../package.json')]

  return (data, onNews) => {
    const child = fork(PROGRAM, base ? [base] : [], {
      env: {},
      execArgv: ['--experimental-permission', ...readable.map((path) => `--allow-fs-read=${path}`)],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const waiting = new Map<string, { done: () => void; fail: (error: BotError) => void }>()

    child.on('message', (message) => {
      const said = Said.safeParse(message)
      if (!said.success) return log.warn({}, '微信群机器人说了不认识的话，没有理会')
      const news = said.data
      if (news.kind === 'ready') child.send({ kind: 'begin', data })
      else if (news.kind === 'sent') waiting.get(news.id)?.done()
      else if (news.kind === 'unsent') waiting.get(news.id)?.fail(new BotError(news.reason, news.certain))
      else onNews(news satisfies BotNews)
    })
    child.on('exit', () => {
      for (const { fail } of waiting.values()) fail(new BotError('微信群机器人中断，不知道是否发出', false))
      onNews({ kind: 'gone' })
    })

    return {
      send({ group, text, picture }) {
        const id = randomUUID()
        return new Promise<void>((resolve, reject) => {
          if (!child.connected) return reject(new BotError('微信群机器人没有运行', true))
          const late = () => fail(new BotError('微信群机器人没有回音，不知道是否发出', false))
          const timer = setTimeout(late, SEND_MS)
          const over = () => {
            clearTimeout(timer)
            waiting.delete(id)
          }
          const fail = (error: BotError) => {
            over()
            reject(error)
          }
          waiting.set(id, {
            fail,
            done() {
              over()
              resolve()
            },
          })
          child.send({ kind: 'send', id, group, text, picture: picture?.toString('base64') ?? null })
        })
      },
      end: () => void (child.connected && child.send({ kind: 'end' })),
      kill: () => void child.kill('SIGKILL'),
    }
  }
}
