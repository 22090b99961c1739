/** Makes an element: properties, `on…` listeners, `data` and `aria` groups, then its children. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else if (name === 'data') Object.assign(element.dataset, value)
    else if (name === 'style')
      for (const [key, one] of Object.entries(value)) element.style.setProperty(key, one)
    else if (name in element && !name.includes('-')) element[name] = value
    else element.setAttribute(name, value === true ? '' : value)
  }
  element.append(
    ...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false),
  )
  return element
}

const ICONS = {
  back: 'M15 4 7 12l8 8',
  close: 'M5 5l14 14M19 5 5 19',
  reload: 'M20 11a8 8 0 1 0-2.3 6.2M20 5v6h-6',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16',
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8',
  list: 'M5 7h14M5 12h14M5 17h14',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  home: 'M4 11 12 4l8 7v9h-5v-6H9v6H4z',
  eye: 'M2 12s4-6 10-6 10 6 10 6-4 6-10 6-10-6-10-6ZM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  link: 'M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1',
  send: 'M4 12 20 4l-5 16-4-6zM11 14l9-10',
  circle: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z',
  qr: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM18 14h2M14 18v2',
}

/** A line drawing; it says nothing by itself. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  path.setAttribute('d', ICONS[name])
  svg.append(path)
  return svg
}

/** A button that shows an icon and says what it does. */
export function iconButton(name, label, onclick, more = {}) {
  return el(
    'button',
    { type: 'button', className: 'icon-button', 'aria-label': label, title: label, onclick, ...more },
    icon(name),
  )
}

/** The first character of a name on a colour of its own. */
export function face(person) {
  const hue = [...person.openid].reduce((sum, c) => sum + c.charCodeAt(0) * 7, 0) % 360
  return el('span', { className: 'face', 'aria-hidden': 'true', style: { '--hue': hue } }, person.name[0])
}

/** The official account's mark: a bridge in red. */
export function accountFace() {
  return el('span', { className: 'face account', 'aria-hidden': 'true' }, '荆')
}
