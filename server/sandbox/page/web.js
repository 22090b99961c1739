import { el, iconButton } from './element.js'

/** A web page inside the phone, with WeChat's bar above it. The frame's name tells the pages whose phone this is. */
export function createWeb({ person, close }) {
  const holder = el('div', { className: 'frame' })
  const title = el('b', {}, '')
  const snap = el('p', { className: 'snap', hidden: true }, '快照页：您还没有登录，只能浏览')
  let frame = null
  return {
    screen: el(
      'section',
      { className: 'screen web' },
      el(
        'header',
        { className: 'title' },
        iconButton('close', '关闭网页', close),
        title,
        iconButton('back', '网页后退', () => frame?.contentWindow.history.back()),
        iconButton('reload', '刷新网页', () => frame?.contentWindow.location.reload()),
      ),
      snap,
      holder,
    ),
    update() {},
    /** Opens an address of this site; false where it is another's. */
    open(address, snapshot) {
      const url = new URL(address, location.origin)
      if (url.origin !== location.origin) return false
      frame = el('iframe', {
        name: `phone:${person.openid}${snapshot ? ':snapshot' : ''}`,
        title: `${person.name}手机里的网页`,
        src: url.href,
        onload: () => {
          title.textContent = frame.contentDocument?.title || '荆楚网（示例）'
        },
      })
      snap.hidden = !(snapshot || person.snapshot)
      holder.replaceChildren(frame)
      return true
    },
  }
}
