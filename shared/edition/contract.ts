import { z } from 'zod'
import { endpoint, Instant } from '../kernel/contract'
import { Form } from './form/contract'
import { CategoryReview } from './review/contract'
import { Safeguards, USUAL_SAFEGUARDS } from './safeguards/contract'
import { scheduleFaults } from './schedule'
import { Scoring, USUAL_SCORING, Weights } from './scoring/contract'

export const PhaseName = z.enum(['nomination', 'shortlisting', 'voting', 'review', 'notice', 'published'])
export type PhaseName = z.infer<typeof PhaseName>

/** A halt of a phase: since when, and why, as the public reads it. */
export const Suspension = z.object({ since: Instant, reason: z.string() })
export type Suspension = z.infer<typeof Suspension>

/** A window `[opensAt, closesAt)`; `closesAt` null stays open. While `suspended`, it takes nothing. */
export const Phase = z.object({
  name: PhaseName,
  opensAt: Instant,
  closesAt: Instant.nullable(),
  suspended: Suspension.optional(),
  /** The end as first planned, where the phase has been extended since. */
  plannedClosesAt: Instant.optional(),
})
export type Phase = z.infer<typeof Phase>

/** The phases in their order: windows follow each other, only the last may stay open. */
export const Phases = z
  .array(Phase)
  .min(1, '至少要有一个阶段')
  .check(({ value: phases, issues }) => {
    for (const { at, field, text } of scheduleFaults(phases, PhaseName.options)) {
      issues.push({ code: 'custom', message: text, path: [at, field], input: phases })
    }
  })

/** How many selections one ballot holds, and how often a person may cast one. */
export const BallotRule = z
  .object({
    min: z.int().min(1).max(200),
    max: z.int().min(1).max(200),
    per: z.enum(['edition', 'day']),
  })
  .refine(({ min, max }) => min <= max, { path: ['max'], message: '最多可选数不能小于最少应选数' })
export type BallotRule = z.infer<typeof BallotRule>

const Name = z.string().min(1).max(60)

export const CategoryId = z.enum(['unit', 'worker', 'caseStudy'])
export type CategoryId = z.infer<typeof CategoryId>

export const Category = z.object({
  id: CategoryId,
  /** First character of the public numbers, `A` in `A01`. */
  letter: z.string().regex(/^[A-Z]$/),
  name: Name,
  /** For tabs and buttons. */
  shortName: Name,
  summary: z.string().max(200),
  /** Number of winners; null where it is open. */
  seats: z.int().min(1).max(1000).nullable(),
  ballotRule: BallotRule,
  weights: Weights.default({ deeds: 20, replyRecord: 20, review: 30, votes: 30 }),
})
export type Category = z.infer<typeof Category>

/** What a category asks of those who enter, and of who screens them. */
export const CategoryForm = z.object({
  form: Form,
  /** What a screener has looked at before deciding, a sentence each. */
  checklist: z.array(z.string().trim().min(1).max(80)).max(12),
})
export type CategoryForm = z.infer<typeof CategoryForm>

/** How nominations are filed. A category without a form takes none. */
export const NominationRule = z.object({
  /** Answers a unit must have given in the edition's year, to enter as such or with its worker. */
  minAnswered: z.int().min(0).max(100_000),
  forms: z.partialRecord(CategoryId, CategoryForm),
})
export type NominationRule = z.infer<typeof NominationRule>

/** How experts review. A category without criteria has no review. */
export const ReviewRule = z.partialRecord(CategoryId, CategoryReview)
export type ReviewRule = z.infer<typeof ReviewRule>

/** Who may see counts while voting runs: everybody at once, counts as of a time of day, or after voting. */
export const TallyVisibility = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('live') }),
  /** `at`: Beijing time of day, `18:00`. */
  z.object({ mode: z.literal('daily'), at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) }),
  z.object({ mode: z.literal('afterClose') }),
])
export type TallyVisibility = z.infer<typeof TallyVisibility>

const Text = z.string().max(1000)

