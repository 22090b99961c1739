import type { Chance } from './chance'
import type { DraftUnit } from './units'

/** Words a story may name, per slot. Urban and rural, hills and plains have their own. */
const ROADS = [
  '建设路',
  '文化路',
  '滨河路',
  '朝阳路',
  '友谊街',
  '迎宾路',
  '民主街',
  '新华路',
  '团结路',
  '胜利街',
  '桂花路',
  '凤凰路',
  '南门街',
  '北正街',
  '学院路',
  '站前路',
  '东方红路',
  '长虹路',
  '丹桂路',
  '和平街',
  '银杏路',
  '书院街',
  '玉泉路',
  '香樟路',
]
const ESTATES = [
  '桂花苑',
  '幸福苑',
  '和平小区',
  '阳光花园',
  '江南新村',
  '纺织宿舍',
  '机械厂宿舍',
  '翠柳园',
  '锦绣家园',
  '安居苑',
  '老粮库小区',
  '梧桐苑',
  '百合园',
  '荷塘小区',
  '电力小区',
  '银河湾',
  '教师新村',
  '东湖名居',
  '月亮湾小区',
  '清水苑',
]
const PLAIN_VILLAGES = [
  '王家湾村',
  '陈家垸村',
  '荷叶台村',
  '刘家畈村',
  '杨林咀村',
  '沙咀村',
  '周家场村',
  '柳林村',
  '莲花垸村',
  '张家台村',
  '红旗垸村',
  '新河村',
  '渔泛村',
  '永丰村',
]
const HILL_VILLAGES = [
  '李家坪村',
  '茶园沟村',
  '石板冲村',
  '枫香垭村',
  '青树岭村',
  '桃子坪村',
  '黄柏槽村',
  '杉木溪村',
  '向家坡村',
  '白果树村',
  '马鞍山村',
  '龙潭坪村',
  '花果冲村',
  '云雾岭村',
]
const SCHOOLS = [
  '实验小学',
  '育才小学',
  '第二小学',
  '第三中学',
  '中心小学',
  '希望小学',
  '外国语学校',
  '第四中学',
  '附属小学',
  '新城小学',
]
const PLAIN_RIVERS = ['门前港', '柳林渠', '胭脂河', '东排渠', '青龙港', '藕塘河', '月亮渠']
const HILL_RIVERS = ['清水溪', '石门河', '桃花溪', '响水沟', '白龙溪', '老鹰河', '沙坪河']
const HILLS = new Set(['十堰市', '宜昌市', '恩施州', '神农架林区', '襄阳市', '咸宁市', '黄冈市'])
const SURNAMES = [
  '刘',
  '张',
  '周',
  '李',
  '王',
  '陈',
  '杨',
  '吴',
  '黄',
  '徐',
  '胡',
  '朱',
  '高',
  '郭',
  '罗',
  '郑',
  '谢',
  '唐',
  '曹',
  '彭',
]
const TITLES = ['女士', '先生', '师傅', '老师']
const NICKNAMES = [
  '江边人家',
  '早起的鸟',
  '一碗热干面',
  '清风徐来',
  '老街坊',
  '橘子红了',
  '楚天过客',
  '归途有灯',
  '柳暗花明',
  '田埂上的风',
  '汉水谣',
  '夜行人',
  '三月烟花',
  '带娃的妈',
  '小城故事',
  '骑行者',
  '藕带',
  '平凡一天',
  '路边的树',
  '长江水',
]

/** The slots of one story: the same word wherever a slot recurs in that story. */
export type Words = Readonly<Record<string, string>>

/**
 * Draws the words of one story, fitting the unit's place. Slots of place: road, road2, estate, village, school,
 * river, place (what the unit looks after). Of people: asker, nick. Of number: few and few2 3…9, tens and tens2 12…96, hundreds and hundreds2 110…960,
 * days 3…19, weeks 2…8. Of time: month, month2, taken from the months in which the unit got messages.
 */
export function drawWords(unit: DraftUnit, months: readonly number[], chance: Chance): Words {
  const hilly = HILLS.has(unit.region.city)
  const [road, road2] = chance.shuffle(ROADS)
  const village = chance.pick(hilly ? HILL_VILLAGES : PLAIN_VILLAGES)
  const [month, later] = [...chance.shuffle(months).slice(0, 2)].sort((a, b) => a - b)
  if (month === undefined) throw new Error(`${unit.name} got no message, so there is no story to tell`)
  const nick = chance.pick(NICKNAMES)
  const askers = [
    `网友“${nick}”`,
    `居民${chance.pick(SURNAMES)}${chance.pick(TITLES)}`,
    `一位姓${chance.pick(SURNAMES)}的网友`,
  ]
  return {
    road: road!,
    road2: road2!,
    estate: chance.pick(ESTATES),
    village,
    school: chance.pick(SCHOOLS),
    river: chance.pick(hilly ? HILL_RIVERS : PLAIN_RIVERS),
    place: unit.places.length > 0 ? chance.pick(unit.places) : village,
    asker: chance.pick(askers),
    nick,
    few: String(chance.int(3, 9)),
    few2: String(chance.int(3, 9)),
    tens: String(chance.int(12, 96)),
    tens2: String(chance.int(12, 96)),
    hundreds: String(chance.int(11, 96) * 10),
    hundreds2: String(chance.int(11, 96) * 10),
    days: String(chance.int(3, 19)),
    weeks: String(chance.int(2, 8)),
    month: `${month + 1}月`,
    month2: `${(later ?? month) + 1}月`,
  }
}

/** Fills every slot. A slot without a word is a mistake in the text bank and is refused. */
export function fill(text: string, words: Words): string {
  return text.replace(/\{(\w+)\}/g, (_, slot: string) => {
    const word = words[slot]
    if (word === undefined) throw new Error(`no word for {${slot}} in “${text}”`)
    return word
  })
}

/** Deals the pieces of a bank in a shuffled order, and starts over with a new order once all are dealt. */
export class Deck<T> {
  private left: T[] = []

  constructor(
    private readonly pieces: readonly T[],
    private readonly chance: Chance,
  ) {}

  deal(): T {
    if (this.left.length === 0) this.left = this.chance.shuffle(this.pieces)
    return this.left.pop()!
  }
}
