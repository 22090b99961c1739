import type { GuestDraft } from '@shared/summit/contract'
import type { Deps } from '../../server/deps'

const DAY = 86_400_000
const HOST = { id: 'sample-publisher-1', name: '陈示例', roles: ['publisher' as const] }

const guest = (name: string, position: string, more: Partial<GuestDraft> = {}): GuestDraft => ({
  ...{ name, position, phone: '13800000000', diet: 'any', ...more },
})

/** What the first who are invited have answered; the others have not. */
const REPLIES = [
  {
    coming: true,
    guests: [guest('周示例', '局长'), guest('吴示例', '信访科科长')],
    car: '鄂A00000',
    note: '',
  },
  { coming: true, guests: [guest('郑示例', '副主任', { diet: 'halal' })], car: '', note: '当天上午到' },
  { coming: false, guests: [], car: '', note: '当天另有会议，委托县委网信办代领' },
]

/** Has the winners invited to a summit three weeks from the award's now. */
export async function loadSummit({ summits, clock }: Pick<Deps, 'summits' | 'clock'>): Promise<void> {
  const at = (days: number, hour: number) => {
    const day = new Date(clock.now().getTime() + days * DAY).toISOString().slice(0, 10)
    return `${day}T${String(hour - 8).padStart(2, '0')}:00:00.000Z` // an hour of Beijing
  }
  const summit = {
    ...{ name: '政能量峰会（示例）', venue: '示例会堂三楼', address: '武汉市示例路 1 号', most: 3 },
    ...{ startsAt: at(21, 9), endsAt: at(21, 12), replyBy: at(14, 18) },
    notes: '会堂地下车库可以停车；外地来的请提前一天到，住宿由会务组安排。',
  }
  await summits.save(summit, 0, HOST)
  const { invitations } = await summits.invite(HOST)
  for (const [i, reply] of REPLIES.entries()) {
    await summits.answer(invitations[i]!.code!, { version: 0, ...reply })
  }
}
