import { Api } from './api'

/** Who agrees on the authorize page. */
type Consent = { openid: string; unionid?: string; snapshot?: boolean }

/** A client logged in as H5 in WeChat, through OAuth as a browser goes. */
export async function throughOauth(api: Api, consent: Consent): Promise<Api> {
  const start = await api.send('GET', '/api/session/oauth?next=/')
  const state = new URL(start.headers.get('location')!).searchParams.get('state')
  const { body } = await api.send('POST', '/sandbox/api/codes', consent)
  const back = await api.send('GET', `/api/session/oauth/callback?code=${body.code}&state=${state}`)
  const handoff = back.headers.get('location')!.split('#handoff=')[1]!
  const session = await api.call('POST /api/session/handoff', { body: { handoff } })
  if (session.status !== 200) throw new Error(`login failed: ${JSON.stringify(session.body)}`)
  return new Api(api.url, session.body.token)
}

/** What a client learns of its own session: 200, or the code of the refusal. */
export async function sessionOf(api: Api): Promise<string | number> {
  const { status, body } = await api.call('GET /api/ballots/mine', {})
  return body.error?.code ?? status
}
