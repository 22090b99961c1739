import { z } from 'zod'
import { CategoryId } from '../edition/contract'
import { Field } from '../edition/form/contract'
import { endpoint, Id, Instant, pageOf, pageQuery } from '../kernel/contract'
import { Answer, Figure } from '../nomination/contract'
import { Level, Region } from '../unit/contract'

/** What experiences are about. The vocabulary is the library's, kept by its editors; `id` stays when the name changes. */
export const Topic = z.strictObject({
  id: z.string().regex(/^[a-z0-9]{1,24}$/, '标识只能用小写字母和数字'),
  name: z.string().trim().min(1, '请填写主题').max(12),
})
export type Topic = z.infer<typeof Topic>

const Version = z.int().min(0)
const Count = z.int().min(0)

const blocks = <P extends z.ZodType>(picture: P) =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('paragraph'), text: z.string().trim().min(1).max(20_000) }),
    z.strictObject({ kind: z.literal('heading'), text: z.string().trim().min(1).max(60) }),
    z.strictObject({ kind: z.literal('picture'), picture, caption: z.string().trim().max(120) }),
  ])

/** A piece of the body, in the order of reading. Here a picture is the id of an upload. */
export const Block = blocks(Id)
export type Block = z.infer<typeof Block>

/** An experience (经验谈) as editors write it. */
export const ExperienceText = z.strictObject({
  title: z.string().trim().max(80),
  /** What was done and what came of it, in a sentence. */
  summary: z.string().trim().max(200),
  topics: z.array(Topic.shape.id).max(6),
  /** Id of the picture above the text, and what it shows, for who does not see it. */
  cover: Id.nullable(),
  alt: z.string().trim().max(120),
  blocks: z.array(Block).max(200),
  figures: z.array(Figure).max(12),
})
export type ExperienceText = z.infer<typeof ExperienceText>

/** Paths below the site's root. */
export const PublicPicture = z.object({ url: z.string(), thumbUrl: z.string() })
export type PublicPicture = z.infer<typeof PublicPicture>

/** An experience in a list, newest text. */
export const ExperienceCard = z.object({
  id: Id,
  title: z.string(),
  summary: z.string(),
  unitName: z.string(),
  level: Level,
  region: Region,
  category: CategoryId,
  /** Of the award it was handed in for. */
  year: z.int(),
  topics: z.array(Topic),
  cover: PublicPicture.extend({ alt: z.string() }).nullable(),
  /** Invented, shown as 示例. */
  sample: z.boolean(),
  publishedAt: Instant,
})
export type ExperienceCard = z.infer<typeof ExperienceCard>

/** A stretch of text, and whether it is what was looked for. Never HTML. */
export const Segment = z.object({ text: z.string(), hit: z.boolean() })
export type Segment = z.infer<typeof Segment>

/** An experience that was found, and where. `snippet` is a stretch of the body; null where nothing was looked for. */
export const FoundExperience = ExperienceCard.extend({
  found: z.object({
    title: z.array(Segment),
    summary: z.array(Segment),
    snippet: z.array(Segment).nullable(),
  }),
})
export type FoundExperience = z.infer<typeof FoundExperience>

export const Experience = ExperienceCard.extend({
  blocks: z.array(blocks(PublicPicture)),
  figures: z.array(Figure),
  updatedAt: Instant,
  /** What is told of the same, nearest first. */
  related: z.array(ExperienceCard),
})
export type Experience = z.infer<typeof Experience>

const filters = {
  /** Words, in any order; what has the most of them is shown. */
  q: z.string().trim().max(60).optional(),
  topic: Topic.shape.id.optional(),
  /** Six-digit code of a city; 420000 for province-level units. */
  region: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  level: Level.optional(),
  category: CategoryId.optional(),
  year: z.coerce.number().int().min(2000).max(2200).optional(),
}
export const ExperienceFilter = z.strictObject(filters)
export type ExperienceFilter = z.infer<typeof ExperienceFilter>

export const listExperiences = endpoint({
  route: 'GET /api/case-library',
  summary: '案例库：按主题、地区、层级、奖项、年度筛选，按词查找；不查找时新发布的在前',
  auth: 'none',
  status: 200,
  query: z.strictObject({
    ...filters,
    /** The one that tells of this candidate, if there is. */
    candidate: Id.optional(),
    ...pageQuery,
  }),
  response: pageOf(FoundExperience),
  errors: [],
})

const Facet = z.object({ value: z.string(), name: z.string(), count: z.int() })

export const getExperienceFacets = endpoint({
  route: 'GET /api/case-library-facets',
  summary: '案例库可筛选的主题、地区、层级、奖项、年度，及各自在其余条件下的篇数',
  auth: 'none',
  status: 200,
  query: ExperienceFilter,
  response: z.object({
    topics: z.array(Facet),
    regions: z.array(Facet),
    levels: z.array(Facet),
    categories: z.array(Facet),
    years: z.array(Facet),
  }),
  errors: [],
})

const params = z.object({ id: Id })

export const getExperience = endpoint({
  route: 'GET /api/case-library/:id',
  summary: '一篇经验谈的全文、图片、数据和相关案例',
  auth: 'none',
  status: 200,
  params,
  response: Experience,
  errors: ['experience_not_found'],
})

