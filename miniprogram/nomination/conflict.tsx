import type { Field, Form } from '@shared/edition/form/contract'
import { momentText } from '@shared/kernel/dates'
import type { Answer, Figure } from '@shared/nomination/contract'
import { isEmpty } from '@shared/nomination/form'
import { useState } from 'react'
import { Button } from '@/components/button'
import { Icon } from '@/components/icon'
import { PRESS } from '@/platform/kind'
import type { Draft } from './draft'
import { settle } from './save'
import { writerOf } from './words'
import './conflict.scss'

type Side = 'mine' | 'theirs'

/** Fields that two people wrote in at once: both texts, and the choice between them. Nothing is sent before it is made. */
export function Conflict({ draft, form, id }: { draft: Draft; form: Form; id: string }) {
  const [choices, setChoices] = useState<Record<string, Side>>({})
  const { ref, conflicts, seen, answers } = draft
  const fields = form.filter(({ key }) => conflicts.includes(key))
  if (!seen || fields.length === 0) return null
  const left = fields.filter(({ key }) => !choices[key]).length
  return (
    <section id={id} className="conflict" role="alert">
      <h2 className="section-title">有 {fields.length} 项内容，别人也改过</h2>
      <p className="conflict-words">
        {writerOf(seen)}在 {momentText(seen.updatedAt)}{' '}
        改过同样的地方。请逐项选定用哪一份，选定之前什么都不会被覆盖。
      </p>
      {fields.map((field) => (
        <fieldset key={field.key} className="conflict-field">
          <legend className="conflict-label">{field.label}</legend>
          {(['mine', 'theirs'] as const).map((side) => {
            const answer = side === 'mine' ? answers[field.key] : seen.answers[field.key]
            const chosen = choices[field.key] === side
            return (
              // biome-ignore lint/a11y/useSemanticElements: the whole card is the choice, and one element serves both programs
              <button
                key={side}
                type="button"
                {...PRESS}
                role="radio"
                aria-checked={chosen}
                className={`conflict-side ${chosen ? 'is-on' : ''}`}
                onClick={() => setChoices((before) => ({ ...before, [field.key]: side }))}
              >
                <span className="conflict-whose">
                  {side === 'mine' ? '这台设备上的' : `${writerOf(seen)}保存的`}
                  {chosen ? <Icon name="check" /> : null}
                </span>
                <span className="conflict-text">{answerText(field, answer)}</span>
              </button>
            )
          })}
        </fieldset>
      ))}
      <Button wide disabled={left > 0} onClick={() => settle(ref, choices)}>
        {left > 0 ? `还有 ${left} 项没有选` : '就用选定的内容'}
      </Button>
    </section>
  )
}

/** An answer as a text to compare or to read again. */
export function answerText(field: Field, answer: Answer | undefined): string {
  if (isEmpty(answer)) return field.kind === 'consent' ? '没有勾选' : '（空）'
  if (typeof answer === 'string') return answer
  if (answer === true) return '已勾选'
  if (field.kind === 'figures') {
    return (answer as Figure[]).map(({ label, value, unit }) => `${label} ${value} ${unit}`).join('；')
  }
  return `${(answer as string[]).length} ${field.kind === 'photos' ? '张照片' : '个文件'}`
}
