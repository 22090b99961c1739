import { randomUUID } from 'node:crypto'
import type { api } from '@shared/api'
import type { CategoryId, Edition } from '@shared/edition/contract'
import { findPhase } from '@shared/edition/rules'
import type { StaffResult } from '@shared/result/contract'
import type { Deps } from '../../server/deps'
import { PROGRAM } from '../../server/features/audit/audit'
import type { Api } from './api'
import { votingEdition } from './edition'
import { beginVoting } from './shortlist'
import type { World } from './world'

const DAY = 86_400_000
const later = (instant: string, ms: number) => new Date(Date.parse(instant) + ms).toISOString()

/** The 2021 edition in its voting phase, with a week between the review and the notice, and three seats for units. */
export function resultEdition(): Edition {
  const edition = votingEdition()
  const end = findPhase(edition, 'review')!.closesAt!
  const [opensAt, closesAt] = [later(end, 7 * DAY), later(end, 14 * DAY)]
  const phases = edition.phases.map((phase) => {
    if (phase.name === 'notice') return { ...phase, opensAt, closesAt }
    return phase.name === 'published' ? { ...phase, opensAt: closesAt } : phase
  })
  const categories = edition.categories.map((one) => (one.id === 'unit' ? { ...one, seats: 3 } : one))
  return { ...edition, phases, categories }
}

/** Moments of an edition: when a list is proposed, in the notice, just after it, and when all objections have come. */
export function momentsOf(edition: Edition) {
  const { opensAt, closesAt } = findPhase(edition, 'notice')!
  const at = (instant: string, ms: number) => Date.parse(instant) + ms
  return {
    voting: at(findPhase(edition, 'voting')!.closesAt!, -DAY),
    settling: at(findPhase(edition, 'voting')!.closesAt!, 20_000),
    proposing: at(findPhase(edition, 'review')!.closesAt!, DAY),
    notice: at(opensAt, DAY),
    grace: at(closesAt!, 60_000),
    heard: at(closesAt!, 3_600_000),
  }
}
export type Moment = keyof ReturnType<typeof momentsOf>

/** Brings the award's clock to a moment, in this process and those given. */
export async function goTo({ deps }: Pick<World, 'deps'>, moment: Moment, ...others: { deps: Deps }[]) {
  const at = momentsOf(deps.editions.current())[moment]
  const [opensAt, closesAt] = [new Date(at), new Date(at + 10)].map((one) => one.toISOString())
  const window = { name: 'notice' as const, opensAt: opensAt!, closesAt: closesAt! }
  await deps.sandbox!.clock.moveTo({ ...deps.editions.current(), phases: [window] }, 'notice')
  for (const other of others) await other.deps.sandbox!.clock.refresh()
}

const params = (category: CategoryId) => ({ params: { category } })
export const readResult = async (me: Api, category: CategoryId): Promise<StaffResult> =>
  (await me.call('GET /api/staff/results/:category', params(category))).body

const acknowledged = ({ warnings }: StaffResult) => warnings.map(({ text }) => text)

/** Proposes with all warnings confirmed; `seats` where the edition leaves them open. */
export const propose = (me: Api, list: StaffResult, more: { seats?: number; seed?: string } = {}) =>
  me.call('POST /api/staff/results/:category/proposal', {
    ...params(list.category),
    body: { version: list.version, acknowledged: acknowledged(list), ...more },
  })

export const release = (me: Api, list: StaffResult) =>
  me.call('POST /api/staff/results/:category/release', {
    ...params(list.category),
    body: { version: list.version, acknowledged: acknowledged(list) },
  })

/** What a voter objects with. */
export const objection = (category: CategoryId, candidate: string | null = null) => ({
  ...{ key: randomUUID() as string, category, candidate, name: '吴示例', phone: '13800004321' },
  text: '公示的回复件数与平台上看到的不一样，请核对。',
})

