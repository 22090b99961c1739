import { z } from 'zod'
import { Picture, Withdrawal } from '../candidate/contract'
import { CategoryId } from '../edition/contract'
import { CategoryReview } from '../edition/review/contract'
import { endpoint, Id, Instant } from '../kernel/contract'
import { PHONE } from '../kernel/text'
import { Figure } from '../nomination/contract'
import { Level, ReplyRecord } from '../unit/contract'
import { Upload } from '../upload/contract'

const Count = z.int().min(0)
/** 0…100. What one expert's marks come to is exact, with at most three decimals; all that is made of it has two. */
const Points = z.number().min(0).max(100)
const Reason = z.string().trim().min(2, '请写明原因').max(200)
const ById = z.object({ id: Id })

/** Marks by the key of their criterion; a draft may lack any. */
export const Marks = z.record(z.string().max(32), z.number().min(0).max(100))
export type Marks = z.infer<typeof Marks>

/** `draft` until it is handed in, also where nothing is written yet; a `recused` one counts for nothing. */
export const ReviewState = z.enum(['draft', 'submitted', 'recused'])
export type ReviewState = z.infer<typeof ReviewState>

/** Why an expert does not judge a candidate: said by the expert, or because the unit is the expert's own. */
export const Recusal = z.object({ at: Instant, by: z.enum(['reviewer', 'unit']), reason: z.string() })
export type Recusal = z.infer<typeof Recusal>

/** That staff gave a review back to its expert. */
export const Reopening = z.object({ at: Instant, by: z.string(), reason: z.string() })

// ── What an expert sees ──

/** Who is logged in as an expert. */
export const ReviewerSelf = z.object({
  id: Id,
  name: z.string(),
  organisation: z.string(),
  title: z.string(),
  /** Whether a WeChat is bound, and by which name one logs in with a password; null for none. */
  wechat: z.boolean(),
  login: z.string().nullable(),
})
export type ReviewerSelf = z.infer<typeof ReviewerSelf>

/** A log-in with a password. `token` goes where a voter's goes, `Authorization: Bearer`, and opens nothing but reviews. */
export const ReviewerSession = z.object({ token: z.string(), expiresAt: Instant, reviewer: ReviewerSelf })
export type ReviewerSession = z.infer<typeof ReviewerSession>

/** A candidate in an expert's list. Names are left out where the review is blind. */
export const ReviewedCandidate = z.object({
  id: Id,
  number: z.string(),
  /** The name; where names are hidden, a case's title, else `候选 A01`. */
  title: z.string(),
  unitName: z.string().nullable(),
  position: z.string().nullable(),
  level: Level,
  city: z.string().nullable(),
  summary: z.string(),
  thumbUrl: z.string(),
  withdrawn: Withdrawal.nullable(),
})
export type ReviewedCandidate = z.infer<typeof ReviewedCandidate>

/** One of an expert's reviews in the list. */
export const ReviewCard = z.object({
  id: Id,
  category: CategoryId,
  candidate: ReviewedCandidate,
  state: ReviewState,
  /** Grows with every change, from 1; whoever saves says which one they have seen. */
  version: z.int().min(1),
  marks: Marks,
  comment: z.string(),
  /** What its marks come to; null while some are missing. */
  points: Points.nullable(),
  savedAt: Instant.nullable(),
  submittedAt: Instant.nullable(),
  recusal: Recusal.nullable(),
  reopened: Reopening.nullable(),
})
export type ReviewCard = z.infer<typeof ReviewCard>

/** What an expert reads of a candidate: what the public may read, and the numbers and pictures handed in with it. */
export const Material = z.object({
  deeds: z.array(z.string()),
  picture: Picture,
  photos: z.array(Upload),
  figures: z.array(Figure),
  links: z.array(z.string()),
  replyRecord: ReplyRecord.nullable(),
})
export type Material = z.infer<typeof Material>

