import { get } from './ask.js'
import { el, icon, iconButton } from './element.js'

const SHOWN = 6

/** Scanning: the codes of the last minutes to choose from, or a code's text pasted. `found` gets what it says. */
export function createScan({ found, back }) {
  const list = el('div', { className: 'codes' })
  const status = el('p', { className: 'status', role: 'status' })
  const field = el('input', {
    name: 'text',
    'aria-label': '二维码的内容或图片地址',
    placeholder: '粘贴二维码的内容或图片地址',
    autocomplete: 'off',
  })
  const form = el(
    'form',
    {
      className: 'paste',
      onsubmit: (event) => {
        event.preventDefault()
        if (field.value.trim()) found(field.value.trim())
      },
    },
    field,
    el('button', { type: 'submit', className: 'green' }, '识别'),
  )

  async function load() {
    const { items } = await get('/qrs')
    const codes = items
      .slice(0, SHOWN)
      .map(({ id, pictureUrl, createdAt }) =>
        el(
          'button',
          { type: 'button', className: 'code', onclick: () => found(`/sandbox/q/${id}`) },
          el('img', { src: pictureUrl, alt: '' }),
          el('span', {}, `${ago(createdAt)}的码`),
        ),
      )
    list.replaceChildren(
      ...(codes.length > 0
        ? codes
        : [
            el(
              'p',
              { className: 'hint' },
              icon('qr'),
              '还没有可扫的码。在电脑上打开评选网站，点“微信登录”，码就会出现在这里。',
            ),
          ]),
    )
  }

  return {
    screen: el(
      'section',
      { className: 'screen scan' },
      el(
        'header',
        { className: 'title' },
        iconButton('back', '返回', back),
        el('b', {}, '扫一扫'),
        iconButton('reload', '再看一次', () => load().catch(fail)),
      ),
      el('div', { className: 'finder' }, el('p', {}, '点一个码，就是扫它'), list),
      status,
      form,
    ),
    update() {},
    enter() {
      status.textContent = ''
      field.value = ''
      load().catch(fail)
    },
    say(text) {
      status.textContent = text
    },
  }

  function fail(error) {
    status.textContent = error.message
  }
}

function ago(instant) {
  const minutes = Math.floor((Date.now() - Date.parse(instant)) / 60_000)
  if (minutes < 1) return '刚才'
  return minutes < 60 ? `${minutes} 分钟前` : `${Math.floor(minutes / 60)} 小时前`
}
