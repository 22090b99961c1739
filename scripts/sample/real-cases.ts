import type { CandidateCard } from '@shared/candidate/contract'
import type { SceneId } from './picture/scene'

type RealCase = Pick<CandidateCard, 'name' | 'unitName' | 'level' | 'region' | 'summary'> & {
  deeds: string[]
  scene: SceneId
}

/**
 * The two cases the public notice itself names. They are real, so nothing is said of them that the notice does
 * not say: no dates, no people, no figures, no reply record.
 */
export const REAL_CASES: readonly RealCase[] = [
  {
    name: '汉阳区交警采纳市民建议新增斑马线',
    unitName: '汉阳区交警',
    level: 'county',
    region: { code: '420105', cityCode: '420100', city: '武汉市', county: '汉阳区' },
    summary: '采纳市民在荆楚问政平台的建议，给路口新增斑马线',
    deeds: ['汉阳区交警采纳市民在荆楚问政平台的建议，给路口新增斑马线。'],
    scene: 'crossing',
  },
  {
    name: '南漳县蛮河边垃圾堆被清理',
    unitName: '南漳县',
    level: 'county',
    region: { code: '420624', cityCode: '420600', city: '襄阳市', county: '南漳县' },
    summary: '网友反映问题后，蛮河边“隐藏”多年的垃圾堆被清理',
    deeds: ['网友在荆楚问政平台反映问题后，南漳县蛮河边“隐藏”多年的垃圾堆被清理。'],
    scene: 'riverside',
  },
]
