import { momentText } from '@shared/kernel/dates'
import type { Notification } from '@shared/notification/contract'
import { useEffect } from 'react'
import { Button } from '@/components/button'
import { Icon } from '@/components/icon'
import { Link } from '@/components/link'
import { Page } from '@/components/page'
import { Skeleton } from '@/components/skeleton'
import { Empty, Failure } from '@/components/state'
import { useSession } from '@/identity/session'
import { ConsentOffer } from '@/notification/consent'
import { loadMessages, loadOlder, readMessages, sawMessage, useMessages } from '@/notification/messages'
import { ASKS_PERSON } from '@/platform/login'
import { placeOf } from '@/platform/navigate'
import { useDidShow, usePullDown, useReachBottom } from '@/platform/page'
import { useSeen } from '@/platform/seen'
import './index.scss'

/** What the person was told, newest first. */
export default function Messages() {
  return (
    <Page title="消息" at="mine" inner>
      {() => <Content />}
    </Page>
  )
}

function Content() {
  const token = useSession((state) => state.session?.token)
  const inside = Boolean(token) || !ASKS_PERSON
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new session is a reason to ask again
  useEffect(() => {
    if (inside) loadMessages('quiet')
  }, [token])
  useDidShow(() => {
    if (inside) loadMessages('quiet')
  })
  usePullDown(() => loadMessages('quiet'))
  useReachBottom(loadOlder)
  const { items, total, unread, error, loading } = useMessages()

  if (!inside) {
    return (
      <Empty title="登录后查看消息" action={<Button onClick={() => loadMessages('ask')}>微信登录</Button>}>
        报名审核有进展时，会在这里告诉您。
      </Empty>
    )
  }
  if (!items) {
    return error && !loading ? (
      <Failure error={error} retry={() => loadMessages('ask')} />
    ) : (
      <div role="status" aria-label="正在加载">
        <Skeleton shape="text" count={4} />
      </div>
    )
  }
  return (
    <div className="messages">
      <div className="messages-head">
        <h1 className="page-title">消息</h1>
        {unread > 0 ? (
          <Button kind="plain" onClick={() => readMessages()}>
            全部标为已读
          </Button>
        ) : null}
      </div>
      <ConsentOffer />
      {error && !loading ? (
        <p className="messages-stale" role="status">
          {error.message}。下面是上次的内容。
        </p>
      ) : null}
      {items.length === 0 ? (
        <Empty title="还没有消息">报名审核有进展时，会在这里告诉您。</Empty>
      ) : (
        <ul className="messages-list">
          {items.map((one) => (
            <Message key={one.id} message={one} />
          ))}
        </ul>
      )}
      {items.length < total ? (
        <div className="messages-more">
          <Button kind="plain" busy={loading} onClick={loadOlder}>
            {loading ? '正在加载…' : '更早的消息'}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

function Message({ message }: { message: Notification }) {
  const { id, title, text, path, at, read } = message
  const box = `message-${id}`
  useSeen(box, () => sawMessage(message))
  const content = (
    <>
      <div className="message-top">
        <h2 className="message-title">{title}</h2>
        {read ? null : <span className="message-dot">未读</span>}
      </div>
      {text ? <p className="message-text">{text}</p> : null}
      <p className="message-foot">
        <span>{momentText(at)}</span>
        {path ? <Icon name="next" /> : null}
      </p>
    </>
  )
  const className = `message ${read ? '' : 'is-unread'}`
  return (
    <li id={box}>
      {path ? (
        <Link {...placeOf(path)} className={className} onOpen={() => sawMessage(message)}>
          {content}
        </Link>
      ) : (
        <div className={className}>{content}</div>
      )}
    </li>
  )
}
