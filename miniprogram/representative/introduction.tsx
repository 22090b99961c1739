import type { Form } from '@shared/edition/form/contract'
import { problemOf } from '@shared/nomination/form'
import type { Introduction } from '@shared/representative/contract'
import { useState } from 'react'
import { Field } from '@/nomination/fields/field'
import { Line } from '@/nomination/fields/text'
import { goTo } from '@/platform/page'

type Part = keyof Introduction

const PHONE_HELP = '手机号，或带区号的座机号。只用于评选联系，不对外公布，加密保存。'
const FORM = [
  { key: 'name', label: '您的姓名', help: '', required: true, kind: 'line', max: 20 },
  { key: 'position', label: '您的职务', help: '例如“办公室副主任”。', required: true, kind: 'line', max: 40 },
  { key: 'phone', label: '联系电话', help: PHONE_HELP, required: true, kind: 'phone' },
] as const satisfies Form

const BLANK: Introduction = { name: '', position: '', phone: '' }

/** What is wrong with a part of it; null for nothing. */
function problemIn(part: Part, given: Introduction): string | null {
  const problem = problemOf(FORM.find(({ key }) => key === part)!, given[part])
  return problem ?? (part === 'name' && given.name.trim().length < 2 ? '请填写完整的姓名' : null)
}

/** Who somebody is at their unit, as it is being written. */
export function useIntroduction() {
  const [given, setGiven] = useState(BLANK)
  const [left, setLeft] = useState<Part[]>([])
  return {
    /** As the server takes it; null while something is wrong with it, which is then said. */
    check(): Introduction | null {
      setLeft(FORM.map(({ key }) => key))
      const wrong = FORM.find(({ key }) => problemIn(key, given))
      if (wrong) goTo(`field-${wrong.key}`)
      if (wrong) return null
      return { ...given, phone: given.phone.replaceAll(' ', '') }
    },
    fields: FORM.map((field) => {
      const { key } = field
      const problem = left.includes(key) ? problemIn(key, given) : null
      return (
        <Field key={key} field={field} problem={problem}>
          <Line
            {...{ field, problem, value: given[key] }}
            onChange={(value) => setGiven((before) => ({ ...before, [key]: value }))}
            onLeave={() => given[key] && setLeft((before) => [...before, key])}
          />
        </Field>
      )
    }),
  }
}
