import { el, iconButton } from './element.js'
import { createPassing } from './passing.js'

/**
 * A web page inside the phone, with WeChat's bar above it. The frame's name tells the pages whose phone this is; through
 * the JS-SDK a page says which card stands for it when it is passed on.
 */
export function createWeb({ person, close, share }) {
  const holder = el('div', { className: 'frame' })
  const title = el('b', {}, '')
  const snap = el('p', { className: 'snap', hidden: true }, '快照页：您还没有登录，只能浏览')
  const passing = createPassing({ cardFor, send: share, reload: () => frame.contentWindow.location.reload() })
  let frame = null
  let offered = { document: null }

  window.addEventListener('message', ({ source, origin, data }) => {
    if (!frame || source !== frame.contentWindow || origin !== location.origin || !data?.weixin) return
    const page = frame.contentDocument
    if (offered.document !== page) offered = { document: page }
    offered[data.weixin] = data.card
  })

  /** What the page has set; else what WeChat makes of any page: its title and its address. */
  function cardFor(channel) {
    const page = frame.contentDocument
    const set = offered.document === page ? offered[channel] : null
    return set ?? { title: nameOf(page), desc: '', link: page.location.href.replace(/#.*$/s, ''), imgUrl: '' }
  }

  return {
    screen: el(
      'section',
      { className: 'screen web' },
      el(
        'header',
        { className: 'title' },
        iconButton('close', '关闭网页', close),
        iconButton('back', '网页后退', () => frame?.contentWindow.history.back()),
        title,
        el('span', { className: 'room' }),
        iconButton('more', '网页菜单', () => frame && passing.open()),
      ),
      snap,
      holder,
      passing.root,
    ),
    update(state) {
      passing.update(state)
      if (frame) title.textContent = nameOf(frame.contentDocument)
    },
    /** Opens an address of this site; false where it is another's. */
    open(address, snapshot) {
      const url = new URL(address, location.origin)
      if (url.origin !== location.origin) return false
      frame = el('iframe', {
        name: `phone:${person.openid}${snapshot ? ':snapshot' : ''}`,
        title: `${person.name}手机里的网页`,
        src: url.href,
        onload: () => {
          title.textContent = nameOf(frame.contentDocument)
        },
      })
      snap.hidden = !(snapshot || person.snapshot)
      holder.replaceChildren(frame)
      return true
    },
  }
}

const nameOf = (page) => page?.title || '荆楚网（示例）'