export const Review = ReviewCard.extend({ material: Material })
export type Review = z.infer<typeof Review>

/** When reviews are taken. `open` by the server's clock, now. */
export const ReviewWindow = z.object({ opensAt: Instant, closesAt: Instant.nullable(), open: z.boolean() })

/** Link and code of an invitation, as they arrive: case, spaces and dashes of the code do not matter. */
const invitation = {
  token: z.string().trim().min(1).max(64),
  code: z.string().trim().min(1, '请输入验证码').max(40),
}
const refused = [
  'invitation_wrong',
  'invitation_over',
  'too_many_requests',
  'account_locked',
  'session_unavailable',
] as const
/** A name of one's own, or one's phone. */
const Login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{Script=Han}a-z0-9._-]{2,32}$/u, '2 至 32 位汉字、字母、数字、点、横线或下划线')
const Password = z.string().min(1).max(128)

export const lookAtInvitation = endpoint({
  route: 'POST /api/reviewer-invitation/look',
  summary: '专家邀请：核对链接和验证码，看是谁、哪一届',
  auth: 'none',
  status: 200,
  body: z.strictObject(invitation),
  response: z.object({
    edition: z.string(),
    name: z.string(),
    organisation: z.string(),
    expiresAt: Instant,
  }),
  errors: refused,
})

export const bindReviewer = endpoint({
  route: 'POST /api/reviewer-invitation/wechat',
  summary: '凭邀请把已登录的微信绑定为专家，以后微信登录即可评审',
  auth: 'voter',
  status: 200,
  body: z.strictObject(invitation),
  response: ReviewerSelf,
  errors: [...refused, 'wechat_bound', 'snapshot_reviewer'],
})

export const setReviewerPassword = endpoint({
  route: 'POST /api/reviewer-invitation/password',
  summary: '凭邀请设登录名和密码，随即登录',
  auth: 'none',
  status: 200,
  body: z.strictObject({ ...invitation, login: Login, password: Password }),
  response: ReviewerSession,
  errors: [...refused, 'login_taken', 'weak_password'],
})

export const loginReviewer = endpoint({
  route: 'POST /api/reviewer-session',
  summary: '专家用登录名和密码登录',
  auth: 'none',
  status: 200,
  body: z.strictObject({ login: z.string().trim().min(1).max(64), password: Password }),
  response: ReviewerSession,
  errors: ['reviewer_login_failed', 'account_locked', 'too_many_requests', 'session_unavailable'],
})

export const logoutReviewer = endpoint({
  route: 'DELETE /api/reviewer-session',
  summary: '专家退出登录（密码登录的这一次；微信登录另行退出）',
  auth: 'reviewer',
  status: 204,
  errors: [],
})

export const listMyReviews = endpoint({
  route: 'GET /api/reviews',
  summary: '分给我评审的候选和评审指标，按奖项',
  auth: 'reviewer',
  status: 200,
  response: z.object({
    reviewer: ReviewerSelf,
    window: ReviewWindow.nullable(),
    /** How long after the end reviews are still taken whose marks had arrived before. */
    graceSeconds: z.int(),
    categories: z.array(
      z.object({
        category: CategoryId,
        name: z.string(),
        ...CategoryReview.pick({ criteria: true, step: true, blind: true }).shape,
        items: z.array(ReviewCard),
      }),
    ),
  }),
  errors: [],
})

export const getReview = endpoint({
  route: 'GET /api/reviews/:id',
  summary: '一份评审和候选的材料',
  auth: 'reviewer',
  status: 200,
  params: ById,
  response: Review,
  errors: ['review_not_found'],
})

export const saveReview = endpoint({
  route: 'PUT /api/reviews/:id',
  summary: '保存评分草稿；同一个 key 再次提交不会再存一次，别处刚改过的话（409）details 里是最新的一份',
  auth: 'reviewer',
  status: 200,
  params: ById,
  body: z.strictObject({
    /** Made by the client once per save, so that sending it again changes nothing. */
    key: z.uuid(),
    version: z.int().min(1),
    marks: Marks,
    comment: z.string().max(2000),
  }),
  response: ReviewCard,
  errors: ['review_not_found', 'version_conflict', 'review_settled', 'review_closed', 'review_unset'],
})

