import { bubble, timeBefore } from './bubble.js'
import { el, icon, iconButton } from './element.js'

/** The chat with the account: bubbles, the menu, and a line to write in. */
export function createChat({ person, open, say, tap, profile, back }) {
  const list = el('ol', { className: 'bubbles', 'aria-live': 'polite', 'aria-label': '聊天记录' })
  const field = el('input', {
    name: 'text',
    maxLength: 500,
    autocomplete: 'off',
    'aria-label': '写给荆楚网（示例）',
    placeholder: '试试：帮助',
  })
  const form = el(
    'form',
    { className: 'composer', onsubmit: submit },
    field,
    el('button', { type: 'submit', className: 'send' }, '发送'),
  )
  const menu = el('nav', { className: 'menu', 'aria-label': '公众号菜单' })
  const toggle = el('button', { type: 'button', className: 'icon-button', onclick: () => show(!writing) })
  const bar = el('div', { className: 'bar' }, toggle, menu, form)
  const screen = el(
    'section',
    { className: 'screen chat' },
    el(
      'header',
      { className: 'title' },
      iconButton('back', '返回', back),
      el('b', {}, '荆楚网（示例）'),
      iconButton('more', '公众号资料', profile),
    ),
    list,
    bar,
  )
  let writing = true
  let known = ''
  let buttons = ''

  function submit(event) {
    event.preventDefault()
    const text = field.value.trim()
    if (!text) return
    field.value = ''
    say(text)
  }

  function show(nowWriting) {
    writing = nowWriting || menu.childElementCount === 0
    bar.classList.toggle('writing', writing)
    toggle.hidden = menu.childElementCount === 0
    toggle.replaceChildren(icon(writing ? 'list' : 'keyboard'))
    toggle.setAttribute('aria-label', writing ? '公众号菜单' : '写文字')
  }

  const actions = { open, say }

  return {
    screen,
    focus: () => field.focus({ preventScroll: true }),
    update({ person: now, menu: pushed, bubbles }) {
      const shape = JSON.stringify(bubbles.map(({ _id }) => _id))
      if (shape !== known) {
        known = shape
        list.replaceChildren(
          ...bubbles
            .flatMap((one, index) => [timeBefore(bubbles, index), bubble(one, person, actions)])
            .filter(Boolean),
        )
        for (const picture of list.querySelectorAll('img')) {
          picture.addEventListener('load', () => list.scrollTo({ top: list.scrollHeight }))
        }
        list.scrollTo({ top: list.scrollHeight })
      }
      const shown = now.follows ? JSON.stringify(pushed) : '[]'
      if (shown !== buttons) {
        buttons = shown
        menu.replaceChildren(...JSON.parse(shown).map((button) => menuButton(button, { tap, open })))
        show(menu.childElementCount === 0)
      }
      bar.classList.toggle('stranger', !now.follows)
    },
  }
}

/** A button of the bar, with what lies below it. */
function menuButton(button, doors) {
  const below = button.sub_button ?? []
  if (below.length === 0) {
    return el('button', { type: 'button', onclick: () => press(button, doors) }, button.name)
  }
  const details = el(
    'details',
    {
      name: 'menu',
      onfocusout: ({ relatedTarget }) => {
        if (!details.contains(relatedTarget)) details.open = false
      },
    },
    el('summary', {}, icon('list'), button.name),
    el(
      'div',
      { className: 'below' },
      below.map((one) =>
        el(
          'button',
          {
            type: 'button',
            onclick: () => {
              details.open = false
              press(one, doors)
            },
          },
          one.name,
        ),
      ),
    ),
  )
  return details
}

/** `view` opens the page at once; the account hears of it meanwhile. */
function press(button, { tap, open }) {
  if (button.type === 'view' || button.type === 'miniprogram') {
    if (button.type === 'view') tap('view', button.url)
    open(button.url)
  } else {
    tap('click', button.key)
  }
}
