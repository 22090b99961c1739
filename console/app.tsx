import { Spin } from 'antd'
import { lazy, Suspense } from 'react'
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router'
import type { Place } from './components/page'
import { Broken, Forbidden, Missing } from './components/states'
import { Door } from './door'
import { Frame } from './frame'
import { Login } from './login/login'
import { PAGES, type Page } from './pages'
import { useMay } from './session'

/** Log-in, and behind the door the pages of the table. */
export const router = createBrowserRouter(
  [
    { path: '/login', element: <Login />, errorElement: <Broken /> },
    {
      element: (
        <Door>
          <Frame />
        </Door>
      ),
      errorElement: <Broken />,
      children: [
        { index: true, element: <Home /> },
        ...PAGES.map(routeOf),
        { path: '*', element: <Missing /> },
      ],
    },
  ],
  { basename: '/console' },
)

function routeOf(page: Page): RouteObject {
  const Content = lazy(page.load)
  const element = (
    <Permitted page={page}>
      <Suspense fallback={<Spin className="waiting" />}>
        <Content />
      </Suspense>
    </Permitted>
  )
  return { path: page.path, handle: placeOf(page), element, errorElement: <Broken /> }
}

function placeOf({ path, title }: Page): Place {
  return { title, above: PAGES.filter((page) => path.startsWith(`${page.path}/`)) }
}

function Permitted({ page, children }: { page: Page; children: JSX.Element }) {
  return useMay()(page.permission) ? children : <Forbidden permission={page.permission} />
}

/** The first page of the menu that one may read. */
function Home() {
  const may = useMay()
  const first = PAGES.find(({ icon, permission }) => icon && may(permission))
  return <Navigate to={first?.path ?? '/account'} replace />
}
