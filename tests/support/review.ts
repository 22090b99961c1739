import { randomUUID } from 'node:crypto'
import type { api } from '@shared/api'
import type { CategoryId } from '@shared/edition/contract'
import type { Marks, ReviewCard, Reviewer } from '@shared/review/contract'
import { Api } from './api'
import type { World } from './world'

type Deed = () => Promise<{ status: number; body: unknown }>
type Deeds = Partial<Record<keyof typeof api, (me: Api) => Promise<Deed>>>

export const REVIEWER_PASSWORD = 'pingshen-mima-2021'
const reason = '示例：核对操作记录'
let made = 0

/** An expert whom a coordinator has entered. */
export async function buildReviewer(
  coordinator: Api,
  categories: CategoryId[],
  { units = [], phone = '13800001111' }: { units?: string[]; phone?: string | null } = {},
): Promise<Reviewer> {
  const name = `专家${++made}（示例）`
  const body = { name, organisation: '示例大学', title: '教授', categories, units, phone }
  const answer = await coordinator.call('POST /api/staff/reviewers', { body })
  if (answer.status !== 201) throw new Error(`not entered: ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** Link and code of a new invitation, as an expert is told them. */
export async function invite(coordinator: Api, { id }: Pick<Reviewer, 'id'>) {
  const { body } = await coordinator.call('POST /api/staff/reviewers/:id/invitation', {
    ...{ params: { id }, body: {} },
  })
  const { path, code } = body.invitation!
  return { token: path!.split('#')[1]!, code: code! }
}

/** A client of an expert who has set a password, or bound the WeChat of that name. */
export async function asReviewer(
  { url, api }: Pick<World, 'url' | 'api'>,
  coordinator: Api,
  reviewer: Reviewer,
  { wechat }: { wechat?: string } = {},
): Promise<Api> {
  const invitation = await invite(coordinator, reviewer)
  if (wechat) {
    const me = await api.as(wechat)
    const { status, body } = await me.call('POST /api/reviewer-invitation/wechat', { body: invitation })
    if (status !== 200) throw new Error(`not bound: ${JSON.stringify(body)}`)
    return me
  }
  const body = { ...invitation, login: `expert${reviewer.id}`, password: REVIEWER_PASSWORD }
  const session = await api.call('POST /api/reviewer-invitation/password', { body })
  if (session.status !== 200) throw new Error(`no session: ${JSON.stringify(session.body)}`)
  return new Api(url, session.body.token)
}

export const assign = (coordinator: Api, category: CategoryId) =>
  coordinator.call('POST /api/staff/reviews/assignment', { body: { category, seed: '示例种子' } })

/** All of an expert's reviews in a category. */
export async function cardsOf(expert: Api, category: CategoryId): Promise<ReviewCard[]> {
  const { body } = await expert.call('GET /api/reviews', {})
  return body.categories.find((one) => one.category === category)?.items ?? []
}

/** The same mark under all criteria of the 2021 edition. */
export const allMarks = (category: CategoryId, mark: number): Marks => {
  const keys = {
    unit: ['mechanism', 'response', 'effect'],
    worker: ['duty', 'warmth', 'effect'],
    caseStudy: ['effect', 'innovation', 'spread'],
  }
  return Object.fromEntries(keys[category].map((key) => [key, mark]))
}

export const saveMarks = (
  expert: Api,
  { id, version }: Pick<ReviewCard, 'id' | 'version'>,
  marks: Marks,
  { key = randomUUID() as string, comment = '' } = {},
) => expert.call('PUT /api/reviews/:id', { params: { id }, body: { key, version, marks, comment } })

export const submitAll = (expert: Api, category: CategoryId, cards: Pick<ReviewCard, 'id' | 'version'>[]) => {
  const items = cards.map(({ id, version }) => ({ id, version }))
  return expert.call('POST /api/reviews/submission', { body: { category, items } })
}

/** How each act of coordinators comes about; voting is on. */
export function reviewDeeds(world: () => World): Deeds {
  const category = 'caseStudy' as const
  const expert = (me: Api) => buildReviewer(me, [category])
  /** A review of an expert of their own. */
  async function assigned(me: Api) {
    const reviewer = await expert(me)
    const body = { reviewer: reviewer.id, candidate: 'c01' }
    const { id } = (await me.call('POST /api/staff/reviews', { body })).body
    return { reviewer, id, params: { id } }
  }
  return {
    createReviewer: async (me) => async () => {
      const body = await expert(me)
      return { status: 201, body }
    },
    async updateReviewer(me) {
      const { id, name, categories, version } = await expert(me)
      const body = { name: `${name}改`, categories, version, phone: '13900002222', disabled: true }
      return () => me.call('PUT /api/staff/reviewers/:id', { params: { id }, body })
    },
    async inviteReviewer(me) {
      const { id } = await expert(me)
      return () => me.call('POST /api/staff/reviewers/:id/invitation', { params: { id }, body: { days: 7 } })
    },
    async revokeInvitation(me) {
      const { id } = await expert(me)
      await invite(me, { id })
      return () => me.call('DELETE /api/staff/reviewers/:id/invitation', { params: { id }, body: { reason } })
    },
    async endReviewerAccess(me) {
      const { id } = await expert(me)
      return () => me.call('DELETE /api/staff/reviewers/:id/access', { params: { id }, body: { reason } })
    },
    async remindReviewers(me) {
      const { reviewer } = await assigned(me)
      return () => me.call('POST /api/staff/reviewer-reminders', { body: { reviewers: [reviewer.id] } })
    },
    assignReviews: async (me) => () => assign(me, category),
    async addReview(me) {
      const { id } = await expert(me)
      return () => me.call('POST /api/staff/reviews', { body: { reviewer: id, candidate: 'c02' } })
    },
    async removeReview(me) {
      const { params } = await assigned(me)
      return () => me.call('DELETE /api/staff/reviews/:id', { params, body: { reason } })
    },
    async reopenReview(me) {
      const { reviewer, params } = await assigned(me)
      const them = await asReviewer(world(), me, reviewer)
      const [card] = await cardsOf(them, category)
      await submitAll(them, category, [(await saveMarks(them, card!, allMarks(category, 80))).body])
      return () => me.call('POST /api/staff/reviews/:id/reopening', { params, body: { reason } })
    },
    async liftRecusal(me) {
      const { reviewer, params } = await assigned(me)
      const them = await asReviewer(world(), me, reviewer)
      await them.call('POST /api/reviews/:id/recusal', { params, body: { reason: '示例：曾共事' } })
      return () => me.call('DELETE /api/staff/reviews/:id/recusal', { params, body: { reason } })
    },
  }
}
