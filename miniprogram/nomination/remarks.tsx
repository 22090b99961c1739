import type { Form } from '@shared/edition/form/contract'
import type { FieldRemark } from '@shared/nomination/contract'
import { isSameAnswer } from '@shared/nomination/merge'
import { Icon } from '@/components/icon'
import { PRESS } from '@/platform/kind'
import type { Draft } from './draft'
import './remarks.scss'

/** Remarks of staff on answers that nobody has changed since, in the order of the form. */
export function openRemarks(form: Form, { seen, answers }: Draft): FieldRemark[] {
  const { fields = [], mended = [] } = seen?.returned ?? {}
  return form.flatMap(({ key }) => {
    const isOpen = !mended.includes(key) && isSameAnswer(seen?.answers[key], answers[key])
    return isOpen ? fields.filter((one) => one.key === key) : []
  })
}

type Props = {
  draft: Draft
  form: Form
  /** Leads to a field by its key; without it there is nothing to lead to. */
  onGo?: (key: string) => void
}

/** Why a nomination was given back: in general, and field by field what is to be changed, what has been said to be done. */
export function Remarks({ draft, form, onGo }: Props) {
  const returned = draft.seen?.returned
  if (!returned) return null
  const open = openRemarks(form, draft)
  return (
    <section className="remarks">
      <h2 className="section-title">审核意见</h2>
      <p>{returned.reason}</p>
      <ul>
        {returned.fields.map((remark) => {
          const { key, message } = remark
          const field = form.find((one) => one.key === key)
          const isDone = field !== undefined && !open.includes(remark)
          const content = (
            <>
              <span className="remark-text">
                <span className="remark-label">{field?.label ?? '其他'}</span>
                {message}
              </span>
              {isDone ? (
                <span className="remark-done">
                  <Icon name="check" />
                  已修改
                </span>
              ) : field && onGo ? (
                <Icon name="next" />
              ) : null}
            </>
          )
          return (
            <li key={key} className="remark">
              {field && onGo ? (
                <button type="button" {...PRESS} className="remark-line" onClick={() => onGo(key)}>
                  {content}
                </button>
              ) : (
                <div className="remark-line">{content}</div>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
