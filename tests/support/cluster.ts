import { randomUUID } from 'node:crypto'
import type { api } from '@shared/api'
import type { Decision } from '@shared/ballot/decision/contract'
import { scopesOf } from '@shared/ballot/decision/rules'
import type { RulingKind } from '@shared/ballot/rules'
import type { CategoryId } from '@shared/edition/contract'
import { clusterIdOf, type Found } from '../../server/features/ballot/cluster/cluster'
import type { Api } from './api'
import { type Answer, cast } from './load'
import { asStaff } from './staff'
import { eventually, type World } from './world'

type At = Pick<World, 'deps' | 'url'>

/** Ballots cast at once. */
const AT_ONCE = 200

/** Ballots of as many voters, all with the same selections; their receipts as the ledger has them. */
export async function burst(
  { url }: Pick<World, 'url'>,
  count: number,
  selections: string[],
  category: CategoryId = 'unit',
): Promise<string[]> {
  const answers: Answer[] = []
  while (answers.length < count) {
    const next = Math.min(count - answers.length, AT_ONCE)
    const voters = Array.from({ length: next }, () => `burst-${randomUUID()}`)
    answers.push(...(await Promise.all(voters.map((voter) => cast(url, voter, category, selections)))))
  }
  return answers.map(({ ballot, code }) => {
    if (!ballot) throw new Error(`not cast: ${code}`)
    return ballot.id
  })
}

/** A cluster as the rules tell of one. */
export function found(receipts: string[], changes: Partial<Found> = {}): Found {
  const now = Date.now()
  return {
    ...{ key: `key-${receipts[0]}`, category: 'unit', candidate: 'a01', score: 82 },
    reasons: [
      { code: 'burst', points: 50, text: '10 分钟里有 30 票，平时 10 分钟不到 1 票' },
      { code: 'same_choice', points: 32, text: '30 张选票的选择完全一样' },
    ],
    ...{ from: now - 600_000, to: now, receipts, ...changes },
  }
}

/** A cluster of fresh ballots, reported; its id and its receipts. */
export async function cluster(world: At, count: number, selections = ['a01'], changes: Partial<Found> = {}) {
  const receipts = await burst(world, count, selections)
  const one = found(receipts, { candidate: selections[0]!, ...changes })
  await world.deps.clusters.report([one])
  return { id: clusterIdOf(world.deps.editions.current().id, one.key), receipts, found: one }
}

type Wish = { kind?: RulingKind; scope?: Decision['scope']; words?: string }

export const propose = (
  me: Api,
  id: string,
  { kind = 'invalidated', scope = scopesOf(kind)[0]!, words = '' }: Wish = {},
) =>
  me.call('POST /api/staff/clusters/:id/decisions', {
    params: { id },
    body: { kind, scope, ground: kind === 'restored' ? 'genuine' : 'machine', words },
  })

export const answer = (me: Api, id: string, verdict: 'confirm' | 'reject', words = '核对过，情况属实') =>
  me.call('POST /api/staff/decisions/:id/answer', { params: { id }, body: { verdict, words } })

/** A decision once it is carried out; a worker must be at it. */
export const carriedOut = async (me: Api, id: string): Promise<Decision> => {
  const { body } = await eventually(
    () => me.call('GET /api/staff/decisions/:id', { params: { id } }),
    ({ body }) => body.decision.state === 'done',
  )
  return body.decision
}

/** How each act of staff upon suspicious ballots comes about. */
export function clusterDeeds(
  world: () => World,
): Partial<Record<keyof typeof api, (me: Api) => Promise<() => Promise<{ status: number; body: unknown }>>>> {
  return {
    async proposeDecision(me) {
      const { id } = await cluster(world(), 2)
      return () => propose(me, id)
    },
    async answerDecision(me) {
      const { id } = await cluster(world(), 2)
      const { body } = await propose(await asStaff(world(), 'publisher'), id, { kind: 'quarantined' })
      return () => answer(me, body.id, 'confirm')
    },
    async exportCluster(me) {
      const { id } = await cluster(world(), 2)
      return () => me.call('GET /api/staff/clusters/:id/export', { params: { id } })
    },
    exportDecisions: async (me) => () => me.call('GET /api/staff/decisions/export', {}),
  }
}
