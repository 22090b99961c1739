import type { Candidate } from '@shared/candidate/contract'
import type { Edition } from '@shared/edition/contract'
import type { CategoryReview } from '@shared/edition/review/contract'
import type { Material, ReviewCard, ReviewedCandidate } from '@shared/review/contract'
import { reviewPoints } from '@shared/review/rules'
import type { Handed } from '../nomination/nomination'
import type { ReviewRecord } from './model'

/** What of a review does not depend on who looks. */
export function factsOf(record: ReviewRecord, rule: CategoryReview | undefined) {
  const {
    _id: id,
    category,
    state,
    version,
    marks,
    comment,
    savedAt,
    submittedAt,
    recusal,
    reopened,
  } = record
  return {
    ...{ id, category, state, version, marks, comment, recusal, reopened },
    points: reviewPoints(rule?.criteria ?? [], marks),
    savedAt: savedAt?.toISOString() ?? null,
    submittedAt: submittedAt?.toISOString() ?? null,
  }
}

/** A review as its expert sees it in the list. */
export function cardOf(record: ReviewRecord, candidate: Candidate, edition: Edition): ReviewCard {
  const rule = edition.review[record.category]
  return { ...factsOf(record, rule), candidate: reviewedOf(candidate, rule?.blind === true) }
}

function reviewedOf(candidate: Candidate, isBlind: boolean): ReviewedCandidate {
  const { id, category, number, name, unitName, position, level, region, summary, picture, withdrawn } =
    candidate
  return {
    ...{ id, number, level, summary, withdrawn, thumbUrl: picture.thumbUrl },
    title: isBlind && category !== 'caseStudy' ? `候选 ${number}` : name,
    unitName: isBlind ? null : unitName,
    position: isBlind ? null : position,
    city: isBlind ? null : region.city,
  }
}

/** What an expert reads of a candidate; `handed` is what came with its nomination, null where it has none. */
export function materialOf(candidate: Candidate, handed: Handed | null, isBlind: boolean): Material {
  const { deeds, picture, replyRecord } = candidate
  const photos = handed?.pictures ?? []
  return {
    ...{ deeds, replyRecord, figures: handed?.figures ?? [] },
    // A video's address, a picture's and a file's name may well say whose they are.
    links: isBlind ? [] : (handed?.links ?? []),
    picture: isBlind ? { ...picture, alt: '候选图片' } : picture,
    photos: isBlind ? photos.map((photo, i) => ({ ...photo, name: `照片 ${i + 1}` })) : photos,
  }
}
