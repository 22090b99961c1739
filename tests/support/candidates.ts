import type { CategoryId } from '@shared/edition/contract'
import type { CandidateRecord } from '../../server/features/candidate/candidate'

const CATEGORIES = [
  ['unit', 'A'],
  ['worker', 'B'],
  ['caseStudy', 'C'],
] as const

/** Plain candidates, `perCategory` of each category, with ids `a01`, `b01`, `c01` and so on. */
export function buildCandidates(perCategory = 20): CandidateRecord[] {
  return CATEGORIES.flatMap(([category, letter]) =>
    Array.from({ length: perCategory }, (_, i) =>
      buildCandidate(category, `${letter}${String(i + 1).padStart(2, '0')}`),
    ),
  )
}

export function buildCandidate(
  category: CategoryId,
  number: string,
  changes: Partial<CandidateRecord> = {},
): CandidateRecord {
  return {
    _id: number.toLowerCase(),
    edition: '2021',
    category,
    number,
    name: `候选${number}（示例）`,
    unitId: null,
    unitName: `单位${number}（示例）`,
    position: null,
    level: 'county',
    region: { code: '420105', cityCode: '420100', city: '武汉市', county: '汉阳区' },
    summary: '给路口新增斑马线',
    deeds: ['接到留言后到现场查看。'],
    picture: { url: '/files/x.webp', thumbUrl: '/files/x-thumb.webp', alt: '示例图片' },
    sample: true,
    updatedAt: new Date(),
    ...changes,
  }
}
