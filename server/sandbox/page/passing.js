import { friendCard, timelineCard } from './card.js'
import { el, face, icon } from './element.js'

/**
 * The menu of a web page, from the lower edge: to pass it on, to load it again. `cardFor` answers the page's card, `send`
 * passes it on to a person or to 朋友圈 (null).
 */
export function createPassing({ cardFor, send, reload }) {
  const body = el('div', { className: 'menu-body' })
  const sheet = el(
    'div',
    { className: 'page-menu', role: 'dialog', 'aria-label': '网页菜单' },
    body,
    el('button', { type: 'button', className: 'cancel', onclick: close }, '取消'),
  )
  const root = el('div', { className: 'page-cover', hidden: true, onclick: outside, onkeydown: byKey }, sheet)
  let friends = []

  function close() {
    root.hidden = true
  }
  function outside({ target }) {
    if (target === root) close()
  }
  function byKey({ key }) {
    if (key === 'Escape') close()
  }
  function show(...content) {
    body.replaceChildren(...content)
    body.querySelector('button')?.focus({ preventScroll: true })
  }

  const way = (name, label, onclick) =>
    el('button', { type: 'button', className: 'way-out', onclick }, el('span', {}, icon(name)), label)

  function pass(to, card) {
    close()
    send(to, card)
  }

  function choose() {
    show(
      el(
        'div',
        { className: 'ways' },
        way('send', '发送给朋友', toFriend),
        way('circle', '分享到朋友圈', toTimeline),
        way('reload', '刷新', () => {
          close()
          reload()
        }),
      ),
    )
  }

  function toFriend() {
    const card = cardFor('friend')
    show(
      el('h3', {}, '发送给'),
      el(
        'div',
        { className: 'friends' },
        friends.map((friend) =>
          el('button', { type: 'button', onclick: () => pass(friend, card) }, face(friend), friend.name),
        ),
      ),
      el('p', { className: 'preview-title' }, '朋友会看到'),
      el('div', { className: 'link-card' }, friendCard(card)),
    )
  }

  function toTimeline() {
    const card = cardFor('timeline')
    show(
      el('h3', {}, '分享到朋友圈'),
      el('div', { className: 'timeline-card' }, timelineCard(card)),
      el('button', { type: 'button', className: 'green', onclick: () => pass(null, card) }, '发表'),
    )
  }

  return {
    root,
    open() {
      root.hidden = false
      choose()
    },
    update(state) {
      friends = state.friends ?? []
    },
  }
}
