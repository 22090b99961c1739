import { z } from 'zod'
import { CategoryId } from '../../edition/contract'
import { endpoint, Id, Instant } from '../../kernel/contract'
import { RepresentedUnit } from '../../representative/contract'

/** A filled-in form found in a mail, or sent as it is, and what became of it. */
export const MailForm = z.object({
  /** The file it was found in; null for the text of the mail. */
  file: z.string().nullable(),
  /** The draft it became; null while something is to be chosen. */
  nomination: Id.nullable(),
  /** Null where the form does not tell. */
  category: CategoryId.nullable(),
  /** Null where the registry has no unit of that name, or several. */
  unit: RepresentedUnit.nullable(),
  /** What the form calls its unit. */
  written: z.string().nullable(),
  /** Units it may mean, where it is not clear. */
  choices: z.array(RepresentedUnit),
  /** What could not be read, a sentence each. */
  unread: z.array(z.string()),
  /** What keeps the unit from entering at present, a sentence each. */
  obstacles: z.array(z.string()),
})
export type MailForm = z.infer<typeof MailForm>

/** A mail that staff have dropped in. */
export const NominationMail = z.object({
  /** `known` had been taken before; `unclear` was not taken: send it again with the category or unit that it lacks. */
  outcome: z.enum(['taken', 'known', 'unclear']),
  subject: z.string(),
  /** `李示例 <li@shili.example>`, or as much of it as there is; null for a form that came without a mail. */
  from: z.string().nullable(),
  sentAt: Instant.nullable(),
  forms: z.array(MailForm),
})
export type NominationMail = z.infer<typeof NominationMail>

/** Bytes a mail may have. */
export const MOST_BYTES = 40 * 1024 * 1024

export const takeNominationMail = endpoint({
  route: 'POST /api/staff/nomination-mails',
  summary:
    '上传一封报名邮件（.eml）或一份填好的报名表（.xlsx、.docx），请求体就是文件；每份表成为一份草稿，读不出来的逐条列明',
  auth: 'nomination.screen',
  status: 200,
  query: z.strictObject({
    filename: z.string().trim().min(1).max(200),
    /** Chosen by staff, where the form does not tell. */
    category: CategoryId.optional(),
    unit: Id.optional(),
  }),
  file: 'upload',
  response: NominationMail,
  errors: ['paper_unreadable', 'unit_not_found', 'not_eligible', 'storage_unavailable'],
})

const blank = {
  status: 200,
  params: z.object({ category: CategoryId }),
  query: z.strictObject({ kind: z.enum(['xlsx', 'docx']) }),
  file: 'download',
  errors: ['not_eligible', 'edition_missing'],
} as const

export const getBlankForm = endpoint({
  ...blank,
  route: 'GET /api/nomination-forms/:category',
  summary: '下载一个奖项的空白报名表（Word 或 Excel），报名期间开放',
  auth: 'none',
})

export const getStaffBlankForm = endpoint({
  ...blank,
  route: 'GET /api/staff/nomination-forms/:category',
  summary: '下载一个奖项的空白报名表（Word 或 Excel），随时可以',
  auth: 'nomination.read',
})
