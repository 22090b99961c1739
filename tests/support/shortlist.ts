import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { api } from '@shared/api'
import type { CategoryId, Edition } from '@shared/edition/contract'
import { Edition as EditionSchema } from '@shared/edition/contract'
import type { Answers } from '@shared/nomination/contract'
import type { ShortlistState } from '@shared/shortlist/contract'
import type { Unit } from '@shared/unit/contract'
import edition2021 from '../../config/editions/2021.json'
import { shiftEdition } from '../../scripts/sample/load'
import type { NominationStore } from '../../server/features/nomination/nomination'
import type { Api } from './api'
import { buildUnit } from './nomination'
import { photo } from './upload'
import type { World } from './world'

/** The 2021 edition, moved so that candidates are being chosen now. */
export function shortlistingEdition(): Edition {
  return shiftEdition(EditionSchema.parse(edition2021), 'shortlisting', new Date())
}

const CITIES = [
  ['420100', '武汉市'],
  ['420600', '襄阳市'],
  ['420500', '宜昌市'],
  ['421000', '荆州市'],
] as const
const LEVELS = ['city', 'county', 'township'] as const

type NominationRecord = Parameters<NominationStore['add']>[0]
type Changes = {
  unit?: Partial<Unit>
  record?: Partial<NominationRecord>
  answers?: Answers
  picture?: boolean
}

/** An accepted nomination with its unit and a photo, as screening leaves it. Ids are `n-<name>` and `u-<name>`. */
export async function accept(
  { deps, stores }: Pick<World, 'deps' | 'stores'>,
  category: CategoryId,
  name: string,
  nth = 0,
  { unit: ofUnit = {}, record = {}, answers = {}, picture = true }: Changes = {},
): Promise<string> {
  const [cityCode, city] = CITIES[nth % CITIES.length]!
  const unit = buildUnit(`u-${name}`, {
    ...{ name: `${city}${name}（示例）`, level: LEVELS[nth % LEVELS.length]! },
    region: { code: cityCode, cityCode, city, county: null },
    replyRecords: [recordOf(40 + nth * 7, 20 + nth * 5, 4 + ((nth * 13) % 60))],
    ...ofUnit,
  })
  await deps.units.saveAll([unit])
  const path = join(stores.dataDir, `${name}-${nth}.jpg`)
  await writeFile(path, await photo(96, 64 + (nth % 200)))
  const uploaded = picture ? [(await deps.uploads.take('staff:test', { path, name: `${name}.jpg` })).id] : []
  const title = category === 'unit' ? unit.name : `${name}的案例（示例）`
  const now = new Date()
  const history = {
    at: now.toISOString(),
    by: '审核员（示例）',
    move: 'accept' as const,
    reason: null,
    fields: [],
  }
  await deps.stores.nomination.add({
    ...{ _id: `n-${name}`, origin: `test ${name}`, edition: '2021', category, unit: unit.id, title },
    ...{ level: unit.level, cityCode, city, search: name, status: 'accepted', version: 4, slot: null },
    answers: {
      ...{ title, person: title, position: '网络问政专员', summary: `${name}三天内给路口补上斑马线` },
      ...{ deeds: `${name}接到留言当天到现场查看。\n第三天施工，一周后回访。`, photos: uploaded },
      ...{ background: '路口没有斑马线。', actions: '现场查看后施工。', result: '群众过街方便了。' },
      ...{ contactName: '示例同志', contactPhone: '027-88567717' },
      ...answers,
    },
    ...{
      createdAt: now,
      updatedAt: now,
      savedAt: now,
      savedBy: '李示例',
      submittedAt: now,
      decidedAt: now,
    },
    ...{ returned: null, rejectedReason: null, objection: null, unread: [], flagged: false },
    ...{ screener: null, score: 60 + ((nth * 17) % 40), checked: [], comments: [], history: [history] },
    ...{ phoneKeys: ['contactPhone'], untold: null, answerUntold: false, mailedAt: null },
    ...record,
  })
  return `n-${name}`
}

/** What a unit did in 2021. */
function recordOf(
  received: number,
  answered: number,
  medianAnswerHours: number,
): Unit['replyRecords'][number] {
  const spread = (sum: number) => [sum, ...Array<number>(11).fill(0)]
  return {
    ...{ year: 2021, received, answered, medianAnswerHours },
    ...{ monthlyReceived: spread(received), monthlyAnswered: spread(answered) },
  }
}

/** Brings the award's clock into voting, as this process and all others have it. */
export async function beginVoting({ deps }: Pick<World, 'deps'>): Promise<void> {
  await deps.sandbox!.clock.moveTo(deps.editions.current(), 'voting')
}

