import { randomUUID } from 'node:crypto'
import type { PhaseName } from '@shared/edition/contract'
import type { CategoryReview } from '@shared/edition/review/contract'
import type { Marks, ReviewCard } from '@shared/review/contract'
import type { Deps } from '../../server/deps'
import { PROGRAM } from '../../server/features/audit/audit'
import { Chance } from './chance'

export type ReviewDoors = Pick<Deps, 'editions' | 'reviews' | 'candidates'>

/** An invented expert: how much they like to give, and how far they have come while the review runs. */
type Expert = { name: string; organisation: string; title: string; kindness: number; done: number }

const EXPERTS: Expert[] = [
  { name: '陈示例', organisation: '示例大学公共管理学院', title: '教授', kindness: 0, done: 1 },
  { name: '李示例', organisation: '示例社会科学院', title: '研究员', kindness: -4, done: 1 },
  { name: '王示例', organisation: '示例日报社', title: '高级编辑', kindness: 3, done: 1 },
  { name: '赵示例', organisation: '示例网络文化协会', title: '副会长', kindness: 1, done: 0.6 },
  { name: '刘示例', organisation: '示例律师事务所', title: '律师', kindness: -1, done: 0.2 },
  { name: '周示例', organisation: '示例社区', title: '群众代表', kindness: 5, done: 0 },
]

/** Who of them is shown from inside: at it, with something left to do. */
const SHOWN = 3
/** How that one logs in. It is no secret, so it exists beside the sandbox only. */
export const SAMPLE_REVIEWER = { login: 'zhuanjia', password: 'shifan-2021-pingshen' }

/**
 * Invites experts and has them mark what they are assigned, the way people do: partly while the review runs, all of it
 * where `phase` comes after. Reviews must be taken now. One expert logs in by password, the last is yet to come.
 */
export async function loadReviews(deps: ReviewDoors, phase: PhaseName): Promise<void> {
  const { editions, reviews, candidates } = deps
  const categories = editions.current().categories.map(({ id }) => id)
  // One of them works for a unit that has been nominated.
  const own = candidates.allOf('unit').flatMap(({ id }) => candidates.unitIdOf(id) ?? [])[0]
  const entered: { expert: Expert; id: string }[] = []
  for (const [i, expert] of EXPERTS.entries()) {
    const { name, organisation, title } = expert
    const units = i === 1 && own ? [own] : []
    const draft = { name, organisation, title, phone: '027-88567717', categories, units }
    entered.push({ expert, id: (await reviews.reviewers.create(draft, PROGRAM)).id })
  }
  await reviews.reviewers.invite(entered.at(-1)!.id, 30, PROGRAM)
  const { invitation } = await reviews.reviewers.invite(entered[SHOWN]!.id, 30, PROGRAM)
  const invited = { token: invitation!.path!.split('#')[1]!, code: invitation!.code! }
  await reviews.access.setPassword({ ...invited, ...SAMPLE_REVIEWER })
  for (const category of categories) {
    if (editions.current().review[category])
      await reviews.assigning.assign({ category, seed: '示例' }, PROGRAM)
  }
  const isOver = phase !== 'review'
  await Promise.all(entered.map(({ expert, id }) => mark(deps, isOver ? { ...expert, done: 1 } : expert, id)))
}

async function mark(
  { editions, reviews: { own } }: ReviewDoors,
  { name, kindness, done }: Expert,
  id: string,
) {
  const me = { id: `reviewer:${id}`, name: `${name}（专家）`, reviewer: id, session: null }
  for (const { category, items } of (await own.list(me)).categories) {
    const rule = editions.current().review[category]!
    const marked = items.slice(0, Math.ceil(items.length * done))
    const saved: ReviewCard[] = []
    for (const card of marked) {
      const save = { key: randomUUID(), version: card.version, ...opinion(card, rule, kindness, name) }
      saved.push(await own.save(card.id, save, me))
    }
    // Who is still at it has handed nothing in.
    if (done === 1) await own.submit({ category, items: saved }, me)
  }
}

/** The same expert comes to the same marks each time. */
function opinion({ candidate }: ReviewCard, { criteria }: CategoryReview, kindness: number, expert: string) {
  const worth = new Chance(`${candidate.id}/worth`).int(72, 93)
  const chance = new Chance(`${candidate.id}/${expert}`)
  const marks: Marks = Object.fromEntries(
    criteria.map(({ key, full }) => {
      const percent = Math.min(99, Math.max(40, worth + kindness + chance.int(-6, 6)))
      return [key, Math.round((percent * full) / 100)]
    }),
  )
  return { marks, comment: chance.chance(0.3) ? chance.pick(COMMENTS) : '' }
}

const COMMENTS = [
  '事迹具体，数据可核。',
  '回复及时，群众反映好。',
  '做法可以推广，材料还可再精炼。',
  '成效明显，长效机制有待完善。',
]

/** Whether a demo of this phase shows reviews. */
export const showsReviews = (phase: PhaseName): boolean => ['review', 'notice', 'published'].includes(phase)
