import type { CurrentEdition } from '@shared/edition/contract'
import { type ReactNode, useEffect, useRef } from 'react'
import { useStream } from '@/ballot/tally'
import { useEditionStore } from '@/edition/store'
import { lookForMessages } from '@/notification/messages'
import { WEB } from '@/platform/kind'
import type { PageName } from '@/platform/navigate'
import { useOnline } from '@/platform/network'
import { useDidShow, useTitle } from '@/platform/page'
import { PREVIEW } from '@/platform/preview'
import { type Shared, useShare } from '@/platform/share'
import { Footer } from './footer'
import { Header, TabBar } from './navigation'
import { Skeleton } from './skeleton'
import { Failure } from './state'
import './page.scss'

type Props = {
  title: string
  /** Which entry of the navigation this page belongs to. */
  at: PageName
  /** What is sent when this page is passed on; without it the award's own card, and so nothing of whoever looks. */
  shared?: Shared
  /** Pages one gets to from others show a way back instead of the tabs. */
  inner?: boolean
  /** Spans the whole width, under the header. */
  hero?: (edition: CurrentEdition) => ReactNode
  /** Sticks to the lower edge on phones. */
  bar?: (edition: CurrentEdition) => ReactNode
  children: (edition: CurrentEdition) => ReactNode
}

const AWARD: Shared = {
  title: '荆楚问政系列评选',
  about: '看事迹、看回复情况，为优秀回复单位、优秀网上群众工作者和典型案例投票。',
  page: 'home',
}

/** How long an edition is trusted when a page is come back to. */
const FRESH = 30_000

/** The frame of every page: header or tabs, the edition (or why there is none yet), footer. */
export function Page({ title, at, shared = AWARD, inner, hero, bar, children }: Props) {
  const { edition, error, loading, load } = useEditionStore()
  const online = useOnline()
  const main = useRef<HTMLElement>(null)
  useTitle(title)
  useShare(shared)
  useStream()
  useDidShow(() => {
    const { fetchedAt, offset } = useEditionStore.getState()
    if (Date.now() + offset - fetchedAt > FRESH) load()
    lookForMessages()
    // The page itself scrolls, so the keyboard's arrows need it to hold the focus. A preview leaves it with whoever types.
    if (WEB && !PREVIEW) main.current?.focus({ preventScroll: true })
  })
  // Back on the net: what could not be fetched is fetched.
  useEffect(() => {
    if (online && !useEditionStore.getState().edition) load()
  }, [online, load])

  return (
    <div className={`page ${inner ? 'page-inner' : 'page-tab'}`}>
      {WEB ? <Header at={at} title={title} inner={inner} /> : null}
      {online ? null : (
        <div className="page-offline" role="status">
          当前没有网络，显示的可能不是最新内容
        </div>
      )}
      {edition && hero ? hero(edition) : null}
      <main ref={main} className="page-main" tabIndex={-1}>
        {edition ? (
          children(edition)
        ) : error && !loading ? (
          <Failure error={error} retry={load} />
        ) : (
          <div className="page-waiting" role="status" aria-label="正在加载">
            <Skeleton shape="text" />
            <Skeleton shape="card" count={3} />
          </div>
        )}
      </main>
      {edition ? <Footer edition={edition} /> : null}
      {edition && bar ? bar(edition) : null}
      {WEB && !inner ? <TabBar at={at} /> : null}
    </div>
  )
}
