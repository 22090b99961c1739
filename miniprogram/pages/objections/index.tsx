import type { CurrentEdition } from '@shared/edition/contract'
import { endText, momentText } from '@shared/kernel/dates'
import type { Objection } from '@shared/result/objection/contract'
import { useEffect, useState } from 'react'
import { categoryFrom } from '@/candidate/shown'
import { Button } from '@/components/button'
import { Icon } from '@/components/icon'
import { Link } from '@/components/link'
import { Page } from '@/components/page'
import { Phone } from '@/components/phone'
import { Skeleton } from '@/components/skeleton'
import { Failure } from '@/components/state'
import { usePhase } from '@/edition/clock'
import { serverNow } from '@/edition/store'
import { asVoter, useSession } from '@/identity/session'
import { Entrance, useAccess } from '@/nomination/access'
import { ConsentOffer } from '@/notification/consent'
import { change, takeUp, useDraft } from '@/objection/draft'
import { ObjectionForm } from '@/objection/form'
import { Raised } from '@/objection/raised'
import { readdress } from '@/platform/navigate'
import { goTo, useParams, useWatch } from '@/platform/page'
import { useQuery } from '@/platform/query'
import { request } from '@/platform/request'
import { isOver, type Results } from '@/result/words'
import './index.scss'

/** How often one's own objections are asked for again while they are looked at. */
const LOOK_MS = 30_000

/** Objections to a public list: one's own with their answers, and the form for another. */
export default function Objections() {
  return (
    <Page title="公示异议" at="results" inner>
      {(edition) => <Content edition={edition} />}
    </Page>
  )
}

function Content({ edition }: { edition: CurrentEdition }) {
  const phase = usePhase(edition)
  const access = useAccess()
  const { category } = useParams()
  const { data, error, loading, reload } = useQuery(`results ${phase}`, () =>
    request('GET /api/results', { query: { category: categoryFrom(edition, category) } }),
  )
  if (!data) {
    return error ? (
      <Failure error={error} retry={reload} busy={loading} />
    ) : (
      <div role="status" aria-label="正在加载">
        <Skeleton shape="text" count={3} />
      </div>
    )
  }
  return (
    <div className="objections">
      <h1 className="page-title">公示异议</h1>
      <About edition={edition} results={data} />
      {access === 'in' ? (
        <Inside edition={edition} open={data.objectionsOpen} />
      ) : (
        <Entrance
          access={access}
          then={`登录后${data.objectionsOpen ? '可以提出异议，' : '可以'}查看自己的异议和答复。`}
          deed="提出异议"
        />
      )}
    </div>
  )
}

/** Who may object, until when, and what comes of it. */
function About({ edition, results }: { edition: CurrentEdition; results: Results }) {
  const { phone, email } = edition.contact
  const over = isOver(results.notice, serverNow())
  return (
    <section className="objections-about">
      <h2 className="objections-state">{windowWords(results)}</h2>
      <p className="objections-words">
        {results.notice && !over ? (
          `任何人对公示的名单、得分或数据有不同意见，都可以实名提出。我们在 ${results.objectionDays} 天内核查并答复；经核查成立的，更正前后和原因在结果页公开。`
        ) : (
          <>
            此前收到的异议会按期答复。仍有情况要反映的，可以联系主办方：
            <Phone text={phone} />，{email}。
          </>
        )}
      </p>
      <Link page="results" className="objections-link">
        看名单和得分
        <Icon name="next" />
      </Link>
    </section>
  )
}

/** When objections are taken. */
function windowWords({ notice, objectionsOpen }: Results): string {
  if (!notice) return '现在不接受异议'
  const until = notice.closesAt ? endText(notice.closesAt) : null
  if (objectionsOpen) return until ? `${until} 前可以提出异议` : '现在可以提出异议'
  if (serverNow().getTime() < Date.parse(notice.opensAt)) {
    return `公示 ${momentText(notice.opensAt)} 开始，届时可以提出异议`
  }
  return isOver(notice, serverNow())
    ? `提出异议的时间已过（公示到 ${until} 为止）`
    : '公示暂停，恢复后可以继续提出异议'
}

function Inside({ edition, open }: { edition: CurrentEdition; open: boolean }) {
  const session = useSession((state) => state.session)
  const [raised, setRaised] = useState<Objection | null>(null)
  // The first question logs in where that takes nothing of the person.
  const { data, error, loading, reload } = useQuery(`mine ${session?.voter.id}`, () =>
    asVoter('GET /api/objections/mine', {}, 'quiet'),
  )
  useWatch(reload, LOOK_MS)
  const items = data?.items ?? []
  return (
    <>
      {raised ? (
        <section id="objection-done" className="objections-done" role="status">
          <span className="objections-tick">
            <Icon name="check" />
          </span>
          <h2 className="objections-state">异议已收到，回执 {raised.receipt}</h2>
          <p className="objections-words">
            {endText(raised.dueAt)} 前答复。答复会出现在本页“我的异议”里，也会给您发消息。
          </p>
          <ConsentOffer />
        </section>
      ) : null}
      {items.length > 0 ? (
        <section className="objections-mine">
          <h2 className="section-title">我的异议</h2>
          <ul className="objections-list">
            {items.map((one) => (
              <Raised key={one.receipt} edition={edition} objection={one} />
            ))}
          </ul>
        </section>
      ) : data ? (
        <p className="objections-none">您还没有提出过异议。</p>
      ) : error && !loading ? (
        <Failure error={error} retry={reload} />
      ) : (
        <div role="status" aria-label="正在加载我的异议">
          <Skeleton shape="text" count={2} />
        </div>
      )}
      {session ? (
        <Write
          key={session.voter.id}
          edition={edition}
          owner={session.voter.id}
          open={open}
          onRaised={(objection) => {
            setRaised(objection)
            reload()
            goTo('objection-done')
          }}
        />
      ) : null}
    </>
  )
}

type WriteProps = {
  edition: CurrentEdition
  owner: string
  open: boolean
  onRaised: (objection: Objection) => void
}

/** The form, for whoever wants it, has come for it or has begun; what was written too late is not thrown away. */
function Write({ edition, owner, open, onRaised }: WriteProps) {
  const { category, id } = useParams()
  const draft = useDraft(owner)
  const [writing, setWriting] = useState(category !== undefined)
  const [asked, setAsked] = useState(id)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the address asks for is taken over once
  useEffect(() => {
    const wanted = categoryFrom(edition, category)
    takeUp(owner, wanted)
    if (category) change(owner, () => ({ category: wanted, candidate: null }))
    readdress('objections')
  }, [owner])
  if (!draft) return null
  if (!open) {
    return draft.text ? (
      <section className="objections-late">
        <p>现在不接受异议，您写了还没有提交的内容都在：</p>
        <p className="objections-text">{draft.text}</p>
      </section>
    ) : null
  }
  if (!writing && !draft.text) {
    return (
      <Button wide onClick={() => setWriting(true)}>
        提出异议
      </Button>
    )
  }
  return (
    <section>
      <h2 className="section-title objections-form-title">提出异议</h2>
      <ObjectionForm
        edition={edition}
        owner={owner}
        draft={draft}
        asked={asked}
        onRaised={(objection) => {
          setAsked(undefined)
          setWriting(false)
          onRaised(objection)
        }}
      />
    </section>
  )
}
