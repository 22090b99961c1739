import { z } from 'zod'
import { CategoryId } from '../edition/contract'
import { endpoint, Id, Instant, pageOf, pageQuery } from '../kernel/contract'
import { Level, Region, ReplyRecord } from '../unit/contract'

/** Paths below the site's root, `/files/…`. */
export const Picture = z.object({ url: z.string(), thumbUrl: z.string(), alt: z.string() })

/** That a candidate has left the race, since when and why. It stays to be seen, with the votes it had, and takes no more. */
export const Withdrawal = z.object({ at: Instant, reason: z.string() })
export type Withdrawal = z.infer<typeof Withdrawal>

/** A candidate as a card shows it. `votes` is null while counts are not public. */
export const CandidateCard = z.object({
  id: Id,
  category: CategoryId,
  /** Public number, `A01`. */
  number: z.string().regex(/^[A-Z]\d{2,3}$/),
  /** Name of the unit or worker, title of the case. */
  name: z.string(),
  unitName: z.string(),
  /** A worker's position; null for units and cases. */
  position: z.string().nullable(),
  level: Level,
  region: Region,
  /** One sentence: what they did. */
  summary: z.string(),
  picture: Picture,
  /** Invented, shown as 示例. */
  sample: z.boolean(),
  withdrawn: Withdrawal.nullable(),
  votes: z.int().min(0).nullable(),
})
export type CandidateCard = z.infer<typeof CandidateCard>

export const Candidate = CandidateCard.extend({
  /** Paragraphs of the deeds. */
  deeds: z.array(z.string()),
  replyRecord: ReplyRecord.nullable(),
})
export type Candidate = z.infer<typeof Candidate>

export const CandidateSort = z.enum(['number', 'votes', 'random'])
export type CandidateSort = z.infer<typeof CandidateSort>

export const CandidateQuery = z.strictObject({
  category: CategoryId.optional(),
  /** Six-digit code of a city; 420000 for province-level units. */
  region: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  level: Level.optional(),
  /** Part of a number, name, unit or place, or pinyin initials. */
  q: z.string().trim().max(40).optional(),
  sort: CandidateSort.default('number'),
  /** A visitor's own number for `random`, so that the order stays the same for that visitor. */
  seed: z.coerce.number().int().min(0).max(4_294_967_295).default(0),
  ...pageQuery,
})
export type CandidateQuery = z.infer<typeof CandidateQuery>

export const listCandidates = endpoint({
  route: 'GET /api/candidates',
  summary: '候选名单：按奖项、地区、层级筛选，按文字或拼音首字母查找',
  auth: 'none',
  status: 200,
  query: CandidateQuery,
  response: pageOf(CandidateCard),
  errors: [],
})

export const getCandidate = endpoint({
  route: 'GET /api/candidates/:id',
  summary: '一位候选的事迹与回复情况',
  auth: 'none',
  status: 200,
  params: z.object({ id: Id }),
  response: Candidate,
  errors: ['candidate_not_found'],
})

const Facet = z.object({ value: z.string(), name: z.string(), count: z.int() })

export const getCandidateFacets = endpoint({
  route: 'GET /api/candidate-facets',
  summary: '候选名单可筛选的地区与层级及其数目',
  auth: 'none',
  status: 200,
  query: z.strictObject({ category: CategoryId.optional() }),
  response: z.object({ regions: z.array(Facet), levels: z.array(Facet) }),
  errors: [],
})

export const withdrawCandidate = endpoint({
  route: 'POST /api/staff/candidates/:id/withdrawal',
  summary: '投票开始后让一位候选退出评选：仍在名单上并注明原因，不再接受投票，已得票数不变；不能撤回',
  auth: 'shortlist.write',
  status: 200,
  params: z.object({ id: Id }),
  body: z.strictObject({ reason: z.string().trim().min(2, '请写明原因').max(200) }),
  response: Candidate,
  errors: ['candidate_not_found', 'candidate_withdrawn', 'voting_not_begun'],
})
