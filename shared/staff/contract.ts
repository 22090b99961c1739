import { z } from 'zod'
import { endpoint, Instant } from '../kernel/contract'
import type { Role } from '../kernel/policy'

export const RoleName = z.enum([
  'admin',
  'editor',
  'coordinator',
  'publisher',
  'auditor',
]) satisfies z.ZodType<Role>
const Username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z][a-z0-9._-]{2,31}$/, '3 至 32 位小写字母、数字、点、横线或下划线，字母开头')
const Name = z.string().trim().min(1).max(32)
const Password = z.string().min(1).max(128)
const Otp = z.string().regex(/^\d{6}$/, '应为 6 位数字')
/** Why something was done, for the audit. */
export const Reason = z.string().trim().min(2, '请写明原因').max(200)

export const Staff = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  roles: z.array(RoleName).min(1),
  disabled: z.boolean(),
  /** Whether a second factor is asked for. */
  totp: z.boolean(),
  createdAt: Instant,
  lastLoginAt: Instant.nullable(),
  /** Grows with each change; sent back with a change, so that nobody overwrites another's. */
  version: z.int(),
})
export type Staff = z.infer<typeof Staff>

/** A browser somebody of staff is logged in with. */
export const StaffSession = z.object({
  id: z.string(),
  createdAt: Instant,
  lastSeenAt: Instant,
  /** Kind of browser and system, as `Chrome · Windows`. */
  agent: z.string(),
  ip: z.string(),
  /** Whether it is the one that asks. */
  current: z.boolean(),
})
export type StaffSession = z.infer<typeof StaffSession>

const Me = z.object({ staff: Staff, mustChangePassword: z.boolean() })
const ById = z.object({ id: z.string().max(64) })
/** A password made by the program, shown once; it must be changed at the first log-in. */
const FirstPassword = z.object({ staff: Staff, password: z.string() })

export const loginStaff = endpoint({
  route: 'POST /api/staff/session',
  summary: '登录管理后台（以 HttpOnly Cookie 保持）',
  auth: 'none',
  status: 200,
  body: z.strictObject({ username: z.string().max(64), password: Password, otp: Otp.optional() }),
  response: Me,
  errors: ['staff_login_failed', 'otp_required', 'account_locked', 'too_many_requests', 'foreign_origin'],
})

export const getStaffSession = endpoint({
  route: 'GET /api/staff/session',
  summary: '当前登录的工作人员',
  auth: 'account.own',
  status: 200,
  response: Me,
  errors: [],
})

export const logoutStaff = endpoint({
  route: 'DELETE /api/staff/session',
  summary: '退出管理后台',
  auth: 'account.own',
  status: 204,
  errors: [],
})

export const listMySessions = endpoint({
  route: 'GET /api/staff/sessions',
  summary: '我的登录设备',
  auth: 'account.own',
  status: 200,
  response: z.object({ items: z.array(StaffSession) }),
  errors: [],
})

export const endMySession = endpoint({
  route: 'DELETE /api/staff/sessions/:id',
  summary: '让我的一个设备退出登录',
  auth: 'account.own',
  status: 204,
  params: ById,
  errors: ['not_found'],
})

export const changePassword = endpoint({
  route: 'PUT /api/staff/password',
  summary: '修改自己的密码，其他设备随即退出',
  auth: 'account.own',
  status: 204,
  body: z.strictObject({ current: Password, next: Password }),
  errors: ['staff_login_failed', 'weak_password', 'account_locked'],
})

export const startTotp = endpoint({
  route: 'POST /api/staff/totp',
  summary: '准备开启动态口令：密钥与二维码内容',
  auth: 'account.own',
  status: 200,
  response: z.object({ secret: z.string(), uri: z.string() }),
  errors: ['totp_active'],
})

export const confirmTotp = endpoint({
  route: 'PUT /api/staff/totp',
  summary: '以一次动态口令确认开启',
  auth: 'account.own',
  status: 204,
  body: z.strictObject({ otp: Otp }),
  errors: ['otp_wrong', 'totp_active'],
})

export const removeTotp = endpoint({
  route: 'DELETE /api/staff/totp',
  summary: '关闭动态口令',
  auth: 'account.own',
  status: 204,
  body: z.strictObject({ password: Password }),
  errors: ['staff_login_failed', 'account_locked'],
})

export const listStaff = endpoint({
  route: 'GET /api/staff/accounts',
  summary: '工作人员名单',
  auth: 'staff.read',
  status: 200,
  response: z.object({ items: z.array(Staff) }),
  errors: [],
})

export const createStaff = endpoint({
  route: 'POST /api/staff/accounts',
  summary: '新增工作人员',
  auth: 'staff.write',
  status: 201,
  body: z.strictObject({ username: Username, name: Name, roles: z.array(RoleName).min(1) }),
  response: FirstPassword,
  errors: ['username_taken'],
})

export const updateStaff = endpoint({
  route: 'PATCH /api/staff/accounts/:id',
  summary: '修改姓名、角色，停用或启用账号',
  auth: 'staff.write',
  status: 200,
  params: ById,
  body: z.strictObject({
    version: z.int(),
    name: Name.optional(),
    roles: z.array(RoleName).min(1).optional(),
    disabled: z.boolean().optional(),
    reason: Reason,
  }),
  response: z.object({ staff: Staff }),
  errors: ['staff_not_found', 'version_conflict', 'last_admin'],
})

export const resetPassword = endpoint({
  route: 'POST /api/staff/accounts/:id/password',
  summary: '重设密码（同时关闭动态口令、退出全部设备）',
  auth: 'staff.write',
  status: 200,
  params: ById,
  body: z.strictObject({ reason: Reason }),
  response: FirstPassword,
  errors: ['staff_not_found'],
})

export const endStaffSessions = endpoint({
  route: 'DELETE /api/staff/accounts/:id/sessions',
  summary: '让一位工作人员的全部设备退出登录',
  auth: 'staff.write',
  status: 204,
  params: ById,
  errors: ['staff_not_found'],
})