export const submitReviews = endpoint({
  route: 'POST /api/reviews/submission',
  summary: '提交一个奖项的评分，提交后锁定；还有没评完的，一份也不提交，details 里逐份列出缺什么',
  auth: 'reviewer',
  status: 200,
  body: z.strictObject({
    category: CategoryId,
    items: z
      .array(z.strictObject({ id: Id, version: z.int().min(1) }))
      .min(1)
      .max(1000),
  }),
  /** All of one's reviews in the category. */
  response: z.object({ items: z.array(ReviewCard) }),
  errors: [
    ...['review_not_found', 'version_conflict', 'review_settled', 'review_closed'],
    ...['review_incomplete', 'review_unset'],
  ] as const,
})

export const recuseReview = endpoint({
  route: 'POST /api/reviews/:id/recusal',
  summary: '写明原因，回避一位候选',
  auth: 'reviewer',
  status: 200,
  params: ById,
  body: z.strictObject({ reason: Reason }),
  response: ReviewCard,
  errors: ['review_not_found', 'review_settled'],
})

// ── What coordinators see ──

/** `open` until it is used, its time is over, or staff revoke it. */
export const InvitationStatus = z.enum(['open', 'used', 'expired', 'revoked'])
export type InvitationStatus = z.infer<typeof InvitationStatus>

/** `path` (below the site's root) and `code` are there for who may invite, while it is open. */
export const Invitation = z.object({
  status: InvitationStatus,
  path: z.string().nullable(),
  /** As it is told, `7QKM-2XPD`. */
  code: z.string().nullable(),
  issuedAt: Instant,
  issuedBy: z.string(),
  expiresAt: Instant,
  usedAt: Instant.nullable(),
})
export type Invitation = z.infer<typeof Invitation>

const Done = z.object({ assigned: Count, begun: Count, submitted: Count, recused: Count })

/** An expert of an edition. The phone is shown as `138****5678`. */
export const Reviewer = z.object({
  id: Id,
  name: z.string(),
  organisation: z.string(),
  title: z.string(),
  phone: z.string().nullable(),
  /** Units the expert belongs to: their candidates are recused. */
  units: z.array(z.object({ id: Id, name: z.string() })),
  categories: z.array(CategoryId),
  disabled: z.boolean(),
  wechat: z.boolean(),
  login: z.string().nullable(),
  invitation: Invitation.nullable(),
  lastSeenAt: Instant.nullable(),
  /** Of what is `assigned`, recused ones left out: how many have a mark or a comment, and how many are handed in. */
  progress: z.array(z.object({ category: CategoryId, ...Done.shape })),
  /** Grows with every change, from 1. */
  version: z.int().min(1),
})
export type Reviewer = z.infer<typeof Reviewer>

/** What staff write of an expert. */
const draft = {
  name: z.string().trim().min(2, '请填写姓名').max(20),
  organisation: z.string().trim().max(60).default(''),
  title: z.string().trim().max(40).default(''),
  units: z.array(Id).max(20).default([]),
  categories: z.array(CategoryId).min(1, '请至少选一个奖项'),
}
const Phone = z.string().trim().regex(PHONE, '请填写 11 位手机号，或带区号的座机号')
export const ReviewerDraft = z.strictObject({ ...draft, phone: Phone.nullable().default(null) })
export type ReviewerDraft = z.infer<typeof ReviewerDraft>

export const listReviewers = endpoint({
  route: 'GET /api/staff/reviewers',
  summary: '本届评审专家、邀请和进度',
  auth: 'review.read',
  status: 200,
  response: z.object({ items: z.array(Reviewer) }),
  errors: [],
})