export const EditionTexts = z.object({
  slogan: z.string().max(100),
  intro: Text,
  /** The notice on the home page; null for none. */
  notice: Text.min(1).nullable(),
  rules: z.array(z.object({ title: Name, paragraphs: z.array(Text.min(1)).min(1) })).max(30),
})
export type EditionTexts = z.infer<typeof EditionTexts>

const MenuName = z.string().min(1).max(8)
const MenuLink = z.object({ name: MenuName, path: z.string().startsWith('/') })
const MenuWord = z.object({ name: MenuName, says: z.string().min(1).max(40) })

/** A button of the official account's menu: opens a page of the site, or says a word to the chat for the person. */
export const MenuButton = z.union([MenuLink, MenuWord])
export type MenuButton = z.infer<typeof MenuButton>

/** The menu: at most three buttons, each of which may open at most five. */
export const Menu = z
  .array(
    z.union([MenuButton, z.object({ name: MenuName.max(4), buttons: z.array(MenuButton).min(1).max(5) })]),
  )
  .max(3)
export type Menu = z.infer<typeof Menu>

const Categories = z
  .array(Category)
  .min(1)
  .refine(areUnique('id'), { message: '同一奖项只能设一次' })
  .refine(areUnique('letter'), { message: '各奖项的编号字母不能相同' })

const Count = z.int().min(0)
const EditionId = z.string().regex(/^[a-z0-9-]{1,32}$/, '只能用小写字母、数字和短横线，不超过 32 位')

/** An edition as data: what `config/editions/*.json` holds and the store keeps. */
export const Edition = z.object({
  id: EditionId,
  name: Name,
  /** The year whose reply records count. */
  year: z.int().min(2018).max(2100),
  series: z.string().max(60),
  organiser: z.string().max(60),
  guidance: z.string().max(60),
  contact: z.object({ email: z.string().max(60), phone: z.string().max(60), address: z.string().max(100) }),
  phases: Phases,
  categories: Categories,
  nomination: NominationRule.default({ minAnswered: 1, forms: {} }),
  review: ReviewRule.default({}),
  scoring: Scoring.default(USUAL_SCORING),
  safeguards: Safeguards.default(USUAL_SAFEGUARDS),
  /** Days within which an objection to the result is answered. */
  objectionDays: z.int().min(1).max(60).default(5),
  tallyVisibility: TallyVisibility,
  texts: EditionTexts,
  /** Figures of the year, as counts; all 0 while they are not known. */
  figures: z.object({ received: Count, answered: Count, units: Count }),
  /** Menu of the official account. */
  menu: Menu.optional(),
})
export type Edition = z.infer<typeof Edition>

/** The current edition as clients see it. `phase` is null before the first phase and between two. */
export const CurrentEdition = Edition.omit({
  menu: true,
  nomination: true,
  review: true,
  safeguards: true,
}).extend({
  phase: PhaseName.nullable(),
  serverTime: Instant,
  tallyVisible: z.boolean(),
})
export type CurrentEdition = z.infer<typeof CurrentEdition>

export const getEdition = endpoint({
  route: 'GET /api/edition',
  summary: '当前届次：阶段、奖项、投票规则与文字',
  auth: 'none',
  status: 200,
  response: CurrentEdition,
  errors: [],
})

/** What decides how much of an edition can still be changed. */
export const EditionFacts = z.object({
  /** Whether it is the one that the public sees. */
  current: z.boolean(),
  /** Categories with at least one ballot, with at least one candidate, and with at least one review handed in. */
  voted: z.array(CategoryId),
  filled: z.array(CategoryId),
  reviewed: z.array(CategoryId),
  /** Keys of the questions that some nomination has answered. */
  answered: z.partialRecord(CategoryId, z.array(z.string())),
})
export type EditionFacts = z.infer<typeof EditionFacts>

/** An edition as staff edit it. */
export const StaffEdition = z.object({
  edition: Edition,
  /** Grows with each change; sent back with a change, so that nobody overwrites another's. */
  version: z.int(),
  changedAt: Instant,
  changedBy: z.string(),
  facts: EditionFacts,
})
export type StaffEdition = z.infer<typeof StaffEdition>

