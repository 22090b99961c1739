import type { Form } from '@shared/edition/form/contract'
import type { Answers } from '@shared/nomination/contract'
import { isEmpty, problemOf } from '@shared/nomination/form'
import { useContext } from 'react'
import { Icon } from '@/components/icon'
import { PRESS } from '@/platform/kind'
import { goTo } from '@/platform/page'
import { Prefix } from './fields/field'
import { progressOf } from './words'
import './outline.scss'

/** How much of a form is filled in. */
export function Progress({ form, answers }: { form: Form; answers: Answers }) {
  const { done, of } = progressOf(form, answers)
  return (
    <div className="progress">
      <p className="progress-words" aria-live="polite">
        已填 <span className="progress-number">{done}</span>/{of}
        {done === of ? '，可以提交了' : ''}
      </p>
      <div className="progress-track" aria-hidden="true">
        <div className="progress-done" style={{ width: `${of ? (done / of) * 100 : 0}%` }} />
      </div>
    </div>
  )
}

/** On the PC, the questions beside the form: which are done, and the way to each. */
export function Outline({ form, answers }: { form: Form; answers: Answers }) {
  const at = useContext(Prefix)
  return (
    <ol className="outline">
      {form.map((field) => {
        const { key, label, required } = field
        const answer = answers[key]
        const isDone = !isEmpty(answer) && problemOf(field, answer) === null
        const isBegun = !isEmpty(answer) && !isDone
        return (
          <li key={key}>
            <button
              type="button"
              {...PRESS}
              className={`outline-item ${isDone ? 'is-done' : isBegun ? 'is-begun' : ''}`}
              onClick={() => goTo(`${at}field-${key}`)}
            >
              <span className="outline-mark">{isDone ? <Icon name="check" /> : null}</span>
              <span className="outline-label">{label}</span>
              <span className="outline-note">{isBegun ? '待修改' : required || isDone ? '' : '选填'}</span>
            </button>
          </li>
        )
      })}
    </ol>
  )
}
