import { Button } from '@/components/button'
import { Empty } from '@/components/state'
import { logIn, useSession } from '@/identity/session'
import { ASKS_PERSON } from '@/platform/login'

/** Whether somebody can act for a unit here. `out`: not logged in; `snapshot`: WeChat lets them look only. */
export function useAccess(): 'in' | 'out' | 'snapshot' {
  const session = useSession((state) => state.session)
  if (session?.voter.snapshot) return 'snapshot'
  return session || !ASKS_PERSON ? 'in' : 'out'
}

type Props = {
  access: 'out' | 'snapshot'
  /** What one sees afterwards. */
  then: string
  /** What takes more than looking. */
  deed?: string
}

/** In place of what needs a log-in: how one gets in. */
export function Entrance({ access, then, deed = '代表单位报名' }: Props) {
  const error = useSession((state) => state.error)
  const enter = <Button onClick={() => void logIn()}>{access === 'out' ? '微信登录' : '重新登录'}</Button>
  if (access === 'snapshot') {
    return (
      <Empty title="当前为微信浏览模式" action={enter}>
        请先点击右下角“使用完整服务”，再重新登录，才能{deed}。
      </Empty>
    )
  }
  return (
    <Empty title="请先登录" action={enter}>
      {error ? error.message : then}
    </Empty>
  )
}
