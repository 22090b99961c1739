import type { Form } from '@shared/edition/form/contract'
import { isEmpty, problemOf } from '@shared/nomination/form'
import { useContext } from 'react'
import { Icon } from '@/components/icon'
import { PRESS } from '@/platform/kind'
import { goTo } from '@/platform/page'
import type { Draft } from './draft'
import { Prefix } from './fields/field'
import { openRemarks } from './remarks'
import { progressOf } from './words'
import './outline.scss'

type Props = { form: Form; draft: Draft }

/** How much of a form is filled in, and what else is in the way of handing it in. */
export function Progress({ form, draft }: Props) {
  const { done, of, wrong } = progressOf(form, draft.answers)
  const open = openRemarks(form, draft).length
  return (
    <div className="progress">
      <p className="progress-words" aria-live="polite">
        已填 <span className="progress-number">{done}</span>/{of}
        {wrong ? `，另有 ${wrong} 处要改` : ''}
        {open ? `，${open} 处审核意见没有改` : done === of && !wrong ? '，可以提交了' : ''}
      </p>
      <div className="progress-track" aria-hidden="true">
        <div className="progress-done" style={{ width: `${of ? (done / of) * 100 : 0}%` }} />
      </div>
    </div>
  )
}

/** On the PC, the questions beside the form: which are done, and the way to each. */
export function Outline({ form, draft }: Props) {
  const at = useContext(Prefix)
  const open = openRemarks(form, draft)
  return (
    <ol className="outline">
      {form.map((field) => {
        const { key, label, required } = field
        const answer = draft.answers[key]
        const isOpen = open.some((remark) => remark.key === key)
        const isDone = !isEmpty(answer) && !isOpen && problemOf(field, answer) === null
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
