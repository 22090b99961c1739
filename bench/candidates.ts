import type { Edition } from '@shared/edition/contract'
import type { CandidateRecord } from '../server/features/candidate/candidate'
import { sequence } from './selections'

const PER_CATEGORY = 100

/** Characters as frequent as in real texts, so that the answers compress no better than real ones. */
const CHARACTERS =
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经' +
  '十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相'

/** Candidates with texts as long as real ones; what they say does not matter here. */
export function benchCandidates({ id: edition, categories }: Edition): CandidateRecord[] {
  const updatedAt = new Date()
  const random = sequence(2021)
  const text = (length: number) =>
    Array.from({ length }, () => CHARACTERS[Math.floor(random() ** 2 * CHARACTERS.length)]).join('')
  return categories.flatMap(({ id: category, letter }) =>
    Array.from({ length: PER_CATEGORY }, (_, i) => {
      const number = `${letter}${String(i + 1).padStart(3, '0')}`
      return {
        _id: `${edition}-${number}`,
        edition,
        category,
        number,
        name: category === 'worker' ? text(3) : text(12),
        unitId: null,
        unitName: text(12),
        position: category === 'worker' ? text(10) : null,
        level: 'county',
        region: { code: '420105', cityCode: '420100', city: text(3), county: text(3) },
        summary: text(40),
        deeds: Array.from({ length: 6 }, () => text(120)),
        picture: {
          url: `/files/sample/${number}-full.webp`,
          thumbUrl: `/files/sample/${number}-thumb.webp`,
          alt: text(16),
        },
        sample: true,
        updatedAt,
      }
    }),
  )
}
