import type { CurrentEdition } from '@shared/edition/contract'
import type { Objection } from '@shared/result/objection/contract'
import { maskPhone } from '@shared/unit/rules'
import { useState } from 'react'
import { Button } from '@/components/button'
import { asVoter } from '@/identity/session'
import { Field, Prefix } from '@/nomination/fields/field'
import { Files } from '@/nomination/fields/files'
import { Photos } from '@/nomination/fields/photos'
import { Line, Prose } from '@/nomination/fields/text'
import { useSendingCount } from '@/nomination/uploads'
import { newId } from '@/platform/id'
import { goTo } from '@/platform/page'
import { type ApiError, isUnconfirmed } from '@/platform/request'
import { change, type Draft, finish } from './draft'
import { FIELDS, MOST_WORDS, problemIn, TYPED, type Typed } from './fields'
import { Subject } from './subject'
import './form.scss'

type Props = {
  edition: CurrentEdition
  owner: string
  draft: Draft
  asked: string | undefined
  onRaised: (objection: Objection) => void
}

const BEFORE_IDS = 'objection-'

/** An objection to write. Whatever goes wrong, what was written stays. */
export function ObjectionForm({ edition, owner, draft, asked, onRaised }: Props) {
  const [left, setLeft] = useState<Typed[]>([])
  const [failed, setFailed] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const sendings = useSendingCount(placeOf(draft))
  const set = (part: Partial<Draft>) => change(owner, () => part)

  const send = async () => {
    setLeft([...TYPED])
    const wrong = TYPED.find((key) => problemIn(draft, key))
    if (wrong) return goTo(`${BEFORE_IDS}field-${wrong}`)
    if (sendings > 0) return setFailed('还有文件没有传完。请等它传完，或者重试、删掉没有传上去的。')
    setBusy(true)
    setFailed(null)
    try {
      const objection = await asVoter('POST /api/objections', { body: bodyOf(draft) }, 'ask')
      if (isSame(objection, draft)) {
        finish(owner, draft)
        onRaised(objection)
      } else {
        set({ key: newId() })
        setFailed(
          `前一次提交其实已经收到，回执 ${objection.receipt}。之后改动的内容还没有提交，需要补充的请再提交一次。`,
        )
      }
    } catch (error) {
      setFailed(failureText(error as ApiError))
    }
    setBusy(false)
  }

  const typed = (key: Typed) => {
    const problem = left.includes(key) ? problemIn(draft, key) : null
    const control = {
      ...{ field: FIELDS[key], value: draft[key], problem },
      onChange: (value: string) => set({ [key]: value }),
      onLeave: () => draft[key] && setLeft((before) => [...before, key]),
    }
    const written = draft.text.trim().length
    return (
      <Field
        field={FIELDS[key]}
        problem={problem}
        count={
          key === 'text' ? (
            <span className="field-count">
              {written} / {MOST_WORDS}
            </span>
          ) : null
        }
      >
        {key === 'text' ? <Prose {...control} /> : <Line {...control} />}
      </Field>
    )
  }
  const held = (key: 'photos' | 'files') => ({
    ...{ place: `${placeOf(draft)}:${key}`, id: `${BEFORE_IDS}answer-${key}`, label: FIELDS[key].label },
    ...{ value: draft[key].map(({ id }) => id), max: FIELDS[key].max },
    find: (id: string) => draft[key].find((one) => one.id === id),
    onChange: (ids: string[]) => set({ [key]: ids.map((id) => draft[key].find((one) => one.id === id)!) }),
    // Whatever was changed since the file was chosen.
    onAdd: (upload: Draft['files'][number]) =>
      change(owner, (latest) => ({ [key]: [...latest[key], upload] })),
  })
  return (
    <Prefix.Provider value={BEFORE_IDS}>
      <div className="objection-form">
        <Subject edition={edition} draft={draft} asked={asked} onChange={set} />
        {typed('text')}
        <Field field={FIELDS.photos} problem={null}>
          <Photos {...held('photos')} cover={false} />
        </Field>
        <Field field={FIELDS.files} problem={null}>
          <Files {...held('files')} />
        </Field>
        {typed('name')}
        {typed('phone')}
        <div className="objection-send">
          {failed ? (
            <p className="objection-failed" role="alert">
              {failed}
            </p>
          ) : null}
          <Button wide busy={busy} onClick={send}>
            {busy ? '正在提交…' : '提交异议'}
          </Button>
          <p className="objection-kept">写的内容随时存在这台设备上，关掉页面也不会丢。</p>
        </div>
      </div>
    </Prefix.Provider>
  )
}

const placeOf = ({ key }: Draft) => `objection:${key}`

const bodyOf = ({ key, category, candidate, name, phone, text, photos, files }: Draft) => ({
  ...{ key, category, candidate: candidate?.id ?? null, name: name.trim(), text: text.trim() },
  phone: phone.replaceAll(' ', ''),
  evidence: [...photos, ...files].map(({ id }) => id),
})

/** Whether what arrived is what is written now: an earlier try may have arrived after all. */
function isSame({ subject, name, phone, text, evidence }: Objection, draft: Draft): boolean {
  const body = bodyOf(draft)
  const there = [subject.category, subject.candidate?.id ?? null, name, phone, text]
  const here = [body.category, body.candidate, body.name, maskPhone(body.phone), body.text]
  const ids = evidence.map(({ id }) => id)
  return there.every((value, i) => value === here[i]) && ids.join() === body.evidence.join()
}

const failureText = (error: ApiError): string =>
  isUnconfirmed(error)
    ? `${error.message}。内容都在，稍后再点“提交异议”就行，不会重复提交。`
    : (error.message ?? '没有提交成，请重试')
