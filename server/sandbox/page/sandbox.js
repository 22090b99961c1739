import { startClock } from './clock.js'
import { el } from './element.js'
import { startInspector } from './inspector.js'
import { addPerson, personButton, persons } from './persons.js'
import { createPhone } from './phone.js'

const HELD = 'sandbox:held'

const phones = document.querySelector('#phones')
const list = document.querySelector('#persons')
const empty = phones.querySelector('.empty')
const invite = document.querySelector('#invite')
const held = new Map()
let toScan = new URLSearchParams(location.search).get('scan')

const inspector = startInspector()
startClock()

/** Gives a person a phone; a person has one phone. With a code waiting to be scanned, they scan it. */
function pickUp(person) {
  let phone = held.get(person.openid)
  if (!phone) {
    phone = createPhone(person, { changed: inspector.refresh, away: () => putAway(person) })
    held.set(person.openid, phone)
    phones.append(phone.root)
    empty.hidden = true
    remember()
  }
  document.body.dataset.view = 'phones'
  phone.focus()
  if (toScan) {
    phone.found(toScan)
    toScan = null
    history.replaceState(null, '', location.pathname)
    showInvitation()
  }
}

function putAway({ openid }) {
  held.delete(openid)
  empty.hidden = held.size > 0
  remember()
}

/** Phones stay in the hand over a reload, in this window. */
function remember() {
  sessionStorage.setItem(HELD, JSON.stringify([...held.keys()]))
}

function showInvitation() {
  invite.hidden = !toScan
  if (toScan) document.body.dataset.view = 'people'
}

async function showPersons() {
  const all = await persons()
  list.replaceChildren(...all.map((person) => personButton(person, pickUp)))
  return all
}

document.querySelector('#invent').addEventListener('submit', async (event) => {
  event.preventDefault()
  const name = new FormData(event.target).get('name').trim()
  if (!name) return
  event.target.reset()
  const person = await addPerson(name)
  await showPersons()
  pickUp(person)
})

for (const tab of document.querySelectorAll('.tabs button')) {
  tab.addEventListener('click', () => {
    document.body.dataset.view = tab.dataset.view
  })
}

showPersons().then(
  (all) => {
    const waiting = toScan
    toScan = null
    const before = new Set(JSON.parse(sessionStorage.getItem(HELD) ?? '[]'))
    for (const person of all) if (before.has(person.openid)) pickUp(person)
    toScan = waiting
    showInvitation()
  },
  (error) => list.replaceChildren(el('p', { role: 'alert' }, error.message)),
)
