import { findPhase, hasEnded } from '@shared/edition/rules'
import { serverNow, useEditionStore } from '@/edition/store'
import { logIn, useSession } from '@/identity/session'
import { Unread } from '@/notification/unread'
import { PRESS } from '@/platform/kind'
import { back, type PageName } from '@/platform/navigate'
import { Icon, type IconName } from './icon'
import { Link } from './link'
import './navigation.scss'

type Entry = { page: PageName; text: string }

/** What stands in the middle: the vote, and after it what came of it. */
const VOTE: Entry = { page: 'ballot', text: '网络投票' }
const RESULTS: Entry = { page: 'results', text: '评选结果' }

const entriesOf = (isVotingOver: boolean): Entry[] => [
  { page: 'home', text: '首页' },
  { page: 'candidates', text: '候选名单' },
  isVotingOver ? RESULTS : VOTE,
  { page: 'mine', text: '我的选票' },
  { page: 'rules', text: '评选规则' },
  { page: 'cases', text: '案例库' },
]

const TABS: { page: PageName; text: string; icon: IconName }[] = [
  { page: 'home', text: '首页', icon: 'home' },
  { page: 'candidates', text: '候选', icon: 'list' },
  { page: 'mine', text: '我的', icon: 'mine' },
]

/** On the PC the site's header; on phones a bar with the way back, on inner pages only. */
export function Header({ at, title, inner }: { at: PageName; title: string; inner?: boolean }) {
  const voting = useEditionStore(({ edition }) => edition && findPhase(edition, 'voting'))
  const isVotingOver = Boolean(voting && hasEnded(voting, serverNow()))
  return (
    <header className={`header ${inner ? 'header-inner' : ''}`}>
      <div className="header-phone">
        <button type="button" {...PRESS} className="header-back" aria-label="返回" onClick={back}>
          <Icon name="back" />
        </button>
        <p className="header-title">{title}</p>
      </div>
      <div className="header-pc">
        <Link page="home" className="header-brand">
          <span className="header-mark" aria-hidden="true">
            评
          </span>
          <span className="header-name">荆楚问政系列评选</span>
          <span className="header-host">荆楚网（湖北日报网）</span>
        </Link>
        <nav className="header-nav" aria-label="主导航">
          {entriesOf(isVotingOver).map(({ page, text }) => (
            <Link
              key={page}
              page={page}
              current={page === at}
              className={`header-link ${page === at ? 'is-on' : ''}`}
            >
              {text}
              {page === 'mine' ? <Unread /> : null}
            </Link>
          ))}
          <LogIn />
        </nav>
      </div>
    </header>
  )
}

/** The way in; who is in finds what is theirs behind the same place. */
function LogIn() {
  const inside = useSession((state) => state.session !== null)
  if (inside) {
    return (
      <Link page="mine" className="header-login">
        已登录
      </Link>
    )
  }
  return (
    <button type="button" {...PRESS} className="header-login" onClick={() => void logIn()}>
      登录
    </button>
  )
}

/** The tabs at the lower edge of a phone. */
export function TabBar({ at }: { at: PageName }) {
  return (
    <nav className="tabbar" aria-label="主导航">
      {TABS.map(({ page, text, icon }) => (
        <Link
          key={page}
          page={page}
          current={page === at}
          className={`tabbar-link ${page === at ? 'is-on' : ''}`}
        >
          <Icon name={icon} />
          <span className="tabbar-text">{text}</span>
          {page === 'mine' ? <Unread /> : null}
        </Link>
      ))}
    </nav>
  )
}
