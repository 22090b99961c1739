import type { ResponseOf } from '@shared/api'
import type { CurrentEdition } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { fullText } from '@shared/kernel/dates'
import { Link } from '@/components/link'
import { Page } from '@/components/page'
import { Skeleton } from '@/components/skeleton'
import { Empty, Failure } from '@/components/state'
import { listWords } from '@/edition/words'
import { useQuery } from '@/platform/query'
import { request } from '@/platform/request'
import './index.scss'

type Draw = ResponseOf<'GET /api/draws'>['items'][number]

/** How candidates came by their numbers, with all that is needed to draw them again. */
export default function Draws() {
  return (
    <Page title="编号抽签" at="rules" inner>
      {(edition) => <Content edition={edition} />}
    </Page>
  )
}

function Content({ edition }: { edition: CurrentEdition }) {
  const { data, error, loading, reload } = useQuery('draws', () => request('GET /api/draws', {}))
  return (
    <div className="draws">
      <h1 className="page-title">候选编号是怎么抽的</h1>
      <section className="draws-card">
        <p className="draws-words">
          名单先定，再抽编号：用公开的种子给每位候选算出一个校验值，校验值从小到大排，依次得到编号。报名先后、名称笔画都不影响编号，任何人都可以重算一遍。
        </p>
      </section>
      {data?.items.length ? (
        data.items.map((draw) => <Drawn key={draw.category} edition={edition} draw={draw} />)
      ) : data ? (
        <Empty title={listWords(edition) ?? '这一届没有公开的抽签记录'}>
          {listWords(edition) ? '抽签的种子和每个编号的校验值随名单一起公开。' : '编号不是在本站抽签产生的。'}
        </Empty>
      ) : error ? (
        <Failure error={error} retry={reload} busy={loading} />
      ) : (
        <div role="status" aria-label="正在加载">
          <Skeleton shape="text" count={3} />
        </div>
      )}
    </div>
  )
}

function Drawn({ edition, draw }: { edition: CurrentEdition; draw: Draw }) {
  const { category, seed, source, drawnAt, drawn } = draw
  const [first] = drawn
  return (
    <section className="draws-card">
      <h2 className="section-title">{findCategory(edition, category)?.name}</h2>
      <dl>
        <div className="draws-fact">
          <dt className="draws-key">种子（{source === 'typed' ? '抽签时当场输入' : '服务器随机产生'}）</dt>
          <dd className="draws-code">{seed}</dd>
        </div>
        <div className="draws-fact">
          <dt className="draws-key">抽签时间</dt>
          <dd>{fullText(drawnAt)}</dd>
        </div>
      </dl>
      {first ? (
        <>
          <h3 className="draws-title">怎么重算</h3>
          <p className="draws-words">
            把种子、一个换行符和候选标识连成一段文字，求 SHA-256。例如 {first.number}{' '}
            号，在电脑的命令行里运行：
          </p>
          <p className="draws-code draws-command">
            {`printf '%s\\n%s' ${quoted(seed)} ${quoted(first.id)} | sha256sum`}
          </p>
          <p className="draws-words">得到的应当是下面它的校验值。全部算出后从小到大排，就是编号的次序。</p>
        </>
      ) : null}
      <ol className="draws-list">
        {drawn.map(({ id, number, key }) => (
          <li key={id} className="draws-row">
            <Link page="candidate" query={{ id }} className="draws-number">
              {number}
            </Link>
            <p className="draws-values">
              <span className="draws-label">候选标识</span>
              <span className="draws-code">{id}</span>
              <span className="draws-label">校验值</span>
              <span className="draws-code">{key}</span>
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** A word as a shell takes it, whatever is in it. */
const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`
