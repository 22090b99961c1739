import type { CategoryId } from '@shared/edition/contract'
import type { Channel } from '@shared/identity/contract'
import type { Challenge, Solved } from '@shared/risk/check/contract'
import type { LiveCluster } from '@shared/risk/rules'
import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/sha'
import { createSigner } from 'fast-jwt'
import { Redis } from 'ioredis'
import { Api } from './api'
import { KEYS, type World } from './world'

/** Somebody who votes: from where, with what, and since when they follow. */
export type Person = {
  name: string
  ip: string
  agent?: string
  channel?: Channel
  /** Hours for which they have followed; null for not at all. */
  follows?: number | null
}

const sign = createSigner({ key: KEYS.secretKey, algorithm: 'HS256', expiresIn: 3_600_000 })

const PHONES = ['ANA-AN00', 'M2007J3SC', 'V2072A', 'PEEM00', 'SM-G9980', 'NOH-AN00', 'KB2000', 'V1981A']

/** What WeChat on one of many phones calls itself. */
export const phoneOf = (n: number) =>
  `Mozilla/5.0 (Linux; Android ${8 + (n % 5)}; ${PHONES[n % PHONES.length]}) Mobile MicroMessenger/8.0.${n % 31}`

/** Casts a ballot as somebody; answers as the outside has it. */
export function castAs(
  url: string,
  person: Person,
  category: CategoryId,
  selections: string[],
  more: { check?: Solved; referrer?: string } = {},
) {
  const { name, ip, agent = phoneOf(0), channel = 'h5', follows = 24 * 90 } = person
  const since = follows === null ? 0 : Math.floor(Date.now() / 1000 - follows * 3600)
  const voter = new Api(url, sign({ sub: name, ch: channel, fol: since }))
  const headers = { 'x-forwarded-for': ip, 'user-agent': agent }
  return voter.send('POST', '/api/ballots', { category, selections, ...more }, headers)
}

/** Does a challenge's work, as the page does. */
export async function solve(challenge: Challenge): Promise<Solved> {
  const solution = await solveChallenge({ challenge, deriveKey })
  return { challenge, counter: solution!.counter, derivedKey: solution!.derivedKey }
}

/** Lets all processes know of a cluster of unit's ballots, as a scan would that had found it just now. */
export async function announce(
  { stores }: Pick<World, 'stores'>,
  cluster: Pick<LiveCluster, 'candidate' | 'traits'>,
  score: number,
): Promise<void> {
  const now = Date.now()
  const rest = { key: cluster.candidate, category: 'unit' as const, from: now, to: now, size: 20, score }
  const live: LiveCluster[] = [{ ...cluster, ...rest, reasons: [] }]
  const redis = new Redis(stores.redisUrl!)
  await redis.set('vault:risk:2021:live', JSON.stringify(live))
  redis.disconnect()
  await new Promise((resolve) => setTimeout(resolve, 1500))
}
