import type { api } from '@shared/api'
import { parseReceipt } from '@shared/ballot/receipt'
import type { GuestDraft, StaffSummit, Summit } from '@shared/summit/contract'
import type { Api } from './api'
import { bringTo } from './result'
import type { World } from './world'

const DAY = 86_400_000

/** Arrangements a month from the award's now. */
export function arrangements({ deps }: Pick<World, 'deps'>, more: Partial<Summit> = {}): Summit {
  const inDays = (days: number) => new Date(deps.clock.now().getTime() + days * DAY).toISOString()
  return {
    ...{
      name: '2022政能量峰会（示例）',
      venue: '示例会堂三楼',
      address: '武汉市示例路 1 号',
      notes: '地下车库可停车。',
    },
    ...{ startsAt: inDays(30), endsAt: inDays(30.2), replyBy: inDays(20), most: 3, ...more },
  }
}

export const readSummit = async (me: Api): Promise<StaffSummit> =>
  (await me.call('GET /api/staff/summit', {})).body

export async function arrange(me: Api, summit: Summit): Promise<StaffSummit> {
  const { version } = await readSummit(me)
  return (await me.call('PUT /api/staff/summit', { body: { version, summit } })).body
}

/** Workers that have won, invited; the whole as staff see it. */
export async function inviteAll(
  world: Pick<World, 'deps'>,
  me: Api,
  more: Partial<Summit> = {},
): Promise<StaffSummit> {
  await bringTo(world, 'worker', 'released')
  await arrange(me, arrangements(world, more))
  return (await me.call('POST /api/staff/summit/invitations', {})).body
}

/** The code of the n-th invitation that holds. */
export const codeOf = ({ invitations }: StaffSummit, n = 0): string =>
  invitations.filter(({ withdrawn }) => !withdrawn)[n]!.code!

export const guest = (name: string, more: Partial<GuestDraft> = {}): GuestDraft => ({
  ...{ name, position: '科员', phone: '13800001234', diet: 'any', ...more },
})

export const coming = (version: number, ...guests: GuestDraft[]) => ({
  ...{ version, coming: true, guests, car: '鄂A12345', note: '' },
})

/** Answers an invitation as whoever has its code. */
export const answer = (anybody: Api, code: string, body: ReturnType<typeof coming>) =>
  anybody.call('PUT /api/summit/invitations/:code/reply', { params: { code }, body })

/** How each act of staff upon the summit comes about. */
export function summitDeeds(
  world: () => World,
): Partial<Record<keyof typeof api, (me: Api) => Promise<() => Promise<{ status: number; body: unknown }>>>> {
  async function answered(me: Api) {
    const code = codeOf(await inviteAll(world(), me))
    const { version } = (await world().api.call('GET /api/summit/invitations/:code', { params: { code } }))
      .body
    const { body } = await answer(world().api, code, coming(version, guest('周示例')))
    return { code: parseReceipt(body.code)!, guest: body.reply!.guests[0]!.id }
  }
  return {
    saveSummit: async (me) => {
      const { version } = await readSummit(me)
      const summit = arrangements(world())
      return () => me.call('PUT /api/staff/summit', { body: { version, summit } })
    },
    async inviteWinners(me) {
      await inviteAll(world(), me)
      return () => me.call('POST /api/staff/summit/invitations', {})
    },
    async remindOfSummit(me) {
      await inviteAll(world(), me)
      return () => me.call('POST /api/staff/summit/reminders', {})
    },
    async answerForGuest(me) {
      const params = { code: codeOf(await inviteAll(world(), me), 1) }
      const body = coming(0, guest('吴示例'))
      return () => me.call('PUT /api/staff/summit/invitations/:code/reply', { params, body })
    },
    async checkInGuest(me) {
      const params = await answered(me)
      return () => me.call('POST /api/staff/summit/invitations/:code/arrivals/:guest', { params })
    },
    async undoCheckIn(me) {
      const params = await answered(me)
      await me.call('POST /api/staff/summit/invitations/:code/arrivals/:guest', { params })
      return () => me.call('DELETE /api/staff/summit/invitations/:code/arrivals/:guest', { params })
    },
    async exportGuests(me) {
      await inviteAll(world(), me)
      return () => me.call('GET /api/staff/summit/guests', {})
    },
    async printSummitLetters(me) {
      await inviteAll(world(), me)
      return () => me.call('GET /api/staff/summit/letters', {})
    },
    async withdrawInvitation(me) {
      const params = { code: codeOf(await inviteAll(world(), me), 2) }
      const body = { reason: '示例：核对操作记录' }
      return () => me.call('POST /api/staff/summit/invitations/:code/withdrawal', { params, body })
    },
  }
}
