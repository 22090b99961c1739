import type { CurrentEdition } from '@shared/edition/contract'
import type { Form } from '@shared/edition/form/contract'
import { findCategory } from '@shared/edition/rules'
import { findProblems, problemOf } from '@shared/nomination/form'
import { isWritable } from '@shared/nomination/rules'
import { type ReactNode, useEffect, useId, useState } from 'react'
import { Button } from '@/components/button'
import { Icon } from '@/components/icon'
import { Page } from '@/components/page'
import { Empty } from '@/components/state'
import { Conflict } from '@/nomination/conflict'
import { Deadline, useGate } from '@/nomination/deadline'
import type { Draft } from '@/nomination/draft'
import { Prefix } from '@/nomination/fields/field'
import { Question } from '@/nomination/fields/question'
import { Opening } from '@/nomination/opening'
import { Outline, Progress } from '@/nomination/outline'
import { openRemarks, Remarks } from '@/nomination/remarks'
import { noticed, save, useSaves } from '@/nomination/save'
import { Saved } from '@/nomination/saved'
import { useSendingCount } from '@/nomination/uploads'
import { WINDOW_NAMES } from '@/nomination/window'
import { writerOf } from '@/nomination/words'
import { PRESS, WEB } from '@/platform/kind'
import { open as openPage, readdress, replace } from '@/platform/navigate'
import { goTo, useLeave, useTitle } from '@/platform/page'
import './index.scss'

/** A nomination being written. It is kept with every letter and sent by itself. */
export default function NominationForm() {
  return (
    <Page title="填写报名表" at="nominations" inner>
      {(edition) => (
        <Opening>{({ draft, form }) => <Writing edition={edition} draft={draft} form={form} />}</Opening>
      )}
    </Page>
  )
}

type Props = { edition: CurrentEdition; draft: Draft; form: Form }

function Writing(props: Props) {
  const { edition, draft } = props
  const { ref, seen } = draft
  const gate = useGate(edition, seen)
  const id = seen?.id
  useTitle(findCategory(edition, draft.category)?.shortName ?? '填写报名表')
  // What waits on this device goes out when one comes back, and when one leaves.
  useEffect(() => void save(ref), [ref])
  useLeave(() => void save(ref))
  // Known to the server by now: another device finds it by this address.
  useEffect(() => {
    if (id) readdress('nomination-form', { id })
  }, [id])

  if (seen && !isWritable(seen.status)) {
    return (
      <Empty
        title="这份报名现在不能修改"
        action={<Button onClick={() => replace('nomination', { id: seen.id })}>查看进展</Button>}
      >
        {seen.status === 'submitted' ? '已经提交了。要修改，请在报名进展里收回。' : '请在报名进展里查看。'}
      </Empty>
    )
  }
  if (gate.obstacle) {
    return (
      <Empty
        title={WINDOW_NAMES[gate.obstacle.reason] ?? '现在不能填写'}
        action={
          <Button onClick={() => replace('nomination-preview', seen ? { id: seen.id } : { draft: ref })}>
            {gate.graceUntil ? '去提交' : '查看写好的内容'}
          </Button>
        }
      >
        <Deadline edition={edition} nomination={seen} />
      </Empty>
    )
  }
  return <Questions {...props} />
}