export const createReviewer = endpoint({
  route: 'POST /api/staff/reviewers',
  summary: '新增评审专家',
  auth: 'review.write',
  status: 201,
  body: ReviewerDraft,
  response: Reviewer,
  errors: ['unit_not_found'],
})

export const updateReviewer = endpoint({
  route: 'PUT /api/staff/reviewers/:id',
  summary: '修改专家；不给 phone 则电话不变，所在单位的候选随即回避，停用后不能再登录',
  auth: 'review.write',
  status: 200,
  params: ById,
  body: z.strictObject({
    ...draft,
    phone: Phone.nullable().optional(),
    disabled: z.boolean().default(false),
    version: z.int().min(1),
  }),
  response: Reviewer,
  errors: ['reviewer_not_found', 'unit_not_found', 'version_conflict'],
})

export const inviteReviewer = endpoint({
  route: 'POST /api/staff/reviewers/:id/invitation',
  summary: '给专家一份新邀请（链接和验证码）；先前没用的随即作废',
  auth: 'review.write',
  status: 200,
  params: ById,
  body: z.strictObject({ days: z.int().min(1).max(60).default(14) }),
  response: Reviewer,
  errors: ['reviewer_not_found'],
})

export const revokeInvitation = endpoint({
  route: 'DELETE /api/staff/reviewers/:id/invitation',
  summary: '作废还没用的邀请',
  auth: 'review.write',
  status: 200,
  params: ById,
  body: z.strictObject({ reason: Reason }),
  response: Reviewer,
  errors: ['reviewer_not_found', 'invitation_over'],
})

export const endReviewerAccess = endpoint({
  route: 'DELETE /api/staff/reviewers/:id/access',
  summary: '解除专家的微信绑定和密码，让全部设备退出；评分不变，可另发邀请',
  auth: 'review.write',
  status: 200,
  params: ById,
  body: z.strictObject({ reason: Reason }),
  response: Reviewer,
  errors: ['reviewer_not_found', 'version_conflict'],
})

export const remindReviewers = endpoint({
  route: 'POST /api/staff/reviewer-reminders',
  summary: '提醒还没评完的专家：绑定微信的发站内消息和微信通知，其余的给出电话',
  auth: 'review.write',
  status: 200,
  body: z.strictObject({ reviewers: z.array(Id).min(1).max(200) }),
  response: z.object({
    /** Who was told, and whom to call: phones whole. Who has nothing left to do is in neither. */
    told: z.array(z.object({ id: Id, name: z.string(), left: Count })),
    call: z.array(z.object({ id: Id, name: z.string(), left: Count, phone: z.string().nullable() })),
  }),
  errors: ['reviewer_not_found'],
})

/** A candidate that cannot have as many reviews as it should. */
export const Shortage = z.object({
  candidate: Id,
  number: z.string(),
  name: z.string(),
  has: Count,
  wants: Count,
})
export type Shortage = z.infer<typeof Shortage>

export const assignReviews = endpoint({
  route: 'POST /api/staff/reviews/assignment',
  summary: '给一个奖项的候选分配专家：按设置全部或每位若干，回避的除外，已经开始评的不动；可以反复做',
  auth: 'review.write',
  status: 200,
  body: z.strictObject({
    category: CategoryId,
    /** Decides among experts with equally much to do: the same seed gives the same assignment. Made from random bytes if not given. */
    seed: z.string().trim().min(1).max(64).optional(),
  }),
  response: z.object({ seed: z.string(), added: Count, removed: Count, short: z.array(Shortage) }),
  errors: ['review_unset'],
})

export const addReview = endpoint({
  route: 'POST /api/staff/reviews',
  summary: '另分一位候选给一位专家',
  auth: 'review.write',
  status: 201,
  body: z.strictObject({ reviewer: Id, candidate: Id }),
  response: z.object({ id: Id }),
  errors: ['reviewer_not_found', 'candidate_not_found', 'review_conflict', 'review_unset'],
})

