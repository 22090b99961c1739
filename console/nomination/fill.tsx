import type { Field, Form as FieldForm } from '@shared/edition/form/contract'
import type { Answer, Answers } from '@shared/nomination/contract'
import { findProblems, problemOf } from '@shared/nomination/form'
import type { Upload } from '@shared/upload/contract'
import { useMutation } from '@tanstack/react-query'
import { Alert, App, Button, Flex } from 'antd'
import { useEffect, useState } from 'react'
import { useLeaving } from '../components/leaving'
import { Refused } from '../components/refused'
import { TellDialog } from '../components/tell'
import { type ApiError, request } from '../platform/request'
import { FieldHeading } from './answers'
import type { Screening } from './data'
import { AnswerInput } from './input'
import { EarlierRemark } from './remarks'

type Props = {
  one: Screening
  form: FieldForm
  onDone: (one: Screening) => void
  onRefused: (error: ApiError) => boolean
}

/** The form of a category, filled in by staff for a unit. */
export function Fill({ one, form, onDone, onRefused }: Props) {
  const { message } = App.useApp()
  const [answers, setAnswers] = useState(one.answers)
  const [uploads, setUploads] = useState(one.uploads)
  const [left, setLeft] = useState<Record<string, boolean>>({})
  const [asked, setAsked] = useState(false)
  const dirty = JSON.stringify(answers) !== JSON.stringify(one.answers)
  useLeaving(dirty)
  const saved = JSON.stringify(one.answers)
  useEffect(() => setAnswers(JSON.parse(saved) as Answers), [saved])
  const params = { id: one.id }
  const keepDraft = () =>
    request('PUT /api/staff/nominations/:id', { params, body: { version: one.version, answers } })
  const save = useMutation({
    mutationFn: keepDraft,
    onSuccess: (kept) => {
      onDone(kept)
      message.success('已保存')
    },
    onError: onRefused,
  })
  const submit = async (reason: string) => {
    try {
      const kept = dirty ? await keepDraft() : one
      if (dirty) onDone(kept)
      const body = { version: kept.version, reason }
      onDone(await request('POST /api/staff/nominations/:id/submission', { params, body }))
      message.success('已代为提交，进入待审核')
    } catch (error) {
      if (!onRefused(error as ApiError)) throw error
    }
  }
  const problems = findProblems(form, answers)
  const change = (field: Field, answer: Answer | undefined, added: Upload[] = []) => {
    const { [field.key]: _, ...others } = answers
    setAnswers(answer === undefined ? others : { ...others, [field.key]: answer })
    setUploads([...uploads, ...added])
  }
  const ask = () => {
    setLeft(Object.fromEntries(form.map(({ key }) => [key, true])))
    const [first] = problems
    if (!first) return setAsked(true)
    document.getElementById(`field-${first.key}`)?.scrollIntoView({ block: 'center' })
    document.getElementById(`input-${first.key}`)?.focus({ preventScroll: true })
  }
  return (
    <div className="paper">
      {form.map((field) => {
        const problem = left[field.key] ? problemOf(field, answers[field.key]) : null
        return (
          <section
            key={field.key}
            id={`field-${field.key}`}
            className="answer"
            aria-label={field.label}
            onBlur={() => setLeft((before) => ({ ...before, [field.key]: true }))}
          >
            <FieldHeading field={field} />
            {field.help && field.kind !== 'consent' && <p className="answer-help">{field.help}</p>}
            <AnswerInput
              field={field}
              id={`input-${field.key}`}
              answer={answers[field.key]}
              uploads={uploads}
              wrong={problem !== null}
              onChange={(answer, added) => change(field, answer, added)}
            />
            {problem && (
              <p className="answer-problem" role="alert">
                {problem}
              </p>
            )}
            <EarlierRemark field={field} one={one} />
          </section>
        )
      })}
      <Refused error={save.error} />
      {problems.length > 0 && Object.keys(left).length > 0 && (
        <Alert
          className="note"
          type="info"
          showIcon
          title={`还有 ${problems.length} 栏没有填好，可以先保存草稿`}
        />
      )}
      <div className="foot">
        <span className="faint">
          {dirty
            ? '有没保存的改动'
            : `已保存，共 ${form.length} 栏，填好 ${form.length - problems.length} 栏`}
        </span>
        <Flex gap={8} className="verbs">
          <Button disabled={!dirty} loading={save.isPending} onClick={() => save.mutate()}>
            保存草稿
          </Button>
          <Button type="primary" onClick={ask}>
            代为提交
          </Button>
        </Flex>
      </div>
      {asked && (
        <TellDialog
          title={`代${one.unit.name}提交`}
          verb="代为提交"
          label="依据"
          hint="例如“4月20日来信，盖有单位公章”。写入操作记录和这份报名的经过"
          most={500}
          run={submit}
          onClose={() => setAsked(false)}
        >
          提交后进入待审核，和单位自己提交的一样。
        </TellDialog>
      )}
    </div>
  )
}
