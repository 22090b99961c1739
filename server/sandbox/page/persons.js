import { get, post } from './ask.js'
import { el, face } from './element.js'

/** The sandbox's people, in the order they came. A person's id is their OpenID in the official account. */
export async function persons() {
  return (await get('/persons')).items
}

export const addPerson = (name) => post('/persons', { name })

/** A row with a picture of the name's first character, as a button. */
export function personButton(person, onChoose) {
  return el(
    'button',
    { type: 'button', className: 'person', data: { openid: person.openid }, onclick: () => onChoose(person) },
    face(person),
    el('span', {}, el('b', {}, person.name), el('small', {}, person.about)),
  )
}
