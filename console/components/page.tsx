import { Breadcrumb, Flex, Typography } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { Link, useMatches } from 'react-router'

/** Where a page stands: its name, and the pages above it. */
export type Place = { title: string; above: { path: string; title: string }[] }

type Props = {
  /** What the page shows, where that is more exact than its name in the table of pages. */
  title?: string
  /** A sentence on what the page is for. */
  intro?: ReactNode
  /** Buttons at the right of the heading. */
  actions?: ReactNode
  children: ReactNode
}

/** A page: where one is, its heading, its buttons, and below them what it is about. */
export function Page({ title, intro, actions, children }: Props) {
  const place = useMatches().at(-1)?.handle as Place
  const heading = title ?? place.title
  useEffect(() => {
    document.title = `${heading} · 评选管理后台`
  }, [heading])
  return (
    <>
      {place.above.length > 0 && (
        <Breadcrumb
          className="crumbs"
          items={[
            ...place.above.map((page) => ({ title: <Link to={page.path}>{page.title}</Link> })),
            { title: heading },
          ]}
        />
      )}
      <Flex className="heading" justify="space-between" align="flex-start" gap={16} wrap>
        <div>
          <h1>{heading}</h1>
          {intro && <Typography.Text type="secondary">{intro}</Typography.Text>}
        </div>
        {actions && (
          <Flex gap={8} wrap>
            {actions}
          </Flex>
        )}
      </Flex>
      {children}
    </>
  )
}
