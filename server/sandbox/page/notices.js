import { el, iconButton } from './element.js'

const APPS = { account: '荆楚网（示例）', weapp: '荆楚问政系列评选' }
const ASKERS = { account: '公众号', weapp: '小程序' }

/** 服务通知: what the account and the mini-program have sent by subscription, and what one agrees to. */
export function createNotices({ open, subscribe, back }) {
  const list = el('ol', { className: 'notices' })
  const templates = el('div', { className: 'templates' })
  let known = ''

  function show({ notices, templates: all }) {
    const shape = JSON.stringify([notices.map(({ _id }) => _id), all])
    if (shape === known) return
    known = shape
    list.replaceChildren(
      ...(notices.length > 0
        ? notices.map((one) => card(one, open))
        : [el('li', { className: 'note' }, el('span', {}, '还没有通知'))]),
    )
    templates.replaceChildren(...all.map((one) => template(one, subscribe)))
  }

  return {
    screen: el(
      'section',
      { className: 'screen notices-screen' },
      el(
        'header',
        { className: 'title' },
        iconButton('back', '返回', back),
        el('b', {}, '服务通知'),
        el('span', { className: 'room' }),
      ),
      list,
      el('h3', {}, '订阅消息'),
      el('p', { className: 'hint' }, '每允许一次，可以收到一条。'),
      templates,
    ),
    update: show,
  }
}

function card({ at, content: { app, title, fields, page } }, open) {
  return el(
    'li',
    { className: 'notice' },
    el(
      'button',
      { type: 'button', onclick: () => page && open(addressOf(app, page)) },
      el('small', {}, APPS[app], ' · ', new Date(at).toLocaleString('zh-CN')),
      el('b', {}, title),
      el(
        'dl',
        {},
        fields.map(({ label, value }) => [el('dt', {}, label), el('dd', {}, value)]),
      ),
    ),
  )
}

/** The sandbox runs no mini-program: the site shows the same page. */
function addressOf(app, page) {
  return app === 'weapp' ? page.replace(/^pages\/([\w-]+)\/index/, '/$1') : page
}

function template(one, subscribe) {
  const act = (name, label) => el('button', { type: 'button', onclick: () => subscribe(one, name) }, label)
  return el(
    'div',
    { className: 'template', data: { template: one.id } },
    el('b', {}, one.title),
    el('small', {}, `${ASKERS[one.app]} · 还可收 ${one.left} 条`),
    el('div', {}, act('accept', '允许'), act('reject', '取消'), act('off', '不再接收')),
  )
}
