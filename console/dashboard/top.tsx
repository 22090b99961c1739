import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons'
import { Empty } from 'antd'
import { useRef } from 'react'
import { countText } from '../components/count'
import type { Dashboard } from './live'

type Category = Dashboard['categories'][number]
type Place = { rank: number; votes: number }

/** The first ten of each category, with what has changed since the page was opened. */
export function TopLists({ categories }: { categories: Category[] }) {
  return (
    <div className="tops">
      {categories.map((category) => (
        <TopList key={category.id} category={category} />
      ))}
    </div>
  )
}

function TopList({ category: { name, seats, candidates, top, ballots } }: { category: Category }) {
  const first = useRef<Map<string, Place> | null>(null)
  if (!first.current && ballots)
    first.current = new Map(top.map(({ id, votes }, rank) => [id, { rank, votes }]))
  const voted = top.some(({ votes }) => votes > 0)
  return (
    <section className="sheet top">
      <h2>{name}</h2>
      <p>
        {candidates} 个候选 · {seats ? `${seats} 个名额` : '名额不限'}
        {ballots && ` · ${countText(ballots.counted)} 张选票`}
      </p>
      {voted ? (
        <ol>
          {top.map(({ id, number, name, unitName, votes }, rank) => (
            <li key={id}>
              <span className="rank">{rank + 1}</span>
              <span className="who" title={`${name} ${unitName}`}>
                <small>{number}</small> {name}
              </span>
              <Move before={first.current?.get(id)} rank={rank} votes={votes} />
              <b>{countText(votes)}</b>
            </li>
          ))}
        </ol>
      ) : (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={ballots ? '还没有选票' : '票数正在核对'} />
      )}
    </section>
  )
}

/** Places won or lost, and votes come in, since the page was opened. */
function Move({ before, rank, votes }: { before?: Place; rank: number; votes: number }) {
  const places = before ? before.rank - rank : 0
  const gained = before ? votes - before.votes : 0
  return (
    <span className="move" title="打开本页以来">
      {places > 0 && (
        <span className="up">
          <ArrowUpOutlined aria-label={`上升 ${places} 位`} />
          {places}
        </span>
      )}
      {places < 0 && (
        <span className="down">
          <ArrowDownOutlined aria-label={`下降 ${-places} 位`} />
          {-places}
        </span>
      )}
      {gained !== 0 && (gained > 0 ? `+${gained}` : gained)}
    </span>
  )
}
