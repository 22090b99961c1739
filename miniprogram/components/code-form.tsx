import { parseReceipt } from '@shared/ballot/receipt'
import { useState } from 'react'
import { typed } from '@/platform/field'
import { Button } from './button'
import './code-form.scss'

type Props = {
  given: string
  /** What it is called, `回执`. */
  what: string
  label: string
  /** What the button says. */
  ask?: string
  /** The code, null where what was typed cannot be one; and what was typed. */
  onAsk: (code: string | null, text: string) => void
}

/** Asks for a code of 12 characters, of a receipt or a certificate. */
export function CodeForm({ given, what, label, ask = '查询', onAsk }: Props) {
  const [text, setText] = useState(given)
  const [wrong, setWrong] = useState(given !== '' && !parseReceipt(given))
  const send = () => {
    const code = parseReceipt(text)
    setWrong(!code)
    onAsk(code, text.trim())
  }
  return (
    <div>
      <label className="code-form-label" htmlFor="code">
        {label}
      </label>
      <div className="code-form-line">
        <input
          id="code"
          className={`code-form-input ${wrong ? 'is-wrong' : ''}`}
          value={text}
          maxLength={40}
          placeholder="如 ABCD-EFGH-JKMN"
          autoComplete="off"
          aria-invalid={wrong}
          onChange={(event) => setText(typed(event))}
          onKeyDown={(event) => event.key === 'Enter' && send()}
        />
        <Button onClick={send}>{ask}</Button>
      </div>
      {wrong ? (
        <p className="code-form-wrong" role="alert">
          {what}是 12 位字母和数字，没有 0、1、I、L、O、U，请核对。
        </p>
      ) : null}
    </div>
  )
}
