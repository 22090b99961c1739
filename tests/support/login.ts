import { Api } from './api'

/** Who agrees on the authorize page. */
type Consent = { openid: string; unionid?: string; snapshot?: boolean; refuses?: boolean }

/** How a log-in went: the addresses of the callback that the browser was sent to, and where it ended. */
export type Journey = { trips: { scope: string; path: string }[]; end: string }

/** Goes through OAuth as a browser does, agreeing, or refusing to tell more than who one is, as the person. */
export async function travel(api: Api, { refuses, ...person }: Consent, next = '/'): Promise<Journey> {
  const start = await api.send('GET', `/api/session/oauth?next=${encodeURIComponent(next)}`)
  const trips: Journey['trips'] = []
  let at = start.headers.get('location')!
  while (at.includes('/oauth2/authorize?')) {
    if (trips.length > 5) throw new Error('sent to WeChat again and again')
    const { searchParams: asked } = new URL(at)
    const scope = asked.get('scope')!
    const { body } = await api.send('POST', '/sandbox/api/codes', { ...person, scope })
    const query = new URLSearchParams({ state: asked.get('state')! })
    if (!refuses || scope === 'snsapi_base') query.set('code', body.code)
    const path = `${new URL(asked.get('redirect_uri')!).pathname}?${query}`
    trips.push({ scope, path })
    const back = await api.send('GET', path)
    if (back.status !== 302) throw new Error(`login failed: ${JSON.stringify(back.body)}`)
    at = back.headers.get('location')!
  }
  return { trips, end: at }
}

export const handoffOf = ({ end }: Pick<Journey, 'end'>) => end.split('#handoff=')[1]!

/** A client logged in as H5 in WeChat, through OAuth as a browser goes. */
export async function throughOauth(api: Api, consent: Consent): Promise<Api> {
  const handoff = handoffOf(await travel(api, consent))
  const session = await api.call('POST /api/session/handoff', { body: { handoff } })
  if (session.status !== 200) throw new Error(`login failed: ${JSON.stringify(session.body)}`)
  return new Api(api.url, session.body.token)
}

/** What a client learns of its own session: 200, or the code of the refusal. */
export async function sessionOf(api: Api): Promise<string | number> {
  const { status, body } = await api.call('GET /api/ballots/mine', {})
  return body.error?.code ?? status
}
