import type { CurrentEdition } from '@shared/edition/contract'
import type { Form } from '@shared/edition/form/contract'
import { findCategory } from '@shared/edition/rules'
import type { Nomination } from '@shared/nomination/contract'
import { useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { Confirm } from '@/components/confirm'
import { Icon } from '@/components/icon'
import { Link } from '@/components/link'
import { Page } from '@/components/page'
import { Phone } from '@/components/phone'
import { Deadline, useGate } from '@/nomination/deadline'
import { type Draft, isDirty } from '@/nomination/draft'
import { type Gate, untilWords } from '@/nomination/gate'
import { RecordWithObjection } from '@/nomination/objection'
import { Opening } from '@/nomination/opening'
import { Remarks } from '@/nomination/remarks'
import { Status } from '@/nomination/status'
import { type Step, takeStep } from '@/nomination/step'
import { Track } from '@/nomination/track'
import { nameOfCard, progressOf, writerOf } from '@/nomination/words'
import { ConsentOffer } from '@/notification/consent'
import { readAbout } from '@/notification/messages'
import { addressOf, open, readdress, replace } from '@/platform/navigate'
import { useParams, useTitle, useWatch } from '@/platform/page'
import './index.scss'

/** How a nomination is getting on, and what can be done with it now. */
export default function NominationProgress() {
  const { from } = useParams()
  return (
    <Page title="报名进展" at="nominations" inner>
      {(edition) => (
        <Opening>
          {({ draft, form, error, refresh }) => (
            <Told
              edition={edition}
              draft={draft}
              form={form}
              isFresh={from === 'submit'}
              stale={error?.message}
              refresh={refresh}
            />
          )}
        </Opening>
      )}
    </Page>
  )
}

type Props = {
  edition: CurrentEdition
  draft: Draft
  form: Form
  isFresh: boolean
  stale?: string
  refresh: () => void
}

/** How often it is looked whether screeners have got on. */
const EVERY = 20_000

function Told(props: Props) {
  const { draft } = props
  const { seen, ref } = draft
  useTitle('报名进展')
  // One that the server has not heard of can only be written on.
  useEffect(() => {
    if (!seen) replace('nomination-form', { draft: ref })
  }, [seen, ref])
  return seen ? <Progress {...props} nomination={seen} /> : null
}

function Progress(props: Props & { nomination: Nomination }) {
  const { edition, draft, form, isFresh, stale, nomination, refresh } = props
  const { id, status, unit, version, rejectedReason, unread } = nomination
  const gate = useGate(edition, nomination)
  const done = isFresh && status === 'submitted'
  // That it was just handed in is true once: not after a reload, and not for who is sent the address.
  useEffect(() => {
    if (isFresh) readdress('nomination', { id })
  }, [isFresh, id])
  useWatch(refresh, EVERY)
  // Whoever sees how it stands need not be told of it any more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change may have been told
  useEffect(() => void readAbout(addressOf('nomination', { id })), [id, version])
  return (
    <div className="told">
      {done ? (
        <div className="told-done" role="status">
          <span className="told-tick">
            <Icon name="check" />
          </span>
          <h1 className="told-success">报名已提交</h1>
          <p className="told-words">
            荆楚网审核后会在这里告诉您结果。
            {gate.end && !gate.obstacle ? `${untilWords(gate)}前还可以收回修改。` : ''}
          </p>
          <ConsentOffer />
        </div>
      ) : (
        <h1 className="page-title">报名进展</h1>
      )}
      {stale ? (
        <p className="told-stale" role="status">
          {stale}。下面是上次看到的内容。
        </p>
      ) : null}
      <div className="told-columns">
        <div className="told-main">
          <section className="told-card">
            <div className="told-head">
              <h2 className="told-name">{nameOfCard(nomination)}</h2>
              <Status status={status} />
            </div>
            <p className="told-meta">
              {findCategory(edition, nomination.category)?.name}
              {nomination.title === unit.name ? '' : ` · ${unit.name}`}
            </p>
            <div className="told-track">
              <Track nomination={nomination} form={form} />
            </div>
          </section>
          <Remarks draft={draft} form={form} />
          {rejectedReason ? (
            <section className="told-returned is-rejected">
              <h2 className="section-title">未通过的原因</h2>
              <p>{rejectedReason}</p>
              <p>
                如有疑问请联系荆楚网：
                <Phone text={edition.contact.phone} />，{edition.contact.email}。
              </p>
            </section>
          ) : null}
          {unread.length ? (
            <section className="told-returned">
              <h2 className="section-title">来信里没有读出来的内容{gate.obstacle ? '' : '，请补上'}</h2>
              {unread.map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
            </section>
          ) : null}
        </div>
        <div className="told-side">
          <Actions edition={edition} draft={draft} form={form} nomination={nomination} gate={gate} />
        </div>
        <div className="told-more">
          <RecordWithObjection nomination={nomination} />
        </div>
      </div>
    </div>
  )
}

const ASKED: Partial<Record<Step, { title: string; yes: string; words: string }>> = {
  amend: {
    title: '收回修改？',
    yes: '收回修改',
    words: '收回后这份报名不再排队审核，改好后须在截止前重新提交，否则不参评。',
  },
  withdraw: {
    title: '撤回报名？',
    yes: '撤回报名',
    words: '撤回后不参评，填写的内容都保留，截止前可以恢复。',
  },
}

type Acts = { edition: CurrentEdition; draft: Draft; form: Form; nomination: Nomination; gate: Gate }

/** What one can do now; before what cannot simply be taken back one is asked once more. */
function Actions({ edition, draft, form, nomination, gate }: Acts) {
  const { id, status, moves } = nomination
  const [asking, setAsking] = useState<Step | null>(null)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const can = (move: Step) => moves.includes(move) && (move === 'withdraw' || !gate.obstacle)
  const act = async (move: Step) => {
    setBusy(true)
    setFailed(null)
    const outcome = await takeStep(draft.ref, move)
    setBusy(false)
    setAsking(null)
    if (outcome.kind === 'failed') setFailed(outcome.message)
    else if (move !== 'withdraw') open('nomination-form', { id })
  }
  const writes = moves.includes('submit')
  const { done, of, wrong } = progressOf(form, draft.answers)
  // What was given back is looked at again, however complete it is.
  const ready = status === 'draft' && done === of && !wrong
  const asked = asking && ASKED[asking]
  return (
    <section className="told-acts">
      {writes || status === 'submitted' ? <Deadline edition={edition} nomination={nomination} /> : null}
      {status === 'submitted' && isDirty(draft) ? (
        <p className="told-unsaved">这台设备上还有没来得及保存的修改，收回修改后可以接着用。</p>
      ) : null}
      {gate.isAsMailed && isDirty(draft) ? (
        <p className="told-unsaved">这台设备上有截止后写的修改，没有计入，内容都保留着。</p>
      ) : null}
      {failed ? (
        <p className="told-failed" role="alert">
          {failed}
        </p>
      ) : null}
      {writes && !gate.obstacle ? (
        <Button wide onClick={() => open(ready ? 'nomination-preview' : 'nomination-form', { id })}>
          {ready ? '预览并提交' : status === 'returned' ? '去修改' : `继续填写（已填 ${done}/${of}）`}
        </Button>
      ) : null}
      {writes && gate.graceUntil ? (
        <Button wide onClick={() => open('nomination-preview', { id })}>
          去提交
        </Button>
      ) : null}
      {can('resume') ? (
        <Button wide busy={busy} onClick={() => act('resume')}>
          {busy ? '正在恢复…' : '恢复报名，接着填写'}
        </Button>
      ) : null}
      {writes && ready && !gate.obstacle ? (
        <Link page="nomination-form" query={{ id }} className="button button-line button-wide">
          继续修改
        </Link>
      ) : (
        <Link page="nomination-preview" query={{ id }} className="button button-line button-wide">
          查看报名内容
        </Link>
      )}
      {can('amend') ? (
        <Button kind="line" wide disabled={busy} onClick={() => setAsking('amend')}>
          收回修改
        </Button>
      ) : null}
      {can('withdraw') ? (
        <Button kind="plain" wide disabled={busy} onClick={() => setAsking('withdraw')}>
          撤回报名
        </Button>
      ) : null}
      <p className="told-saved">内容由{writerOf(nomination)}最后保存</p>
      {asked && asking ? (
        <Confirm
          title={asked.title}
          yes={busy ? '请稍候…' : asked.yes}
          busy={busy}
          onYes={() => act(asking)}
          onNo={() => setAsking(null)}
        >
          {asking === 'withdraw' && gate.obstacle?.reason === 'closed'
            ? '撤回后不参评。报名已经截止，撤回后不能恢复。'
            : asked.words}
        </Confirm>
      ) : null}
    </section>
  )
}
