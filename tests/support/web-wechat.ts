import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type WebWeChat = Awaited<ReturnType<typeof startWebWeChat>>

const OK = { Ret: 0, ErrMsg: '' }
const HOST = 'wx2.qq.com'

/** A group as web WeChat tells of it; its UserName is another one at each log-in. */
const groupOf = (name: string, session: number) => ({
  ...{
    UserName: `@@${session}${Buffer.from(name).toString('hex')}`,
    NickName: name,
    RemarkName: '',
    DisplayName: '',
  },
  ...{ MemberCount: 3, MemberList: [{ UserName: '@a' }, { UserName: '@b' }], VerifyFlag: 0 },
})

/** Web WeChat's server side, as far as wechat4u asks it. */
export async function startWebWeChat() {
  const state = {
    url: '',
    /** What the phone has done with the code: nothing yet, scanned, confirmed. */
    phone: 'waiting' as 'waiting' | 'scanned' | 'confirmed',
    groups: ['评选工作群（示例）', '联络员群（示例）'],
    /** Whether the account is logged in; it is logged out by the phone. */
    alive: true,
    session: 0,
    codes: 0,
    sent: [] as { to: string; kind: 'text' | 'picture'; content: string }[],
    uploads: [] as { chunk: number; chunks: number; bytes: number }[],
    /** Texts that arrive in groups. */
    arriving: [] as { group: string; text: string }[],
    /** Answered to the first call in place of JavaScript that is meant. */
    payload: null as string | null,
    leaked: [] as string[],
    contacts: 0,
    async close() {
      server.close()
      server.closeAllConnections()
    },
  }
  const named = (userName: string) =>
    state.groups.find((name) => groupOf(name, state.session).UserName === userName) ?? userName

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const raw = Buffer.concat(chunks)
    const { pathname, searchParams } = new URL(request.url!, 'http://x')
    const json = (body: object) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(body))
    }
    const name = pathname.split('/').at(-1)!
    if (name === 'leak') {
      state.leaked.push(raw.toString())
      return response.end('')
    }
    if (name === 'jslogin') {
      state.codes++
      return response.end(
        state.payload ?? `window.QRLogin.code = 200; window.QRLogin.uuid = "code${state.codes}==";`,
      )
    }
    if (name === 'login') {
      await new Promise((resolve) => setTimeout(resolve, 150))
      if (state.phone === 'waiting') return response.end('window.code=408;')
      if (state.phone === 'scanned')
        return response.end("window.code=201;window.userAvatar = 'data:img/jpg;base64,';")
      const uri = `https://${HOST}/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=t&uuid=u&scan=1`
      return response.end(`window.code=200;\nwindow.redirect_uri="${uri}";`)
    }
    if (name === 'webwxnewloginpage') {
      state.session++
      state.alive = true
      response.statusCode = 301
      response.setHeader('set-cookie', ['wxuin=1; Path=/', 'wxsid=s; Path=/', 'webwx_data_ticket=d; Path=/'])
      return response.end(
        '<error><ret>0</ret><skey>k</skey><wxsid>s</wxsid><wxuin>1</wxuin><pass_ticket>p</pass_ticket></error>',
      )
    }
    if (!state.alive && name !== 'webwxlogout') {
      if (name === 'synccheck') return response.end('window.synccheck={retcode:"1101",selector:"0"}')
      return json({ BaseResponse: { Ret: 1101, ErrMsg: '' } })
    }
    const SyncKey = { Count: 1, List: [{ Key: 1, Val: Date.now() % 1_000_000 }] }
    switch (name) {
      case 'webwxinit':
        return json({
          ...{ BaseResponse: OK, User: { UserName: `@me${state.session}`, NickName: '示例小编' }, SKey: 'k' },
          ...{ ContactList: [groupOf(state.groups[0]!, state.session)], SyncKey },
        })
      case 'webwxgetcontact': {
        state.contacts++
        // By pages: the first says where the next one begins.
        const second = searchParams.get('seq') === '7'
        const rest = state.groups.slice(1).map((one) => groupOf(one, state.session))
        return json({ BaseResponse: OK, MemberList: second ? rest : [], Seq: second ? 0 : 7 })
      }
      case 'webwxbatchgetcontact':
        return json({ BaseResponse: OK, ContactList: [] })
      case 'webwxstatusnotify':
        return json({ BaseResponse: OK, MsgID: '1' })
      case 'synccheck': {
        await new Promise((resolve) => setTimeout(resolve, 100))
        const selector = state.arriving.length > 0 ? 2 : 0
        return response.end(`window.synccheck={retcode:"0",selector:"${selector}"}`)
      }
      case 'webwxsync': {
        const AddMsgList = state.arriving.splice(0).map(({ group, text }, i) => ({
          ...{ MsgId: `m${Date.now()}${i}`, MsgType: 1, ToUserName: `@me${state.session}`, CreateTime: 1 },
          ...{ FromUserName: groupOf(group, state.session).UserName, Content: `@a:<br/>${text}` },
        }))
        return json({
          ...{ BaseResponse: OK, AddMsgCount: AddMsgList.length, AddMsgList, ModContactCount: 0 },
          ...{ ModContactList: [], SyncKey, SyncCheckKey: SyncKey },
        })
      }
      case 'webwxsendmsg': {
        const { Msg } = JSON.parse(raw.toString())
        state.sent.push({ to: named(Msg.ToUserName), kind: 'text', content: Msg.Content })
        return json({ BaseResponse: OK, MsgID: '1', LocalID: '1' })
      }
      case 'webwxsendmsgimg': {
        const { Msg } = JSON.parse(raw.toString())
        state.sent.push({ to: named(Msg.ToUserName), kind: 'picture', content: Msg.MediaId })
        return json({ BaseResponse: OK, MsgID: '1', LocalID: '1' })
      }
      case 'webwxuploadmedia': {
        const field = (wanted: string) =>
          Number(new RegExp(`name="${wanted}"\\r\\n\\r\\n(\\d+)`).exec(raw.toString('latin1'))?.[1] ?? 0)
        state.uploads.push({ chunk: field('chunk'), chunks: field('chunks'), bytes: raw.length })
        return json({ BaseResponse: OK, MediaId: 'media1' })
      }
      case 'webwxlogout':
        state.alive = false
        return response.end('')
      default:
        response.statusCode = 404
        return response.end('')
    }
  }).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return state
}
