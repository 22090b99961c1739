import { randomUUID } from 'node:crypto'
import type { Actor } from '@shared/audit/contract'
import type { CategoryId, Edition, PhaseName } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import type { StaffResult } from '@shared/result/contract'
import type { Deps } from '../../server/deps'
import { Chance } from './chance'
import { generateSample, type SampleCandidate } from './index'

export type ResultDoors = Pick<
  Deps,
  'editions' | 'ballots' | 'results' | 'objections' | 'stores' | 'sandbox' | 'candidates'
>

/** Whether a demo of this phase shows results. */
export const showsResults = (phase: PhaseName): boolean => phase === 'notice' || phase === 'published'

/** Who decides, and who confirms. */
const [FIRST, SECOND]: [Actor, Actor] = [
  { id: 'sample-publisher-1', name: '陈示例' },
  { id: 'sample-publisher-2', name: '林示例' },
]
const VOTERS = 240
/** Where the edition leaves the number of winners open. */
const OPEN_SEATS = 20

/**
 * Has the year go on to a result, the way it comes about: nominations are judged, netizens vote, a list is proposed, one
 * objects and is found right; where `phase` is the last, it is released. Experts' reviews are there before.
 */
export async function loadResults(deps: ResultDoors, edition: Edition, phase: PhaseName): Promise<void> {
  const { editions, sandbox } = deps
  const goTo = async (name: PhaseName) => sandbox?.clock.moveTo(editions.current(), name)
  for (const candidate of generateSample(edition).candidates) await judge(deps, candidate)
  await goTo('voting')
  await Promise.all(Array.from({ length: VOTERS }, (_, i) => vote(deps, `sample-voter-${i}`)))
  await goTo('notice')
  for (const { id } of editions.current().categories) await propose(deps, id)
  await object(deps)
  if (phase !== 'published') return
  await goTo('published')
  for (const { id } of editions.current().categories) {
    const list = await deps.results.show(id, FIRST)
    await deps.results.release(stepOf(list))
  }
}

/** The nomination behind a candidate, as its screener has left it. */
async function judge({ editions, stores }: ResultDoors, candidate: SampleCandidate): Promise<void> {
  const { id, unitId, category, name, position, summary, deeds, level, region } = candidate
  if (unitId === null) return
  const { opensAt } = editions.current().phases[0]!
  const at = new Date(opensAt)
  const history = { at: opensAt, by: FIRST.name, move: 'accept' as const, reason: null, fields: [] }
  await stores.nomination.add({
    ...{ _id: id, origin: `sample ${id}`, edition: editions.current().id, category, unit: unitId, level },
    ...{
      cityCode: region.cityCode,
      city: region.city,
      search: name,
      title: name,
      status: 'accepted',
      slot: null,
    },
    answers: { title: name, person: name, position: position ?? '', summary, deeds: deeds.join('\n') },
    ...{
      version: 1,
      createdAt: at,
      updatedAt: at,
      savedAt: at,
      submittedAt: at,
      decidedAt: at,
      mailedAt: null,
    },
    ...{
      savedBy: '周示例',
      returned: null,
      rejectedReason: null,
      objection: null,
      unread: [],
      flagged: false,
    },
    ...{ screener: FIRST, score: new Chance(`${id}/deeds`).int(74, 96), checked: [], comments: [] },
    ...{ history: [history], phoneKeys: [], untold: null, answerUntold: false },
  })
}

/** The same person votes for the same each time; some candidates are better known than others. */
async function vote({ editions, ballots, candidates }: ResultDoors, id: string): Promise<void> {
  const chance = new Chance(id)
  for (const { id: category, ballotRule } of editions.current().categories) {
    const all = candidates.allOf(category).map((one) => one.id)
    const liked = chance.shuffle(all).filter((one) => chance.chance(fame(one)))
    const selections = liked.length > 0 ? liked.slice(0, ballotRule.max) : all.slice(0, ballotRule.min)
    const voter = { id, channel: 'weapp' as const, snapshot: false }
    await ballots.castBallot({ voter, category, selections, client: { ip: '127.0.0.1', userAgent: '示例' } })
  }
}

const fame = (candidate: string) => new Chance(`${candidate}/fame`).between(0.03, 0.3)

/** A change to a list as it is, with all warnings seen. */
const stepOf = ({ category, version, warnings }: StaffResult) => ({
  ...{ category, version, actor: FIRST, acknowledged: warnings.map(({ text }) => text) },
})

async function propose({ editions, results }: ResultDoors, category: CategoryId): Promise<void> {
  const seats = findCategory(editions.current(), category)!.seats === null ? OPEN_SEATS : undefined
  const step = stepOf(await results.show(category, FIRST))
  await results.propose({ ...step, seed: `${editions.current().id} 示例抽签`, ...(seats && { seats }) })
}

/** Somebody finds an answer that was not counted; another asks, and is told how it was counted. */
async function object({ editions, results, objections }: ResultDoors): Promise<void> {
  const category = editions.current().categories[0]!.id
  const { entrants, standings } = await results.show(category, FIRST)
  const about = entrants.find(({ id }) => id === standings[3]?.id)
  if (!about?.replyRecord) return
  const person = { id: 'sample-objector', channel: 'weapp' as const, snapshot: false }
  const common = { category, name: '吴示例', phone: '027-88567717', evidence: [] }
  const raise = (candidate: string | null, text: string) =>
    objections.raise({ ...common, key: randomUUID(), candidate, text }, person)
  const right = await raise(about.id, '示例：本单位 12 月 30 日回复的一件没有计入回复件数，请核对。')
  await raise(null, '示例：想了解回复速度这一项是怎样折算成得分的。')
  const { received, answered, medianAnswerHours } = about.replyRecord
  const value = { received: Math.max(received, answered + 1), answered: answered + 1, medianAnswerHours }
  const reason = '示例：经核查，12 月 30 日的一件回复漏计，予以更正'
  const asked = await results.proposeCorrection({
    ...stepOf(await results.show(category, FIRST)),
    ...{ candidate: about.id, change: { part: 'replyRecord', value }, reason, objection: right.receipt },
  })
  const { id } = asked.corrections[0]!
  await results.decideCorrection({ ...stepOf(asked), actor: SECOND, id, decision: 'make' })
  const text = '示例：经核查属实，回复件数已更正，得分和名次随之重新计算。'
  await objections.answer({ receipt: right.receipt, version: 1, actor: FIRST, verdict: 'upheld', text })
}
