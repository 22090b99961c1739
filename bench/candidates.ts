import type { Edition } from '@shared/edition/contract'
import type { CandidateRecord } from '../server/features/candidate/candidate'

const PER_CATEGORY = 100

/** Candidates with texts as long as real ones; what they say does not matter here. */
export function benchCandidates({ id: edition, categories }: Edition): CandidateRecord[] {
  const updatedAt = new Date()
  return categories.flatMap(({ id: category, letter }) =>
    Array.from({ length: PER_CATEGORY }, (_, i) => {
      const number = `${letter}${String(i + 1).padStart(3, '0')}`
      return {
        _id: `${edition}-${number}`,
        edition,
        category,
        number,
        name: `某市某区城市管理执法局网上群众工作办公室${number}`,
        unitId: null,
        unitName: `某市某区城市管理执法局${number}`,
        position: category === 'worker' ? '网络问政工作专班联络员' : null,
        level: 'county',
        region: { code: '420105', cityCode: '420100', city: '武汉市', county: '汉阳区' },
        summary: '接到网友留言后当天到现场，三个月里协调五个部门，给学校门口的路口补上了斑马线和信号灯。',
        deeds: Array.from({ length: 6 }, () => '留言办结后逐一回访，网友回复说问题解决了。'.repeat(6)),
        picture: {
          url: `/files/sample/${number}-full.webp`,
          thumbUrl: `/files/sample/${number}-thumb.webp`,
          alt: '工作人员在路口查看新补的斑马线',
        },
        sample: true,
        updatedAt,
      }
    }),
  )
}
