import type { CurrentEdition } from '@shared/edition/contract'
import type { Form } from '@shared/edition/form/contract'
import { findCategory } from '@shared/edition/rules'
import { findProblems } from '@shared/nomination/form'
import { publicPartOf } from '@shared/nomination/public'
import { isWritable } from '@shared/nomination/rules'
import { useState } from 'react'
import { Deeds, Face } from '@/candidate/face'
import { originText, unitText } from '@/candidate/place'
import { Record } from '@/candidate/record'
import { Button } from '@/components/button'
import { Confirm } from '@/components/confirm'
import { Page } from '@/components/page'
import { Deadline, useGate } from '@/nomination/deadline'
import { type Draft, uploadOf } from '@/nomination/draft'
import { untilWords } from '@/nomination/gate'
import { Material } from '@/nomination/material'
import { Opening } from '@/nomination/opening'
import { openRemarks } from '@/nomination/remarks'
import { Saved } from '@/nomination/saved'
import { type StepOutcome, takeStep } from '@/nomination/step'
import { restart, retreat } from '@/platform/navigate'
import './index.scss'

/** A nomination as netizens will see it, what only screeners will, and handing it in. */
export default function NominationPreview() {
  return (
    <Page title="预览与提交" at="nominations" inner>
      {(edition) => (
        <Opening>{({ draft, form }) => <Preview edition={edition} draft={draft} form={form} />}</Opening>
      )}
    </Page>
  )
}

type Props = { edition: CurrentEdition; draft: Draft; form: Form }

function Preview({ edition, draft: now, form }: Props) {
  const { seen, category: id, unit } = now
  const gate = useGate(edition, seen)
  // In the grace after the end what counts is what had arrived before it.
  const draft = gate.graceUntil && seen ? { ...now, answers: seen.answers } : now
  const part = publicPartOf(form, draft.answers)
  const category = findCategory(edition, id)
  const cover = part.pictures[0] && uploadOf(draft, part.pictures[0])
  const name = part.name ?? unit.name
  const who = { name, unitName: unit.name, position: part.position }
  const isPublic = (field: Form[number]) =>
    'becomes' in field && field.becomes !== undefined && field.becomes !== 'pictures'
  return (
    <div className="preview">
      <p className="preview-note">下面是入选后网友看到的样子，发布前编辑可能作文字整理。</p>
      <article>
        <Face
          picture={{ url: cover ? cover.url : '', alt: cover ? '封面照片' : '' }}
          meta={<span className="detail-category">{category?.shortName}</span>}
          name={name || '（还没有写名称）'}
          unit={unitText(who)}
          origin={originText(unit)}
          summary={part.summary || '（还没有写一句话介绍）'}
        />
        <div className="detail-body">
          <Deeds paragraphs={part.deeds.length ? part.deeds : ['（还没有写事迹）']} />
          {seen?.replyRecord ? <Record record={seen.replyRecord} sample={false} /> : null}
        </div>
      </article>
      <Material
        draft={draft}
        fields={form.filter((field) => !isPublic(field))}
        title="供审核的材料，联系方式不对外公布"
      />
      {!seen || isWritable(seen.status) ? <Submit edition={edition} draft={draft} form={form} /> : null}
    </div>
  )
}

function Submit({ edition, draft, form }: Props) {
  const { ref, seen, answers } = draft
  const gate = useGate(edition, seen)
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<Extract<StepOutcome, { kind: 'failed' }> | null>(null)
  const problems = findProblems(form, answers)
  const open = openRemarks(form, draft)
  const to = seen ? { id: seen.id } : { draft: ref }
  const canSend = !gate.obstacle || gate.graceUntil !== null

  const submit = async () => {
    setBusy(true)
    setFailed(null)
    const outcome = await takeStep(ref, 'submit')
    setBusy(false)
    setAsking(false)
    if (outcome.kind === 'failed') setFailed(outcome)
    else restart('nomination', { id: outcome.nomination.id, from: 'submit' })
  }
  return (
    <div className="preview-foot">
      <Deadline edition={edition} nomination={seen} />
      {problems.length && !gate.obstacle ? (
        <p className="preview-lacking">
          还有 {problems.length} 处要补充：{namesOf(form, problems)}。
        </p>
      ) : null}
      {open.length && !gate.obstacle ? (
        <p className="preview-lacking">
          还有 {open.length} 处审核意见没有改：{namesOf(form, open)}。
        </p>
      ) : null}
      {failed ? (
        <div className="preview-failed" role="alert">
          <p>{failed.message}</p>
          {failed.problems.map(({ key, message }) => (
            <p key={key}>
              {labelOf(form, key)}：{message}
            </p>
          ))}
          {failed.retry ? <p>写好的内容都在，可以放心重试。</p> : null}
        </div>
      ) : null}
      <div className="preview-saved">
        <Saved draft={draft} />
      </div>
      <div className="preview-buttons">
        {gate.obstacle ? null : (
          <Button kind="line" disabled={busy} onClick={() => retreat('nomination-form', to)}>
            返回修改
          </Button>
        )}
        {canSend ? (
          <Button busy={busy} disabled={problems.length > 0} onClick={() => setAsking(true)}>
            {busy ? '正在提交…' : failed?.retry ? '重试' : '提交报名'}
          </Button>
        ) : null}
      </div>
      {asking ? (
        <Confirm
          title={open.length ? `还有 ${open.length} 处意见没有改，仍要提交？` : '提交报名？'}
          yes={busy ? '正在提交…' : '提交'}
          busy={busy}
          onYes={submit}
          onNo={() => setAsking(false)}
        >
          {gate.graceUntil
            ? '报名已经截止，提交后不能再修改。'
            : `提交后由荆楚网审核。${gate.end ? `${untilWords(gate)}，截止前` : '审核完成前'}还可以收回修改。`}
        </Confirm>
      ) : null}
    </div>
  )
}

const namesOf = (form: Form, fields: { key: string }[]): string =>
  fields.map(({ key }) => labelOf(form, key)).join('、')
const labelOf = (form: Form, key: string): string => form.find((field) => field.key === key)?.label ?? ''
