import { randomUUID } from 'node:crypto'
import type { CategoryId } from '@shared/edition/contract'
import type { Answers } from '@shared/nomination/contract'
import type { Deps } from '../../server/deps'
import { PROGRAM } from '../../server/features/audit/audit'
import type { SampleCandidate } from './index'

export type NominationDoors = Pick<Deps, 'editions' | 'representatives' | 'nominations' | 'uploads'>

/** How far a sample nomination has come. */
type State = 'draft' | 'submitted' | 'returned' | 'accepted' | 'rejected'

/** The nominations of so many candidates of each category are shown, in these states. */
const STATES: State[] = ['accepted', 'submitted', 'submitted', 'accepted', 'returned', 'draft', 'rejected']

const CATEGORIES: CategoryId[] = ['unit', 'worker', 'caseStudy']

/**
 * Files the nominations behind some candidates, and screens some of them, the way people do; nominations must be open.
 * `pictureOf` says where a candidate's picture is. One more unit has a claim code, to be tried.
 */
export async function loadNominations(
  deps: NominationDoors,
  candidates: SampleCandidate[],
  pictureOf: (candidate: SampleCandidate) => string,
): Promise<void> {
  const told = CATEGORIES.flatMap((category) =>
    candidates
      .filter((one) => one.category === category && one.unitId !== null && one.deeds.length >= 3)
      .slice(0, STATES.length)
      .map((candidate, i) => ({ candidate, state: STATES[i]! })),
  )
  for (const { candidate, state } of told) await file(deps, candidate, state, pictureOf(candidate))
  const free = candidates.findLast(({ category, unitId }) => category === 'unit' && unitId !== null)!
  await issueCode(deps, free.unitId!)
}

async function issueCode({ representatives }: NominationDoors, unit: string): Promise<string> {
  await representatives.issueCodes({ units: [unit], further: true }, PROGRAM)
  const { items } = await representatives.listCodes({ unit, status: 'open', page: 1, pageSize: 1 }, true)
  return items[0]!.code!
}

async function file(
  deps: NominationDoors,
  candidate: SampleCandidate,
  state: State,
  picture: string,
): Promise<void> {
  const { representatives, nominations } = deps
  const { category, unitId } = candidate
  const unit = unitId!
  const voter = { id: `sample-${unit}`, channel: 'h5' as const, snapshot: false }
  const introduction = { name: '周示例', position: '办公室主任（示例）', phone: '027-88567717' }
  await representatives.claim(await issueCode(deps, unit), introduction, voter)
  const answers = await answersOf(deps, candidate, picture, voter.id)
  const draft = await nominations.create({ key: randomUUID(), category, unit, answers }, voter)
  if (state === 'draft') return
  const { id, version } = await nominations.submit(draft.id, draft.version, voter)
  if (state !== 'submitted') await screen(deps, { id, version, category }, state)
}

async function screen(
  { editions, nominations: { screenings } }: NominationDoors,
  { id, version, category }: { id: string; version: number; category: CategoryId },
  state: Exclude<State, 'draft' | 'submitted'>,
): Promise<void> {
  const checked = editions.current().nomination.forms[category]!.checklist
  const score = 80 + (Number.parseInt(id.slice(-3), 16) % 18)
  const assessed = await screenings.assess({ id, version, actor: PROGRAM }, { checked, score })
  const decided = { version: assessed.version }
  if (state === 'accepted') await screenings.decide(id, { ...decided, move: 'accept' }, PROGRAM)
  if (state === 'rejected') {
    await screenings.decide(id, { ...decided, move: 'reject', reason: '示例：事迹不在本年度' }, PROGRAM)
  }
  if (state === 'returned') {
    const reason = '示例：请补充一件具体的事'
    const fields = [{ key: 'summary', message: '请写清楚办成了什么事' }]
    await screenings.decide(id, { ...decided, move: 'return', reason, fields }, PROGRAM)
  }
}

async function answersOf(
  deps: NominationDoors,
  { category, name, position, summary, deeds }: SampleCandidate,
  picture: string,
  owner: string,
): Promise<Answers> {
  const common = { summary, contactName: '周示例', contactPhone: '027-88567717', library: true }
  const photos = await picturesOf(deps, picture, owner, category === 'caseStudy' ? 3 : 1)
  const all = deeds.join('\n')
  if (category === 'unit') return { ...common, deeds: all, photos }
  if (category === 'worker') {
    return {
      ...common,
      person: name,
      position: position ?? '网络问政专员',
      deeds: all,
      photos,
      consent: true,
    }
  }
  const [background, ...rest] = deeds
  const result = rest.pop()!
  return { ...common, title: name, background: background!, actions: rest.join('\n'), result, photos }
}

async function picturesOf(
  { uploads }: NominationDoors,
  picture: string,
  owner: string,
  count: number,
): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < count; i++) {
    ids.push((await uploads.take(owner, { path: picture, name: `照片${i + 1}.webp` })).id)
  }
  return ids
}
