import type { ResponseOf } from '@shared/api'
import type { CurrentEdition } from '@shared/edition/contract'
import { findPhase } from '@shared/edition/rules'
import { exactText, momentText } from '@shared/kernel/dates'
import type { PublishedCheckpoint } from '@shared/transparency/contract'
import { isLedgerPublic } from '@shared/transparency/rules'
import { Copy } from '@/components/copy'
import { Skeleton } from '@/components/skeleton'
import { Failure } from '@/components/state'
import { useNow } from '@/edition/clock'
import { heldCountsWords } from '@/edition/words'
import { fileUrl } from '@/platform/file'
import { WEB } from '@/platform/kind'
import { useQuery } from '@/platform/query'
import { request } from '@/platform/request'
import './published.scss'

/** What anybody may keep of the ledger: signed checkpoints, the key, and from the notice on all of it. */
export function Published({ edition }: { edition: CurrentEdition }) {
  const { data, error, loading, reload } = useQuery('checkpoints', () =>
    request('GET /api/ledger/checkpoints', { query: { page: 1, pageSize: 8 } }),
  )
  return (
    <>
      {data ? (
        <>
          <Checkpoints list={data} />
          <Key text={data.key} />
        </>
      ) : error ? (
        <Failure error={error} retry={reload} busy={loading} />
      ) : (
        <div role="status" aria-label="正在加载">
          <Skeleton shape="text" count={3} />
        </div>
      )}
      <Whole edition={edition} />
    </>
  )
}

function Checkpoints({ list }: { list: ResponseOf<'GET /api/ledger/checkpoints'> }) {
  const { items, total, late } = list
  return (
    <section className="published">
      <h2 className="section-title">最近的签名</h2>
      <p className="published-words">投票期间每分钟给账本签一次名。留下一个，就能在公示时拿它核对整本账。</p>
      {late ? <p className="published-late">签名晚了：本应每分钟一次，已有一阵没有新的签名。</p> : null}
      {total === 0 ? (
        <p className="published-words">还没有签名，投票开始后就会有。</p>
      ) : (
        <ul className="published-list">
          {items.map((one) => (
            <Line key={one.at} checkpoint={one} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Line({ checkpoint: { at, size, root, note } }: { checkpoint: PublishedCheckpoint }) {
  return (
    <li className="published-line">
      <span className="published-what">
        <span className="published-when">{exactText(at)}</span>
        <span className="published-root">
          {size} 条记录 · 指纹 {root.slice(0, 12)}…
        </span>
      </span>
      <Copy kind="plain" text={note} words="复制" label={`复制 ${exactText(at)} 的签名`} />
    </li>
  )
}

function Key({ text }: { text: string }) {
  return (
    <section className="published">
      <h2 className="section-title">签名的公钥</h2>
      <p className="published-words">请与主办方在报纸、公告上刊印的核对：一字不差，签名才是主办方的。</p>
      <p className="published-key">{text}</p>
      <Copy text={text} words="复制公钥" />
    </section>
  )
}

const FILE = '/api/ledger/ballots'
const VERIFIER = '/ledger/pingxuan-verify.mjs'
/** The votes of all lists, as the verifier reads them. */
const COUNTS = { path: '/api/results', name: '公布的票数.json' }

function Whole({ edition }: { edition: CurrentEdition }) {
  const isPublic = isLedgerPublic(edition, useNow(60_000))
  const held = heldCountsWords(edition)
  const opening = findPhase(edition, 'notice') ?? findPhase(edition, 'published')
  return (
    <section className="published">
      <h2 className="section-title">整本账，自己数一遍</h2>
      {isPublic ? (
        <>
          <p className="published-words">
            账本已经全部公开，每条记录一行，不记投票人是谁。任何人都能在自己的电脑上核对签名、重数票数，不必相信本站。
          </p>
          <div className="published-files">
            <File path={FILE} words="下载选票账本" />
            <File path={VERIFIER} words="下载核对程序" />
            <File {...COUNTS} words="下载公布的票数" />
          </div>
          <p className="published-words">
            电脑上装好 Node.js 18
            或更新的版本，把当时从“最近的签名”复制留存的一个存成“签名.txt”，与下载的三个文件放在一起。再把下面的“公钥”二字换成本页“签名的公钥”里的那一行，运行：
          </p>
          <p className="published-key">
            node pingxuan-verify.mjs 选票账本-{edition.id}.jsonl --checkpoint 签名.txt --key 公钥 --tally{' '}
            {COUNTS.name}
          </p>
        </>
      ) : (
        <p className="published-words">
          {opening ? `${momentText(opening.opensAt)} 结果公示起` : '结果公示时'}
          ，整本账和核对程序在这里公开下载，任何人都能在自己的电脑上把票重数一遍。此前只公布签名
          {held ? `，以免提前透露票数：${held}` : ''}。
        </p>
      )}
    </section>
  )
}

/** The mini-program can save no such file: its address is taken to a computer. */
function File({ path, words, name }: { path: string; words: string; name?: string }) {
  if (!WEB) return <Copy text={fileUrl(path)} words={`复制地址：${words}`} />
  return (
    <a className="button button-line" href={path} download={name ?? true}>
      {words}
    </a>
  )
}
