/** The sandbox's people, kept in this browser. A person's id is their OpenID in the official account. */
const KEY = 'sandbox:persons'

const FIRST = [
  {
    openid: 'o-demo-zhou',
    unionid: 'u-demo-zhou',
    name: '周大姐（示例）',
    about: '武汉市民，常在荆楚问政留言',
  },
  { openid: 'o-demo-li', unionid: 'u-demo-li', name: '小李（示例）', about: '在校大学生，用手机看新闻' },
  { openid: 'o-demo-wang', name: '王大爷（示例）', about: '退休教师，微信字号开到最大' },
  { openid: 'o-demo-passer', name: '路过的网友（示例）', about: '浏览模式，只能看不能投', snapshot: true },
]

export function persons() {
  const kept = localStorage.getItem(KEY)
  return kept ? JSON.parse(kept) : FIRST
}

export function findPerson(openid) {
  return persons().find((person) => person.openid === openid)
}

/** Invents a person and keeps them. */
export function addPerson(name) {
  const mark = crypto.randomUUID().slice(0, 8)
  const person = {
    openid: `o-demo-${mark}`,
    unionid: `u-demo-${mark}`,
    name: `${name}（示例）`,
    about: '您添加的网友',
  }
  localStorage.setItem(KEY, JSON.stringify([...persons(), person]))
  return person
}

/** A row with a picture of the name's first character, as a button. */
export function personButton(person, onChoose) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'person'
  button.dataset.openid = person.openid
  const hue = [...person.openid].reduce((sum, c) => sum + c.charCodeAt(0) * 7, 0) % 360
  const face = document.createElement('span')
  face.className = 'face'
  face.style.setProperty('--hue', hue)
  face.textContent = person.name[0]
  face.setAttribute('aria-hidden', 'true')
  const words = document.createElement('span')
  const name = document.createElement('b')
  name.textContent = person.name
  const about = document.createElement('small')
  about.textContent = person.about
  words.append(name, about)
  button.append(face, words)
  button.addEventListener('click', () => onChoose(person))
  return button
}

export async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error?.message ?? '操作没有成功，请重试')
  return answer
}
