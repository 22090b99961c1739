import type { CurrentEdition } from '@shared/edition/contract'
import { type ReactNode, useEffect } from 'react'
import { Button } from '@/components/button'
import { Page } from '@/components/page'
import { Skeleton } from '@/components/skeleton'
import { Empty, Failure } from '@/components/state'
import { replace } from '@/platform/navigate'
import { useOnline } from '@/platform/network'
import { useDidShow } from '@/platform/page'
import { load, useSaves } from './save'
import { leave, useEntry, useReviewing } from './session'
import { type MyReviews, useShelf } from './shelf'
import './frame.scss'

type Props = {
  title: string
  children: (known: MyReviews, edition: CurrentEdition) => ReactNode
}

/** Around an expert's pages: who is not logged in is led to the door; what the device knows is shown at once. */
export function Frame({ title, children }: Props) {
  return (
    <Page title={title} at="scoring" inner>
      {(edition) => <Inside>{(known) => children(known, edition)}</Inside>}
    </Page>
  )
}

function Inside({ children }: { children: (known: MyReviews) => ReactNode }) {
  const access = useReviewing()
  const entry = useEntry((state) => state.entry)
  const known = useShelf((state) => state.known)
  const { error, loading } = useSaves()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another log-in is a reason to ask
  useEffect(() => {
    if (access === 'in') void load('quiet')
  }, [access, entry])
  useDidShow(() => {
    if (access === 'in') void load('quiet')
  })
  if (access === 'out') {
    return (
      <Empty title="请先登录" action={<Button onClick={() => replace('scoring-door')}>去登录</Button>}>
        登录后查看要评审的候选。已经打的分都还在。
      </Empty>
    )
  }
  if (error?.code === 'not_reviewer') return <Stranger />
  if (!known) {
    return error && !loading ? (
      <Failure error={error} retry={() => void load('ask')} />
    ) : (
      <div role="status" aria-label="正在加载">
        <Skeleton shape="text" count={4} />
      </div>
    )
  }
  return (
    <div className="scoring">
      <Offline />
      {children(known)}
    </div>
  )
}

function Stranger() {
  const again = async () => {
    await leave()
    replace('scoring-door')
  }
  return (
    <Empty title="这个微信还没有绑定专家" action={<Button onClick={again}>换一种方式登录</Button>}>
      请打开荆楚网发给您的邀请链接，或用登录名和密码登录。
    </Empty>
  )
}

/** Said above everything while there is no connection. */
function Offline() {
  const online = useOnline()
  const saves = useSaves((state) => state.saves)
  const stuck = Object.values(saves).some(({ state }) => state === 'offline')
  if (online && !stuck) return null
  return (
    <p className="scoring-offline" role="status">
      现在没有网络，可以照常打分。已存在本机，联网后自动保存。
    </p>
  )
}