function Questions({ edition, draft, form }: Props) {
  const { ref, seen, answers, unit } = draft
  const at = `${useId().replace(/\W/g, '')}-`
  const [left, setLeft] = useState<string[]>([])
  const [isChecked, setChecked] = useState(false)
  const problems = findProblems(form, answers)
  const category = findCategory(edition, draft.category)
  const sending = useSendingCount(ref)

  const goToField = (key: string) => goTo(`${at}field-${key}`)
  const next = () => {
    setChecked(true)
    if (sending) return
    const first = problems[0]
    if (first) return goToField(first.key)
    void save(ref)
    openPage('nomination-preview', seen ? { id: seen.id } : { draft: ref })
  }
  const open = openRemarks(form, draft)
  const remarkOf = (key: string) => seen?.returned?.fields.find((one) => one.key === key)?.message
  return (
    <Prefix.Provider value={at}>
      <div className="writing">
        <div className="writing-columns">
          <div className="writing-form">
            <header className="writing-head">
              <h1 className="writing-title">{category?.name}</h1>
              <p className="writing-unit">{unit.name}</p>
              <Deadline edition={edition} nomination={seen} />
              <div className="writing-progress">
                <Progress form={form} draft={draft} />
              </div>
            </header>
            <div className="writing-remarks">
              <Remarks draft={draft} form={form} onGo={goToField} />
            </div>
            {seen?.unread.length ? (
              <section className="writing-unread">
                <h2 className="section-title">来信里没有读出来的内容</h2>
                {seen.unread.map((sentence) => (
                  <p key={sentence}>{sentence}</p>
                ))}
              </section>
            ) : null}
            <Taken draft={draft} form={form} />
            <Conflict draft={draft} form={form} id={`${at}conflict`} />
            <div className="writing-fields">
              {form.map((field) => {
                const { key } = field
                const time = isChecked || left.includes(key)
                return (
                  <Question
                    key={key}
                    {...{ draft, field }}
                    problem={time ? problemOf(field, answers[key]) : null}
                    remark={remarkOf(key)}
                    onLeave={() => setLeft((before) => (before.includes(key) ? before : [...before, key]))}
                  />
                )
              })}
            </div>
            {isChecked && sending ? (
              <p className="writing-sending" role="alert">
                还有 {sending} 个文件没有传完，传完或删掉后再提交。
              </p>
            ) : null}
            {isChecked && problems.length ? (
              <section className="writing-problems" role="alert">
                <h2 className="section-title">还有 {problems.length} 处要补充</h2>
                <ul>
                  {problems.map(({ key, message }) => (
                    <li key={key}>
                      <button
                        type="button"
                        {...PRESS}
                        className="writing-problem"
                        onClick={() => goToField(key)}
                      >
                        <span className="writing-problem-text">
                          <span className="writing-problem-label">
                            {form.find((field) => field.key === key)?.label}
                          </span>
                          <span className="writing-problem-words">{message}</span>
                        </span>
                        <Icon name="next" />
                      </button>
                    </li>
                  ))}
                </ul>
              </section>
            ) : null}
          </div>
          {WEB ? (
            <aside className="writing-side" aria-label="填写进度">
              <Progress form={form} draft={draft} />
              <Outline form={form} draft={draft} />
              <div className="writing-side-foot">
                <Saved draft={draft} conflict={`${at}conflict`} />
                <Button wide onClick={next}>
                  预览并提交
                </Button>
              </div>
            </aside>
          ) : null}
        </div>
        <div className="writing-bar-room">
          <div className="writing-bar">
            <div className="writing-bar-words">
              <Saved draft={draft} conflict={`${at}conflict`} />
              {isChecked && problems.length ? (
                <Left to={problems[0]!.key} onGo={goToField}>
                  还有 {problems.length} 处要补充
                </Left>
              ) : open.length ? (
                <Left to={open[0]!.key} onGo={goToField}>
                  还有 {open.length} 处意见没有改
                </Left>
              ) : null}
            </div>
            <Button onClick={next}>预览并提交</Button>
          </div>
        </div>
      </div>
    </Prefix.Provider>
  )
}

/** What is left to do, in the bar, and the way to the first of it. */
function Left({ to, onGo, children }: { to: string; onGo: (key: string) => void; children: ReactNode }) {
  return (
    <button type="button" {...PRESS} className="writing-left" onClick={() => onGo(to)}>
      {children}
    </button>
  )
}

/** What a colleague changed meanwhile, where nobody had to choose. */
function Taken({ draft: { ref, seen }, form }: { draft: Draft; form: Form }) {
  const taken = useSaves((state) => state.taken[ref])
  const labels = form.filter(({ key }) => taken?.includes(key)).map(({ label }) => `“${label}”`)
  if (!seen || labels.length === 0) return null
  return (
    <div className="writing-taken" role="status">
      <p className="writing-taken-words">
        {writerOf(seen)}改过{labels.join('、')}，已经合并到这里。
      </p>
      <Button kind="plain" onClick={() => noticed(ref)}>
        知道了
      </Button>
    </div>
  )
}
