import { useMessages } from './messages'
import './unread.scss'

/** How many messages are unread, beside the words that lead to them; nothing where there are none. */
export function Unread() {
  const unread = useMessages((state) => state.unread)
  if (unread === 0) return null
  return (
    <span className="unread" role="img" aria-label={`${unread} 条未读消息`}>
      {unread > 99 ? '99+' : unread}
    </span>
  )
}
