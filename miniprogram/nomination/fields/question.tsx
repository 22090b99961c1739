import type { Field as Definition } from '@shared/edition/form/contract'
import type { Answer, Figure } from '@shared/nomination/contract'
import { countWords } from '@shared/nomination/form'
import type { Upload } from '@shared/upload/contract'
import { useContext } from 'react'
import { type Draft, uploadOf } from '../draft'
import { write } from '../save'
import { put, useDrafts } from '../shelf'
import { Consent } from './consent'
import { Field, Prefix } from './field'
import { Figures } from './figures'
import { Files } from './files'
import { Photos } from './photos'
import { Line, Prose } from './text'

type Props = {
  draft: Draft
  field: Definition
  problem: string | null
  remark?: string
  onLeave: () => void
}

/** One question of a nomination with the control its kind asks for; what is answered is written down at once. */
export function Question({ draft, field, problem, remark, onLeave }: Props) {
  const { ref } = draft
  const at = useContext(Prefix)
  const answer = draft.answers[field.key]
  const change = (value: Answer) => write(ref, field.key, value)
  const shared = { field, problem, onLeave, onChange: change }
  const text = typeof answer === 'string' ? answer : ''
  const ids = Array.isArray(answer) ? (answer as string[]) : []
  const files = {
    ...{ place: `${ref}:${field.key}`, id: `${at}answer-${field.key}`, label: field.label },
    ...{ value: ids, onChange: change },
    find: (id: string) => uploadOf(draft, id),
    onAdd: (upload: Upload) => addUpload(ref, field.key, upload),
  }
  const inside = () => {
    switch (field.kind) {
      case 'line':
      case 'phone':
      case 'link':
        return <Line {...shared} value={text} />
      case 'prose':
        return <Prose {...shared} value={text} />
      case 'figures':
        return (
          <Figures {...shared} max={field.max} value={Array.isArray(answer) ? (answer as Figure[]) : []} />
        )
      case 'photos':
        return <Photos {...files} max={field.max} cover={field.becomes === 'pictures'} />
      case 'files':
        return <Files {...files} max={field.max} />
      case 'consent':
        return <Consent {...shared} value={answer === true} />
    }
  }
  return (
    <Field {...{ field, problem, remark }} count={<Count field={field} answer={answer} />}>
      {inside()}
    </Field>
  )
}

/** How much is written, as it is written. */
function Count({ field, answer }: { field: Definition; answer: Answer | undefined }) {
  if (field.kind === 'prose') {
    const words = countWords(typeof answer === 'string' ? answer : '')
    if (words === 0) return null
    const lacking = field.min - words
    const over = words - field.max
    return (
      <span className={`field-count ${over > 0 ? 'is-over' : ''}`}>
        {words} 字{lacking > 0 ? `，还差 ${lacking} 字` : ''}
        {over > 0 ? `，多出 ${over} 字` : ''}
      </span>
    )
  }
  if (field.kind !== 'line') return null
  const length = typeof answer === 'string' ? answer.trim().length : 0
  if (length === 0) return null
  return (
    <span className={`field-count ${length > field.max ? 'is-over' : ''}`}>
      {length} / {field.max}
    </span>
  )
}

/** Adds a file that has arrived to an answer, whatever has been written meanwhile. */
function addUpload(ref: string, key: string, upload: Upload): void {
  const draft = useDrafts.getState().drafts[ref]
  if (!draft) return
  put({ ...draft, uploads: [...draft.uploads, upload] })
  const answer = draft.answers[key]
  const ids = Array.isArray(answer) ? (answer as string[]) : []
  if (!ids.includes(upload.id)) write(ref, key, [...ids, upload.id])
}