export const getExperienceCode = endpoint({
  route: 'GET /api/case-library/:id/code',
  summary: '海报上的码（PNG）：有小程序时是小程序码，没有时是网页地址的二维码',
  auth: 'none',
  status: 200,
  params,
  file: 'download',
  errors: ['experience_not_found', 'too_many_requests'],
})

/** Where an experience stands: nobody has written on it, being written, public, public and rewritten since, taken back. */
export const ExperienceState = z.enum(['waiting', 'draft', 'published', 'revised', 'unpublished'])
export type ExperienceState = z.infer<typeof ExperienceState>

/** One in the editors' queue. Its id is the nomination's. */
export const QueuedExperience = z.object({
  id: Id,
  title: z.string(),
  unitName: z.string(),
  level: Level,
  region: Region,
  category: CategoryId,
  year: z.int(),
  topics: z.array(Topic.shape.id),
  sample: z.boolean(),
  state: ExperienceState,
  /** Grows with every change, from 0; whoever changes says which one they have seen. */
  version: Version,
  acceptedAt: Instant.nullable(),
  changedAt: Instant.nullable(),
  changedBy: z.string().nullable(),
  publishedAt: Instant.nullable(),
})
export type QueuedExperience = z.infer<typeof QueuedExperience>

/** What editors have before them. */
export const ExperienceDraft = z.object({
  experience: QueuedExperience,
  text: ExperienceText,
  /** Why it was last taken back. */
  unpublished: z.object({ at: Instant, by: z.string(), reason: z.string() }).nullable(),
  /** What keeps it from being published, a sentence each. */
  problems: z.array(z.string()),
  /** What of the nomination's answers may be told. */
  original: z.array(z.object({ field: Field, answer: Answer.nullable() })),
  /** What can be shown in it; the addresses are good for half an hour. */
  pictures: z.array(z.object({ id: Id, name: z.string(), url: z.string(), thumbUrl: z.string() })),
})
export type ExperienceDraft = z.infer<typeof ExperienceDraft>

export const listQueue = endpoint({
  route: 'GET /api/staff/case-library',
  summary: '案例库编辑队列：已通过且同意收入案例库的报名，和已有的稿件',
  auth: 'library.read',
  status: 200,
  query: z.strictObject({
    state: ExperienceState.optional(),
    category: CategoryId.optional(),
    /** Part of a title or unit. */
    q: z.string().trim().max(40).optional(),
    ...pageQuery,
  }),
  response: pageOf(QueuedExperience).extend({
    /** How many there are in each state, whatever was asked for. */
    counts: z.record(ExperienceState, Count),
    /** Accepted nominations whose units have not agreed. */
    withoutConsent: Count,
  }),
  errors: [],
})

export const getExperienceDraft = endpoint({
  route: 'GET /api/staff/case-library/:id',
  summary: '一篇经验谈的稿件和报名原文',
  auth: 'library.read',
  status: 200,
  params,
  response: ExperienceDraft,
  errors: ['experience_not_found', 'consent_missing'],
})

const act = { auth: 'library.write', status: 200, params, response: ExperienceDraft } as const
const refusals = ['experience_not_found', 'consent_missing', 'version_conflict'] as const

export const saveExperience = endpoint({
  ...act,
  route: 'PUT /api/staff/case-library/:id',
  summary: '保存稿件，网友看到的不变；别人刚改过的话（409）details 里是最新的稿件',
  body: z.strictObject({ version: Version, text: ExperienceText }),
  errors: [...refusals, 'upload_not_found'],
})

export const publishExperience = endpoint({
  ...act,
  route: 'POST /api/staff/case-library/:id/publication',
  summary: '发布这一版稿件；已发布的换成这一版。报名没有同意收入案例库的不能发布',
  body: z.strictObject({ version: Version }),
  errors: [...refusals, 'experience_incomplete', 'upload_not_found', 'storage_unavailable'],
})

export const unpublishExperience = endpoint({
  ...act,
  route: 'DELETE /api/staff/case-library/:id/publication',
  summary: '从案例库撤下，稿件保留',
  body: z.strictObject({ version: Version, reason: z.string().trim().min(2, '请写明原因').max(200) }),
  errors: ['experience_not_found', 'version_conflict', 'experience_state'],
})

/** The vocabulary and its version. */
export const Topics = z.object({ version: Version, items: z.array(Topic) })
export type Topics = z.infer<typeof Topics>

export const listTopics = endpoint({
  route: 'GET /api/staff/case-topics',
  summary: '案例库的主题',
  auth: 'library.read',
  status: 200,
  response: Topics,
  errors: [],
})

export const saveTopics = endpoint({
  route: 'PUT /api/staff/case-topics',
  summary: '保存案例库的主题和次序；别人刚改过的话（409）details 里是最新的主题',
  auth: 'library.write',
  status: 200,
  body: z.strictObject({
    version: Version,
    items: z
      .array(Topic)
      .max(60)
      .refine((items) => new Set(items.map(({ id }) => id)).size === items.length, '标识不能重复')
      .refine((items) => new Set(items.map(({ name }) => name)).size === items.length, '主题不能重名'),
  }),
  response: Topics,
  errors: ['version_conflict'],
})
