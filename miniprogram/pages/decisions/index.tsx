import type { LogEntry } from '@shared/ballot/decision/contract'
import { DECIDER_NAMES } from '@shared/ballot/decision/rules'
import { RULING_NAMES } from '@shared/ballot/rules'
import type { CurrentEdition } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { dayText, momentText } from '@shared/kernel/dates'
import { useState } from 'react'
import { Button } from '@/components/button'
import { Link } from '@/components/link'
import { Page } from '@/components/page'
import { Phone } from '@/components/phone'
import { Skeleton } from '@/components/skeleton'
import { Empty, Failure } from '@/components/state'
import { heldCountsWords } from '@/edition/words'
import { usePullDown } from '@/platform/page'
import { useQuery } from '@/platform/query'
import { request } from '@/platform/request'
import type { Shared } from '@/platform/share'
import './index.scss'

const SHARED: Shared = {
  title: '荆楚问政系列评选：选票处理公示',
  about: '哪些选票存疑、作废或恢复，多少张，为什么，谁定的，都在这里。',
  page: 'decisions',
}
const PAGE_SIZE = 20

/** What became of suspicious ballots, and what that means. */
export default function Decisions() {
  return (
    <Page title="选票处理公示" at="rules" inner shared={SHARED}>
      {(edition) => (
        <div className="decisions">
          <h1 className="page-title">选票处理公示</h1>
          <div className="decisions-columns">
            <Intro edition={edition} />
            <Log edition={edition} />
            <Meaning />
          </div>
        </div>
      )}
    </Page>
  )
}

function Intro({ edition }: { edition: CurrentEdition }) {
  const held = heldCountsWords(edition)
  return (
    <section className="decisions-card decisions-intro">
      <p className="decisions-words">
        有的选票可能是花钱买的，或是用程序投的。为了不让刷票得逞，也不冤枉认真投票的人，每一次处理都公开：什么时候，哪个奖项，多少张，为什么，谁定的。
      </p>
      <p className="decisions-words">成组处理的，还列出处理前后的票数{held ? `：${held}，到时列出` : ''}。</p>
      <p className="decisions-words">
        凭回执可以查到自己的选票是否计入。觉得处理错了，请打主办方电话 <Phone text={edition.contact.phone} />
        ，请工作人员核查。
      </p>
      <Link page="receipt" className="decisions-link">
        查我的回执
      </Link>
    </section>
  )
}

const TERMS: [term: string, meaning: string][] = [
  [
    '存疑',
    '先不计入票数，等工作人员核实。核实以后，或者恢复计入，或者作废；到拟定名单时还没有核实的，不计入。',
  ],
  ['作废', '核实不是真实投票，不再计入，以后也不能恢复。'],
  ['恢复计入', '核实是真实投票，重新计入票数。'],
  [
    '选票从不删除',
    '存疑和作废只是在选票旁边添一条记录，投出的选票原样保存。谁在背后改了、删了，公开账本就对不上。这样票数随时可以从头重数，也查得出每一张为什么计、为什么不计。',
  ],
  [
    '谁来定',
    '程序发现很像机器投的，会当场不收，并告诉投票的人；其余可疑的只能先存疑，不能作废。成组的选票怎么处理，由一位工作人员提出，另一位核对以后确认，才会执行。凭回执查到的单张选票，由一位工作人员核查后处理，这里只列当天的张数，逐张的原因在结果公示时随整本账公开。',
  ],
  ['和候选的关系', '选票被处理，不等于候选自己刷票：替人刷票的、想抹黑别人的，都可能是旁人。'],
]

function Meaning() {
  return (
    <section className="decisions-card decisions-meaning">
      <h2 className="decisions-title">这些词是什么意思</h2>
      <dl>
        {TERMS.map(([term, meaning]) => (
          <div key={term} className="decisions-term">
            <dt className="decisions-key">{term}</dt>
            <dd className="decisions-words">{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Log({ edition }: { edition: CurrentEdition }) {
  const [page, setPage] = useState(1)
  const { data, error, loading, reload } = useQuery(String(page), () =>
    request('GET /api/ledger/decisions', { query: { page, pageSize: PAGE_SIZE } }),
  )
  usePullDown(async () => reload())
  if (!data) {
    return (
      <div className="decisions-log">
        {error ? (
          <Failure error={error} retry={reload} busy={loading} />
        ) : (
          <div role="status" aria-label="正在加载">
            <Skeleton shape="card" count={3} />
          </div>
        )}
      </div>
    )
  }
  if (data.total === 0) {
    return (
      <div className="decisions-log">
        <Empty title="还没有处理过选票">有选票被存疑、作废或恢复时，会写在这里。</Empty>
      </div>
    )
  }
  const pages = Math.ceil(data.total / PAGE_SIZE)
  return (
    <div className="decisions-log">
      <ol className="decisions-list">
        {data.items.map((entry) => (
          <li key={keyOf(entry)} className="decisions-card">
            <Entry edition={edition} entry={entry} />
          </li>
        ))}
      </ol>
      {pages > 1 ? (
        <div className="decisions-pages">
          <Button kind="line" disabled={page === 1} onClick={() => setPage(page - 1)}>
            较新的
          </Button>
          <p className="decisions-page" role="status">
            第 {page} 页，共 {pages} 页
          </p>
          <Button kind="line" disabled={page >= pages} onClick={() => setPage(page + 1)}>
            更早的
          </Button>
        </div>
      ) : null}
    </div>
  )
}

const keyOf = ({ at, by, category, kind, reason }: LogEntry) => [at, by, category, kind, reason].join(' ')

function Entry({ edition, entry }: { edition: CurrentEdition; entry: LogEntry }) {
  const { at, by, category, kind, ballots, reason, counts } = entry
  return (
    <>
      <h2 className="decisions-title">
        {RULING_NAMES[kind]} {ballots} 张
      </h2>
      <p className="decisions-about">
        {findCategory(edition, category)?.name ?? category} ·{' '}
        {by === 'two' ? momentText(at) : `${dayText(at)}，当天合计`}
      </p>
      <p className="decisions-words">{reason}。</p>
      <p className="decisions-about">{DECIDER_NAMES[by]}</p>
      {counts ? (
        <dl className="decisions-counts">
          <div className="decisions-count">
            <dt>该奖项计入的选票</dt>
            <dd className="decisions-figure">
              {counts.ballots.before} → {counts.ballots.after}
            </dd>
          </div>
          {counts.candidates.map(({ id, number, name, before, after }) => (
            <div key={id} className="decisions-count">
              <dt>
                {number} {name}
              </dt>
              <dd className="decisions-figure">
                {before} → {after}
              </dd>
            </div>
          ))}
        </dl>
      ) : (
        <p className="decisions-about">
          {by === 'two'
            ? `${heldCountsWords(edition) ?? '票数还没有公开'}，处理前后的票数到时列出。`
            : '按天汇总，逐张随时处理，不列前后票数。'}
        </p>
      )}
    </>
  )
}
