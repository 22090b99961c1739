import { createHmac } from 'node:crypto'
import { agentOf } from '@shared/identity/rules'
import type { Follow, Signals } from '@shared/risk/contract'
import { LRUCache } from 'lru-cache'
import type { SignedIn } from '../identity/identity'

export type Client = { ip: string; userAgent: string }

/** What a browser calls itself is told apart as far as this. */
const LONGEST_AGENT = 300
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export type SignalMaker = ReturnType<typeof createSignals>

/** Makes the coarse signals beside a ballot. `voterKey` makes networks and devices unreadable. */
export function createSignals(voterKey: string) {
  // Many vote from one, and hashing costs more than all other checks of a ballot.
  const networks = new LRUCache<string, string>({ max: 10_000 })
  const devices = new LRUCache<string, string>({ max: 10_000 })

  function hashOf(known: LRUCache<string, string>, kind: string, text: string): string {
    let hash = known.get(text)
    if (!hash) {
      hash = createHmac('sha256', voterKey).update(`${kind}:${text}`).digest('base64url').slice(0, 10)
      known.set(text, hash)
    }
    return hash
  }

  /** Keyed hash of the /24 (IPv4) or /48 (IPv6) an address is in: ballots of one network can be seen together. */
  function networkOf(ip: string): string {
    const v4 = /(\d+\.\d+\.\d+)\.\d+$/.exec(ip)?.[1]
    return hashOf(networks, 'network', v4 ?? networkOfV6(ip))
  }

  return {
    networkOf,

    /** `now` is the machine's, as WeChat's times are. */
    of(voter: SignedIn, { ip, userAgent }: Client, referrer: string | undefined, now: number): Signals {
      const signals: Signals = { network: networkOf(ip), agent: agentOf(userAgent) }
      // Of a chat message WeChat's servers tell neither.
      if (userAgent && voter.channel !== 'chat') {
        signals.device = hashOf(devices, 'device', userAgent.slice(0, LONGEST_AGENT))
      }
      if (voter.followedAt !== undefined) signals.follow = followOf(voter.followedAt, now)
      if (voter.scene) signals.scene = voter.scene
      if (voter.network && voter.network !== signals.network) signals.login = voter.network
      if (referrer) signals.referrer = referrer
      return signals
    },
  }
}

/** How long somebody has followed since `followedAt` (ms since 1970; null for who does not). */
function followOf(followedAt: number | null, now: number): Follow {
  if (followedAt === null) return 'none'
  const age = now - followedAt
  if (age < HOUR_MS) return 'minutes'
  if (age < DAY_MS) return 'hours'
  return age < 30 * DAY_MS ? 'days' : 'months'
}

/** The first three groups of an IPv6 address, `::` filled in. */
function networkOfV6(ip: string): string {
  const [head = '', tail = ''] = ip.split('::')
  const groups = head.split(':').filter(Boolean)
  const missing = 8 - groups.length - tail.split(':').filter(Boolean).length
  return [...groups, ...Array(ip.includes('::') ? Math.max(missing, 0) : 0).fill('0')].slice(0, 3).join(':')
}
