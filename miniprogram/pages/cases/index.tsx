import { Tale } from '@/case-library/card'
import { useExperiences, useWish } from '@/case-library/list'
import { Tools } from '@/case-library/tools'
import { Button } from '@/components/button'
import { Page } from '@/components/page'
import { Skeleton } from '@/components/skeleton'
import { Empty, Failure } from '@/components/state'
import { useReachBottom } from '@/platform/page'
import './index.scss'

const ABOUT = '各单位为群众办实事的做法和经验：怎么发现问题，怎么办，办成了什么。'

/** The case library: find what others did about the same. It is open in every phase. */
export default function Cases() {
  return (
    <Page title="案例库" at="cases" inner shared={{ title: '案例库 · 经验谈', about: ABOUT, page: 'cases' }}>
      {() => <Library />}
    </Page>
  )
}

function Library() {
  const { wish, change, clear } = useWish()
  const { items, total, loading, error, done, more, reload } = useExperiences(wish)
  useReachBottom(more)
  const { q, ...filters } = wish
  const narrowed = q.trim() !== '' || Object.values(filters).some(Boolean)
  if (total === 0 && !narrowed) {
    return (
      <Empty title="案例库里还没有文章">报名通过、同意收入案例库的做法，编辑整理后会在这里和大家见面。</Empty>
    )
  }
  return (
    <div className="library">
      <h1 className="page-title">案例库</h1>
      <p className="library-about">{ABOUT}</p>
      <Tools wish={wish} onChange={change} />
      <p className="library-total" role="status">
        {total === null ? '\u00a0' : `共 ${total} 篇`}
      </p>
      {total === 0 ? (
        <Empty
          title="没有找到相关的案例"
          action={
            <Button kind="line" onClick={clear}>
              清除条件
            </Button>
          }
        >
          换个词试试，或者减少筛选条件。
        </Empty>
      ) : (
        <>
          <div className="library-list">
            {items.map((card) => (
              <Tale key={card.id} card={card} />
            ))}
          </div>
          {loading ? (
            <div className="library-waiting" role="status" aria-label="正在加载案例">
              <Skeleton shape="card" count={items.length > 0 ? 2 : 4} />
            </div>
          ) : error ? (
            <Failure error={error} retry={reload} />
          ) : done ? (
            <p className="library-end">已全部显示</p>
          ) : (
            <div className="library-end">
              <Button kind="line" onClick={more}>
                显示更多
              </Button>
            </div>
          )}
        </>
      )}
    </div>
  )
}
