import type { SummitInvitation } from '@shared/summit/contract'
import { DIET_NAMES } from '@shared/summit/rules'
import { useState } from 'react'
import { Button } from '@/components/button'
import { Field, Prefix } from '@/nomination/fields/field'
import { Line } from '@/nomination/fields/text'
import { goTo } from '@/platform/page'
import { type ApiError, isUnconfirmed, request } from '@/platform/request'
import { Choices } from './choices'
import {
  bodyOf,
  type Draft,
  FIELDS,
  keepDraft,
  problemIn,
  TYPED,
  type Typed,
  takeUp,
  withGuest,
} from './draft'
import './form.scss'

const COMING = [
  { value: true, name: '参加' },
  { value: false, name: '不能参加' },
] as const

const DIETS = (['any', 'halal', 'vegetarian'] as const).map((value) => ({ value, name: DIET_NAMES[value] }))

type Props = {
  invitation: SummitInvitation
  /** What it has become: by this reply, or by somebody else's meanwhile. */
  onLatest: (latest: SummitInvitation) => void
  onDone: () => void
}

/** Whether one comes, and who. Whatever goes wrong, what was written stays. */
export function ReplyForm({ invitation, onLatest, onDone }: Props) {
  const { code, reply, version, summit } = invitation
  const [draft, setDraft] = useState(() => takeUp(code, reply))
  const [tried, setTried] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const change = (part: Partial<Draft>) => {
    const changed = { ...draft, ...part }
    keepDraft(code, changed)
    setDraft(changed)
  }
  const changeGuest = (key: string, part: Partial<Typed>) =>
    change({ guests: draft.guests.map((one) => (one.key === key ? { ...one, ...part } : one)) })

  const send = async () => {
    setTried(true)
    if (draft.coming === null) return setFailed('请选择能不能参加。')
    const wrong = draft.coming
      ? draft.guests.flatMap((guest) =>
          TYPED.filter((key) => problemIn(guest, key)).map((key) => ({ guest, key })),
        )[0]
      : undefined
    if (wrong) return goTo(`${idOf(wrong.guest)}field-${wrong.key}`)
    setBusy(true)
    setFailed(null)
    try {
      const path = 'PUT /api/summit/invitations/:code/reply'
      const latest = await request(path, { params: { code }, body: bodyOf(draft, version) })
      keepDraft(code, null)
      onLatest(latest)
      onDone()
    } catch (error) {
      const { code: why, message, details } = error as ApiError
      if (why === 'version_conflict') onLatest(details as SummitInvitation)
      setFailed(
        why === 'version_conflict'
          ? '这份回执刚刚被改过，最新的在上面。请核对，再次提交就以您填的为准。'
          : isUnconfirmed(error as ApiError)
            ? `${message}。填的内容都在，稍后再点一次就行。`
            : message,
      )
    }
    setBusy(false)
  }
  return (
    <section className="summit-form">
      <div className="summit-ask">
        <h2 className="summit-question">您能来参加吗？</h2>
        <Choices
          label="能不能参加"
          value={draft.coming}
          options={COMING}
          onChange={(coming) => change({ coming })}
        />
      </div>
      {draft.coming ? (
        <>
          {draft.guests.map((guest, i) => (
            <Guest
              key={guest.key}
              {...{ guest, tried }}
              title={draft.guests.length > 1 || summit.most > 1 ? `第 ${i + 1} 位` : '参会人'}
              onChange={(part) => changeGuest(guest.key, part)}
              onRemove={
                draft.guests.length > 1
                  ? () => change({ guests: draft.guests.filter(({ key }) => key !== guest.key) })
                  : undefined
              }
            />
          ))}
          {draft.guests.length < summit.most ? (
            <div className="summit-more">
              <Button kind="line" wide onClick={() => change(withGuest(draft))}>
                再加一位（最多 {summit.most} 位）
              </Button>
            </div>
          ) : null}
          <Field field={FIELDS.car} problem={null}>
            <Line
              {...{ field: FIELDS.car, value: draft.car, problem: null }}
              onChange={(car) => change({ car: car.slice(0, FIELDS.car.max) })}
              onLeave={() => {}}
            />
          </Field>
        </>
      ) : null}
      {draft.coming === null ? null : (
        <Field field={FIELDS.note} problem={null}>
          <Line
            {...{ field: FIELDS.note, value: draft.note, problem: null }}
            onChange={(note) => change({ note: note.slice(0, FIELDS.note.max) })}
            onLeave={() => {}}
          />
        </Field>
      )}
      <div className="summit-send">
        {failed ? (
          <p className="summit-failed" role="alert">
            {failed}
          </p>
        ) : null}
        <Button wide busy={busy} onClick={send}>
          {busy ? '正在提交…' : '提交回执'}
        </Button>
        {reply ? (
          <Button
            kind="plain"
            wide
            disabled={busy}
            onClick={() => {
              keepDraft(code, null)
              onDone()
            }}
          >
            不改了
          </Button>
        ) : null}
      </div>
    </section>
  )
}

const idOf = ({ key }: Typed) => `guest-${key}-`

type GuestProps = {
  guest: Typed
  title: string
  /** Whether it is time to say what is wrong, also of what nobody has been at. */
  tried: boolean
  onChange: (part: Partial<Typed>) => void
  onRemove?: () => void
}

function Guest({ guest, title, tried, onChange, onRemove }: GuestProps) {
  const [left, setLeft] = useState<string[]>([])
  return (
    <Prefix.Provider value={idOf(guest)}>
      <div className="summit-guest">
        <div className="summit-guest-head">
          <h3 className="summit-guest-title">{title}</h3>
          {onRemove ? (
            <Button kind="plain" label={`去掉${title}`} onClick={onRemove}>
              去掉
            </Button>
          ) : null}
        </div>
        {TYPED.map((key) => {
          const problem = tried || left.includes(key) ? problemIn(guest, key) : null
          const kept = key === 'phone' && guest.known
          const field = kept
            ? { ...FIELDS.phone, required: false, help: `已留 ${kept.phone}，不改就不用填。` }
            : FIELDS[key]
          return (
            <Field key={key} field={field} problem={problem}>
              <Line
                {...{ field, problem, value: guest[key] }}
                onChange={(value) => onChange({ [key]: value })}
                onLeave={() => guest[key] && setLeft((before) => [...before, key])}
              />
            </Field>
          )
        })}
        <div className="summit-diet">
          <p className="summit-diet-label">饮食</p>
          <Choices
            label={`${title}的饮食`}
            value={guest.diet}
            options={DIETS}
            onChange={(diet) => onChange({ diet })}
          />
        </div>
      </div>
    </Prefix.Provider>
  )
}
