import { randomBytes } from 'node:crypto'
import type { CategoryId } from '@shared/edition/contract'
import type { Marks, Recusal, ReviewState } from '@shared/review/contract'
import { type Connection, Schema } from 'mongoose'
import type { SealedField, SecretBox } from '../../ports/secrets'
import { addNew, isTaken } from '../../taken'

/** An invitation: known by the hashes of its link and code, and kept sealed so that it can be told again. */
export type InvitationRecord = {
  hash: string
  codeHash: string
  token: string
  code: string
  issuedAt: Date
  issuedBy: string
  expiresAt: Date
  usedAt: Date | null
  /** The voter it bound; null also where it set a password. */
  usedBy: string | null
  revokedAt: Date | null
}

/** An expert of an edition. */
export type ReviewerRecord = {
  _id: string
  edition: string
  name: string
  organisation: string
  title: string
  phone: string | null
  units: string[]
  categories: CategoryId[]
  disabled: boolean
  voter: string | null
  login: string | null
  passwordHash: string | null
  /** Log-ins with the password that are still good. */
  sessions: { id: string; expiresAt: Date }[]
  invitation: InvitationRecord | null
  lastSeenAt: Date | null
  version: number
  createdAt: Date
}

/** One expert on one candidate, from when it is assigned. */
export type ReviewRecord = {
  _id: string
  edition: string
  category: CategoryId
  reviewer: string
  candidate: string
  marks: Marks
  comment: string
  state: ReviewState
  version: number
  /** Of the save that came last: sent again, it changes nothing. */
  key: string | null
  savedAt: Date | null
  submittedAt: Date | null
  recusal: Recusal | null
  reopened: { at: string; by: string; reason: string } | null
  assignedAt: Date
}

const text = { type: String, required: true }
const maybe = { type: String, default: null }
const date = { type: Date, required: true }
const mixed = Schema.Types.Mixed

const reviewerSchema = new Schema<ReviewerRecord>(
  {
    ...{ _id: text, edition: text, name: text, organisation: String, title: String, phone: maybe },
    ...{ units: [String], categories: [String], disabled: Boolean, voter: maybe, login: maybe },
    ...{ passwordHash: maybe, sessions: { type: [mixed] as never, required: true } },
    ...{ invitation: { type: mixed, default: null }, lastSeenAt: Date, version: Number, createdAt: date },
  },
  { versionKey: false, minimize: false },
)
const only = (path: string) => ({ unique: true, partialFilterExpression: { [path]: { $type: 'string' } } })
reviewerSchema.index({ edition: 1, voter: 1 }, only('voter') as never)
reviewerSchema.index({ edition: 1, login: 1 }, only('login') as never)
reviewerSchema.index({ 'invitation.hash': 1 }, only('invitation.hash') as never)

const reviewSchema = new Schema<ReviewRecord>(
  {
    ...{ _id: text, edition: text, category: text, reviewer: text, candidate: text },
    ...{ marks: { type: mixed, required: true }, comment: String, state: text, version: Number, key: maybe },
    ...{ savedAt: Date, submittedAt: Date, recusal: mixed, reopened: mixed, assignedAt: date },
  },
  { versionKey: false, minimize: false },
)
reviewSchema.index({ reviewer: 1, candidate: 1 }, { unique: true })
reviewSchema.index({ edition: 1, category: 1, state: 1 })

const PHONE = 'reviewer.phone'
const TOKEN = 'reviewer.token'
const CODE = 'reviewer.code'

/** Nothing is written in it yet. */
export const isUntouched = ({ state, marks, comment }: Pick<ReviewRecord, 'state' | 'marks' | 'comment'>) =>
  state === 'draft' && Object.keys(marks).length === 0 && comment === ''

export const newId = (letter: string): string => letter + randomBytes(8).toString('hex')

export type ReviewStore = ReturnType<typeof createReviewStore>

