import { z } from 'zod'
import { endpoint, Id, pageOf, pageQuery } from '../kernel/contract'

/** The four levels of the platform: 省 市 县 乡镇. */
export const Level = z.enum(['province', 'city', 'county', 'township'])
export type Level = z.infer<typeof Level>

const DivisionCode = z.string().regex(/^\d{6}$/, '应为 6 位行政区划代码')

/**
 * Where a unit is. Codes are six-digit administrative division codes (GB/T 2260).
 * Province-level units carry `cityCode` 420000 and `city` 省直单位.
 */
export const Region = z.object({
  code: DivisionCode,
  cityCode: DivisionCode,
  city: z.string().trim().min(1).max(20),
  county: z.string().trim().min(1).max(20).nullable(),
})
export type Region = z.infer<typeof Region>

/** What a unit did with the messages of one year. Counts only: a rate is computed, never stored. */
export const ReplyRecord = z.object({
  year: z.int(),
  received: z.int().min(0),
  answered: z.int().min(0),
  /** Median hours from a message to its answer; null where nothing was answered. */
  medianAnswerHours: z.number().min(0).nullable(),
  /** Messages received per month, January first; sums to `received`. */
  monthlyReceived: z.array(z.int().min(0)).length(12),
  /** Messages answered per month of receipt; sums to `answered`. */
  monthlyAnswered: z.array(z.int().min(0)).length(12),
})
export type ReplyRecord = z.infer<typeof ReplyRecord>

/** Whether the platform vouches for a unit: it does, not for the time being, or no longer. */
export const UnitStatus = z.enum(['certified', 'suspended', 'withdrawn'])
export type UnitStatus = z.infer<typeof UnitStatus>

/** Who speaks for a unit, as staff may write it. */
export const Contact = z.object({
  name: z.string().trim().min(1).max(40).nullable(),
  phone: z
    .string()
    .trim()
    .regex(/^[+\d][\d\-() 转]{4,29}$/, '应为电话号码，如 027-88880000 或 13800000000')
    .nullable(),
})
export type Contact = z.infer<typeof Contact>

/** What staff may write of a unit. */
export const UnitDraft = z.strictObject({
  name: z.string().trim().min(2).max(80),
  /** 统一社会信用代码, by which a unit is known whatever it is called; null where nobody has told it. */
  creditCode: z
    .string()
    .regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/, '应为 18 位统一社会信用代码')
    .nullable(),
  level: Level,
  region: Region,
  status: UnitStatus,
  contact: Contact,
})
export type UnitDraft = z.infer<typeof UnitDraft>

export const Unit = z.object({
  id: z.string(),
  ...UnitDraft.shape,
  /** A phone is shown as `138****5678` to those who may not change units. */
  contact: z.object({ ...Contact.shape, phone: z.string().nullable() }),
  /** True for invented units, shown as 示例. */
  sample: z.boolean(),
  /** At most one per year, the latest first. */
  replyRecords: z.array(ReplyRecord),
  /** Grows with every change, from 1; whoever saves says which one they have seen. */
  version: z.int().min(1),
})
export type Unit = z.infer<typeof Unit>

const filter = {
  level: Level.optional(),
  /** Six-digit code of a city; 420000 for province-level units. */
  region: DivisionCode.optional(),
  status: UnitStatus.optional(),
  /** Parts of a name, place, contact or credit code, or pinyin initials; words set apart by spaces. */
  q: z.string().trim().max(40).optional(),
}
export const UnitFilter = z.strictObject(filter)
export type UnitFilter = z.infer<typeof UnitFilter>
export const UnitQuery = z.strictObject({ ...filter, ...pageQuery })
export type UnitQuery = z.infer<typeof UnitQuery>

export const listUnits = endpoint({
  route: 'GET /api/staff/units',
  summary: '单位库：按层级、地区、状态筛选，按文字或拼音首字母查找',
  auth: 'unit.read',
  status: 200,
  query: UnitQuery,
  response: pageOf(Unit),
  errors: [],
})

export const getUnitFacets = endpoint({
  route: 'GET /api/staff/unit-facets',
  summary: '单位库里的市州，以及有回复情况的年度',
  auth: 'unit.read',
  status: 200,
  response: z.object({
    regions: z.array(z.object({ value: z.string(), name: z.string(), count: z.int() })),
    years: z.array(z.int()),
  }),
  errors: [],
})

export const getUnit = endpoint({
  route: 'GET /api/staff/units/:id',
  summary: '一个单位和它各年的回复情况',
  auth: 'unit.read',
  status: 200,
  params: z.object({ id: Id }),
  response: Unit,
  errors: ['unit_not_found'],
})

export const createUnit = endpoint({
  route: 'POST /api/staff/units',
  summary: '新增单位',
  auth: 'unit.write',
  status: 201,
  body: UnitDraft,
  response: Unit,
  errors: ['unit_exists'],
})

export const updateUnit = endpoint({
  route: 'PUT /api/staff/units/:id',
  summary: '修改单位；改名称、层级、地区、信用代码或状态须写明原因',
  auth: 'unit.write',
  status: 200,
  params: z.object({ id: Id }),
  body: z.strictObject({
    ...UnitDraft.shape,
    version: z.int().min(1),
    reason: z.string().trim().max(200).default(''),
  }),
  response: Unit,
  errors: ['unit_not_found', 'version_conflict', 'unit_exists', 'reason_required'],
})

export const exportUnits = endpoint({
  route: 'GET /api/staff/unit-export',
  summary: '导出单位和某一年的回复情况（.xlsx），可以改好后再导入',
  auth: 'unit.read',
  status: 200,
  query: z.strictObject({ ...filter, year: z.coerce.number().int().min(2000).max(2100) }),
  file: 'download',
  errors: [],
})
