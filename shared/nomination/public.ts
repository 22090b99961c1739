import type { Form } from '../edition/form/contract'
import type { Answer, Answers } from './contract'

/** What netizens will see of a nomination; `pictures` are ids of uploads, the first the cover. */
export type PublicPart = {
  /** Null where the form asks for no name: it is the unit's then. */
  name: string | null
  position: string | null
  summary: string
  /** Paragraphs. */
  deeds: string[]
  pictures: string[]
}

/** The answers that become public, in the order of the form. */
export function publicPartOf(form: Form, answers: Answers): PublicPart {
  const of = (part: string) =>
    form.flatMap((field) => ('becomes' in field && field.becomes === part ? [answers[field.key]] : []))
  const lines = (part: string) => of(part).flatMap(paragraphsOf)
  return {
    name: of('name').length ? lines('name').join('') : null,
    position: lines('position').join(' ') || null,
    summary: lines('summary').join(' '),
    deeds: lines('deeds'),
    pictures: of('pictures').flatMap((answer) => (Array.isArray(answer) ? (answer as string[]) : [])),
  }
}

/** A text's paragraphs, without empty lines and the space that indents them. */
export function paragraphsOf(answer: Answer | undefined): string[] {
  if (typeof answer !== 'string') return []
  return answer
    .split(/\n+/)
    .map((line) => line.trim())
    .filter(Boolean)
}
