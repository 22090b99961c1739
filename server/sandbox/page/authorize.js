import { get, post } from './ask.js'
import { addPerson, personButton, persons } from './persons.js'

const query = new URLSearchParams(location.search)
const status = document.querySelector('#status')
const scope = query.get('scope') ?? 'snsapi_base'

/** Agrees as a person, and returns to the page that asked. Only this site may be returned to. */
async function agree({ openid, unionid, snapshot }) {
  status.textContent = '正在登录……'
  try {
    const target = landing()
    const { code } = await post('/codes', { openid, unionid: unionid ?? undefined, snapshot, scope })
    target.searchParams.set('code', code)
    location.replace(target)
  } catch (error) {
    status.textContent = error.message
  }
}

/** Who refuses is sent back as well, with `state` and no code. */
function goBack() {
  location.replace(landing())
}

function landing() {
  const target = new URL(query.get('redirect_uri'))
  if (target.origin !== location.origin) throw new Error('redirect_uri 与本站不符（微信错误 10003）')
  target.searchParams.set('state', query.get('state') ?? '')
  return target
}

/** Outside a phone: who was chosen on the way here, when the site comes back to ask for more. */
function chosen() {
  return scope === 'snsapi_userinfo' ? JSON.parse(sessionStorage.getItem('chosen')) : null
}

function agreeAsChosen(person) {
  sessionStorage.setItem('chosen', JSON.stringify(person))
  return agree(person)
}

/** In a phone of the sandbox: who holds it, and whether they only look. */
async function holder() {
  const [, openid, snapshot] = /^phone:([\w-]+)(:snapshot)?$/.exec(window.name) ?? []
  if (!openid) return null
  const { person } = await get(`/phones/${openid}`)
  return { ...person, snapshot: person.snapshot || Boolean(snapshot) }
}

async function choose() {
  document.body.classList.add('choosing')
  document
    .querySelector('#persons')
    .replaceChildren(...(await persons()).map((one) => personButton(one, agreeAsChosen)))
  document.querySelector('#invent').addEventListener('submit', async (event) => {
    event.preventDefault()
    const name = new FormData(event.target).get('name').trim()
    if (name) agreeAsChosen(await addPerson(name))
  })
}

/** `snsapi_userinfo` is asked for; `snsapi_base` is not. */
function askConsent(person) {
  document.body.classList.add('asking')
  document.querySelector('#allow').addEventListener('click', () => agree(person), { once: true })
  document.querySelector('#refuse').addEventListener('click', goBack, { once: true })
}

async function begin() {
  if (query.has('error')) {
    status.textContent = query.get('error')
    return
  }
  const person = (await holder()) ?? chosen()
  if (!person) await choose()
  else if (scope === 'snsapi_userinfo') askConsent(person)
  else await agree(person)
}

begin().catch((error) => {
  status.textContent = error.message
})
