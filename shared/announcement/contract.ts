import { z } from 'zod'
import { endpoint, Id, Instant, pageOf, pageQuery } from '../kernel/contract'
import { Upload } from '../upload/contract'

const line = (most: number) => z.string().trim().max(most)
const Version = z.int().min(0)

/** What is written. Its body is HTML of few elements; the server leaves out what it does not know. */
export const AnnouncementText = z.strictObject({
  title: line(64),
  /** What a card says below the title. */
  summary: line(120),
  /** An upload, cut to 2.35 : 1. */
  cover: Id.nullable(),
  /** A picture in it says which upload it is by `data-upload`. */
  body: z.string().max(60_000, '正文太长，请控制在两万字以内'),
  link: z
    .strictObject({
      label: line(20).min(1, '请填写链接的文字'),
      url: z.url({ protocol: /^https?$/ }).max(500),
    })
    .nullable(),
  /** Uploads of documents, in order. */
  attachments: z.array(Id).max(9),
})
export type AnnouncementText = z.infer<typeof AnnouncementText>

export const AnnouncementCard = z.object({
  id: Id,
  title: z.string(),
  summary: z.string(),
  cover: z.string().nullable(),
  /** Invented, shown as 示例. */
  sample: z.boolean(),
  publishedAt: Instant,
})
export type AnnouncementCard = z.infer<typeof AnnouncementCard>

/** An announcement to be read. Of one that was withdrawn there is its title and why. */
export const Announcement = AnnouncementCard.extend({
  /** HTML that is safe to show. */
  body: z.string(),
  link: AnnouncementText.shape.link,
  attachments: z.array(z.object({ id: Id, name: z.string(), bytes: z.int(), type: z.string() })),
  withdrawn: z.object({ at: Instant, reason: z.string() }).nullable(),
})
export type Announcement = z.infer<typeof Announcement>

/** Where one stands: being written, to be public at a set time, public, public and rewritten since, taken back. */
export const AnnouncementState = z.enum(['draft', 'scheduled', 'published', 'revised', 'withdrawn'])
export type AnnouncementState = z.infer<typeof AnnouncementState>

export const StaffAnnouncement = z.object({
  id: Id,
  title: z.string(),
  summary: z.string(),
  sample: z.boolean(),
  state: AnnouncementState,
  /** Grows with every change, from 1; whoever changes says which one they have seen. */
  version: Version,
  changedAt: Instant,
  changedBy: z.string(),
  /** When it is, or will be, public. */
  publishedAt: Instant.nullable(),
})
export type StaffAnnouncement = z.infer<typeof StaffAnnouncement>

/** What staff have before them. */
export const AnnouncementDraft = z.object({
  announcement: StaffAnnouncement,
  text: AnnouncementText,
  withdrawn: z.object({ at: Instant, by: z.string(), reason: z.string() }).nullable(),
  /** What keeps it from being published, a sentence each. */
  problems: z.array(z.string()),
  /** The files it refers to; their addresses are good for half an hour. */
  uploads: z.array(Upload),
  /** The page on which whoever has the address reads what was last saved. */
  previewPath: z.string(),
})
export type AnnouncementDraft = z.infer<typeof AnnouncementDraft>

const params = z.object({ id: Id })
/** Lets read what is not public. */
const key = z.string().max(40).optional()

export const listAnnouncements = endpoint({
  route: 'GET /api/announcements',
  summary: '公告，新的在前',
  auth: 'none',
  status: 200,
  query: z.strictObject(pageQuery),
  response: pageOf(AnnouncementCard),
  errors: [],
})

export const getAnnouncement = endpoint({
  route: 'GET /api/announcements/:id',
  summary: '一条公告；撤下的只有标题和原因',
  auth: 'none',
  status: 200,
  params,
  query: z.strictObject({ key }),
  response: Announcement,
  errors: ['announcement_not_found'],
})

export const readAttachment = endpoint({
  route: 'GET /api/announcements/:id/attachments/:file',
  summary: '公告的附件',
  auth: 'none',
  status: 200,
  params: params.extend({ file: Id }),
  query: z.strictObject({ key }),
  file: 'download',
  errors: ['announcement_not_found', 'upload_not_found', 'storage_unavailable', 'too_many_requests'],
})

export const listStaffAnnouncements = endpoint({
  route: 'GET /api/staff/announcements',
  summary: '全部公告，最近改动的在前',
  auth: 'announcement.read',
  status: 200,
  query: z.strictObject({ q: z.string().trim().max(40).optional(), ...pageQuery }),
  response: pageOf(StaffAnnouncement),
  errors: [],
})

export const createAnnouncement = endpoint({
  route: 'POST /api/staff/announcements',
  summary: '新建一条公告的草稿',
  auth: 'announcement.write',
  status: 201,
  body: z.strictObject({ text: AnnouncementText }),
  response: AnnouncementDraft,
  errors: ['upload_not_found'],
})

export const getAnnouncementDraft = endpoint({
  route: 'GET /api/staff/announcements/:id',
  summary: '一条公告的稿件',
  auth: 'announcement.read',
  status: 200,
  params,
  response: AnnouncementDraft,
  errors: ['announcement_not_found'],
})

const act = { auth: 'announcement.write', status: 200, params, response: AnnouncementDraft } as const
const refusals = ['announcement_not_found', 'version_conflict'] as const

export const saveAnnouncement = endpoint({
  ...act,
  route: 'PUT /api/staff/announcements/:id',
  summary: '保存稿件，网友看到的不变；别人刚改过的话（409）details 里是最新的稿件',
  body: z.strictObject({ version: Version, text: AnnouncementText }),
  errors: [...refusals, 'upload_not_found'],
})

export const publishAnnouncement = endpoint({
  ...act,
  route: 'POST /api/staff/announcements/:id/publication',
  summary: '发布这一版稿件，马上或到定好的时间；已发布的换成这一版',
  body: z.strictObject({ version: Version, at: Instant.nullable() }),
  errors: [...refusals, 'announcement_incomplete', 'upload_not_found', 'storage_unavailable'],
})

export const withdrawAnnouncement = endpoint({
  ...act,
  route: 'DELETE /api/staff/announcements/:id/publication',
  summary: '撤下公告：打开它的人会看到“已撤下”和原因，稿件保留',
  body: z.strictObject({ version: Version, reason: z.string().trim().min(2, '请写明原因').max(200) }),
  errors: [...refusals, 'announcement_state'],
})

export const removeAnnouncement = endpoint({
  route: 'DELETE /api/staff/announcements/:id',
  summary: '删除从未发布的草稿',
  auth: 'announcement.write',
  status: 204,
  params,
  body: z.strictObject({ version: Version }),
  errors: [...refusals, 'announcement_state'],
})

export const addAnnouncementFile = endpoint({
  route: 'POST /api/staff/announcement-files',
  summary: '上传公告用的图片或附件',
  auth: 'announcement.write',
  status: 201,
  query: z.strictObject({ filename: z.string().min(1).max(200) }),
  file: 'upload',
  response: Upload,
  errors: ['upload_refused', 'upload_too_large', 'body_too_large', 'storage_unavailable'],
})