export const removeReview = endpoint({
  route: 'DELETE /api/staff/reviews/:id',
  summary: '取消一份还没开始评的分配',
  auth: 'review.write',
  status: 204,
  params: ById,
  body: z.strictObject({ reason: Reason }),
  errors: ['review_not_found', 'review_begun'],
})

/** One expert on one candidate. `conflict`: never assigned, because the unit is the expert's own. */
export const MatrixCell = z.object({
  reviewer: Id,
  review: Id.nullable(),
  state: z.enum([...ReviewState.options, 'conflict']),
  begun: z.boolean(),
  /** Of a review handed in: what its marks come to, and that after normalisation. */
  points: Points.nullable(),
  normalised: Points.nullable(),
  /** Whether it is far from the candidate's median. */
  outlier: z.boolean(),
})
export type MatrixCell = z.infer<typeof MatrixCell>

export const MatrixRow = z.object({
  candidate: z.object({
    id: Id,
    number: z.string(),
    name: z.string(),
    unitName: z.string(),
    withdrawn: Withdrawal.nullable(),
  }),
  cells: z.array(MatrixCell),
  /** Of reviews handed in. `mean` as marked, `score` after normalisation; null where there are none. */
  n: Count,
  mean: Points.nullable(),
  score: Points.nullable(),
  median: Points.nullable(),
  /** The highest less the lowest, as marked. */
  spread: Points.nullable(),
  disagreement: z.boolean(),
})
export type MatrixRow = z.infer<typeof MatrixRow>

export const getReviewMatrix = endpoint({
  route: 'GET /api/staff/reviews',
  summary: '一个奖项的评分表：每位专家对每位候选，均分、折算后的得分、分歧和离群分',
  auth: 'review.read',
  status: 200,
  query: z.strictObject({ category: CategoryId }),
  response: z.object({
    category: CategoryId,
    /** Null where the category has no criteria. */
    rule: CategoryReview.nullable(),
    window: ReviewWindow.nullable(),
    reviewers: z.array(
      z.object({
        ...{ id: Id, name: z.string(), disabled: z.boolean(), ...Done.shape },
        /** Whether this expert's scores are brought to the common mean and spread; null where that is not asked for. */
        standardised: z.boolean().nullable(),
      }),
    ),
    rows: z.array(MatrixRow),
    short: z.array(Shortage),
    /** From which distance a score is an outlier, and from which spread a candidate is one of disagreement. */
    limits: z.object({ outlier: Points, disagreement: Points }),
  }),
  errors: [],
})

/** A review as coordinators read it. */
export const StaffReview = ReviewCard.omit({ candidate: true }).extend({
  reviewer: z.object({ id: Id, name: z.string() }),
  candidate: z.object({ id: Id, number: z.string(), name: z.string(), unitName: z.string() }),
})
export type StaffReview = z.infer<typeof StaffReview>

export const readReview = endpoint({
  route: 'GET /api/staff/reviews/:id',
  summary: '一份评审的评分和评语',
  auth: 'review.read',
  status: 200,
  params: ById,
  response: StaffReview,
  errors: ['review_not_found'],
})

export const reopenReview = endpoint({
  route: 'POST /api/staff/reviews/:id/reopening',
  summary: '把已提交的评审退回专家修改；原因专家会看到',
  auth: 'review.write',
  status: 200,
  params: ById,
  body: z.strictObject({ reason: Reason }),
  response: StaffReview,
  errors: ['review_not_found', 'review_settled'],
})

export const liftRecusal = endpoint({
  route: 'DELETE /api/staff/reviews/:id/recusal',
  summary: '解除专家自己提出的回避；所在单位的候选不能解除',
  auth: 'review.write',
  status: 200,
  params: ById,
  body: z.strictObject({ reason: Reason }),
  response: StaffReview,
  errors: ['review_not_found', 'review_settled', 'review_conflict'],
})
