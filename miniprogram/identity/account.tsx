import type { Channel, Voter } from '@shared/identity/contract'
import { useState } from 'react'
import { Button } from '@/components/button'
import { Icon } from '@/components/icon'
import { ASKS_PERSON } from '@/platform/login'
import { logOut, useSession } from './session'
import './account.scss'

const DOORS: Record<Channel, string> = {
  pc: '微信扫码登录',
  h5: '微信登录',
  weapp: '微信小程序登录',
  chat: '公众号登录',
}

/** Who is logged in, as far as the site knows: somebody, by way of WeChat. And the way out. */
export function Account() {
  const voter = useSession((state) => state.session?.voter)
  const [told, setTold] = useState('')
  const leave = async () => {
    const heard = await logOut()
    setTold(heard ? '' : '已在这台设备上退出。网络没有接通，服务器上的登录会自动过期。')
  }
  if (!voter) {
    return told ? (
      <p className="account account-told" role="status">
        {told}
      </p>
    ) : null
  }
  return (
    <section className="account" aria-label="登录状态">
      <span className="account-mark">
        <Icon name="mine" />
      </span>
      <div className="account-text">
        <p className="account-name">已登录</p>
        <p className="account-words">{stateOf(voter)}</p>
      </div>
      {/* The mini-program logs in by itself: there is nothing to leave. */}
      {ASKS_PERSON ? (
        <Button kind="plain" onClick={leave}>
          退出登录
        </Button>
      ) : null}
    </section>
  )
}

function stateOf({ channel, snapshot }: Voter): string {
  return snapshot ? '微信浏览模式，只能看，不能投票' : DOORS[channel]
}
