import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export type Asked = { path: string; query: Record<string, string>; body: Record<string, unknown> }
type Answer =
  | { status?: number; json?: unknown; bytes?: Buffer; headers?: Record<string, string> }
  | 'silence'

/** A local stand-in for WeChat's API that counts and obeys; `token-1`, `token-2`… are what it hands out. */
export async function startFake() {
  const asked: Asked[] = []
  let issued = 0
  let valid = ''
  const fake = {
    url: '',
    asked,
    /** How long each answer takes. */
    delayMs: 0,
    expiresIn: 7200,
    /** Answers other than the usual ones, by path. */
    answers: {} as Record<string, (asked: Asked) => Answer>,
    count: (path: string) => asked.filter((one) => one.path === path).length,
    /** The token is refused from now on, and another one given to whoever asks. */
    revoke() {
      valid = ''
    },
    /** The token is refused, and still given to whoever asks without force. */
    disown() {
      fake.answers['/cgi-bin/stable_token'] = ({ body }) => {
        if (body.force_refresh !== true)
          return { json: { access_token: `token-${issued}`, expires_in: 7200 } }
        delete fake.answers['/cgi-bin/stable_token']
        return usual({ path: '/cgi-bin/stable_token', query: {}, body: {} })
      }
      valid = ''
    },
    /** As if just started. */
    reset() {
      Object.assign(fake, { delayMs: 0, expiresIn: 7200, answers: {} })
      asked.length = 0
      valid = ''
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }

  function usual({ path, query }: Asked): Answer {
    if (path === '/cgi-bin/stable_token') {
      if (!valid) valid = `token-${++issued}`
      return { json: { access_token: valid, expires_in: fake.expiresIn } }
    }
    if (query.access_token !== valid) {
      return { json: { errcode: 40001, errmsg: `invalid credential, openid ${query.openid} rid: 1-2-3` } }
    }
    if (path === '/cgi-bin/user/info') return { json: { subscribe: 1, openid: query.openid, unionid: 'u1' } }
    if (path === '/cgi-bin/ticket/getticket') {
      return { json: { errcode: 0, errmsg: 'ok', ticket: `ticket-${fake.count(path)}`, expires_in: 7200 } }
    }
    return { json: { errcode: 0, errmsg: 'ok' } }
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url!, 'http://fake')
    const one = {
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body: JSON.parse((await readBody(request)) || '{}'),
    }
    asked.push(one)
    const answer = (fake.answers[one.path] ?? usual)(one)
    await sleep(fake.delayMs)
    if (answer === 'silence') return
    response.writeHead(answer.status ?? 200, { 'content-type': 'text/plain', ...answer.headers })
    response.end(answer.bytes ?? JSON.stringify(answer.json))
  }).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return fake
}

export type Fake = Awaited<ReturnType<typeof startFake>>

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
