import type { Edition } from '@shared/edition/contract'
import type { Unit } from '@shared/unit/contract'
import { chooseCandidates, chooseDiligent, FIELD, type SampleCandidate } from './candidates'
import { Chance } from './chance'
import { diligentCount, replyRecords } from './reply-records'
import { draftUnits } from './units'

export type { SampleCandidate } from './candidates'
export { drawPicture, type PictureSize } from './picture/draw'
export { type PictureSubject, pictureAlt } from './picture/subject'

/** A whole edition's worth of invented data, as if the year had happened. */
export type Sample = { units: Unit[]; candidates: SampleCandidate[] }

/**
 * Invents an edition: as many units as its figures count, with reply records that add up to them exactly, and
 * candidates of all three categories. The same edition always gives the same sample. Everything in it is marked
 * `sample: true`, except the two cases the public notice itself tells.
 */
export function generateSample(edition: Edition): Sample {
  const drafts = draftUnits(edition)
  const wanted = Math.max(diligentCount(edition), FIELD.unit + FIELD.worker)
  const diligent = chooseDiligent(drafts, wanted, new Chance(`${edition.id}/diligent`))
  const records = replyRecords(edition, diligent)
  const units = drafts.map((draft, i) => ({ ...draft, replyRecord: records[i]! }))
  return {
    units: units.map(({ id, name, level, region, replyRecord }) => ({
      id,
      name,
      level,
      region,
      sample: true,
      creditCode: null,
      status: 'certified',
      contact: { name: null, phone: null },
      replyRecords: [replyRecord],
      version: 1,
    })),
    candidates: chooseCandidates(
      edition,
      units,
      diligent.map((i) => units[i]!),
    ),
  }
}
