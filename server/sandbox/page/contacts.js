import { accountFace, el, face, icon, iconButton } from './element.js'

function row(mark, title, about, onclick, aside) {
  return el(
    'button',
    { type: 'button', className: 'contact', onclick },
    mark,
    el('span', {}, el('b', {}, title), el('small', {}, about)),
    aside,
  )
}

const mark = (name) => el('span', { className: 'face plain', 'aria-hidden': 'true' }, icon(name))

/** The first screen of WeChat: the account, and links friends have sent. */
export function createContacts({ person, openChat, openFriend, openMoments, openNotices, openWeb, scan }) {
  const last = el('small', {})
  const account = row(accountFace(), '荆楚网（示例）', '', openChat)
  account.querySelector('small').replaceWith(last)
  const notices = row(mark('list'), '服务通知', '', openNotices)
  const friends = el('div', { className: 'rows' })
  let known = ''

  /** Those whom pages came from or went to, the latest first. */
  function showFriends({ shares, friends: all }) {
    const shape = shares.map(({ _id }) => _id).join()
    if (shape === known) return
    known = shape
    const latest = new Map()
    for (const one of shares) if (one.to) latest.set(one.from === person.openid ? one.to : one.from, one)
    const rows = all.filter(({ openid }) => latest.has(openid))
    rows.sort((a, b) => Date.parse(latest.get(b.openid).at) - Date.parse(latest.get(a.openid).at))
    friends.replaceChildren(
      ...rows.map((one) =>
        row(face(one), one.name, `［链接］${latest.get(one.openid).card.title}`, () => openFriend(one)),
      ),
    )
  }

  return {
    screen: el(
      'section',
      { className: 'screen contacts' },
      el('header', { className: 'title' }, el('b', {}, '微信'), iconButton('scan', '扫一扫', scan)),
      account,
      notices,
      friends,
      row(mark('home'), '评选网站', '朋友转来的链接，点开看看', () => openWeb('/')),
      row(mark('eye'), '评选网站（快照页）', '没有同意授权，只能看不能投', () => openWeb('/', true)),
      row(mark('circle'), '朋友圈', '看看大家分享了什么', openMoments),
      row(mark('scan'), '扫一扫', '扫电脑网页上的二维码', scan),
      el('p', { className: 'holder' }, face(person), `这是${person.name}的手机`),
    ),
    update(state) {
      const { person: now, bubbles } = state
      showFriends(state)
      notices.querySelector('small').textContent = state.notices[0]?.content.title ?? '订阅的消息会在这里'
      const text = bubbles.at(-1)?.content
      last.textContent = now.follows
        ? (text?.content ?? text?.articles?.[0]?.title ?? text?.text ?? '公众号')
        : '公众号 · 还没有关注'
    },
  }
}

/** The account's own card, where one follows and stops following. */
export function createProfile({ back, follow, unfollow, openChat }) {
  const actions = el('div', { className: 'actions' })
  let shown = null
  return {
    screen: el(
      'section',
      { className: 'screen profile' },
      el(
        'header',
        { className: 'title' },
        iconButton('back', '返回', back),
        el('b', {}, '公众号'),
        el('span', { className: 'room' }),
      ),
      el(
        'div',
        { className: 'card' },
        accountFace(),
        el('b', {}, '荆楚网（示例）'),
        el('p', {}, '荆楚问政年度评选。关注后可以在聊天里查候选、投票、看进度。'),
        el(
          'dl',
          {},
          el('dt', {}, '类型'),
          el('dd', {}, '服务号'),
          el('dt', {}, '主体'),
          el('dd', {}, '沙箱里的示例帐号'),
        ),
        actions,
      ),
    ),
    update({ person: { follows } }) {
      if (follows === shown) return
      shown = follows
      actions.replaceChildren(
        ...(follows
          ? [
              el('button', { type: 'button', className: 'green', onclick: openChat }, '进入公众号'),
              el('button', { type: 'button', onclick: unfollow }, '取消关注'),
            ]
          : [el('button', { type: 'button', className: 'green', onclick: follow }, '关注')]),
      )
    },
  }
}
