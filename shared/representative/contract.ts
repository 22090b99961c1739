import { z } from 'zod'
import { endpoint, Id, Instant, pageOf, pageQuery } from '../kernel/contract'
import { PHONE } from '../kernel/text'
import { Level, Region, UnitStatus } from '../unit/contract'
import { Upload } from '../upload/contract'

/** As much of a unit as its representative needs to recognise it. */
export const RepresentedUnit = z.object({
  id: Id,
  name: z.string(),
  level: Level,
  region: Region,
  status: UnitStatus,
})
export type RepresentedUnit = z.infer<typeof RepresentedUnit>

/** `pending` waits for staff; only who is `active` files for the unit. */
export const RepresentativeStatus = z.enum(['pending', 'active', 'refused', 'ended'])
export type RepresentativeStatus = z.infer<typeof RepresentativeStatus>

/** Who somebody is at their unit. */
export const Introduction = z.object({
  name: z.string().trim().min(2, '请填写姓名').max(20),
  position: z.string().trim().min(1, '请填写职务').max(40),
  phone: z.string().trim().regex(PHONE, '请填写 11 位手机号，或带区号的座机号'),
})
export type Introduction = z.infer<typeof Introduction>

/** That a person speaks for a unit, or asks to. The phone is shown as `138****5678`. */
export const Representation = z.object({
  id: Id,
  unit: RepresentedUnit,
  ...Introduction.shape,
  phone: z.string(),
  status: RepresentativeStatus,
  /** Why it was refused or ended. */
  reason: z.string().nullable(),
  since: Instant,
})
export type Representation = z.infer<typeof Representation>

/** As typed: case, spaces and dashes do not matter. */
const Code = z.string().trim().min(1, '请输入认领码').max(40)

export const lookAtClaim = endpoint({
  route: 'POST /api/representatives/claims/look',
  summary: '认领码对应的单位，认领前核对',
  auth: 'voter',
  status: 200,
  body: z.strictObject({ code: Code }),
  response: z.object({ unit: RepresentedUnit }),
  errors: ['claim_code_wrong', 'claim_code_used', 'claim_code_revoked', 'too_many_requests'],
})

export const claimUnit = endpoint({
  route: 'POST /api/representatives/claims',
  summary: '凭认领码成为单位的代表；一个认领码只能用一次',
  auth: 'voter',
  status: 201,
  body: z.strictObject({ code: Code, ...Introduction.shape }),
  response: Representation,
  errors: [
    'claim_code_wrong',
    'claim_code_used',
    'claim_code_revoked',
    'snapshot_representative',
    'too_many_requests',
  ],
})

export const findUnits = endpoint({
  route: 'GET /api/representatives/units',
  summary: '按名称查找单位（最多 20 个），没有认领码时申请用',
  auth: 'voter',
  status: 200,
  query: z.strictObject({ q: z.string().trim().min(2, '请至少输入两个字').max(40) }),
  response: z.object({ items: z.array(RepresentedUnit) }),
  errors: ['too_many_requests'],
})

export const requestUnit = endpoint({
  route: 'POST /api/representatives/requests',
  summary: '没有认领码时，上传证明申请成为单位的代表',
  auth: 'voter',
  status: 201,
  body: z.strictObject({
    unit: Id,
    ...Introduction.shape,
    /** Uploads: a letter of the unit, a work card. */
    proof: z.array(Id).min(1, '请上传单位介绍信或工作证').max(5),
  }),
  response: Representation,
  errors: ['unit_not_found', 'upload_not_found', 'already_representative', 'snapshot_representative'],
})

export const listMyRepresentations = endpoint({
  route: 'GET /api/representatives/mine',
  summary: '我代表的单位和我的申请',
  auth: 'voter',
  status: 200,
  response: z.object({ items: z.array(Representation) }),
  errors: [],
})

export const leaveUnit = endpoint({
  route: 'DELETE /api/representatives/:id',
  summary: '不再代表这个单位，或撤回申请',
  auth: 'voter',
  status: 204,
  params: z.object({ id: Id }),
  errors: ['representative_not_found'],
})

/** As staff see it. */
export const StaffRepresentation = Representation.extend({
  /** Whether by a claim code or by asking with a proof. */
  via: z.enum(['code', 'request']),
  proof: z.array(Upload),
  decidedBy: z.string().nullable(),
})
export type StaffRepresentation = z.infer<typeof StaffRepresentation>

export const listRepresentatives = endpoint({
  route: 'GET /api/staff/representatives',
  summary: '单位代表与申请，待审核的在前',
  auth: 'representative.read',
  status: 200,
  query: z.strictObject({
    status: RepresentativeStatus.optional(),
    unit: Id.optional(),
    /** Part of a person's or a unit's name. */
    q: z.string().trim().max(40).optional(),
    ...pageQuery,
  }),
  response: pageOf(StaffRepresentation),
  errors: [],
})

const Reason = z.string().trim().min(2, '请写明原因').max(200)
const ById = z.object({ id: Id })