type Deed = () => Promise<{ status: number; body: unknown }>
type Deeds = Partial<Record<keyof typeof api, (me: Api) => Promise<Deed>>>

const reason = '示例：核对操作记录'
const category = 'worker' as const
const params = { category }

/** How each act of staff on shortlists and candidates comes about. */
export function shortlistDeeds(world: () => World): Deeds {
  /** Before voting, a list in this state with two on it, and a third accepted; its version. */
  async function listed(me: Api, state: ShortlistState) {
    const { deps } = world()
    await deps.sandbox!.clock.moveTo(deps.editions.current(), 'shortlisting')
    const read = async () => (await me.call('GET /api/staff/shortlists/:category', { params })).body
    if ((await read()).accepted.length === 0) {
      for (const [i, name] of ['入选一', '入选二', '入选三'].entries())
        await accept(world(), category, name, i)
    }
    for (let list = await read(); ; list = await read()) {
      const { version, conflicts } = list
      if (list.state === 'drafting' && list.picks.length !== 2) {
        const picks = list.accepted.slice(0, 2).map(({ id }) => id)
        await me.call('PUT /api/staff/shortlists/:category/picks', { params, body: { version, picks } })
      } else if (list.state === state) return list
      else if (list.state === 'published') {
        const body = { version, reason }
        await me.call('DELETE /api/staff/shortlists/:category/publication', { params, body })
      } else if (state === 'drafting') {
        await me.call('DELETE /api/staff/shortlists/:category/freeze', { params, body: { version, reason } })
      } else if (list.state === 'drafting') {
        const body = { version, acknowledged: conflicts.map(({ text }) => text) }
        await me.call('POST /api/staff/shortlists/:category/freeze', { params, body })
      } else {
        const body = { version, acknowledged: conflicts.map(({ text }) => text) }
        await me.call('POST /api/staff/shortlists/:category/publication', { params, body })
      }
    }
  }
  return {
    async withdrawCandidate(me) {
      await beginVoting(world())
      return () =>
        me.call('POST /api/staff/candidates/:id/withdrawal', { params: { id: 'c20' }, body: { reason } })
    },
    async savePicks(me) {
      const { version, accepted } = await listed(me, 'drafting')
      const body = { version, picks: accepted.map(({ id }) => id) }
      return () => me.call('PUT /api/staff/shortlists/:category/picks', { params, body })
    },
    async freezeShortlist(me) {
      const { version, conflicts } = await listed(me, 'drafting')
      const body = { version, seed: '示例种子', acknowledged: conflicts.map(({ text }) => text) }
      return () => me.call('POST /api/staff/shortlists/:category/freeze', { params, body })
    },
    async unfreezeShortlist(me) {
      const { version } = await listed(me, 'frozen')
      return () =>
        me.call('DELETE /api/staff/shortlists/:category/freeze', { params, body: { version, reason } })
    },
    async publishShortlist(me) {
      const { version, conflicts } = await listed(me, 'frozen')
      const body = { version, acknowledged: conflicts.map(({ text }) => text) }
      return () => me.call('POST /api/staff/shortlists/:category/publication', { params, body })
    },
    async unpublishShortlist(me) {
      const { version } = await listed(me, 'published')
      return () =>
        me.call('DELETE /api/staff/shortlists/:category/publication', { params, body: { version, reason } })
    },
    async replaceEntry(me) {
      const { version, entries, accepted } = await listed(me, 'frozen')
      const spare = accepted.find(({ id }) => entries.every((one) => one.id !== id))!
      const body = { version, out: entries[0]!.id, in: spare.id, reason }
      return () => me.call('POST /api/staff/shortlists/:category/replacements', { params, body })
    },
    async polishEntry(me) {
      const { entries } = await listed(me, 'frozen')
      const one = { ...params, id: entries.find(({ dropped }) => !dropped)!.id }
      const { text, entry } = (
        await me.call('GET /api/staff/shortlists/:category/entries/:id', { params: one })
      ).body
      const body = { textVersion: entry.textVersion, text: { ...text, position: '科长', alt: '工作照' } }
      return () => me.call('PUT /api/staff/shortlists/:category/entries/:id', { params: one, body })
    },
    async addPicture(me) {
      const path = `/api/staff/shortlists/${category}/pictures?filename=a.jpg`
      const headers = { ...me.cookieFor(path), 'content-type': 'image/jpeg' }
      const body = (await photo(64, 48)) as unknown as string // the types of fetch know no Buffer
      return async () => {
        const response = await fetch(me.url + path, { method: 'POST', headers, body })
        return { status: response.status, body: await response.json() }
      }
    },
    exportShortlist: async (me) => () => me.call('GET /api/staff/shortlists/:category/export', { params }),
  }
}
