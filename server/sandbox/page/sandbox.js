import { addPerson, personButton, persons, post } from './persons.js'

const PHASES = {
  nomination: '报名征集',
  shortlisting: '初选候选',
  voting: '网络投票',
  review: '专家评选',
  notice: '结果公示',
  published: '公布展示',
}

const phones = document.querySelector('#phones')
const list = document.querySelector('#persons')

/** Gives a person a phone with the site open; a person has one phone. */
function pickUp(person) {
  const held = phones.querySelector(`[data-openid="${CSS.escape(person.openid)}"]`)
  if (held) {
    held.scrollIntoView({ behavior: 'smooth', inline: 'center', block: 'nearest' })
    return
  }
  phones.querySelector('.empty')?.remove()
  const phone = document.createElement('article')
  phone.className = 'phone'
  phone.dataset.openid = person.openid
  const bar = document.createElement('header')
  const back = barButton('‹', '后退', () => frame.contentWindow.history.back())
  const title = document.createElement('b')
  title.textContent = person.name
  const reload = barButton('↻', '刷新', () => frame.contentWindow.location.reload())
  const away = barButton('×', '放下手机', () => phone.remove())
  bar.append(back, title, reload, away)
  const frame = document.createElement('iframe')
  frame.name = `phone:${person.openid}` // tells the pages inside whose phone this is
  frame.title = `${person.name}的手机`
  frame.src = '/'
  phone.append(bar, frame)
  phones.append(phone)
  phone.scrollIntoView({ behavior: 'smooth', inline: 'center', block: 'nearest' })
}

function barButton(text, label, onClick) {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = text
  button.setAttribute('aria-label', label)
  button.addEventListener('click', onClick)
  return button
}

function showPersons() {
  list.replaceChildren(...persons().map((person) => personButton(person, pickUp)))
}

document.querySelector('#invent').addEventListener('submit', (event) => {
  event.preventDefault()
  const name = new FormData(event.target).get('name').trim()
  if (!name) return
  const person = addPerson(name)
  event.target.reset()
  showPersons()
  pickUp(person)
})

function showClock({ now, phase }) {
  document.querySelector('#phase').textContent = PHASES[phase] ?? '两个阶段之间'
  document.querySelector('#now').textContent = new Date(now).toLocaleString('zh-CN', {
    timeZone: 'Asia/Shanghai',
  })
  for (const button of document.querySelectorAll('#phases button')) {
    button.setAttribute('aria-pressed', String(button.dataset.phase === phase))
  }
}

async function readClock() {
  const status = document.querySelector('#clock-status')
  try {
    showClock(await (await fetch('/sandbox/api/clock')).json())
    status.textContent = ''
  } catch {
    status.textContent = '连不上服务器，演示程序还在运行吗？'
  }
}

document.querySelector('#phases').append(
  ...Object.entries(PHASES).map(([phase, name]) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.dataset.phase = phase
    button.textContent = name
    button.addEventListener('click', async () => {
      try {
        showClock(await post('/sandbox/api/clock', { phase }))
      } catch (error) {
        document.querySelector('#clock-status').textContent = error.message
      }
    })
    return button
  }),
)

showPersons()
readClock()
setInterval(readClock, 1000)
