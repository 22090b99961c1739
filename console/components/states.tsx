import { FileSearchOutlined, LockOutlined } from '@ant-design/icons'
import { type Permission, POLICY, ROLES } from '@shared/kernel/policy'
import { Button, Result, Spin } from 'antd'
import { Link, useMatches, useRouteError } from 'react-router'
import { ApiError } from '../platform/request'
import { Page, type Place } from './page'

/** What stands where something could not be fetched: why, and trying again; or, where it does not exist, the page above. */
export function Trouble({ error, retry }: { error: unknown; retry: () => void }) {
  const known = error instanceof ApiError
  const above = (useMatches().at(-1)?.handle as Place | undefined)?.above.at(-1)
  return (
    <Result
      status={known && error.status > 0 && error.status < 500 ? 'info' : 'warning'}
      title={known ? error.message : '页面没有打开'}
      subTitle={known && error.status === 0 ? '恢复后点“重试”，页面会接着打开' : undefined}
      extra={
        known && error.status === 404 && above ? (
          <Link to={above.path}>回到“{above.title}”</Link>
        ) : (
          <Button type="primary" onClick={() => retry()}>
            重试
          </Button>
        )
      }
    />
  )
}

/**
 * A page whose content has not come: it is on its way, or why it doesn't come. Only until it is there; from then on it
 * stays, with what is typed in it, whatever becomes of a later look.
 */
export function Pending(query: { error: unknown; refetch: () => void }) {
  return (
    <Page>
      {query.error ? <Trouble error={query.error} retry={query.refetch} /> : <Spin className="waiting" />}
    </Page>
  )
}

/** A page that one's roles do not open, and whom it is for. */
export function Forbidden({ permission }: { permission: Permission }) {
  const roles = POLICY[permission].map((role) => ROLES[role])
  return (
    <Result
      icon={<LockOutlined />}
      title={<h1>这个页面不在您的权限内</h1>}
      subTitle={`能打开它的角色：${roles.join('、')}。工作需要时，请联系管理员调整您的角色`}
      extra={<Link to="/account">查看我的角色</Link>}
    />
  )
}

/** An address that leads nowhere. */
export function Missing() {
  return (
    <Result
      icon={<FileSearchOutlined />}
      title={<h1>没有这个页面</h1>}
      subTitle="地址可能输错了，或内容已不在"
      extra={<Link to="/">回到首页</Link>}
    />
  )
}

/** A page that broke, or whose program did not come. */
export function Broken() {
  const error = useRouteError()
  // What a page needs did not come: it is of a version before this one, or nothing comes at all.
  const incomplete = /dynamically imported module|preload CSS/i.test(String(error))
  const [title, advice] = !incomplete
    ? ['页面出错了', '重新载入一次；若仍出错，请告诉管理员您刚才做了什么']
    : navigator.onLine
      ? ['页面没有载入完整', '后台可能刚刚更新，重新载入后即可继续']
      : ['没有连上网络', '网络恢复后重新载入，即可继续']
  return (
    <Result
      status={incomplete ? 'info' : 'error'}
      title={<h1>{title}</h1>}
      subTitle={advice}
      extra={
        <Button type="primary" onClick={() => location.reload()}>
          重新载入
        </Button>
      }
    />
  )
}
