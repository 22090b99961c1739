import type { Candidate } from '@shared/candidate/contract'
import type { Category, Edition } from '@shared/edition/contract'
import { findPhase, hasBegun, hasEnded } from '@shared/edition/rules'
import type {
  Conflict,
  Contender,
  Entry,
  EntryText,
  Shortlist,
  Surroundings,
} from '@shared/shortlist/contract'
import { findConflicts, proposeText, rank, textProblems, warningsOf } from '@shared/shortlist/rules'
import type { Unit } from '@shared/unit/contract'
import { answerRate, recordOf } from '@shared/unit/rules'
import type { Clock } from '../../ports/work'
import type { Candidates } from '../candidate/candidate'
import type { AcceptedNomination, Nominations } from '../nomination/nomination'
import type { Uploads } from '../upload/upload'
import type { EntryRecord, ShortlistRecord } from './model'

/** A list with all that it is about. */
export type Place = {
  edition: Edition
  category: Category
  record: ShortlistRecord
  accepted: AcceptedNomination[]
  begun: boolean
  around: Surroundings
}

type Counted = Awaited<ReturnType<Nominations['counts']>>[number]

type Options = {
  candidates: Pick<Candidates, 'allOf'>
  files: Pick<Uploads, 'describe'>
}

/** Shows lists and those on them as staff see them. */
export function createPresenter({ candidates, files }: Options) {
  function entryOf(entry: EntryRecord, place: Place, thumbs: ReadonlyMap<string, string | null>): Entry {
    const { id, number, key, unit, textVersion, polished, dropped } = entry
    const text = textOf(entry, place)
    const { name, position, summary, picture } = text
    const candidate = candidates.allOf(place.category.id).find((one) => one.id === id)
    return {
      ...{ id, number, key, textVersion, polished, dropped, name, position, summary },
      unit: nominationOf(id, place) ? originOf(nominationOf(id, place)!.unit) : unit,
      thumbUrl: (picture && thumbs.get(picture)) ?? null,
      problems: place.record.state === 'published' || dropped ? [] : problemsOf(entry, place),
      withdrawn: candidate?.withdrawn ?? null,
    }
  }

  async function entries(place: Place, those = place.record.entries): Promise<Entry[]> {
    const pictures = those.flatMap((entry) => textOf(entry, place).picture ?? [])
    const thumbs = new Map((await files.describe(pictures)).map(({ id, thumbUrl }) => [id, thumbUrl]))
    return those
      .map((entry) => entryOf(entry, place, thumbs))
      .sort((a, b) => a.number.length - b.number.length || (a.number < b.number ? -1 : 1))
  }

  return {
    entries,

    async show(place: Place): Promise<Shortlist> {
      const { edition, category, record, begun, around } = place
      const { state, version, picks, draw, settled, changedAt, changedBy } = record
      const contenders = contendersOf(place)
      return {
        ...{ edition: edition.id, category: category.id, categoryName: category.name, state, version, begun },
        changedAt: version > 0 ? changedAt.toISOString() : null,
        changedBy: version > 0 ? changedBy : null,
        ...{ seats: category.seats, weights: category.weights, picks, draw, settled },
        votingOpensAt: findPhase(edition, 'voting')?.opensAt ?? null,
        around,
        accepted: rank(contenders, category.weights),
        conflicts: conflictsOf(place),
        entries: state === 'drafting' ? [] : await entries(place),
      }
    },

    /** What the public would read of somebody on the list, with a picture that only staff can open. */
    async preview(entry: EntryRecord, place: Place): Promise<Candidate> {
      const [shown] = await entries(place, [entry])
      const { name, position, summary, deeds, picture, alt } = textOf(entry, place)
      const [file] = await files.describe(picture ? [picture] : [])
      const { id, number, unit, withdrawn } = shown!
      const records = nominationOf(id, place)?.unit.replyRecords ?? []
      return {
        ...{ id, category: place.category.id, number, name, position, summary, deeds, withdrawn },
        ...{ unitName: unit.name, level: unit.level, region: unit.region, sample: entry.sample, votes: null },
        picture: { url: file?.url ?? '', thumbUrl: file?.thumbUrl ?? '', alt },
        replyRecord: recordOf(records, place.edition.year),
      }
    },
  }
}

export const isBegun = (edition: Edition, clock: Clock): boolean => {
  const voting = findPhase(edition, 'voting')
  return voting !== undefined && hasBegun(voting, clock.now())
}

/** Nominations that are still to come or to be judged, and candidates that come from elsewhere. */
export function surroundingsOf(
  { edition, category, record }: Pick<Place, 'edition' | 'category' | 'record'>,
  { now, counts, candidates }: { now: Date; counts: Counted[]; candidates: Candidate[] },
): Surroundings {
  const nominating = findPhase(edition, 'nomination')
  const isWaiting = (one: Counted) => one.category === category.id && one.status === 'submitted'
  const known = new Set(record.entries.map(({ id }) => id))
  return {
    nominating: nominating && !hasEnded(nominating, now) ? { closesAt: nominating.closesAt } : null,
    waiting: counts.filter(isWaiting).reduce((sum, { count }) => sum + count, 0),
    others: candidates.filter(({ id }) => !known.has(id)).length,
  }
}

/** What one should know before the next step of a list. */
export function conflictsOf(place: Place): Conflict[] {
  const { record, around } = place
  if (record.state === 'published') return []
  return record.state === 'drafting'
    ? findConflicts(contendersOf(place), record.picks, around)
    : warningsOf(around)
}

/** All that were accepted, with what speaks for them. */
export const contendersOf = ({ accepted, edition }: Place): Contender[] =>
  accepted.map(({ id, title, unit, acceptedAt, score, flagged, hasOpenObjection, uploads }) => {
    const record = recordOf(unit.replyRecords, edition.year)
    return {
      ...{ id, title, unit: originOf(unit), acceptedAt, score, hasOpenObjection },
      flagged: flagged || uploads.some(({ check }) => check === 'flagged'),
      record: record && {
        ...{ received: record.received, answered: record.answered, rate: answerRate(record) },
        medianAnswerHours: record.medianAnswerHours,
      },
      hasPicture: uploads.some(({ kind }) => kind === 'picture'),
    }
  })

export const nominationOf = (id: string, { accepted }: Place) => accepted.find((one) => one.id === id)

export const originOf = ({ id, name, level, region, status }: Unit) => ({ id, name, level, region, status })

export const formOf = ({ edition, category }: Pick<Place, 'edition' | 'category'>) =>
  edition.nomination.forms[category.id]?.form ?? []

const NOTHING: EntryText = { name: '', position: null, summary: '', deeds: [], picture: null, alt: '' }

/** What is to be public: as polished, or as the nomination has it. */
export function textOf({ id, text }: Pick<EntryRecord, 'id' | 'text'>, place: Place): EntryText {
  const nomination = nominationOf(id, place)
  return text ?? (nomination ? proposeText(formOf(place), nomination) : NOTHING)
}

/** What keeps somebody from being published, a sentence each. */
export function problemsOf(entry: Pick<EntryRecord, 'id' | 'text'>, place: Place): string[] {
  const nomination = nominationOf(entry.id, place)
  if (!nomination) return ['报名已不是“通过”状态']
  const isCertified = nomination.unit.status === 'certified'
  return [...(isCertified ? [] : ['单位已不是认证单位']), ...textProblems(textOf(entry, place))]
}
