import type { QrLogin, Session } from '@shared/identity/contract'
import { create } from 'zustand'
import { untilAwake } from '@/platform/page'
import { type ApiError, cancelled, request } from '@/platform/request'

/** What the dialog shows. `failed`: no code could be had; `error` says why. */
export type Step = 'closed' | 'asking' | 'waiting' | 'expired' | 'failed' | 'done'

type ScanState = {
  step: Step
  code: QrLogin | null
  error: ApiError | null
  /** The code stands, but the server has not answered lately. */
  shaky: boolean
  /** Why one has to log in once more. */
  reason: string | null
}

const CLOSED: ScanState = { step: 'closed', code: null, error: null, shaky: false, reason: null }

/** The log-in by a code that WeChat on a phone scans. */
export const useScan = create<ScanState>()(() => CLOSED)

const POLL_MS = 1500
const SLOWEST_POLL_MS = 6000
/** How long the dialog says that it worked before it goes. */
const DONE_MS = 900

type Waiting = { resolve: (session: Session) => void; reject: (error: ApiError) => void }
let asked: Waiting | null = null
// Each code has its turn; what belongs to an earlier one finds that it is over.
let turn = 0

/** Opens the dialog; settles when a phone has confirmed, or rejects with `cancelled` when it is closed. */
export function scan(reason: string | null = null): Promise<Session> {
  return new Promise((resolve, reject) => {
    asked = { resolve, reject }
    useScan.setState({ ...CLOSED, reason })
    renew()
  })
}

/** Closes the dialog: nobody is logged in. */
export function closeScan(): void {
  turn++
  useScan.setState(CLOSED)
  asked?.reject(cancelled())
  asked = null
}

/** Asks for a code, in the place of one that is no longer good. */
export async function renew(): Promise<void> {
  const mine = ++turn
  useScan.setState({ step: 'asking', code: null, error: null, shaky: false })
  try {
    const code = await request('POST /api/session/qr', {})
    if (mine !== turn) return
    useScan.setState({ step: 'waiting', code })
    await watch(code.ticket, mine)
  } catch (error) {
    if (mine === turn) useScan.setState({ step: 'failed', error: error as ApiError })
  }
}

/** Asks whether the code was scanned, while anybody looks at it; when the net is bad, ever less often. */
async function watch(ticket: string, mine: number): Promise<void> {
  let misses = 0
  while (mine === turn) {
    await pause(Math.min(POLL_MS * 2 ** misses, SLOWEST_POLL_MS))
    await untilAwake()
    if (mine !== turn) return
    try {
      const { status, session } = await request('GET /api/session/qr/:ticket', { params: { ticket } })
      misses = 0
      if (mine !== turn) return
      if (session) return confirm(session, mine)
      useScan.setState({ shaky: false })
      if (status !== 'waiting') return useScan.setState({ step: 'expired' })
    } catch (error) {
      if (mine !== turn) return
      const { status } = error as ApiError
      if (status === 404 || status === 410) return useScan.setState({ step: 'expired' })
      misses++
      useScan.setState({ shaky: true })
    }
  }
}

async function confirm(session: Session, mine: number): Promise<void> {
  useScan.setState({ step: 'done', shaky: false })
  asked?.resolve(session)
  asked = null
  await pause(DONE_MS)
  if (mine === turn) useScan.setState(CLOSED)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
