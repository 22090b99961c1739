import type { BallotWithStatus, Receipt as PublicReceipt } from '@shared/ballot/contract'
import { parseReceipt } from '@shared/ballot/receipt'
import type { CurrentEdition } from '@shared/edition/contract'
import { useEffect, useState } from 'react'
import { ballotOf, useMine, useMineQuietly } from '@/ballot/mine'
import { NoReceipt } from '@/ballot/no-receipt'
import { ReceiptCard } from '@/ballot/receipt'
import { Button } from '@/components/button'
import { CodeForm } from '@/components/code-form'
import { Icon } from '@/components/icon'
import { Page } from '@/components/page'
import { Skeleton } from '@/components/skeleton'
import { Failure } from '@/components/state'
import { usePhase } from '@/edition/clock'
import { asVisitor, useSession } from '@/identity/session'
import { ConsentOffer } from '@/notification/consent'
import { open, readdress } from '@/platform/navigate'
import { useParams } from '@/platform/page'
import { useQuery } from '@/platform/query'
import './index.scss'

/** A receipt: just earned, or typed in to see whether the ballot counts. */
export default function Receipt() {
  const { no, from } = useParams()
  return (
    <Page title="选票回执" at="mine" inner>
      {(edition) => <Lookup edition={edition} given={no ?? ''} from={from} />}
    </Page>
  )
}

function Lookup({ edition, given, from }: { edition: CurrentEdition; given: string; from?: string }) {
  const [asked, setAsked] = useState(parseReceipt(given))
  const own = useMine((state) => state.ballots?.find(({ receipt }) => parseReceipt(receipt) === asked))
  // That a ballot was just cast is true once: not after a reload, and not for who is sent the address.
  useEffect(() => {
    if (from) readdress('receipt', { no: given })
  }, [from, given])
  const voter = useSession((state) => state.session?.voter.id)
  const query = useQuery(asked && `${asked} ${voter ?? ''}`, () =>
    asVisitor('GET /api/receipts/:receipt', { params: { receipt: asked! } }),
  )
  useMineQuietly()
  // A ballot cast a moment ago is known already; the server's word on its status follows.
  const known = query.error?.code === 'receipt_not_found' ? null : own
  const ballot = query.data ? (query.data.ballot ?? query.data.receipt) : known
  const fresh = from && asked === parseReceipt(given) ? from : undefined
  return (
    <div className="receipt-page">
      {ballot && fresh ? <Done kind={fresh} /> : <h1 className="page-title">选票回执</h1>}
      {fresh ? null : (
        <CodeForm
          given={given}
          what="回执"
          label="输入 12 位回执，查询选票是否计入"
          onAsk={(receipt, text) => {
            setAsked(receipt)
            readdress('receipt', { no: text })
          }}
        />
      )}
      {!asked ? null : ballot ? (
        <Result edition={edition} ballot={ballot} fresh={Boolean(fresh)} />
      ) : query.loading ? (
        <div role="status" aria-label="正在查询">
          <Skeleton shape="text" count={2} />
        </div>
      ) : query.error?.code === 'receipt_not_found' ? (
        <NoReceipt edition={edition} />
      ) : query.error ? (
        <Failure error={query.error} retry={query.reload} />
      ) : null}
    </div>
  )
}

function Done({ kind }: { kind: string }) {
  const earlier = kind === 'earlier'
  return (
    <div className="receipt-done" role="status">
      <span className="receipt-tick">
        <Icon name="check" />
      </span>
      <h1 className="receipt-title">{earlier ? '您已投过票' : '投票成功'}</h1>
      <p className="receipt-words">
        {earlier
          ? '这个奖项以第一张选票为准，下面是您投出的选票。'
          : '选票已记下，请保存回执，以便日后查询。'}
      </p>
    </div>
  )
}

function Result({
  edition,
  ballot,
  fresh,
}: {
  edition: CurrentEdition
  ballot: BallotWithStatus | PublicReceipt
  fresh: boolean
}) {
  const phase = usePhase(edition)
  const ballots = useMine((state) => state.ballots)
  const next = edition.categories.find(({ id }) => !ballotOf(ballots, edition, id))
  return (
    <>
      <ReceiptCard edition={edition} ballot={ballot} />
      {fresh && phase === 'voting' ? (
        <div className="receipt-next">
          {next ? (
            <>
              <p className="receipt-next-words">还可以为“{next.shortName}”投票</p>
              <Button wide onClick={() => open('ballot', { category: next.id })}>
                去投{next.shortName}
              </Button>
            </>
          ) : (
            <>
              <p className="receipt-next-words">三个奖项您都投过了，感谢参与。</p>
              <ConsentOffer about="announcement" title="结果公布时告诉我" />
            </>
          )}
          <Button kind="plain" wide onClick={() => open('home')}>
            回首页
          </Button>
        </div>
      ) : null}
    </>
  )
}
