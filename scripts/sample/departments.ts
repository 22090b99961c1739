/** What a unit is there for; matters are handed to kinds of unit, never to names. */
export type UnitKind =
  | 'trafficPolice'
  | 'urban'
  | 'housing'
  | 'transport'
  | 'ecology'
  | 'water'
  | 'education'
  | 'health'
  | 'social'
  | 'insurance'
  | 'civil'
  | 'resources'
  | 'agriculture'
  | 'police'
  | 'market'
  | 'windows'
  | 'industry'
  | 'culture'
  | 'veterans'
  | 'emergency'
  | 'general'
  | 'street'
  | 'town'

type Department = {
  kind: UnitKind
  /** Name after that of the division; null where the level has no such unit. */
  province: string | null
  city: string | null
  county: string | null
  /** How people who work there call it. */
  org: { province: string; city: string; county: string }
}

const bureau = { province: '厅里', city: '局里', county: '局里' }
const row = (
  kind: UnitKind,
  province: string | null,
  city: string | null,
  county: string | null,
  org = bureau,
): Department => ({ kind, province, city, county, org })

/**
 * Departments in the order in which divisions get them: where the number of units does not suffice for every
 * department everywhere, the last ones are left out in some counties.
 */
export const DEPARTMENTS: readonly Department[] = [
  row('trafficPolice', '公安厅交通管理局', '公安局交通警察支队', '交通警察大队', {
    province: '局里',
    city: '支队',
    county: '大队',
  }),
  row('urban', null, '城市管理执法局', '城市管理执法局'),
  row('housing', '住房和城乡建设厅', '住房和城乡建设局', '住房和城乡建设局'),
  row('transport', '交通运输厅', '交通运输局', '交通运输局'),
  row('water', '水利厅', '水利和湖泊局', '水利和湖泊局'),
  row('education', '教育厅', '教育局', '教育局'),
  row('social', '人力资源和社会保障厅', '人力资源和社会保障局', '人力资源和社会保障局'),
  row('ecology', '生态环境厅', '生态环境局', '生态环境分局'),
  row('health', '卫生健康委员会', '卫生健康委员会', '卫生健康局', {
    province: '委里',
    city: '委里',
    county: '局里',
  }),
  row('resources', '自然资源厅', '自然资源和规划局', '自然资源和规划局'),
  row('police', null, '公安局', '公安局'),
  row('market', '市场监督管理局', '市场监督管理局', '市场监督管理局', {
    province: '局里',
    city: '局里',
    county: '局里',
  }),
  row('insurance', '医疗保障局', '医疗保障局', '医疗保障局', {
    province: '局里',
    city: '局里',
    county: '局里',
  }),
  row('agriculture', '农业农村厅', '农业农村局', '农业农村局'),
  row('civil', '民政厅', '民政局', '民政局'),
  row('windows', '政务管理办公室', '政务服务和大数据管理局', '政务服务和大数据管理局', {
    province: '办里',
    city: '局里',
    county: '局里',
  }),
  row('industry', '经济和信息化厅', '经济和信息化局', '科学技术和经济信息化局'),
  row('culture', '文化和旅游厅', '文化和旅游局', '文化和旅游局'),
  row('veterans', '退役军人事务厅', '退役军人事务局', '退役军人事务局'),
  row('emergency', '应急管理厅', '应急管理局', '应急管理局'),
  row('general', '信访局', '信访局', '信访局', { province: '局里', city: '局里', county: '局里' }),
  row('general', '发展和改革委员会', '发展和改革委员会', '发展和改革局', {
    province: '委里',
    city: '委里',
    county: '局里',
  }),
  row('general', '司法厅', '司法局', '司法局'),
  row('general', '财政厅', '财政局', '财政局'),
  row('general', '商务厅', '商务局', '商务局'),
  row('general', '审计厅', '审计局', '审计局'),
]
