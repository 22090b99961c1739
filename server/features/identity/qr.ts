import { createHash, randomBytes } from 'node:crypto'
import type { QrLogin, QrStatus, Session } from '@shared/identity/contract'
import { Refusal } from '@shared/kernel/errors'
import type { Vault } from '../../ports/memory'
import { type OfficialAccount, WeChatError } from '../../ports/wechat'

const QR_SECONDS = 300
const PREFIX = 'login_'

/** The page behind a scene, and the network it is in. */
type Waiting = { page: string; network: string }

type Options = {
  vault: Vault
  account: Pick<OfficialAccount, 'createQr'>
}

/**
 * Logging a PC page in by scanning. The page holds a ticket, the QR says a scene, and neither can be told from the
 * other: whoever sees the QR can log the page in, and only the page gets the session.
 */
export function createQrLogins({ vault, account }: Options) {
  return {
    /** Makes a QR for a page in a network. Refusal: `wechat_unavailable`. */
    async start(network: string): Promise<QrLogin> {
      const ticket = randomBytes(24).toString('base64url')
      const scene = `${PREFIX}${randomBytes(16).toString('hex')}`
      const expiresAt = new Date(Date.now() + QR_SECONDS * 1000).toISOString()
      const page = pageOf(ticket)
      await vault.put(`qr-page:${page}`, 'waiting', QR_SECONDS)
      await vault.put(`qr-scene:${scene}`, JSON.stringify({ page, network } satisfies Waiting), QR_SECONDS)
      try {
        const { url, pictureUrl } = await account.createQr(scene, QR_SECONDS)
        return { ticket, qrUrl: pictureUrl, scanUrl: url, expiresAt }
      } catch (error) {
        if (error instanceof WeChatError) throw new Refusal('wechat_unavailable')
        throw error
      }
    },

    /** Whether a scene is that of a log-in, good or not. */
    isLogin: (scene: string) => scene.startsWith(PREFIX),

    /** Gives the page behind a scene its session; answers whether there was one that waited. A scene is good once. */
    async confirm(scene: string, open: (network: string) => Promise<Session>): Promise<boolean> {
      const waiting = await vault.take(`qr-scene:${scene}`)
      if (!waiting) return false
      const { page, network } = JSON.parse(waiting) as Waiting
      const session = await open(network)
      await vault.put(`qr-session:${page}`, JSON.stringify(session), QR_SECONDS)
      return true
    },

    /** How far a page's log-in is. The session is handed out once; after that the ticket is `expired`. */
    async check(ticket: string): Promise<QrStatus> {
      const page = pageOf(ticket)
      const session = await vault.take(`qr-session:${page}`)
      if (session) {
        await vault.take(`qr-page:${page}`)
        return { status: 'confirmed', session: JSON.parse(session) as Session }
      }
      return { status: (await vault.peek(`qr-page:${page}`)) ? 'waiting' : 'expired' }
    },
  }
}

/** What the server keeps of a ticket, so that reading its store logs nobody in. */
function pageOf(ticket: string): string {
  return createHash('sha256').update(ticket).digest('base64url')
}
