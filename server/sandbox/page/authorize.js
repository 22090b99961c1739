import { addPerson, findPerson, personButton, persons, post } from './persons.js'

const query = new URLSearchParams(location.search)
const status = document.querySelector('#status')
const list = document.querySelector('#persons')

/** Agrees as a person, and returns to the page that asked. Only this site may be returned to. */
async function agree({ openid, unionid, snapshot }) {
  status.textContent = '正在登录……'
  try {
    const { code } = await post('/sandbox/api/codes', { openid, unionid, snapshot })
    const target = new URL(query.get('redirect_uri'))
    if (target.origin !== location.origin) throw new Error('redirect_uri 与本站不符（微信错误 10003）')
    target.searchParams.set('code', code)
    target.searchParams.set('state', query.get('state') ?? '')
    location.replace(target)
  } catch (error) {
    status.textContent = error.message
  }
}

const holder = window.name.startsWith('phone:') ? findPerson(window.name.slice('phone:'.length)) : undefined
if (holder) {
  agree(holder)
} else {
  document.body.classList.add('choosing')
  list.replaceChildren(...persons().map((person) => personButton(person, agree)))
  document.querySelector('#invent').addEventListener('submit', (event) => {
    event.preventDefault()
    const name = new FormData(event.target).get('name').trim()
    if (name) agree(addPerson(name))
  })
}
