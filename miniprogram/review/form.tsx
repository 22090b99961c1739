import { type ReactNode, useId } from 'react'
import { typed } from '@/platform/field'
import { WEB } from '@/platform/kind'
import './form.scss'

type Props = {
  label: string
  help?: string
  value: string
  onChange: (text: string) => void
  /** Called by the enter key. */
  onDone?: () => void
  secret?: boolean
  placeholder?: string
  /** What the browser may fill in. */
  fills?: string
  code?: boolean
}

/** One line to type, with its name above it. */
export function Line({ label, help, value, onChange, onDone, secret, placeholder, fills, code }: Props) {
  const id = useId()
  return (
    <div className="scoring-line">
      <label className="scoring-label" htmlFor={id}>
        {label}
      </label>
      {help ? <p className="scoring-help">{help}</p> : null}
      <input
        id={id}
        className={code ? 'scoring-input is-code' : 'scoring-input'}
        type={WEB && secret ? 'password' : 'text'}
        {...(WEB || !secret ? {} : { password: true })}
        value={value}
        maxLength={128}
        placeholder={placeholder}
        autoComplete={fills ?? 'off'}
        onChange={(event) => onChange(typed(event))}
        onKeyDown={(event) => event.key === 'Enter' && onDone?.()}
      />
    </div>
  )
}

/** What went wrong, said beside the button that may be pressed again. */
export function Problem({ children }: { children: ReactNode }) {
  return children ? (
    <p className="scoring-problem" role="alert">
      {children}
    </p>
  ) : null
}
