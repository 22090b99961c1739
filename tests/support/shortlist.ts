import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CategoryId, Edition } from '@shared/edition/contract'
import { Edition as EditionSchema } from '@shared/edition/contract'
import type { Answers } from '@shared/nomination/contract'
import type { Unit } from '@shared/unit/contract'
import edition2021 from '../../config/editions/2021.json'
import { shiftEdition } from '../../scripts/sample/load'
import type { NominationStore } from '../../server/features/nomination/nomination'
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
  await deps.stores.nomination.add(
    {
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
      ...record,
    },
    ['contactPhone'],
  )
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
