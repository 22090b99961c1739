import { z } from 'zod'
import { Candidate, Withdrawal } from '../candidate/contract'
import { CategoryId } from '../edition/contract'
import { Field } from '../edition/form/contract'
import { Weights } from '../edition/scoring/contract'
import { endpoint, Id, Instant } from '../kernel/contract'
import { Answer } from '../nomination/contract'
import { Level, Region, UnitStatus } from '../unit/contract'
import { Upload } from '../upload/contract'

/** Picks are chosen; numbers are drawn and texts polished; the candidates are there, for the public from voting on. */
export const ShortlistState = z.enum(['drafting', 'frozen', 'published'])
export type ShortlistState = z.infer<typeof ShortlistState>

const Version = z.int().min(0)
const Points = z.number().min(0).max(100)
const Count = z.int().min(0)

/** Where a nomination comes from. */
const Origin = z.object({ id: Id, name: z.string(), level: Level, region: Region, status: UnitStatus })

/** An accepted nomination with what speaks for it. */
export const Contender = z.object({
  id: Id,
  title: z.string(),
  unit: Origin,
  acceptedAt: Instant,
  /** What its deeds are worth, 0…100, by its screener. */
  score: Points.nullable(),
  /** What its unit did in the edition's year; `rate` 0…1, null where nothing was received. */
  record: z
    .object({
      received: Count,
      answered: Count,
      rate: z.number().min(0).max(1).nullable(),
      medianAnswerHours: z.number().min(0).nullable(),
    })
    .nullable(),
  hasPicture: z.boolean(),
  /** WeChat's check wants a person to look. */
  flagged: z.boolean(),
  hasOpenObjection: z.boolean(),
})
export type Contender = z.infer<typeof Contender>

/** Its place among all that were accepted; how it comes about is `rules.ts`' to say. */
export const Ranked = Contender.extend({
  rank: z.int().min(1),
  recordPoints: Points,
  total: Points,
})
export type Ranked = z.infer<typeof Ranked>

/** A pick, and when its nomination had been accepted as whoever picked it saw it. */
export const Choice = z.object({ id: Id, title: z.string(), acceptedAt: Instant })
export type Choice = z.infer<typeof Choice>

/** What one should know of the picks. What `blocks` must be mended before numbers are drawn; the rest, confirmed. */
export const Conflict = z.object({
  kind: z.enum([
    'same_unit',
    'not_certified',
    'no_picture',
    'flagged',
    'no_score',
    'objection_open',
    'changed',
    'gone',
    'none_picked',
    'nominations_open',
    'unscreened',
    'others',
  ]),
  nominations: z.array(Id),
  text: z.string(),
  blocks: z.boolean(),
})
export type Conflict = z.infer<typeof Conflict>

/** What is going on around a list that one should know of before it is drawn or published. */
export const Surroundings = z.object({
  /** Until when nominations are taken; null once they are not. */
  nominating: z.object({ closesAt: Instant.nullable() }).nullable(),
  /** How many nominations wait to be screened. */
  waiting: Count,
  /** How many candidates there are that do not come from the list. */
  others: Count,
})
export type Surroundings = z.infer<typeof Surroundings>

/** How numbers were drawn: whoever has this and the ids can draw them again. */
export const Draw = z.object({
  seed: z.string(),
  /** By whom the seed was given: typed by staff, or made by the server from random bytes. */
  source: z.enum(['typed', 'made']),
  drawnAt: Instant,
  drawnBy: z.string(),
  /** Numbers begin after this one: those before belong to candidates that were there already. */
  after: Count,
})
export type Draw = z.infer<typeof Draw>

/** What the public reads of a candidate, as editors write it. */
export const EntryText = z.strictObject({
  name: z.string().trim().max(60),
  position: z.string().trim().max(60).nullable(),
  summary: z.string().trim().max(200),
  /** Paragraphs. */
  deeds: z.array(z.string().trim().min(1).max(3000)).max(60),
  /** Id of an uploaded picture. */
  picture: Id.nullable(),
  /** What the picture shows, for who does not see it. */
  alt: z.string().trim().max(80),
})
export type EntryText = z.infer<typeof EntryText>

