import type { Form as FieldForm } from '@shared/edition/form/contract'
import { findPhase, hasEnded } from '@shared/edition/rules'
import { fullText } from '@shared/kernel/dates'
import type { Answer } from '@shared/nomination/contract'
import { areSameAnswers, mergeAnswers } from '@shared/nomination/merge'
import type { Upload } from '@shared/upload/contract'
import { useMutation } from '@tanstack/react-query'
import { Alert, App, Button, Checkbox, Flex } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useLeaving } from '../components/leaving'
import { Refused } from '../components/refused'
import { TellDialog } from '../components/tell'
import { useEdition } from '../edition/phase'
import { request } from '../platform/request'
import type { Act } from './act'
import { FieldAnswer, FieldHeading } from './answers'
import type { Screening } from './data'
import { AnswerInput } from './input'
import { shownProblemOf } from './phone'
import { EarlierRemark } from './remarks'

type Props = { one: Screening; form: FieldForm; act: Act }

/**
 * The form of a category, filled in by staff for a unit. What somebody else saved meanwhile is merged in field by field;
 * where both wrote something, one chooses.
 */
export function Fill({ one, form, act }: Props) {
  const { message } = App.useApp()
  const [answers, setAnswers] = useState(one.answers)
  const [added, setAdded] = useState<Upload[]>([])
  const uploads = [...one.uploads, ...added]
  const [left, setLeft] = useState<Record<string, boolean>>({})
  const [asked, setAsked] = useState(false)
  const [conflicts, setConflicts] = useState<string[]>([])
  const dirty = !areSameAnswers(answers, one.answers)
  useLeaving(dirty)
  const mine = useRef(answers)
  mine.current = answers
  const base = useRef(one.answers)
  useEffect(() => {
    if (areSameAnswers(base.current, one.answers)) return
    const merged = mergeAnswers(base.current, mine.current, one.answers)
    base.current = one.answers
    setAnswers(merged.answers)
    setConflicts(merged.conflicts)
  }, [one.answers])
  const params = { id: one.id }
  const keepDraft = () =>
    act(async (version) => {
      const kept = await request('PUT /api/staff/nominations/:id', { params, body: { version, answers } })
      // What was typed meanwhile stays; numbers come back masked.
      setAnswers(mergeAnswers(answers, mine.current, kept.answers).answers)
      base.current = kept.answers
      return kept
    })
  const save = useMutation({
    mutationFn: keepDraft,
    onSuccess: (kept) => {
      // Not handed on: who waits for a message waits until it has gone.
      if (kept) message.success('已保存')
    },
  })
  const mailedAt = useLate(one)
  const [inTime, setInTime] = useState(false)
  const submit = async (reason: string) => {
    if (dirty && !(await keepDraft())) return
    const done = await act((version) =>
      request('POST /api/staff/nominations/:id/submission', { params, body: { version, reason, inTime } }),
    )
    if (done) message.success('已代为提交，进入待审核')
  }
  const problems = form.filter((field) => shownProblemOf(field, answers[field.key]))
  const put = (key: string, answer: Answer | undefined) => {
    const { [key]: _, ...others } = answers
    setAnswers(answer === undefined ? others : { ...others, [key]: answer })
  }
  const choose = (key: string, answer: Answer | undefined) => {
    put(key, answer)
    setConflicts(conflicts.filter((other) => other !== key))
  }
  const ask = () => {
    setLeft(Object.fromEntries(form.map(({ key }) => [key, true])))
    const [first] = problems
    if (!first) return setAsked(true)
    document.getElementById(`field-${first.key}`)?.scrollIntoView({ block: 'center' })
    document.getElementById(`input-${first.key}`)?.focus({ preventScroll: true })
  }
  const stateText = () => {
    if (conflicts.length > 0) return `有 ${conflicts.length} 栏两人都改了，请先选定用哪一份`
    return dirty ? '有没保存的改动' : `已保存，共 ${form.length} 栏，填好 ${form.length - problems.length} 栏`
  }
  return (
    <div className="paper">
      {form.map((field) => {
        const problem = left[field.key] ? shownProblemOf(field, answers[field.key]) : null
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
              one={one}
              field={field}
              id={`input-${field.key}`}
              answer={answers[field.key]}
              uploads={uploads}
              wrong={problem !== null}
              onChange={(answer, more: Upload[] = []) => {
                put(field.key, answer)
                setAdded([...added, ...more])
              }}
            />
            {problem && (
              <p className="answer-problem" role="alert">
                {problem}
              </p>
            )}
            {conflicts.includes(field.key) && (
              <div className="remark-earlier" role="alert">
                <p>
                  <b>{one.savedBy}也改了这一栏，写的是：</b>
                </p>
                <FieldAnswer of={one.id} field={field} answers={one.answers} uploads={one.uploads} />
                <Flex gap={8} className="choose">
                  <Button onClick={() => choose(field.key, one.answers[field.key])}>用对方的</Button>
                  <Button onClick={() => choose(field.key, answers[field.key])}>留用我的</Button>
                </Flex>
              </div>
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
        <span className="faint">{stateText()}</span>
        <Flex gap={8} className="verbs">
          <Button
            disabled={!dirty || conflicts.length > 0}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            保存草稿
          </Button>
          <Button type="primary" disabled={conflicts.length > 0} onClick={ask}>
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
          ready={!mailedAt || inTime}
          run={submit}
          onClose={() => setAsked(false)}
        >
          提交后进入待审核，和单位自己提交的一样。
          {mailedAt && (
            <>
              <p>报名已经截止。邮件在截止前收到的，在这个奖项的初选名单确定以前仍可补交。</p>
              <Checkbox checked={inTime} onChange={({ target }) => setInTime(target.checked)}>
                邮件在截止前收到（邮件上写的是 {fullText(mailedAt)} 发出）
              </Checkbox>
            </>
          )}
        </TellDialog>
      )}
    </div>
  )
}

/** When the mail of a draft was sent, where it says it was before the end, which has passed; else null. */
function useLate({ status, mailedAt }: Screening): string | null {
  const { data: edition } = useEdition()
  const phase = edition && findPhase(edition, 'nomination')
  if (!phase || status !== 'draft' || mailedAt === null) return null
  const isLate = hasEnded(phase, new Date(Date.now() + edition.ahead))
  return isLate && !hasEnded(phase, new Date(mailedAt)) ? mailedAt : null
}
