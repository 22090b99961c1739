import { problemOf } from '@shared/nomination/form'
import { maskPhone } from '@shared/unit/rules'
import { useEffect, useRef, useState } from 'react'
import { typed } from '@/platform/field'
import { WEB } from '@/platform/kind'
import { type Control, useTied } from './field'

const KEYBOARDS = { line: 'text', phone: 'tel', link: 'url' } as const

/** One line of text, a number to call, an address. A number that is whole is shown masked while nobody is writing it. */
export function Line({ field, value, problem, onChange, onLeave }: Control<string>) {
  const kind = field.kind as keyof typeof KEYBOARDS
  const box = useRef<HTMLInputElement>(null)
  const [isWriting, setWriting] = useState(false)
  const isMasked = kind === 'phone' && !isWriting && problemOf(field, value) === null
  // The number takes the place of its mask, and with that the caret went to the end.
  useEffect(() => {
    if (WEB && kind === 'phone' && isWriting) box.current?.select()
  }, [kind, isWriting])
  const type = (event: unknown) => {
    const text = typed(event)
    // What is kept must never be a mask, whatever a device thinks the box says.
    if (kind !== 'phone' || !text.includes('*')) onChange(text)
  }
  const leave = () => {
    setWriting(false)
    onLeave()
  }
  return (
    <input
      ref={box}
      {...useTied(field, problem)}
      className="field-input"
      // The mini-program's number pad has neither the dash of a land line nor letters.
      type={WEB ? KEYBOARDS[kind] : 'text'}
      value={isMasked ? maskPhone(value) : value}
      maxLength={kind === 'line' ? 400 : 300}
      placeholder={kind === 'link' ? 'https://' : undefined}
      autoComplete="off"
      onFocus={() => setWriting(true)}
      onChange={type}
      onBlur={leave}
    />
  )
}

// The mini-program counts 140 characters for enough, and grows the box by itself.
const NATIVE = WEB
  ? {}
  : { maxlength: -1, autoHeight: true, disableDefaultPadding: true, showConfirmBar: false }

/** Paragraphs; the box grows with them. */
export function Prose({ field, value, problem, onChange, onLeave }: Control<string>) {
  const box = useRef<HTMLTextAreaElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it grows with what is written
  useEffect(() => {
    if (!WEB || !box.current) return
    box.current.style.height = 'auto'
    box.current.style.height = `${box.current.scrollHeight + 2}px`
  }, [value])
  return (
    <textarea
      ref={box}
      {...useTied(field, problem)}
      {...NATIVE}
      className="field-input field-prose"
      value={value}
      onInput={(event) => onChange(typed(event))}
      {...(WEB ? { onChange: () => {} } : {})}
      onBlur={onLeave}
    />
  )
}
