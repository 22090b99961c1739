/**
 * The one table of refusals: a stable code, its HTTP status, and what a person reads.
 * A message says what happened and, where something can be done, what to do.
 */
export const ERRORS = {
  malformed_json: { status: 400, message: '提交的内容不是有效的 JSON' },
  unauthenticated: { status: 401, message: '请先登录' },
  session_expired: { status: 401, message: '登录已过期，请重新登录' },
  session_invalid: { status: 401, message: '登录信息无效，请重新登录' },
  login_failed: { status: 401, message: '微信登录没有成功，请返回重试' },
  staff_unauthenticated: { status: 401, message: '请先登录管理后台' },
  staff_login_failed: { status: 401, message: '用户名、密码或动态口令不正确' },
  otp_required: { status: 401, message: '请输入动态口令' },
  reviewer_login_failed: { status: 401, message: '登录名或密码不正确' },
  forbidden: { status: 403, message: '您的角色没有这项权限' },
  password_change_required: { status: 403, message: '请先修改初始密码' },
  foreign_origin: { status: 403, message: '请在本站的管理后台里操作' },
  upload_address_invalid: { status: 403, message: '文件地址无效，请刷新页面后再打开' },
  upload_address_expired: { status: 403, message: '文件地址已过期，请刷新页面后再打开' },
  phase_closed: { status: 403, message: '现在不在投票时间内' },
  voting_suspended: { status: 403, message: '投票暂停，请稍后再来' },
  snapshot_user: { status: 403, message: '当前为微信浏览模式，请点击右下角“使用完整服务”后再投票' },
  tally_hidden: { status: 403, message: '票数暂不公开，请在公布时间查看' },
  snapshot_representative: {
    status: 403,
    message: '当前为微信浏览模式，请点击右下角“使用完整服务”后再代表单位报名',
  },
  not_eligible: { status: 403, message: '目前不符合参评条件' },
  not_reviewer: { status: 403, message: '您还不是本届的评审专家，请用邀请链接登录' },
  snapshot_reviewer: { status: 403, message: '当前为微信浏览模式，请点击右下角“使用完整服务”后再绑定' },
  review_closed: { status: 403, message: '现在不在专家评审时间内' },
  not_found: { status: 404, message: '没有找到您要的内容' },
  candidate_not_found: { status: 404, message: '没有找到这位候选' },
  unit_not_found: { status: 404, message: '没有找到这个单位' },
  import_not_found: { status: 404, message: '没有找到这次导入' },
  staff_not_found: { status: 404, message: '没有找到这个账号' },
  edition_not_found: { status: 404, message: '没有找到这一届' },
  receipt_not_found: { status: 404, message: '没有找到这张回执，请核对后再输入' },
  entry_not_found: { status: 404, message: '名单上没有这一位，请刷新查看最新名单' },
  ballot_not_found: { status: 404, message: '没有找到这张选票' },
  claim_code_wrong: { status: 404, message: '认领码不正确，请核对信上的十二位字母和数字' },
  claim_code_not_found: { status: 404, message: '没有找到这个认领码' },
  claim_code_none: { status: 404, message: '没有可打印的认领码，请先发放' },
  representative_not_found: { status: 404, message: '您还不是这个单位的代表，请先认领单位' },
  nomination_not_found: { status: 404, message: '没有找到这份报名' },
  objection_missing: { status: 404, message: '没有等待答复的异议' },
  experience_not_found: { status: 404, message: '没有找到这篇经验谈，可能已经撤下' },
  upload_not_found: { status: 404, message: '没有找到这个文件，请重新上传' },
  notification_not_found: { status: 404, message: '没有找到这条消息' },
  reviewer_not_found: { status: 404, message: '没有找到这位专家' },
  review_not_found: { status: 404, message: '没有找到这份评审' },
  invitation_wrong: { status: 404, message: '邀请链接或验证码不正确，请核对后重试' },
  method_not_allowed: { status: 405, message: '不支持这种请求方式' },
  shortlist_state: { status: 409, message: '名单的状态刚刚变了，请刷新后再操作' },
  shortlist_fixed: { status: 409, message: '投票已经开始，名单不能再改；需要时可以让候选退出评选' },
  candidate_withdrawn: { status: 409, message: '这位候选已经退出评选' },
  voting_not_begun: { status: 409, message: '投票还没有开始，请在初选名单里撤下或替换' },
  consent_missing: { status: 409, message: '报名没有同意收入案例库，或已不是“通过”状态，不能编辑和发布' },
  experience_state: { status: 409, message: '这篇经验谈的状态刚刚变了，请刷新后再操作' },
  already_voted: { status: 409, message: '您已投过票' },
  claim_code_used: { status: 409, message: '这个认领码已经用过；单位如需增加代表，请联系荆楚网' },
  claim_code_revoked: { status: 409, message: '这个认领码已作废，请联系荆楚网' },
  already_representative: { status: 409, message: '您已经是这个单位的代表，或申请正在审核' },
  representative_decided: { status: 409, message: '这份申请刚被处理过，请刷新查看' },
  nomination_settled: { status: 409, message: '这份报名现在不能这样操作，请刷新查看最新进展' },
  objection_open: { status: 409, message: '已有一条异议在等待答复' },
  ruling_conflict: { status: 409, message: '这张选票的状态刚被其他人改动，请刷新后再操作' },
  totp_active: { status: 409, message: '动态口令已经开启；要更换，请先关闭' },
  username_taken: { status: 409, message: '这个用户名已有人使用' },
  version_conflict: { status: 409, message: '这份内容刚被其他人改过，请查看最新内容后再保存' },
  invitation_over: { status: 409, message: '这份邀请已用过、过期或作废，请联系荆楚网' },
  wechat_bound: { status: 409, message: '这个微信已绑定为另一位专家' },
  login_taken: { status: 409, message: '这个登录名已有人使用，请换一个' },
  review_settled: { status: 409, message: '这份评审现在不能这样操作，请刷新查看最新进展' },
  review_begun: { status: 409, message: '专家已经开始评这一份，不能取消分配' },
  unit_exists: { status: 409, message: '已有同名同地区的单位，或统一社会信用代码已被使用' },
  import_not_ready: { status: 409, message: '这次导入现在不能这样操作，请刷新查看最新进展' },
  import_has_bad_rows: { status: 409, message: '文件里有不合格的行，请更正后重新上传，或选择只导入合格的行' },
  edition_exists: { status: 409, message: '这个标识已有别的届次使用' },
  phase_not_running: { status: 409, message: '这个阶段的状态已经改变，请刷新后再操作' },
  upload_offset: { status: 409, message: '上传进度对不上，请从已收到的位置接着上传' },
  body_too_large: { status: 413, message: '提交的内容过大' },
  upload_too_large: { status: 413, message: '文件过大：图片不超过 20 MB，文档不超过 30 MB' },
  invalid_request: { status: 422, message: '提交的内容有误，请检查后重试' },
  foreign_page: { status: 422, message: '只能为本站的页面签名' },
  invalid_selections: { status: 422, message: '所选候选不符合投票规则' },
  experience_incomplete: { status: 422, message: '稿件还不能发布，请先补充' },
  nomination_incomplete: { status: 422, message: '还有内容没有填好，请按提示补充' },
  due_date_needed: { status: 422, message: '报名已经截止，退回修改须定下再次提交的期限' },
  checklist_open: { status: 422, message: '审核要点还没有全部核对' },
  review_incomplete: { status: 422, message: '还有没评完的，请补充后再提交' },
  review_conflict: { status: 422, message: '候选来自专家所在单位，应当回避' },
  review_unset: { status: 422, message: '这个奖项还没有设评审指标' },
  pick_not_accepted: { status: 422, message: '所选的报名有的不是“通过”状态，或已在名单里' },
  unit_missing: { status: 422, message: '有的单位已不在单位库或不再认证，没有保存' },
  sheet_unreadable: { status: 422, message: '文件读不出来，请上传 .xlsx 或 .csv 表格' },
  paper_unreadable: { status: 422, message: '文件读不出来，请上传 .eml 邮件，或填好的 .xlsx、.docx 表格' },
  upload_refused: {
    status: 422,
    message: '这个文件不能上传：请上传 JPG、PNG、WebP 图片，或 PDF、Word、Excel 文件',
  },
  template_unknown: { status: 422, message: '没有这种微信通知' },
  reason_required: { status: 422, message: '请填写原因' },
  weak_password: { status: 422, message: '密码至少 12 位，且不能是常见密码' },
  otp_wrong: { status: 422, message: '动态口令不正确，请核对手机时间后重试' },
  last_admin: { status: 422, message: '至少要保留一位启用的管理员' },
  account_locked: { status: 429, message: '多次登录失败，请稍后再试' },
  upload_quota: { status: 429, message: '今天上传的文件已达 500 MB，请明天再传，或先取消没有传完的文件' },
  too_many_requests: { status: 429, message: '操作太频繁，请稍后再试' },
  change_refused: { status: 422, message: '有的改动现在不能做' },
  change_unconfirmed: { status: 422, message: '请先确认这些改动的影响' },
  internal: { status: 500, message: '服务器出了点问题，请稍后再试' },
  wechat_unavailable: { status: 502, message: '暂时连不上微信，请稍后再试' },
  account_missing: { status: 503, message: '还没有接入公众号' },
  edition_missing: { status: 503, message: '评选尚未设置，请稍后再来' },
  busy: { status: 503, message: '现在投票的人较多，请稍后再试' },
  session_unavailable: { status: 503, message: '暂时无法登录，请稍后再试' },
  ledger_unavailable: { status: 503, message: '投票服务暂时不可用，您的票没有计入，请稍后再试' },
  ballot_unconfirmed: {
    status: 503,
    message: '暂时无法确认您的选票是否记下，请稍后重试；重复提交不会多计票',
  },
  storage_unavailable: { status: 503, message: '文件暂时存取不了，请稍后再试' },
  audit_unavailable: { status: 503, message: '操作记录暂时写不进去，这次操作没有执行，请稍后再试' },
  tally_pending: { status: 503, message: '票数正在核对，请稍候' },
} as const satisfies Record<string, { status: number; message: string }>

export type ErrorCode = keyof typeof ERRORS

/** One failing field of a rejected request. `path` is dotted: `selections.2`. */
export type FieldError = { path: string; message: string }

/**
 * A refusal with a stable code. Use cases throw it; the HTTP door turns it into
 * `{error: {code, message, details}}` and the chat door into a sentence.
 */
export class Refusal extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly details?: unknown,
    message: string = ERRORS[code].message,
  ) {
    super(message)
    this.name = 'Refusal'
  }

  get status(): number {
    return ERRORS[this.code].status
  }
}