/** The same as it stands, as long as it may be: what a nomination proposes is not bounded yet. */
const ShownText = z.object({
  name: z.string(),
  position: z.string().nullable(),
  summary: z.string(),
  deeds: z.array(z.string()),
  picture: Id.nullable(),
  alt: z.string(),
})

/** That somebody was taken off the list after the draw, before voting; the number is not given again. */
export const Dropped = z.object({
  at: Instant,
  by: z.string(),
  reason: z.string(),
  replacedBy: Id.nullable(),
})
export type Dropped = z.infer<typeof Dropped>

/** One on the list once numbers are drawn. Its id is the nomination's, and the candidate's. */
export const Entry = z.object({
  id: Id,
  number: z.string(),
  /** What the draw ordered it by; null for who came after the draw. */
  key: z.string().nullable(),
  unit: Origin,
  name: z.string(),
  position: z.string().nullable(),
  summary: z.string(),
  thumbUrl: z.string().nullable(),
  /** Grows with each saved text, from 0. */
  textVersion: Version,
  polished: z.object({ at: Instant, by: z.string() }).nullable(),
  /** What keeps it from being published, a sentence each. */
  problems: z.array(z.string()),
  dropped: Dropped.nullable(),
  withdrawn: Withdrawal.nullable(),
})
export type Entry = z.infer<typeof Entry>

/** A category's shortlist as staff see it. */
export const Shortlist = z.object({
  edition: Id,
  category: CategoryId,
  categoryName: z.string(),
  state: ShortlistState,
  /** Grows with every change, from 0; whoever changes says which one they have seen. */
  version: Version,
  changedAt: Instant.nullable(),
  changedBy: z.string().nullable(),
  /** Winners the award has room for; null where that is open. */
  seats: z.int().nullable(),
  weights: Weights,
  /** Whether voting has begun: from then on candidates can only leave the race. */
  begun: z.boolean(),
  votingOpensAt: Instant.nullable(),
  /** Whether the candidates are those that the list says; it takes seconds, or until a worker has seen to it. */
  settled: z.boolean(),
  around: Surroundings,
  accepted: z.array(Ranked),
  /** In the order of choice. */
  picks: z.array(Choice),
  conflicts: z.array(Conflict),
  draw: Draw.nullable(),
  /** By number; none while picks are being chosen. */
  entries: z.array(Entry),
})
export type Shortlist = z.infer<typeof Shortlist>

const params = z.object({ category: CategoryId })
const entryParams = params.extend({ id: Id })
const Reason = z.string().trim().min(2, '请写明原因').max(200)
const act = { auth: 'shortlist.write', status: 200, params, response: Shortlist } as const
/** Texts of the conflicts that the person has seen and lives with. */
const Acknowledged = z.array(z.string()).max(400).default([])
const refusals = ['edition_missing', 'version_conflict', 'shortlist_state'] as const

export const listShortlists = endpoint({
  route: 'GET /api/staff/shortlists',
  summary: '各奖项的初选名单：状态、入选数、名额',
  auth: 'shortlist.read',
  status: 200,
  response: z.object({
    items: z.array(
      z.object({
        category: CategoryId,
        shortName: z.string(),
        state: ShortlistState,
        picked: Count,
        seats: z.int().nullable(),
      }),
    ),
  }),
  errors: ['edition_missing'],
})

export const getShortlist = endpoint({
  route: 'GET /api/staff/shortlists/:category',
  summary: '一个奖项的初选名单：排序后的通过报名、已选、冲突、编号',
  auth: 'shortlist.read',
  status: 200,
  params,
  response: Shortlist,
  errors: ['edition_missing', 'not_found'],
})

export const savePicks = endpoint({
  ...act,
  route: 'PUT /api/staff/shortlists/:category/picks',
  summary: '保存挑选结果和次序；别人刚改过的话（409）details 里是最新的名单',
  body: z.strictObject({ version: Version, picks: z.array(Id).max(200) }),
  errors: [...refusals, 'pick_not_accepted'],
})

export const freezeShortlist = endpoint({
  ...act,
  route: 'POST /api/staff/shortlists/:category/freeze',
  summary: '确定名单并抽签定编号：种子由工作人员填写，不填则由服务器随机产生，与名单一同公开',
  body: z.strictObject({
    version: Version,
    seed: z.string().trim().min(4, '至少 4 个字符').max(200).optional(),
    acknowledged: Acknowledged,
  }),
  errors: [...refusals, 'change_refused', 'change_unconfirmed'],
})

