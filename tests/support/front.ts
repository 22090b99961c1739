import { spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { eventually, KEYS, type World } from './world'

type Answer = object | 'hang'

export type Front = {
  url: string
  /** Where it passes requests on to. */
  target: string
  /** What was asked of the watched paths, in order. */
  asked: Record<string, unknown>[]
  /** What it answers to those itself, one after the other; then the sandbox does. */
  answers: Answer[]
  /** Answers all of them itself, while it is set. */
  always: Answer | null
  close(): void
}

/** Stands before the sandbox's WeChat and passes requests on, but for what it is told to answer itself. */
export async function startFront(...watched: string[]): Promise<Front> {
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const { pathname } = new URL(request.url!, front.url)
    const isWatched = watched.some((path) => pathname === `/sandbox/wechat${path}`)
    if (isWatched) front.asked.push(JSON.parse(body.toString()))
    const own = isWatched ? (front.always ?? front.answers.shift()) : undefined
    if (own === 'hang') return
    if (own) return response.end(JSON.stringify(own))
    const { method, url, headers } = request
    const type = headers['content-type']
    const answer = await fetch(front.target + url, {
      ...{
        method,
        redirect: 'manual',
        headers: { connection: 'close', ...(type && { 'content-type': type }) },
      },
      ...(body.length > 0 && { body: body as unknown as string }), // the types of fetch know no Buffer
    }).catch(() => null)
    if (!answer) return response.destroy() // as where WeChat's line is cut
    response.writeHead(answer.status)
    response.end(Buffer.from(await answer.arrayBuffer()))
  }).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  const front: Front = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ target: '', asked: [], answers: [], always: null },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
  return front
}

/** What a process of its own over the same stores is started with; it asks WeChat by way of the front. */
export function envBehind(front: Front, world: World): Record<string, string> {
  const { dataDir, mongoUri, redisUrl } = world.stores
  return {
    ...{ PATH: process.env.PATH!, NODE_ENV: 'test', LOG_LEVEL: 'info', DATA_DIR: dataDir },
    ...{ MONGODB_URI: mongoUri!, REDIS_URL: redisUrl!, PUBLIC_URL: world.url },
    ...{ SECRET_KEY: KEYS.secretKey, VOTER_KEY: KEYS.voterKey },
    WECHAT_API_BASE: `${front.url}/sandbox/wechat`,
  }
}

/** A worker as production runs it, to be killed without a word. */
export function startWorkerBehind(front: Front, world: World) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/worker.ts'], {
    env: envBehind(front, world),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text) => said.push(text))
  const gone = new Promise((resolve) => child.once('exit', resolve))
  return {
    said,
    ready: () =>
      eventually(
        async () => said.join(),
        (text) => text.includes('已开始处理后台任务'),
      ),
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}