const ById = z.object({ id: EditionId })
const PhaseOf = ById.extend({ name: PhaseName })
/** Why it is done, for the audit. */
const Reason = z.string().trim().min(2, '请写明原因').max(200)
/** Texts of the warnings that the person has seen and confirmed. */
const Acknowledged = z.array(z.string()).max(50).default([])

export const listEditions = endpoint({
  route: 'GET /api/staff/editions',
  summary: '全部届次，新的在前',
  auth: 'edition.read',
  status: 200,
  response: z.object({
    items: z.array(
      z.object({
        id: EditionId,
        name: z.string(),
        year: z.int(),
        current: z.boolean(),
        phases: z.array(Phase),
        changedAt: Instant,
        changedBy: z.string(),
      }),
    ),
  }),
  errors: [],
})

export const readEdition = endpoint({
  route: 'GET /api/staff/editions/:id',
  summary: '一届的全部设置',
  auth: 'edition.read',
  status: 200,
  params: ById,
  response: StaffEdition,
  errors: ['edition_not_found'],
})

export const createEdition = endpoint({
  route: 'POST /api/staff/editions',
  summary: '从已有的一届复制出新的一届：年度加一，日期顺延一年，暂不公开',
  auth: 'edition.write',
  status: 201,
  body: z.strictObject({ from: EditionId, id: EditionId, name: Name, reason: Reason }),
  response: StaffEdition,
  errors: ['edition_not_found', 'edition_exists'],
})

export const saveEdition = endpoint({
  route: 'PUT /api/staff/editions/:id',
  summary: '保存一届的设置；有影响的改动要先确认，不能做的改动会被拒绝并说明原因',
  auth: 'edition.write',
  status: 200,
  params: ById,
  body: z.strictObject({
    version: z.int(),
    edition: Edition.strict(),
    acknowledged: Acknowledged,
    reason: Reason,
  }),
  response: StaffEdition,
  errors: ['edition_not_found', 'version_conflict', 'change_refused', 'change_unconfirmed'],
})

export const makeEditionCurrent = endpoint({
  route: 'PUT /api/staff/editions/:id/current',
  summary: '设为当前届次：网友随即看到这一届',
  auth: 'edition.write',
  status: 200,
  params: ById,
  body: z.strictObject({ acknowledged: Acknowledged, reason: Reason }),
  response: StaffEdition,
  errors: ['edition_not_found', 'version_conflict', 'change_unconfirmed'],
})

export const extendPhase = endpoint({
  route: 'POST /api/staff/editions/:id/phases/:name/extension',
  summary: '延长一个阶段；与之相接的后续阶段一并顺延',
  auth: 'edition.write',
  status: 200,
  params: PhaseOf,
  body: z.strictObject({ version: z.int(), closesAt: Instant, reason: Reason }),
  response: StaffEdition,
  errors: ['edition_not_found', 'version_conflict', 'phase_not_running'],
})

export const suspendPhase = endpoint({
  route: 'POST /api/staff/editions/:id/phases/:name/suspension',
  summary: '暂停正在进行的阶段；原因会向网友公布',
  auth: 'edition.write',
  status: 200,
  params: PhaseOf,
  body: z.strictObject({ version: z.int(), reason: Reason }),
  response: StaffEdition,
  errors: ['edition_not_found', 'version_conflict', 'phase_not_running'],
})

export const resumePhase = endpoint({
  route: 'DELETE /api/staff/editions/:id/phases/:name/suspension',
  summary: '恢复暂停的阶段',
  auth: 'edition.write',
  status: 200,
  params: PhaseOf,
  body: z.strictObject({ version: z.int(), reason: Reason }),
  response: StaffEdition,
  errors: ['edition_not_found', 'version_conflict', 'phase_not_running'],
})

/** A check that no two items have the same value of a field. */
function areUnique<K extends string>(field: K) {
  return (items: Record<K, unknown>[]) => new Set(items.map((item) => item[field])).size === items.length
}
