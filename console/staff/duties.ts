import { may, type Permission, POLICY, ROLES, type Role } from '@shared/kernel/policy'

/** What each permission lets somebody do, as people say it. */
const DUTIES: Record<Permission, string> = {
  'account.own': '管理自己的账号',
  'staff.read': '查看工作人员',
  'staff.write': '管理工作人员与角色',
  'audit.read': '查看、导出操作记录',
  'unit.read': '查看单位',
  'unit.write': '导入和修改单位',
  'edition.read': '查看届次设置',
  'edition.write': '修改届次设置，延长或暂停阶段',
  'representative.read': '查看单位代表与认领码',
  'representative.write': '发放认领码，审核单位代表',
  'nomination.read': '查看报名材料',
  'nomination.screen': '审核报名材料',
  'shortlist.read': '查看初选名单',
  'shortlist.write': '拟定和发布初选名单',
  'review.read': '查看专家评审和评分',
  'review.write': '邀请专家、分配和退回评审',
  'library.read': '查看案例库稿件',
  'library.write': '编辑和发布案例库，管理主题',
  'announcement.read': '查看公告和推送情况',
  'announcement.write': '编写、发布和撤下公告，提出推送',
  'announcement.approve': '复核推送，管理推送的工作群',
  'dashboard.read': '查看总览',
  'ballot.read': '查看投票情况',
  'ballot.rule': '将选票存疑、作废或恢复',
  'suspicion.read': '查看异常投票',
  'suspicion.decide': '提出和确认对异常选票的处理',
  'result.read': '查看评选结果',
  'result.write': '拟定、更正、发布和撤回评选结果',
  'objection.read': '查看公示异议',
  'objection.write': '核查和答复公示异议',
  'certificate.read': '查看和下载证书',
  'certificate.write': '制发和撤销证书',
  'summit.read': '查看峰会安排和回执',
  'summit.write': '安排峰会、发邀请和提醒',
  'summit.receive': '登记峰会回执、签到、导出参会名单',
}

const roles = Object.keys(ROLES) as Role[]
const permissions = Object.keys(POLICY) as Permission[]
const isEveryones = (permission: Permission) => roles.every((role) => may([role], permission))

/** What whoever logs in may do, whatever the role. */
export const EVERYONES_DUTIES = permissions.filter(isEveryones).map((permission) => DUTIES[permission])

/** What these roles may do beyond that. */
export function dutiesOf(held: readonly Role[]): string[] {
  return permissions
    .filter((permission) => !isEveryones(permission) && may(held, permission))
    .map((permission) => DUTIES[permission])
}
