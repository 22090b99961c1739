import { every, get, post } from './ask.js'
import { createChat } from './chat.js'
import { createContacts, createProfile } from './contacts.js'
import { el, iconButton } from './element.js'
import { createFriend, createMoments } from './friends.js'
import { createNotices } from './notices.js'
import { createScan } from './scan.js'
import { createWeb } from './web.js'

/** A person's phone: one screen at a time, brought up to date every second. `changed` is called after each action. */
export function createPhone(person, { changed, away }) {
  const path = `/phones/${person.openid}`
  const toast = el('p', { className: 'toast', role: 'status' })
  const glass = el('div', { className: 'glass' })
  let cameBy = null // the code that led to the account's card
  let shown = []

  const web = createWeb({ person, close: back, share })
  const chat = createChat({
    person,
    open,
    say,
    tap,
    profile: () => go('profile'),
    back: () => go('contacts'),
  })
  const friend = createFriend({ person, open, back })
  const scan = createScan({ found, back })
  const screens = {
    chat,
    web,
    scan,
    friend,
    moments: createMoments({ open, back }),
    notices: createNotices({ open, subscribe, back }),
    contacts: createContacts({
      person,
      openChat,
      openFriend,
      openMoments: () => go('moments'),
      openNotices: () => go('notices'),
      openWeb: open,
      scan: () => go('scan'),
    }),
    profile: createProfile({ back, follow, unfollow, openChat: () => go('chat') }),
  }
  let state = { person, menu: [], bubbles: [], shares: [], friends: [], notices: [], templates: [] }

  const root = el(
    'article',
    { className: 'phone', data: { openid: person.openid }, 'aria-label': `${person.name}的手机` },
    el('header', { className: 'hand' }, el('b', {}, person.name), iconButton('close', '放下手机', putAway)),
    glass,
  )
  glass.append(...Object.values(screens).map(({ screen }) => screen), toast)
  const poll = every(1000, async () => {
    state = await get(path)
    for (const screen of Object.values(screens)) screen.update(state)
  })
  go('contacts')

  function go(name) {
    const at = shown.indexOf(name)
    shown = at >= 0 ? shown.slice(0, at + 1) : [...shown, name]
    for (const [key, { screen }] of Object.entries(screens)) screen.hidden = key !== name
    screens[name].enter?.()
  }

  function back() {
    cameBy = null
    go(shown.at(-2) ?? 'contacts')
  }

  function putAway() {
    poll.stop()
    root.remove()
    away()
  }

  let hide
  function tell(text) {
    toast.textContent = text
    toast.classList.add('on')
    clearTimeout(hide)
    hide = setTimeout(() => toast.classList.remove('on'), 3500)
  }

  /** Answers WeChat's question about a template, as the person whom its app knows. */
  async function subscribe({ id: template, app }, name) {
    const openid = app === 'weapp' ? state.person.weappOpenid : person.openid
    await post('/subscriptions', { openid, template, act: name }).catch((error) => tell(error.message))
    poll.now()
    changed()
  }

  /** Asks the sandbox and shows what came of it; a look in between shows what the person did before the answer is there. */
  async function act(verb, body) {
    setTimeout(poll.now, 60)
    try {
      return await post(`${path}/${verb}`, body)
    } catch (error) {
      tell(error.message)
      return null
    } finally {
      poll.now()
      changed()
    }
  }

  function say(text) {
    return act('say', { text })
  }

  function tap(type, key) {
    return act('tap', { type, key })
  }

  function openChat() {
    go(state.person.follows ? 'chat' : 'profile')
  }

  async function follow() {
    const qr = cameBy
    cameBy = null
    go('chat')
    await act('follow', { qr })
  }

  async function unfollow() {
    await act('unfollow')
    tell('已取消关注')
  }

  function openFriend(other) {
    friend.with(other)
    go('friend')
  }

  /** Passes a page on to a person, or to 朋友圈 (null). */
  async function share(to, card) {
    if (await act('share', { to: to?.openid ?? null, card })) tell(to ? `已发送给${to.name}` : '已发表')
  }

  function open(address, snapshot = false) {
    if (web.open(address, snapshot)) go('web')
    else window.open(address, '_blank', 'noopener')
  }

  async function found(text) {
    const scanned = await act('scan', { text })
    if (scanned?.kind === 'scanned') go('chat')
    else if (scanned?.kind === 'over') scan.say('这个二维码已过期，请刷新后再扫')
    else if (scanned?.kind === 'follow') {
      cameBy = scanned.qr
      go('profile')
      tell('关注后即可继续')
    } else if (scanned && URL.canParse(text) && new URL(text).origin === location.origin) open(text)
    else if (scanned) scan.say('没有识别出二维码，请粘贴它的内容或图片地址')
  }

  return {
    root,
    found,
    focus: () => root.scrollIntoView({ behavior: 'smooth', inline: 'center', block: 'nearest' }),
  }
}