/** What staff may decide on somebody. */
export const Decision = z.enum(['approve', 'refuse', 'end'])
export type Decision = z.infer<typeof Decision>

export const lookAtPhone = endpoint({
  route: 'POST /api/staff/representatives/:id/phone',
  summary: '查看一位代表或申请人的完整电话；谁看过会写入操作记录',
  auth: 'representative.write',
  status: 200,
  params: ById,
  response: z.object({ phone: z.string() }),
  errors: ['representative_not_found'],
})

export const decideRepresentative = endpoint({
  route: 'PUT /api/staff/representatives/:id/decision',
  summary: '通过或不通过一份申请，或停用一位代表；不通过和停用须写明原因，本人会看到',
  auth: 'representative.write',
  status: 200,
  params: ById,
  body: z.discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('approve') }),
    z.strictObject({ decision: z.enum(['refuse', 'end']), reason: Reason }),
  ]),
  response: StaffRepresentation,
  errors: ['representative_not_found', 'representative_decided'],
})

/** `open` until somebody claims the unit with it, or staff revoke it. */
export const ClaimCodeStatus = z.enum(['open', 'used', 'revoked'])
export type ClaimCodeStatus = z.infer<typeof ClaimCodeStatus>

/** `code` as printed, `XKP4-9MTD-3HWE`, to who may issue codes, while it is open; else null. */
export const ClaimCode = z.object({
  id: Id,
  unit: RepresentedUnit,
  code: z.string().nullable(),
  status: ClaimCodeStatus,
  issuedAt: Instant,
  issuedBy: z.string(),
  usedAt: Instant.nullable(),
  /** Name of the representative who used it. */
  usedBy: z.string().nullable(),
  revokedReason: z.string().nullable(),
})
export type ClaimCode = z.infer<typeof ClaimCode>

/** Which units: those named, or all that are certified and pass. */
const units = {
  units: z.array(Id).min(1).max(200).optional(),
  level: Level.optional(),
  /** Six-digit code of a city. */
  region: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
}

const whom = {
  ...units,
  /** Issues a further one to units that have an open code: a unit may have several representatives. */
  further: z.boolean().default(false),
}

/** Why a unit gets no code. */
export const SkipReason = z.enum(['has_open', 'not_certified', 'missing'])
export type SkipReason = z.infer<typeof SkipReason>

/** To how many units codes would go, and to how many not, with the names of the first hundred of them. */
export const ClaimCodePreview = z.object({
  issuable: z.int(),
  skipped: z.array(z.object({ reason: SkipReason, count: z.int(), names: z.array(z.string()) })),
})
export type ClaimCodePreview = z.infer<typeof ClaimCodePreview>

export const previewClaimCodes = endpoint({
  route: 'POST /api/staff/claim-codes/preview',
  summary: '发放认领码前核对：会发给多少个单位，哪些单位不发、为什么',
  auth: 'representative.write',
  status: 200,
  body: z.strictObject(whom),
  response: ClaimCodePreview,
  errors: [],
})

export const issueClaimCodes = endpoint({
  route: 'POST /api/staff/claim-codes',
  summary: '给认证单位发放认领码；有未使用认领码的单位不再发，除非指明另发一个',
  auth: 'representative.write',
  status: 200,
  body: z.strictObject({
    ...whom,
    /** To how many whoever asks has been told they would go: where it would be more, none are issued. */
    most: z.int().min(0).optional(),
  }),
  response: z.object({ issued: z.int(), kept: z.int() }),
  errors: ['change_unconfirmed'],
})

const filter = {
  status: ClaimCodeStatus.optional(),
  unit: Id.optional(),
  level: Level.optional(),
  region: units.region,
  q: z.string().trim().max(40).optional(),
}
export const ClaimCodeFilter = z.strictObject(filter)
export type ClaimCodeFilter = z.infer<typeof ClaimCodeFilter>

export const listClaimCodes = endpoint({
  route: 'GET /api/staff/claim-codes',
  summary: '认领码及其使用情况，新发的在前',
  auth: 'representative.read',
  status: 200,
  query: z.strictObject({ ...filter, ...pageQuery }),
  response: pageOf(ClaimCode),
  errors: [],
})

export const printClaimLetters = endpoint({
  route: 'GET /api/staff/claim-letters',
  summary: '未使用的认领码，每个单位一封信（.pdf），附二维码',
  auth: 'representative.write',
  status: 200,
  query: z.strictObject({ unit: Id.optional(), level: Level.optional(), region: units.region }),
  file: 'download',
  errors: ['claim_code_none'],
})

export const revokeClaimCode = endpoint({
  route: 'POST /api/staff/claim-codes/:id/revocation',
  summary: '作废一个未使用的认领码',
  auth: 'representative.write',
  status: 200,
  params: ById,
  body: z.strictObject({ reason: Reason }),
  response: ClaimCode,
  errors: ['claim_code_not_found', 'claim_code_used', 'claim_code_revoked'],
})
