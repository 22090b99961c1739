import type { CategoryId, Edition } from '@shared/edition/contract'
import { Edition as EditionSchema } from '@shared/edition/contract'
import type { Answers } from '@shared/nomination/contract'
import type { Unit } from '@shared/unit/contract'
import edition2021 from '../../config/editions/2021.json'
import { shiftEdition } from '../../scripts/sample/load'
import { PROGRAM } from '../../server/features/audit/audit'
import type { Api } from './api'
import { photo, upload } from './upload'
import type { World } from './world'

/** The 2021 edition, moved so that nominations are taken now. */
export function nominationEdition(changes: Partial<Edition> = {}): Edition {
  return { ...shiftEdition(EditionSchema.parse(edition2021), 'nomination', new Date()), ...changes }
}

const months = Array<number>(12).fill(0)

/** A certified unit that has answered 12 of 20 in 2021. */
export function buildUnit(id: string, changes: Partial<Unit> = {}): Unit {
  const months12 = (sum: number) => [sum, ...months.slice(1)]
  const counts = { received: 20, answered: 12, monthlyReceived: months12(20), monthlyAnswered: months12(12) }
  return {
    ...{
      id,
      name: `单位${id}（示例）`,
      creditCode: null,
      level: 'county',
      status: 'certified',
      sample: true,
    },
    region: { code: '420106', cityCode: '420100', city: '武汉市', county: '武昌区' },
    contact: { name: null, phone: null },
    replyRecords: [{ year: 2021, ...counts, medianAnswerHours: 20 }],
    version: 1,
    ...changes,
  }
}

/** A claim code of a unit, as its letter has it. */
export async function codeOf({ deps }: Pick<World, 'deps'>, unit: string): Promise<string> {
  await deps.representatives.issueCodes({ units: [unit], further: true }, PROGRAM)
  const query = { unit, status: 'open' as const, page: 1, pageSize: 1 }
  const { items } = await deps.representatives.listCodes(query, true)
  return items[0]!.code!
}

export const SOMEBODY = { name: '李示例', position: '办公室主任（示例）', phone: '13800005678' }

/** A person of the sandbox who speaks for a unit. */
export async function asRepresentative(
  world: Pick<World, 'deps' | 'api'>,
  unit: string,
  openid: string,
): Promise<Api> {
  const me = await world.api.as(openid)
  const body = { ...SOMEBODY, code: await codeOf(world, unit) }
  const { status, body: answer } = await me.call('POST /api/representatives/claims', { body })
  if (status !== 201) throw new Error(`claim failed: ${status} ${JSON.stringify(answer)}`)
  return me
}

/** Deeds of so many words. */
export const deeds = (words: number): string =>
  '接到留言当天到现场查看并回复群众。'.repeat(200).slice(0, words)

const contact = { contactName: '示例同志', contactPhone: '027-88567717' }
const summary = '三天内给路口补上斑马线'
const ANSWERS: Record<CategoryId, Answers> = {
  unit: { summary, deeds: deeds(320), ...contact },
  worker: {
    person: '王示例',
    position: '网络问政专员',
    summary,
    deeds: deeds(320),
    consent: true,
    ...contact,
  },
  caseStudy: {
    ...{
      title: '老小区加装电梯（示例）',
      summary,
      background: deeds(120),
      actions: deeds(220),
      result: deeds(120),
    },
    ...{ figures: [{ label: '受益群众', value: '3200', unit: '人' }], ...contact },
  },
}
const PHOTOS: Record<CategoryId, number> = { unit: 1, worker: 1, caseStudy: 3 }

/** A photo of one's own, uploaded; answers its id. */
export const uploadPhoto = async (me: Api, name = '照片.jpg', height = 48): Promise<string> =>
  (await upload(me, await photo(64, height), name)).id

/** Everything a category's form asks for, pictures uploaded. */
export async function goodAnswers(me: Api, category: CategoryId): Promise<Answers> {
  const photos: string[] = []
  for (let i = 0; i < PHOTOS[category]; i++) {
    photos.push(await uploadPhoto(me, `照片${i}.jpg`, 48 + i))
  }
  return { ...ANSWERS[category], photos }
}

let made = 0

/** A draft with these answers. */
export async function begin(me: Api, unit: string, category: CategoryId, answers: Answers) {
  const key = `00000000-0000-4000-8000-${`${++made}`.padStart(12, '0')}`
  return me.call('POST /api/nominations', { body: { key, unit, category, answers } })
}

/** A nomination handed in. */
export async function submitted(me: Api, unit: string, category: CategoryId) {
  const { body } = await begin(me, unit, category, await goodAnswers(me, category))
  const { id, version } = body
  return me.call('POST /api/nominations/:id/submit', { params: { id }, body: { version } })
}
