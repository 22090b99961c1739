import { Card } from '@/announcement/card'
import { Page } from '@/components/page'
import { Skeleton } from '@/components/skeleton'
import { Empty, Failure } from '@/components/state'
import { ConsentOffer } from '@/notification/consent'
import { usePullDown } from '@/platform/page'
import { useQuery } from '@/platform/query'
import { request } from '@/platform/request'
import type { Shared } from '@/platform/share'
import './index.scss'

const SHARED: Shared = {
  title: '公告 · 荆楚问政系列评选',
  about: '报名、投票、公示和结果的每一步，都在这里公布。',
  page: 'announcements',
}
/** An award announces a few dozen things a year. */
const SHOWN = 100

/** What the organiser has announced, newest first. */
export default function Announcements() {
  return (
    <Page title="公告" at="home" inner shared={SHARED}>
      {() => <Content />}
    </Page>
  )
}

function Content() {
  const { data, error, loading, reload } = useQuery('all', () =>
    request('GET /api/announcements', { query: { page: 1, pageSize: SHOWN } }),
  )
  usePullDown(async () => reload())
  return (
    <div className="bulletins">
      <h1 className="page-title">公告</h1>
      <ConsentOffer about="announcement" title="有新公告时告诉我" />
      {data ? (
        data.total === 0 ? (
          <Empty title="还没有公告">评选的每一步安排，都会在这里公布。</Empty>
        ) : (
          <>
            <div className="bulletins-list">
              {data.items.map((card) => (
                <Card key={card.id} card={card} />
              ))}
            </div>
            <p className="bulletins-end">{data.total > SHOWN ? `只显示最近的 ${SHOWN} 条` : '已全部显示'}</p>
          </>
        )
      ) : error ? (
        <Failure error={error} retry={reload} busy={loading} />
      ) : (
        <div role="status" aria-label="正在加载">
          <Skeleton shape="card" count={4} />
        </div>
      )}
    </div>
  )
}