/** A list in a state, whatever it was before; the clock stands where that comes about. */
export async function bringTo(
  { deps }: Pick<World, 'deps'>,
  category: CategoryId,
  state: 'open' | 'proposed' | 'released',
): Promise<StaffResult> {
  await deps.sandbox!.clock.moveTo(deps.editions.current(), state === 'released' ? 'published' : 'notice')
  const record = await deps.stores.result.find('2021', category)
  const cleared = { state: 'open' as const, proposal: null, corrections: [], revoked: null }
  if (record) await deps.stores.result.replace({ ...record, ...cleared, version: record.version + 1 })
  const actor = { ...PROGRAM }
  const open = await deps.results.show(category, actor)
  if (state === 'open') return open
  const to = { category, version: open.version, actor, acknowledged: acknowledged(open) }
  const list = await deps.results.propose(to)
  if (state === 'proposed') return list
  return deps.results.release({ ...to, version: list.version, acknowledged: acknowledged(list) })
}

type Deed = () => Promise<{ status: number; body: unknown }>

/** How each act of staff upon results comes about. The clock is put back by who asks. */
export function resultDeeds(
  world: () => World,
): Partial<Record<keyof typeof api, (me: Api) => Promise<Deed>>> {
  const category = 'worker' as const
  const reason = '示例：核对操作记录'
  const at = params(category)

  async function corrected() {
    const { version } = await bringTo(world(), category, 'proposed')
    const change = { part: 'deeds' as const, value: 90 }
    const asked = {
      category,
      version,
      candidate: 'b01',
      change,
      reason,
      objection: null,
      actor: { ...PROGRAM },
    }
    const list = await world().deps.results.proposeCorrection(asked)
    return { version: list.version, id: list.corrections[0]!.id }
  }
  async function raised() {
    await bringTo(world(), category, 'proposed')
    const voter = await world().api.as(`objector-${randomUUID().slice(0, 8)}`)
    const { body } = await voter.call('POST /api/objections', { body: objection(category) })
    return { params: { receipt: body.receipt } }
  }
  const decide = async (me: Api, decision: 'make' | 'decline') => {
    const { id, version } = await corrected()
    const body = { version, decision }
    return () =>
      me.call('POST /api/staff/results/:category/corrections/:id/decision', {
        params: { category, id },
        body,
      })
  }

  return {
    async proposeResult(me) {
      const list = await bringTo(world(), category, 'open')
      return () => propose(me, list)
    },
    async unproposeResult(me) {
      await bringTo(world(), category, 'proposed')
      await beginVoting(world())
      const { version } = await readResult(me, category)
      return () =>
        me.call('DELETE /api/staff/results/:category/proposal', { ...at, body: { version, reason } })
    },
    async proposeCorrection(me) {
      const { version } = await bringTo(world(), category, 'proposed')
      const change = {
        part: 'replyRecord' as const,
        value: { received: 20, answered: 12, medianAnswerHours: 5 },
      }
      const body = { version, candidate: 'b02', change, reason }
      return () => me.call('POST /api/staff/results/:category/corrections', { ...at, body })
    },
    decideCorrection: (me) => decide(me, 'make'),
    async releaseResult(me) {
      await bringTo(world(), category, 'proposed')
      const { deps } = world()
      await deps.sandbox!.clock.moveTo(deps.editions.current(), 'published')
      const list = await readResult(me, category)
      return () => release(me, list)
    },
    async revokeResult(me) {
      const { version } = await bringTo(world(), category, 'released')
      return () =>
        me.call('DELETE /api/staff/results/:category/release', { ...at, body: { version, reason } })
    },
    async exportStaffResult(me) {
      await bringTo(world(), category, 'proposed')
      return () => me.call('GET /api/staff/results/:category/export', { ...at, query: { as: 'xlsx' } })
    },
    async lookAtObjectionPhone(me) {
      const asked = await raised()
      return () => me.call('POST /api/staff/objections/:receipt/phone', asked)
    },
    async takeObjection(me) {
      const asked = await raised()
      return () => me.call('POST /api/staff/objections/:receipt/taker', { ...asked, body: { version: 1 } })
    },
    async answerResultObjection(me) {
      const asked = await raised()
      const body = { version: 1, verdict: 'dismissed' as const, text: '经核查，公示数据与平台一致。' }
      return () => me.call('POST /api/staff/objections/:receipt/answer', { ...asked, body })
    },
  }
}
