/** What staff do, in the audit's words; by the part of an action before the dot and the whole. */
export const ACTION_GROUPS: Record<string, string> = {
  staff: '工作人员',
  unit: '单位',
  edition: '届次',
  representative: '单位代表',
  nomination: '报名',
  candidate: '候选',
  shortlist: '初选',
  ballot: '选票',
  audit: '操作记录',
}

const ACTIONS: Record<string, string> = {
  'staff.login': '登录',
  'staff.loginFailed': '登录失败',
  'staff.logout': '退出登录',
  'staff.endSession': '让一个设备退出',
  'staff.endSessions': '让全部设备退出',
  'staff.changePassword': '修改密码',
  'staff.resetPassword': '重设密码',
  'staff.startTotp': '准备动态口令',
  'staff.enableTotp': '开启动态口令',
  'staff.disableTotp': '关闭动态口令',
  'staff.create': '新增工作人员',
  'staff.update': '修改工作人员',
  'edition.create': '新建届次',
  'edition.save': '修改届次',
  'edition.makeCurrent': '设为当前届次',
  'edition.extendPhase': '延长阶段',
  'edition.suspendPhase': '暂停阶段',
  'edition.resumePhase': '恢复阶段',
  'candidate.withdraw': '候选退出评选',
  'ballot.rule': '处理选票',
  'ballot.exportRulings': '导出选票处理记录',
  'unit.create': '新增单位',
  'unit.update': '修改单位',
  'unit.uploadImport': '上传单位表',
  'unit.cancelImport': '放弃导入',
  'unit.exportBadRows': '下载不合格的行',
  'unit.import': '导入单位',
  'unit.undoImport': '撤销导入',
  'unit.export': '导出单位',
  'representative.claim': '凭认领码认领单位',
  'representative.approve': '通过单位代表',
  'representative.refuse': '不通过单位代表',
  'representative.end': '停用单位代表',
  'representative.issueCodes': '发放认领码',
  'representative.printLetters': '打印认领码',
  'representative.revokeCode': '作废认领码',
  'audit.export': '导出操作记录',
}

/** An action as people call it; one without a name stands as it is. */
export const actionName = (action: string): string => ACTIONS[action] ?? action

/** All actions that have a name, with it. */
export const namedActions = (): [action: string, name: string][] => Object.entries(ACTIONS)
