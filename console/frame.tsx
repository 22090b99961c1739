import { LogoutOutlined, MenuFoldOutlined, MenuUnfoldOutlined, UserOutlined } from '@ant-design/icons'
import { App, Avatar, Button, Dropdown, Grid, Layout, Tooltip } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { NavLink, Outlet, ScrollRestoration, useLocation, useNavigate } from 'react-router'
import { EditionPhase } from './edition/phase'
import { PAGES } from './pages'
import { endSession, useMay, useSession } from './session'

/** What stands around every page: the edition's phase, the person's menu, the pages one may open. */
export function Frame() {
  const [narrow, setNarrow] = useState(false)
  const { md } = Grid.useBreakpoint()
  return (
    <Layout className="frame">
      <a className="skip" href="#content">
        跳到正文
      </a>
      <Layout.Header className="band">
        <EditionPhase />
        <Person />
      </Layout.Header>
      <Layout hasSider>
        <Layout.Sider
          className="side"
          width={200}
          collapsedWidth={64}
          breakpoint="xl"
          collapsed={narrow}
          onCollapse={setNarrow}
          trigger={null}
        >
          {/* On a phone the menu is in the way of the page just chosen. */}
          <Pages narrow={narrow} onOpen={() => md === false && setNarrow(true)} />
          <Button
            type="text"
            className="fold"
            aria-label={narrow ? '展开菜单' : '收起菜单'}
            icon={narrow ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
            onClick={() => setNarrow(!narrow)}
          />
        </Layout.Sider>
        <Content />
      </Layout>
      <ScrollRestoration />
    </Layout>
  )
}

function Pages({ narrow, onOpen }: { narrow: boolean; onOpen: () => void }) {
  const may = useMay()
  return (
    <nav aria-label="主菜单">
      <ul className="pages">
        {PAGES.filter(({ icon, permission }) => icon && may(permission)).map(({ path, title, icon }) => (
          <li key={path}>
            <Tooltip title={narrow && title} placement="right">
              <NavLink to={path} onClick={onOpen}>
                {icon}
                <span className={narrow ? 'heard' : undefined}>{title}</span>
              </NavLink>
            </Tooltip>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Takes the focus when another page is opened, so that who listens hears it, and Tab begins there. */
function Content() {
  const { pathname } = useLocation()
  const main = useRef<HTMLElement>(null)
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current !== pathname) main.current?.focus({ preventScroll: true })
    shown.current = pathname
  }, [pathname])
  return (
    <main id="content" className="content" tabIndex={-1} ref={main}>
      <Outlet />
    </main>
  )
}

function Person() {
  const { staff } = useSession()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const leave = () => endSession().catch((error) => message.error(error.message))
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'account', icon: <UserOutlined />, label: '我的账号', onClick: () => navigate('/account') },
          { key: 'leave', icon: <LogoutOutlined />, label: '退出登录', onClick: leave },
        ],
      }}
    >
      <Button type="text" className="person">
        <Avatar size={28} aria-hidden>
          {staff.name.slice(0, 1)}
        </Avatar>
        <span className="person-name">{staff.name}</span>
        <span className="heard">的菜单</span>
      </Button>
    </Dropdown>
  )
}
