import type { Field as Definition } from '@shared/edition/form/contract'
import { limitText } from '@shared/edition/form/words'
import type { Upload } from '@shared/upload/contract'
import { createContext, type ReactNode, useContext } from 'react'
import './field.scss'

/** Told in front of every id: pages that one has come from are still there, with forms of their own. */
export const Prefix = createContext('')

type Props = {
  field: Definition
  /** What is wrong with the answer, where it is time to say so. */
  problem: string | null
  /** What staff want changed in it. */
  remark?: string
  /** Beside the problem, at the end of the line: how much is written. */
  count?: ReactNode
  children: ReactNode
}

/** A question of a form: its name, how to answer it, what is wrong with the answer. */
export function Field({ field, problem, remark, count, children }: Props) {
  const { key, label, help, required, kind } = field
  const at = useContext(Prefix)
  const limit = limitText(field)
  // The buttons of files and of a consent say themselves what they are for.
  const isTyped = kind !== 'photos' && kind !== 'files' && kind !== 'consent'
  return (
    <section id={`${at}field-${key}`} className={`field ${problem ? 'is-wrong' : ''}`}>
      <div className="field-head">
        <label className="field-label" htmlFor={isTyped ? `${at}answer-${key}` : undefined}>
          {label}
        </label>
        <span className="field-limit">{required ? limit : ['选填', limit].filter(Boolean).join(' · ')}</span>
      </div>
      {help && kind !== 'consent' ? (
        <p id={`${at}help-${key}`} className="field-help">
          {help}
        </p>
      ) : null}
      {remark ? (
        <p className="field-remark">
          <span className="field-remark-by">审核意见</span>
          {remark}
        </p>
      ) : null}
      {children}
      <div className="field-foot">
        {problem ? (
          <p id={`${at}problem-${key}`} className="field-problem" role="alert">
            {problem}
          </p>
        ) : null}
        {count}
      </div>
    </section>
  )
}

/** What ties a control to its question for those who listen. */
export function useTied({ key, help, kind }: Definition, problem: string | null) {
  const at = useContext(Prefix)
  const told = [help && kind !== 'consent' ? `${at}help-${key}` : '', problem ? `${at}problem-${key}` : '']
  return {
    id: `${at}answer-${key}`,
    'aria-invalid': problem !== null || undefined,
    'aria-describedby': told.filter(Boolean).join(' ') || undefined,
  }
}

/** What a control of uploaded files gets. */
export type Holding = {
  /** Where uploads are meant for, and the id of the button that adds some. */
  place: string
  id: string
  /** What they are called. */
  label: string
  value: string[]
  max: number
  find: (id: string) => Upload | undefined
  onChange: (ids: string[]) => void
  onAdd: (upload: Upload) => void
  disabled?: boolean
}

/** What every control gets. */
export type Control<T> = {
  field: Definition
  value: T
  problem: string | null
  onChange: (value: T) => void
  /** The person has left it. */
  onLeave: () => void
}