export const unfreezeShortlist = endpoint({
  ...act,
  route: 'DELETE /api/staff/shortlists/:category/freeze',
  summary: '名单退回挑选：编号作废，改过的公开文字保留',
  body: z.strictObject({ version: Version, reason: Reason }),
  errors: refusals,
})

export const publishShortlist = endpoint({
  ...act,
  route: 'POST /api/staff/shortlists/:category/publication',
  summary: '发布名单：候选由此产生，投票开始时对网友公开',
  body: z.strictObject({ version: Version, acknowledged: Acknowledged }),
  errors: [...refusals, 'change_refused', 'change_unconfirmed', 'unit_missing', 'storage_unavailable'],
})

export const unpublishShortlist = endpoint({
  ...act,
  route: 'DELETE /api/staff/shortlists/:category/publication',
  summary: '投票开始前撤回名单，名单回到可修改的状态，编号不变',
  body: z.strictObject({ version: Version, reason: Reason }),
  errors: [...refusals, 'shortlist_fixed'],
})

export const replaceEntry = endpoint({
  ...act,
  route: 'POST /api/staff/shortlists/:category/replacements',
  summary: '投票开始前替换或撤下一位：其余编号不变，新来的接着最后一个编号，撤下的编号不再使用',
  body: z.strictObject({ version: Version, out: Id, in: Id.nullable(), reason: Reason }),
  errors: [
    ...refusals,
    'shortlist_fixed',
    'entry_not_found',
    'pick_not_accepted',
    'change_refused',
    'unit_missing',
    'storage_unavailable',
  ],
})

export const getEntry = endpoint({
  route: 'GET /api/staff/shortlists/:category/entries/:id',
  summary: '名单上的一位：公开文字和报名原文',
  auth: 'nomination.read',
  status: 200,
  params: entryParams,
  response: z.object({
    entry: Entry,
    text: ShownText,
    /** What the nomination answered; telephone numbers and consents are left out. */
    original: z.array(z.object({ field: Field, answer: Answer.nullable() })),
    /** What can be its picture, the nomination's first. */
    pictures: z.array(Upload),
    documents: z.array(Upload),
    /** As the public would see it now. */
    preview: Candidate,
  }),
  errors: ['edition_missing', 'entry_not_found'],
})

export const polishEntry = endpoint({
  route: 'PUT /api/staff/shortlists/:category/entries/:id',
  summary: '修改一位的公开文字；别人刚改过的话（409）details 里是最新的文字',
  auth: 'shortlist.write',
  status: 200,
  params: entryParams,
  body: z.strictObject({ textVersion: Version, text: EntryText }),
  response: Entry,
  errors: ['edition_missing', 'entry_not_found', 'version_conflict', 'shortlist_state', 'upload_not_found'],
})

export const addPicture = endpoint({
  route: 'POST /api/staff/shortlists/:category/pictures',
  summary: '上传一张图片，供名单上的候选使用',
  auth: 'shortlist.write',
  status: 201,
  params,
  query: z.strictObject({ filename: z.string().min(1).max(200) }),
  file: 'upload',
  response: Upload,
  errors: ['upload_refused', 'upload_too_large', 'body_too_large', 'storage_unavailable'],
})

export const exportShortlist = endpoint({
  route: 'GET /api/staff/shortlists/:category/export',
  summary: '导出初选名单（.xlsx）：通过的报名、排序依据、入选与编号',
  auth: 'shortlist.read',
  status: 200,
  params,
  file: 'download',
  errors: ['edition_missing'],
})

export const listDraws = endpoint({
  route: 'GET /api/draws',
  summary: '候选编号的抽签：种子、时间和每个编号的校验值，任何人都可以重算；投票开始起公开',
  auth: 'none',
  status: 200,
  response: z.object({
    items: z.array(
      Draw.omit({ drawnBy: true }).extend({
        category: CategoryId,
        letter: z.string(),
        /** In order of the draw, those taken off the list since included. */
        drawn: z.array(z.object({ id: Id, number: z.string(), key: z.string() })),
      }),
    ),
  }),
  errors: ['edition_missing'],
})
