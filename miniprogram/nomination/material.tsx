import type { Field, Form } from '@shared/edition/form/contract'
import { isEmpty } from '@shared/nomination/form'
import { maskPhone } from '@shared/unit/rules'
import { fileNameOf, sizeText } from '@shared/upload/rules'
import { Picture } from '@/components/picture'
import { openFile, showPicture } from '@/platform/file'
import { PRESS } from '@/platform/kind'
import { answerText } from './conflict'
import { type Draft, uploadOf } from './draft'
import './material.scss'

/** Answers to read again, a question each. */
export function Material({ draft, fields, title }: { draft: Draft; fields: Form; title: string }) {
  const shown = fields.filter((field) => field.required || !isEmpty(draft.answers[field.key]))
  if (shown.length === 0) return null
  return (
    <section className="material">
      <h2 className="section-title">{title}</h2>
      <dl className="material-list">
        {shown.map((field) => (
          <div key={field.key} className="material-row">
            <dt className="material-label">{field.label}</dt>
            <dd className="material-answer">
              <Said draft={draft} field={field} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Said({ draft, field }: { draft: Draft; field: Field }) {
  const answer = draft.answers[field.key]
  if (isEmpty(answer) || (field.kind !== 'photos' && field.kind !== 'files')) {
    const text = answerText(field, answer)
    return <span className="material-text">{field.kind === 'phone' ? maskPhone(text) : text}</span>
  }
  const uploads = (answer as string[]).flatMap((id) => uploadOf(draft, id) ?? [])
  return field.kind === 'photos' ? (
    <span className="material-photos">
      {uploads.map(({ id, url, thumbUrl }, i) => (
        <button
          key={id}
          type="button"
          {...PRESS}
          className="material-photo"
          aria-label={`${field.label}第 ${i + 1} 张，看大图`}
          onClick={() => showPicture(url)}
        >
          <Picture path={thumbUrl ?? ''} alt="" className="material-picture" />
        </button>
      ))}
    </span>
  ) : (
    uploads.map((upload) => (
      <button
        key={upload.id}
        type="button"
        {...PRESS}
        className="material-file"
        onClick={() => void openFile(upload.url)}
      >
        {fileNameOf(upload)}（{sizeText(upload.bytes)}）
      </button>
    ))
  )
}
