import { parseReceipt } from '@shared/ballot/receipt'
import type { CurrentEdition } from '@shared/edition/contract'
import { useState } from 'react'
import { NoReceipt } from '@/ballot/no-receipt'
import { Button } from '@/components/button'
import { CodeForm } from '@/components/code-form'
import { Link } from '@/components/link'
import { Page } from '@/components/page'
import { Skeleton } from '@/components/skeleton'
import { Failure } from '@/components/state'
import { useSession } from '@/identity/session'
import { readdress } from '@/platform/navigate'
import { useParams } from '@/platform/page'
import { useQuery } from '@/platform/query'
import type { Shared } from '@/platform/share'
import { examine } from '@/transparency/examine'
import { Proof } from '@/transparency/proof'
import { Published } from '@/transparency/published'
import './index.scss'

const SHARED: Shared = {
  title: '公开账本：每一张选票都能核对',
  about: '输入回执，在自己的手机上核对选票在不在账本里、有没有被改动。',
  page: 'ledger',
}

/** The ledger anybody can check: a receipt's proof, and without one whether the ledger has only grown. */
export default function Ledger() {
  const { no } = useParams()
  return (
    <Page title="公开账本" at="mine" inner shared={SHARED}>
      {(edition) => <Content edition={edition} given={no ?? ''} />}
    </Page>
  )
}

function Content({ edition, given }: { edition: CurrentEdition; given: string }) {
  const [asked, setAsked] = useState(parseReceipt(given))
  return (
    <div className="ledger">
      <h1 className="page-title">公开账本</h1>
      <div className="ledger-columns">
        <div className="ledger-check">
          <CodeForm
            given={given}
            what="回执"
            label="输入 12 位回执，核对这张选票"
            ask="核对"
            onAsk={(receipt, text) => {
              setAsked(receipt)
              readdress('ledger', { no: text })
            }}
          />
          <Link page="mine" className="ledger-mine">
            回执在“我的选票”里，去看看
          </Link>
          <Result edition={edition} asked={asked} />
          <About />
        </div>
        <div className="ledger-side">
          <Published edition={edition} />
        </div>
      </div>
    </div>
  )
}

function Result({ edition, asked }: { edition: CurrentEdition; asked: string | null }) {
  const voter = useSession((state) => state.session?.voter.id)
  const query = useQuery(`${edition.id} ${asked ?? ''} ${voter ?? ''}`, () => examine(edition, asked))
  const { data, error, loading, reload } = query
  if (error?.code === 'receipt_not_found') return <NoReceipt edition={edition} />
  if (error) return <Failure error={error} retry={reload} busy={loading} />
  if (!data) {
    return (
      <div role="status" aria-label="正在核对">
        <Skeleton shape="text" count={3} />
      </div>
    )
  }
  return (
    <>
      <Proof edition={edition} examined={data} />
      <Button kind="plain" busy={loading} onClick={reload}>
        {loading ? '正在核对…' : '再核对一次'}
      </Button>
    </>
  )
}

function About() {
  return (
    <section className="ledger-about">
      <h2 className="section-title">什么是公开账本</h2>
      <p className="ledger-words">
        每张选票投出后，都抄进一本账：哪个奖项、几点几分、投了谁，不记投票人是谁。回执和对选票的处理也各记一条，只往后写。
      </p>
      <p className="ledger-words">
        投票期间每分钟给整本账算一个“总指纹”，签名公布。签名以后，前面的账哪怕改动一个字，凡是留着这个签名的人都能核对出来。
      </p>
      <p className="ledger-words">您每次来这里核对，这台设备都会留下一个签名，下次来时拿它核对。</p>
    </section>
  )
}