/** Experts and their reviews. Telephone numbers and invitations are sealed in the store, and open on both of its sides. */
export function createReviewStore(connection: Connection, box: SecretBox) {
  const reviewers = connection.model('Reviewer', reviewerSchema, 'reviewers')
  const reviews = connection.model('Review', reviewSchema, 'reviews')

  const sealedPhone = (phone: string | null) => phone && box.seal(phone, PHONE)
  function opened(record: ReviewerRecord): ReviewerRecord {
    const { phone, invitation } = record
    return {
      ...record,
      phone: phone && box.open(phone, PHONE),
      invitation: invitation && {
        ...invitation,
        token: box.open(invitation.token, TOKEN) ?? '',
        code: box.open(invitation.code, CODE) ?? '',
      },
    }
  }
  async function findOne(condition: object): Promise<ReviewerRecord | null> {
    const found = await reviewers.findOne(condition).lean<ReviewerRecord>()
    return found && opened(found)
  }

  return {
    sealed: [
      { collection: 'reviewers', path: 'phone', place: PHONE },
      { collection: 'reviewers', path: 'invitation.token', place: TOKEN },
      { collection: 'reviewers', path: 'invitation.code', place: CODE },
    ] satisfies SealedField[],

    async prepare(): Promise<void> {
      for (const model of [reviewers, reviews]) {
        await model.createCollection()
        await model.createIndexes()
      }
    },

    async addReviewer(record: ReviewerRecord): Promise<void> {
      await reviewers.create({ ...record, phone: sealedPhone(record.phone) })
    },

    findReviewer: (id: string) => findOne({ _id: id }),
    findByInvitation: (hash: string) => findOne({ 'invitation.hash': hash }),
    findByVoter: (edition: string, voters: string[]) => findOne({ edition, voter: { $in: voters } }),
    findByLogin: (edition: string, login: string) => findOne({ edition, login }),

    async findReviewers(edition: string): Promise<ReviewerRecord[]> {
      const found = reviewers.find({ edition }).sort({ createdAt: 1, _id: 1 })
      return (await found.lean<ReviewerRecord[]>()).map(opened)
    },

    /** Changes what still has a version; answers whether it had. */
    async changeReviewer(
      { _id, version }: Pick<ReviewerRecord, '_id' | 'version'>,
      set: Partial<ReviewerRecord>,
    ): Promise<boolean> {
      const sealed = set.phone === undefined ? set : { ...set, phone: sealedPhone(set.phone) }
      const change = { $set: sealed, $inc: { version: 1 } }
      return (await reviewers.updateOne({ _id, version }, change as never)).matchedCount === 1
    },

    /** Puts an invitation in place of the one before, whatever became of that. */
    async invite(id: string, invitation: InvitationRecord): Promise<void> {
      const { token, code } = invitation
      const sealed = { ...invitation, token: box.seal(token, TOKEN), code: box.seal(code, CODE) }
      await reviewers.updateOne({ _id: id }, { $set: { invitation: sealed } } as never)
    },

    /** Ends an open invitation, with what becomes of its expert; `over` where it is open no more, `taken` where a unique index minds. */
    async useInvitation(
      hash: string,
      now: Date,
      { usedBy, revoked, ...set }: { usedBy?: string; revoked?: true } & Partial<ReviewerRecord>,
    ): Promise<'used' | 'over' | 'taken'> {
      const open = { 'invitation.usedAt': null, 'invitation.revokedAt': null }
      const condition = {
        ...{ 'invitation.hash': hash, ...open },
        ...(!revoked && { disabled: false, 'invitation.expiresAt': { $gt: now } }),
      }
      const end = revoked
        ? { 'invitation.revokedAt': now }
        : { 'invitation.usedAt': now, 'invitation.usedBy': usedBy ?? null }
      try {
        const used = await reviewers.updateOne(condition, { $set: { ...set, ...end } } as never)
        return used.matchedCount === 1 ? 'used' : 'over'
      } catch (error) {
        if (isTaken(error)) return 'taken'
        throw error
      }
    },

    /** Keeps the latest of an expert's log-ins. */
    async addSession(id: string, session: ReviewerRecord['sessions'][number], most: number): Promise<void> {
      const push = { sessions: { $each: [session], $slice: -most } }
      await reviewers.updateOne({ _id: id }, { $push: push } as never)
    },
    async endSession(id: string, session: string): Promise<void> {
      await reviewers.updateOne({ _id: id }, { $pull: { sessions: { id: session } } } as never)
    },
    async noteSeen(id: string, at: Date): Promise<void> {
      await reviewers.updateOne({ _id: id }, { $set: { lastSeenAt: at } })
    },

    /** Assigns a review, unless there is one; answers whether there was none. */
    add: (record: ReviewRecord): Promise<boolean> => addNew(reviews.create(record)),

    find: (id: string) => reviews.findById(id).lean<ReviewRecord>(),
    findPair: (reviewer: string, candidate: string) =>
      reviews.findOne({ reviewer, candidate }).lean<ReviewRecord>(),
    findOf: (reviewer: string) => reviews.find({ reviewer }).lean<ReviewRecord[]>(),
    findIn: (edition: string, category?: CategoryId) =>
      reviews.find({ edition, ...(category && { category }) }).lean<ReviewRecord[]>(),
    /** The categories of an edition with reviews handed in. */
    submittedIn: (edition: string): Promise<CategoryId[]> =>
      reviews.distinct('category', { edition, state: 'submitted' }) as never,

    /** Changes what still has a version; answers whether it had. */
    async change(
      { _id, version }: Pick<ReviewRecord, '_id' | 'version'>,
      set: Partial<ReviewRecord>,
    ): Promise<boolean> {
      const change = { $set: set, $inc: { version: 1 } }
      return (await reviews.updateOne({ _id, version }, change as never)).matchedCount === 1
    },

    /** Takes an assignment back that still has a version; answers whether it had. */
    async remove({ _id, version }: Pick<ReviewRecord, '_id' | 'version'>): Promise<boolean> {
      return (await reviews.deleteOne({ _id, version })).deletedCount === 1
    },
  }
}
