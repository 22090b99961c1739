import type { PropsWithChildren } from 'react'
// First: takes the log-in's once-only word off the address before the router reads it.
import './identity/session'
// Before the router too: they keep the address the person landed on.
import './platform/jssdk'
import './platform/landing'
import './style/tokens.scss'
import './app.scss'
import { Trouble } from './components/trouble'
import { ScanDialog } from './identity/scan-dialog'
import { fetchAhead } from './platform/arrival'
import { WEB } from './platform/kind'
import { catchMissing } from './platform/navigate'

catchMissing()
fetchAhead()
// What the server wrote for whoever runs no script has had its time.
if (WEB) document.getElementById('told')?.remove()

/** The root of both programs. */
export default function App({ children }: PropsWithChildren) {
  // The mini-program's root holds pages and nothing else.
  if (!WEB) return children
  return (
    <>
      {children}
      <ScanDialog />
      <Trouble />
    </>
  )
}
