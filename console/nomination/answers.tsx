import { CheckOutlined } from '@ant-design/icons'
import type { Field, Form } from '@shared/edition/form/contract'
import { BECOMES_NAMES, limitText } from '@shared/edition/form/words'
import type { Answer, Answers, Figure } from '@shared/nomination/contract'
import { countWords, isEmpty } from '@shared/nomination/form'
import type { Upload } from '@shared/upload/contract'
import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { countText } from '../components/count'
import { Documents, Gallery } from '../components/uploads'
import { NominationPhone, shownProblemOf } from './phone'

type Given = {
  /** Id of the nomination, where it has telephone numbers. */
  of?: string
  answers: Answers
  uploads: Upload[]
}
type Props = Given & {
  form: Form
  /** At the right of a field's heading, and below its answer. */
  aside?: (field: Field) => ReactNode
  below?: (field: Field) => ReactNode
}

/** What was answered, field by field as the form asks, to be read. */
export function AnswerSheet({ form, aside, below, ...given }: Props) {
  return (
    <>
      {form.map((field) => (
        <section key={field.key} className="answer" aria-label={field.label}>
          <FieldHeading field={field}>{aside?.(field)}</FieldHeading>
          <FieldAnswer field={field} {...given} />
          {below?.(field)}
        </section>
      ))}
      <Stray form={form} {...given} />
    </>
  )
}

/** What a field is called, how much it asks for, and what of it the public will see. */
export function FieldHeading({ field, children }: { field: Field; children?: ReactNode }) {
  const becomes = 'becomes' in field ? field.becomes : undefined
  const asked = [field.required ? '必填' : '选填', limitText(field)].filter(Boolean).join('，')
  return (
    <header className="answer-head">
      <h2>{field.label}</h2>
      <span className="faint">{asked}</span>
      {becomes && <Tag>公开为{BECOMES_NAMES[becomes]}</Tag>}
      <span className="answer-aside">{children}</span>
    </header>
  )
}

/** One answer in the form that suits its kind, and what is wrong with it. */
export function FieldAnswer({ field, answers, ...given }: Given & { field: Field }) {
  const answer = answers[field.key]
  const problem = shownProblemOf(field, answer)
  return (
    <>
      {isEmpty(answer) ? (
        <p className="answer-none">{field.kind === 'consent' ? '没有勾选同意' : '没有填写'}</p>
      ) : (
        <Shown field={field} answer={answer!} {...given} />
      )}
      {problem && !isEmpty(answer) && <p className="answer-problem">{problem}</p>}
    </>
  )
}

type ShownProps = Omit<Given, 'answers'> & { field: Field; answer: Answer }

function Shown({ of, field, answer, uploads }: ShownProps) {
  switch (field.kind) {
    case 'prose':
      return <Prose text={String(answer)} />
    case 'link':
      return (
        <p>
          <a href={String(answer)} target="_blank" rel="noopener noreferrer">
            {String(answer)}
          </a>
        </p>
      )
    case 'phone':
      return (
        <p className="answer-line">
          {of ? (
            <NominationPhone of={of} phone={String(answer)} pick={({ answers }) => answers[field.key]} />
          ) : (
            String(answer)
          )}
        </p>
      )
    case 'consent':
      return (
        <p className="answer-consent">
          <CheckOutlined aria-hidden /> 已同意：{field.help || field.label}
        </p>
      )
    case 'figures':
      return <Figures figures={answer as Figure[]} />
    case 'photos':
      return <Photos pictures={uploadsOf(answer, uploads)} asked={(answer as string[]).length} />
    case 'files':
      return <Documents documents={uploadsOf(answer, uploads)} />
    default:
      return <p className="answer-line">{String(answer)}</p>
  }
}

function Prose({ text }: { text: string }) {
  return (
    <>
      <div className="prose">
        {text
          .split(/\n+/)
          .filter((line) => line.trim())
          .map((line, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of a text stay where they are
            <p key={i}>{line}</p>
          ))}
      </div>
      <p className="answer-count">{countText(countWords(text))} 字</p>
    </>
  )
}

function Photos({ pictures, asked }: { pictures: Upload[]; asked: number }) {
  return (
    <>
      <Gallery pictures={pictures} note={(_, at) => (at === 0 ? '封面' : `第 ${at + 1} 张`)} />
      {pictures.length < asked && (
        <p className="answer-problem">有 {asked - pictures.length} 张照片没有找到，请单位重新上传</p>
      )}
    </>
  )
}

function Figures({ figures }: { figures: Figure[] }) {
  return (
    <table className="answer-figures">
      <tbody>
        {figures.map(({ label, value, unit }) => (
          <tr key={`${label}${value}${unit}`}>
            <th scope="row">{label}</th>
            <td>
              <b>{value}</b> {unit}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Answers to questions that the form no longer asks. */
function Stray({ form, answers }: { form: Form; answers: Answers }) {
  const keys = Object.keys(answers).filter(
    (key) => typeof answers[key] === 'string' && answers[key] && form.every((field) => field.key !== key),
  )
  if (keys.length === 0) return null
  return (
    <section className="answer" aria-label="表里已经没有的栏目">
      <header className="answer-head">
        <h2>表里已经没有的栏目</h2>
        <span className="faint">填写以后，报名表改过</span>
      </header>
      {keys.map((key) => (
        <Prose key={key} text={String(answers[key])} />
      ))}
    </section>
  )
}

const uploadsOf = (answer: Answer, uploads: Upload[]) =>
  (answer as string[]).flatMap((id) => uploads.find((upload) => upload.id === id) ?? [])
