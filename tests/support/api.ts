import type { RequestOf, ResponseOf, Route } from '@shared/api'

export type Answer<R extends Route> = {
  status: number
  headers: Headers
  body: (ResponseOf<R> extends undefined ? object : ResponseOf<R>) & {
    error?: { code: string; message: string; details?: unknown }
  }
}

/** A client as the outside has it: HTTP and JSON, and cookies as a browser keeps them. */
export class Api {
  private readonly cookies = new Map<string, { value: string; path: string }>()

  constructor(
    readonly url: string,
    readonly token?: string,
  ) {}

  /** Calls a route with what its contract asks for. */
  async call<R extends Route>(route: R, request: RequestOf<R>): Promise<Answer<R>> {
    const [method, path] = route.split(' ') as [string, string]
    const {
      params = {},
      query = {},
      body,
    } = request as {
      params?: Record<string, string>
      query?: Record<string, unknown>
      body?: unknown
    }
    const filled = path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(params[name]!))
    const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]))
    return this.send(method, `${filled}${search.size ? `?${search}` : ''}`, body) as Promise<Answer<R>>
  }

  /** Sends anything at all, as JSON unless it is text. Of a stream only the head is read. */
  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...this.cookieFor(path),
        ...headers,
      },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    })
    this.keepCookies(response)
    const type = response.headers.get('content-type') ?? ''
    const endless = type.includes('event-stream')
    const text = endless ? ((await response.body?.cancel()) ?? '') : await response.text()
    const json = type.includes('json')
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text }
  }

  /** The cookies for a path, as a header. */
  cookieFor(path: string): Record<string, string> {
    const sent = [...this.cookies].filter(([, cookie]) => path.startsWith(cookie.path))
    return sent.length > 0 ? { cookie: sent.map(([name, { value }]) => `${name}=${value}`).join('; ') } : {}
  }

  private keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
      this.cookies.set(name!, { value: value!, path: /; *Path=([^;]+)/i.exec(line)?.[1] ?? '/' })
    }
  }

  /** The same client, logged in as a person of the sandbox. */
  async as(openid: string, unionid?: string): Promise<Api> {
    const code = ['sandbox', openid, unionid].filter(Boolean).join(':')
    const { status, body } = await this.call('POST /api/session/weapp', { body: { code } })
    if (status !== 200) throw new Error(`login failed: ${status} ${JSON.stringify(body)}`)
    return new Api(this.url, body.token)
  }
}
