import { friendCard, timelineCard } from './card.js'
import { el, face, iconButton } from './element.js'

const bar = (title, back) =>
  el(
    'header',
    { className: 'title' },
    iconButton('back', '返回', back),
    title,
    el('span', { className: 'room' }),
  )

/** Keeps a list as it is while what it shows is the same. */
function createList(list, draw) {
  let known = ''
  return (items) => {
    const shape = items.map(({ _id }) => _id).join()
    if (shape === known) return
    known = shape
    list.replaceChildren(...items.map(draw))
    list.scrollTo({ top: list.scrollHeight })
  }
}

/** The chat with another person: pages passed on, either way. */
export function createFriend({ person, open, back }) {
  const name = el('b', {})
  const list = el('ol', { className: 'bubbles', 'aria-label': '聊天记录' })
  let peer = null
  let state = { shares: [] }
  let show = () => {}

  function draw({ from, card }) {
    const mine = from === person.openid
    return el(
      'li',
      { className: `bubble ${mine ? 'mine' : 'theirs'} is-link` },
      face(mine ? person : peer),
      el(
        'div',
        { className: 'body' },
        el(
          'button',
          { type: 'button', className: 'link-card', onclick: () => open(card.link) },
          friendCard(card),
        ),
      ),
    )
  }

  function update(now) {
    state = now
    show(state.shares.filter(({ from, to }) => to && [from, to].includes(peer?.openid)))
  }

  return {
    screen: el('section', { className: 'screen chat' }, bar(name, back), list),
    update,
    /** Opens the chat with another person than before. */
    with(friend) {
      peer = friend
      name.textContent = friend.name
      show = createList(list, draw)
      list.replaceChildren()
      update(state)
    },
  }
}

/** 朋友圈: what everybody has shared, newest first. */
export function createMoments({ open, back }) {
  const list = el('ol', { className: 'moments', 'aria-label': '朋友圈' })
  const names = new Map()
  const show = createList(list, ({ from, at, card }) =>
    el(
      'li',
      {},
      face({ openid: from, name: names.get(from) ?? '友' }),
      el(
        'div',
        {},
        el('b', {}, names.get(from) ?? '朋友'),
        el(
          'button',
          { type: 'button', className: 'timeline-card', onclick: () => open(card.link) },
          timelineCard(card),
        ),
        el('small', {}, new Date(at).toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit' })),
      ),
    ),
  )
  return {
    screen: el('section', { className: 'screen' }, bar(el('b', {}, '朋友圈'), back), list),
    update({ person, friends, shares }) {
      for (const one of [person, ...friends]) names.set(one.openid, one.name)
      show(shares.filter(({ to }) => to === null).reverse())
    },
  }
}
