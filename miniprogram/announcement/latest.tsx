import { Link } from '@/components/link'
import { useQuery } from '@/platform/query'
import { request } from '@/platform/request'
import { Card } from './card'
import './latest.scss'

const SHOWN = 3

/** The latest announcements; nothing while there are none. */
export function Latest() {
  const { data } = useQuery('latest', () =>
    request('GET /api/announcements', { query: { page: 1, pageSize: SHOWN } }),
  )
  if (!data || data.total === 0) return null
  return (
    <section className="latest">
      <div className="latest-head">
        <h2 className="section-title">最新公告</h2>
        {data.total > SHOWN ? (
          <Link page="announcements" className="latest-all">
            全部 {data.total} 条
          </Link>
        ) : null}
      </div>
      {data.items.map((card) => (
        <Card key={card.id} card={card} brief />
      ))}
    </section>
  )
}
