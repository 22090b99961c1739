import { every, get, post } from './ask.js'
import { el } from './element.js'

/** What each request's parts are called. */
const PARTS = [
  ['plain', '明文'],
  ['query', '查询参数'],
  ['body', '线上的内容'],
  ['reason', '微信不接受的原因'],
  ['silence', '没有应答'],
  ['status', 'HTTP 状态'],
]

const WAYS = { delivery: '微信 → 网站', api: '网站 → 微信', page: '网页 → 微信' }

/** The raw exchange between WeChat and the site, newest first, to be searched and read. */
export function startInspector() {
  const list = document.querySelector('#exchanges')
  const search = document.querySelector('#search')
  const status = document.querySelector('#inspector-status')
  let items = []
  let known = ''

  function show() {
    const words = search.value.trim().toLowerCase()
    const found = words ? items.filter((one) => JSON.stringify(one).toLowerCase().includes(words)) : items
    const shape = found.map(({ _id }) => _id).join() + words
    if (shape === known) return
    known = shape
    const open = new Set([...list.querySelectorAll('details[open]')].map(({ dataset }) => dataset.id))
    list.replaceChildren(...found.map((one) => entry(one, open.has(one._id))))
    status.textContent =
      items.length === 0
        ? '还没有往来。拿起一部手机，关注公众号试试。'
        : `${words ? `找到 ${found.length} 条` : `最近 ${items.length} 条`}`
  }

  const poll = every(1500, async () => {
    items = (await get('/exchanges')).items
    show()
  })
  search.addEventListener('input', show)
  for (const button of document.querySelectorAll('[data-trouble]')) {
    button.addEventListener('click', async () => {
      const [what, path] = button.dataset.trouble.split(' ')
      status.textContent = await post('/trouble', { what, path }).then(
        () => `已设好：${button.textContent}`,
        (error) => error.message,
      )
    })
  }
  startWidths()
  return { refresh: poll.now }
}

/** The panel can be wide, to read, or out of the way, for more phones. */
function startWidths() {
  const desk = document.querySelector('.desk')
  const [widen, fold] = ['.widen', '.fold'].map((name) => desk.querySelector(name))
  widen.addEventListener('click', () => {
    const wide = desk.classList.toggle('wide')
    widen.setAttribute('aria-pressed', String(wide))
    widen.textContent = wide ? '变窄' : '加宽'
  })
  fold.addEventListener('click', () => {
    const narrow = desk.classList.toggle('narrow')
    fold.setAttribute('aria-expanded', String(!narrow))
    fold.textContent = narrow ? '展开' : '收起'
  })
}

function entry(exchange, open) {
  const { _id, at, kind, title, ms, errcode, ok, request, answer } = exchange
  return el(
    'li',
    {},
    el(
      'details',
      { data: { id: _id }, open },
      el(
        'summary',
        {},
        el('span', { className: `way ${kind}` }, WAYS[kind]),
        el('b', {}, title),
        kind !== 'delivery' && el('code', {}, request.path),
        el('span', { className: ok ? 'good' : 'bad' }, verdict({ kind, ok, errcode, answer })),
        el('small', {}, `${new Date(at).toLocaleTimeString('zh-CN')} · ${ms} ms`),
      ),
      side('请求', { ...request, url: undefined }, `${request.method} ${request.url ?? request.path}`),
      side('应答', answer),
    ),
  )
}

function verdict({ kind, ok, errcode, answer }) {
  if (kind === 'api') return errcode ? String(errcode) : '成功'
  if (kind === 'page') return answer.body.errMsg
  if (ok) return answer.plain ? '已回复' : '已收到'
  return answer.silence ? '没有应答' : String(answer.reason ?? '未接受')
}

function side(name, parts, line) {
  return el(
    'div',
    { className: 'side' },
    el('h3', {}, name),
    line && el('code', { className: 'line' }, line),
    PARTS.filter(([key]) => parts[key] !== undefined && parts[key] !== null && parts[key] !== '').map(
      ([key, label]) => [el('h4', {}, label), el('pre', { tabIndex: 0 }, pretty(parts[key]))],
    ),
  )
}

function pretty(value) {
  if (typeof value === 'object') return JSON.stringify(value, null, 2)
  const text = String(value)
  if (text.startsWith('<xml>')) return indent(text)
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** XML with an element a line; what stands in CDATA is left as it is. */
function indent(xml) {
  let depth = 0
  let out = ''
  const pieces = xml.match(/<!\[CDATA\[[\s\S]*?\]\]>|<\/?[\w.-]+>|[^<]+/g) ?? []
  let closedLast = false
  for (const piece of pieces) {
    const closing = piece.startsWith('</')
    const opening = !closing && /^<[\w]/.test(piece)
    if (closing) depth--
    if (opening || (closing && closedLast)) out += `${out ? '\n' : ''}${'  '.repeat(depth)}`
    out += piece
    if (opening) depth++
    closedLast = closing || (closedLast && !opening && !closing && piece.trim() === '')
    if (opening) closedLast = false
  }
  return out
}
