import { every, get, post } from './ask.js'
import { el } from './element.js'

const PHASES = {
  nomination: '报名征集',
  shortlisting: '初选候选',
  voting: '网络投票',
  review: '专家评选',
  notice: '结果公示',
  published: '公布展示',
}

/** The demo's clock: shows it, and moves it into a phase. */
export function startClock() {
  const status = document.querySelector('#clock-status')
  const show = ({ now, phase }) => {
    status.textContent = ''
    document.querySelector('#phase').textContent = PHASES[phase] ?? '两个阶段之间'
    document.querySelector('#now').textContent = new Date(now).toLocaleString('zh-CN', {
      timeZone: 'Asia/Shanghai',
    })
    for (const button of document.querySelectorAll('#phases button')) {
      button.setAttribute('aria-pressed', String(button.dataset.phase === phase))
    }
  }
  const fail = (error) => {
    status.textContent = error.message
  }
  document
    .querySelector('#phases')
    .append(
      ...Object.entries(PHASES).map(([phase, name]) =>
        el(
          'button',
          { type: 'button', data: { phase }, onclick: () => post('/clock', { phase }).then(show, fail) },
          name,
        ),
      ),
    )
  every(1000, () => get('/clock').then(show, fail))
}
