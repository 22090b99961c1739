import { accountFace, el, face } from './element.js'

/** `<a href>` as WeChat lets accounts write it, and plain addresses. Nothing else in a text is markup. */
const LINK = /<a\s[^>]*?href=["']([^"']+)["'][^>]*>(.*?)<\/a>|https?:\/\/[^\s<>"'，。；、）)]+/gis

/** A text with its links: pages open in the phone, `weixin://bizmsgmenu` says what it stands for. */
function linked(text, { open, say }) {
  const parts = []
  let at = 0
  for (const match of text.matchAll(LINK)) {
    parts.push(text.slice(at, match.index))
    const [whole, href = whole, words = whole] = match
    parts.push(link(href, words, { open, say }))
    at = match.index + whole.length
  }
  parts.push(text.slice(at))
  return parts
}

function link(href, words, { open, say }) {
  const choice = href.startsWith('weixin://bizmsgmenu')
    ? new URLSearchParams(href.split('?')[1]).get('msgmenucontent')
    : null
  return el(
    'button',
    { type: 'button', className: 'text-link', onclick: () => (choice ? say(choice) : open(href)) },
    words,
  )
}

function article({ title, description, picurl, url }, { open }) {
  return el(
    'button',
    { type: 'button', className: 'news', onclick: () => open(url) },
    picurl && el('img', { src: picurl, alt: '', loading: 'lazy' }),
    el('b', {}, title),
    description && el('span', {}, description),
  )
}

function body(content, actions) {
  switch (content.kind) {
    case 'text':
      return el('div', { className: 'words' }, linked(content.content, actions))
    case 'news':
      return content.articles.map((one) => article(one, actions))
    case 'msgmenu':
      return el(
        'div',
        { className: 'words' },
        linked(content.head_content, actions),
        content.list.map((one) =>
          el(
            'button',
            { type: 'button', className: 'choice-line', onclick: () => actions.say(one.content) },
            one.content,
          ),
        ),
        content.tail_content && el('div', {}, linked(content.tail_content, actions)),
      )
    default:
      return el('div', { className: 'words' }, '［沙箱没有素材库，这条图片或音视频消息无法显示］')
  }
}

/** One bubble of a chat; `actions` are what its links do. */
export function bubble({ from, via, content }, person, actions) {
  if (content.kind === 'note') return el('li', { className: 'note' }, el('span', {}, content.text))
  const mine = from === 'person'
  return el(
    'li',
    { className: `bubble ${mine ? 'mine' : 'theirs'} is-${content.kind}` },
    mine ? face(person) : accountFace(),
    el(
      'div',
      { className: 'body' },
      body(content, actions),
      via === 'push' && el('small', { className: 'via' }, '客服消息'),
    ),
  )
}

const MINUTE = 60_000

/** Whether the time is to be shown before a bubble, and how. */
export function timeBefore(bubbles, index) {
  const at = Date.parse(bubbles[index].at)
  if (index > 0 && at - Date.parse(bubbles[index - 1].at) < 5 * MINUTE) return null
  const time = new Date(at).toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit' })
  return el('li', { className: 'note time' }, el('span', {}, time))
}
