import type { Chance } from './chance'
import { type DraftUnit, MARK } from './units'

const SURNAMES = [
  ...'陈李王张刘杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段',
]
const WOMEN = [
  '晓岚',
  '雨桐',
  '静怡',
  '文娟',
  '春梅',
  '思雨',
  '丽华',
  '佳慧',
  '海燕',
  '玉兰',
  '梦洁',
  '秋月',
  '婷',
  '慧敏',
  '小芳',
  '雪琴',
  '红霞',
  '若溪',
  '诗涵',
  '巧云',
  '莉',
  '翠屏',
  '明珠',
  '映雪',
  '素珍',
  '凤',
  '桂芝',
  '欣然',
  '念慈',
  '采薇',
]
const MEN = [
  '建国',
  '志强',
  '海波',
  '文斌',
  '卫东',
  '浩然',
  '明辉',
  '俊杰',
  '晓东',
  '家栋',
  '立新',
  '磊',
  '承志',
  '永胜',
  '子昂',
  '振华',
  '宏伟',
  '涛',
  '少华',
  '汉生',
  '一鸣',
  '德厚',
  '光明',
  '正平',
  '鹏',
  '新民',
  '楚生',
  '思远',
  '启航',
]
const POSITIONS = {
  office: [
    '网络问政专员',
    '信息科科员',
    '办公室副主任',
    '群众工作科科长',
    '留言办理员',
    '政务公开专干',
    '综合科副科长',
    '一级科员',
    '网上群众工作专班负责人',
    '督查室干部',
  ],
  township: [
    '网络问政专员',
    '宣传委员',
    '党政办副主任',
    '留言办理员',
    '政务公开专干',
    '综合办干部',
    '便民服务中心副主任',
    '网上群众工作专班负责人',
  ],
}

/** An invented worker. `name` is marked as a sample, `plainName` is for running text. */
export type Person = {
  name: string
  plainName: string
  gender: 'woman' | 'man'
  position: string
}

/** One invented worker per unit, no two with the same name, in a position such a unit has. */
export function inventPeople(units: readonly Pick<DraftUnit, 'level'>[], chance: Chance): Person[] {
  const surnames = chance.shuffle(SURNAMES)
  const women = chance.shuffle(WOMEN)
  const men = chance.shuffle(MEN)
  return units.map(({ level }, i) => {
    const gender = chance.chance(0.5) ? 'woman' : 'man'
    const given = gender === 'woman' ? women : men
    const plainName = `${surnames[i % surnames.length]}${given[i % given.length]}`
    return {
      name: `${plainName}${MARK}`,
      plainName,
      gender,
      position: chance.pick(POSITIONS[level === 'township' ? 'township' : 'office']),
    }
  })
}
