import { STATUS_NAMES as BALLOT_STATUS_NAMES } from '@shared/ballot/rules'
import { PHASE_NAMES } from '@shared/edition/rules'
import { exactText } from '@shared/kernel/dates'
import { ROLES } from '@shared/kernel/policy'
import { LEVEL_NAMES, STATUS_NAMES as UNIT_STATUS_NAMES } from '@shared/unit/rules'

/** Names of fields, wherever they stand. */
const FIELDS: Record<string, string> = {
  name: '名称',
  username: '用户名',
  roles: '角色',
  disabled: '停用',
  ip: '地址',
  agent: '设备',
  status: '状态',
  phases: '阶段',
  opensAt: '开始',
  closesAt: '结束',
  suspended: '暂停',
  since: '自',
  reason: '原因',
  categories: '奖项',
  letter: '编号字母',
  shortName: '简称',
  summary: '说明',
  seats: '名额',
  ballotRule: '投票规则',
  min: '最少',
  max: '最多',
  per: '次数',
  weights: '权重',
  deeds: '事迹',
  replyRecord: '回复情况',
  review: '评审',
  votes: '得票',
  tallyVisibility: '票数公开',
  mode: '方式',
  at: '时间',
  texts: '文字',
  slogan: '口号',
  intro: '简介',
  notice: '公告',
  rules: '规则',
  title: '标题',
  paragraphs: '段落',
  year: '年度',
  series: '系列',
  organiser: '主办',
  guidance: '指导',
  contact: '联系方式',
  email: '邮箱',
  phone: '电话',
  address: '地址',
  figures: '数据',
  received: '收到',
  answered: '已回复',
  units: '单位数',
  level: '层级',
  region: '地区',
  city: '市州',
  county: '县区',
  code: '代码',
  cityCode: '市州代码',
  ballots: '选票数',
  counts: '票数',
  version: '版本',
  current: '当前届次',
  added: '新增',
  changed: '变更',
  unchanged: '不变',
  bad: '不合格',
  file: '文件',
  creditCode: '统一社会信用代码',
  q: '关键词',
}

/** Words for values, where the field says what they mean. */
const VALUES: Record<string, Record<string, string>> = {
  roles: ROLES,
  phases: PHASE_NAMES,
  per: { edition: '每届一次', day: '每天一次' },
  mode: {
    ...{ live: '实时', daily: '每天定时', afterClose: '截止后' },
    ...{ all: '全部导入', good: '只导入合格的行' },
  },
  level: LEVEL_NAMES,
  status: { ...BALLOT_STATUS_NAMES, ...UNIT_STATUS_NAMES },
}

/** What has a name as people have, not as things have. */
const PEOPLE = ['staff', 'contact']

/** A field's name; one without a name stands as it is, as do the names of things. `owner` is what it is a field of. */
export const fieldName = (field: string, owner: string): string =>
  field === 'name' && PEOPLE.includes(owner) ? '姓名' : (FIELDS[field] ?? PHASES[field] ?? field)

const PHASES: Record<string, string> = PHASE_NAMES

/** A plain value as people read it; `field` is where it stands. */
export function valueText(value: unknown, field: string): string {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'number') return value.toLocaleString('zh-CN', { useGrouping: field !== 'year' })
  if (typeof value !== 'string') return JSON.stringify(value)
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return exactText(value)
  return VALUES[field]?.[value] ?? value
}
