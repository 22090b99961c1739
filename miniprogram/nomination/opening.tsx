import type { Form } from '@shared/edition/form/contract'
import { type ReactNode, useEffect } from 'react'
import { Button } from '@/components/button'
import { Skeleton } from '@/components/skeleton'
import { Empty, Failure } from '@/components/state'
import { replace } from '@/platform/navigate'
import { Entrance, useAccess } from './access'
import type { Draft } from './draft'
import { formIn, useGuide } from './guide'
import { type Opened, useOpened } from './open'

type Open = Opened & { draft: Draft; form: Form }

/** Around what is done with the nomination of the page's address: shapes while it loads, else why there is none. */
export function Opening({ children }: { children: (open: Open) => ReactNode }) {
  const access = useAccess()
  const opened = useOpened()
  const { guide, error: failed, loading: asking, load } = useGuide()
  const { draft, error, loading, reload } = opened
  useEffect(() => void load(), [load])
  const form = draft && guide ? formIn(guide, draft.category) : null
  if (draft && form) return <>{children({ ...opened, draft, form })}</>
  if (access !== 'in') return <Entrance access={access} then="登录后查看和填写您单位的报名表。" />
  if (draft && guide) {
    return <Empty title="这个奖项不在网上报名">写好的内容还在，请联系荆楚网。</Empty>
  }
  if (loading || asking) {
    return (
      <div role="status" aria-label="正在加载">
        <Skeleton shape="text" count={4} />
      </div>
    )
  }
  if (error && error.code !== 'nomination_not_found') return <Failure error={error} retry={reload} />
  if (failed) return <Failure error={failed} retry={() => void load()} />
  return (
    <Empty
      title="没有找到这份报名"
      action={<Button onClick={() => replace('nominations')}>看单位的报名</Button>}
    >
      它可能写在别的设备上还没有保存，或者您已不是这个单位的代表。
    </Empty>
  )
}
