import type { SceneId } from './scene'

/** The look of a part of the province. */
export type Flavour = 'bridge' | 'tower' | 'mountain' | 'lake' | 'plain' | 'wall'

/** What a picture shows: a matter's scene, a worker's portrait, or a unit's seat in its landscape. */
export type PictureSubject =
  | { kind: 'scene'; scene: SceneId }
  | { kind: 'portrait'; gender: 'woman' | 'man' }
  | { kind: 'seat'; flavour: Flavour; township: boolean }

const SCENE_ALTS: Record<SceneId, string> = {
  crossing: '路口的斑马线，行人正走过马路',
  lamps: '暮色里亮着路灯的街道',
  parking: '画好车位的小区停车场',
  countryRoad: '田野间通向村庄的平整公路',
  busStop: '候车亭前驶来一辆公交车',
  riverside: '岸边长着柳树的清澈河道',
  tap: '水龙头里流出清水',
  elevator: '老居民楼外加装的电梯',
  rain: '雨中的街道和排水口',
  hall: '政务大厅里的服务窗口',
  school: '学校门口和上学的孩子',
  village: '青瓦白墙的村庄和干净的小屋',
  phone: '手机屏幕上一来一往的留言',
  clinic: '社区卫生室和药箱',
  market: '摆满蔬果的农贸市场',
  park: '树下有长椅的小公园',
  bins: '小区里的分类垃圾桶和清扫的人',
  square: '傍晚广场上跳舞的人们',
  site: '塔吊和在建的楼房',
  canteen: '热气腾腾的社区食堂',
  field: '水渠流过的稻田',
  power: '电线杆与亮着灯的房屋',
}

const FLAVOUR_ALTS: Record<Flavour, string> = {
  bridge: '江上大桥',
  tower: '江边高楼',
  mountain: '青山',
  lake: '湖水',
  plain: '平原田野',
  wall: '古城墙',
}

/** What the picture shows, for those who cannot see it. */
export function pictureAlt(subject: PictureSubject): string {
  switch (subject.kind) {
    case 'scene':
      return `插画：${SCENE_ALTS[subject.scene]}`
    case 'portrait':
      return `插画：一位${subject.gender === 'woman' ? '女' : '男'}工作人员的半身像`
    case 'seat':
      return `插画：${FLAVOUR_ALTS[subject.flavour]}旁的${subject.township ? '乡镇街道办公楼' : '办公楼'}`
  }
}

const FLAVOURS: Record<string, readonly Flavour[]> = {
  武汉市: ['bridge', 'tower', 'lake'],
  黄石市: ['lake', 'mountain', 'bridge'],
  十堰市: ['mountain', 'lake'],
  宜昌市: ['mountain', 'bridge'],
  襄阳市: ['wall', 'bridge'],
  鄂州市: ['lake', 'tower'],
  荆门市: ['plain', 'mountain'],
  孝感市: ['plain', 'tower'],
  荆州市: ['wall', 'plain'],
  黄冈市: ['mountain', 'bridge'],
  咸宁市: ['mountain', 'lake'],
  随州市: ['mountain', 'plain'],
  恩施州: ['mountain'],
  仙桃市: ['plain', 'lake'],
  潜江市: ['plain', 'lake'],
  天门市: ['plain', 'lake'],
  神农架林区: ['mountain'],
  省直单位: ['bridge', 'tower'],
}

/** Looks that fit a city of Hubei. */
export function flavoursOf(city: string): readonly Flavour[] {
  return FLAVOURS[city] ?? ['plain']
}
