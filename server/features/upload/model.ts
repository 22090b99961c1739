import type { Upload, UploadCheck, UploadKind } from '@shared/upload/contract'
import { type Connection, Schema } from 'mongoose'
import { isTaken } from '../../taken'

/** A file that was found good. `file` and `thumb` are keys of the file store, which others may share. */
export type UploadRecord = Omit<Upload, 'id' | 'url' | 'thumbUrl'> & {
  _id: string
  /** A voter, or `staff:<id>`. */
  owner: string
  file: string
  thumb: string | null
  at: Date
  /** When somebody was last about to refer to it. */
  touchedAt: Date
  /** WeChat's name for its check. */
  traceId: string | null
  published: boolean
}

/** A file that is still on its way. Its parts lie in files of their own, whole and in order. */
export type UnfinishedRecord = {
  _id: string
  owner: string
  name: string
  kind: UploadKind | null
  bytes: number
  received: number
  parts: string[]
  at: Date
}

/** Where a content is kept, by its SHA-256. A key is never given again, so that removing one takes nobody else's file. */
export type ContentRecord = { _id: string; key: string; usedAt: Date }

/** WeChat's answer to a check nobody knew the name of when it came, by that name. */
type EarlyAnswer = { _id: string; check: UploadCheck; at: Date }

/** How long an answer waits for whoever asked: they have long been told the name of their check. */
const EARLY_SECONDS = 86_400

const text = { type: String, required: true }
const number = { type: Number, required: true }
const date = { type: Date, required: true }
const orNone = <T>(type: T) => ({ type, default: null })

const uploadSchema = new Schema<UploadRecord>(
  {
    ...{ _id: text, owner: text, kind: text, name: text, type: text, bytes: number },
    ...{ width: orNone(Number), height: orNone(Number), file: text, thumb: orNone(String) },
    ...{ at: date, touchedAt: date, check: text, traceId: orNone(String) },
    published: { type: Boolean, required: true },
  },
  { versionKey: false },
)
uploadSchema.index({ owner: 1, at: -1 })
uploadSchema.index({ file: 1 })
uploadSchema.index({ thumb: 1 })
uploadSchema.index({ traceId: 1 }, { sparse: true })
uploadSchema.index({ published: 1, touchedAt: 1 })

const unfinishedSchema = new Schema<UnfinishedRecord>(
  {
    ...{ _id: text, owner: text, name: text, kind: orNone(String), bytes: number, received: number },
    parts: { type: [String], required: true },
    at: date,
  },
  { versionKey: false },
)
unfinishedSchema.index({ owner: 1 })
unfinishedSchema.index({ at: 1 })

const contentSchema = new Schema<ContentRecord>({ _id: text, key: text, usedAt: date }, { versionKey: false })
contentSchema.index({ usedAt: 1 })

const earlySchema = new Schema<EarlyAnswer>({ _id: text, check: text, at: date }, { versionKey: false })
earlySchema.index({ at: 1 }, { expireAfterSeconds: EARLY_SECONDS })

export type UploadStore = ReturnType<typeof createUploadStore>

export function createUploadStore(connection: Connection) {
  const uploads = connection.model('Upload', uploadSchema, 'uploads')
  const unfinished = connection.model('UnfinishedUpload', unfinishedSchema, 'unfinishedUploads')
  const contents = connection.model('UploadContent', contentSchema, 'uploadContents')
  const early = connection.model('EarlyAnswer', earlySchema, 'uploadEarlyAnswers')

  return {
    async prepare(): Promise<void> {
      for (const model of [uploads, unfinished, contents, early]) {
        await model.createCollection()
        await model.createIndexes()
      }
    },

    /** Adds an upload; where it is there already, as after a step that was cut off, that one stands. */
    async add(record: UploadRecord): Promise<UploadRecord> {
      const { _id, ...rest } = record
      return once(() => uploads.findOneAndUpdate({ _id }, { $setOnInsert: rest }, MADE).lean<UploadRecord>())
    },

    find: (id: string) => uploads.findById(id).lean<UploadRecord | null>(),
    findAll: (ids: string[]) => uploads.find({ _id: { $in: ids } }).lean<UploadRecord[]>(),

    countOwned: (ids: string[], owners: string[]) =>
      uploads.countDocuments({ _id: { $in: ids }, owner: { $in: owners } }),
    async touch(ids: string[], now: Date): Promise<void> {
      await uploads.updateMany({ _id: { $in: ids } }, { $set: { touchedAt: now } })
    },

    /** Bytes that owners have handed in since an instant, and those that are on their way. */
    async sumBytes(owners: string[], since: Date): Promise<number> {
      const sum = { $group: { _id: null, bytes: { $sum: '$bytes' } } }
      const owner = { $in: owners }
      const sums = await Promise.all([
        uploads.aggregate<{ bytes: number }>([{ $match: { owner, at: { $gte: since } } }, sum]),
        unfinished.aggregate<{ bytes: number }>([{ $match: { owner } }, sum]),
      ])
      return sums.flat().reduce((bytes, found) => bytes + found.bytes, 0)
    },

    async change(id: string, change: Partial<UploadRecord>): Promise<UploadRecord | null> {
      return uploads
        .findOneAndUpdate({ _id: id }, { $set: change }, { returnDocument: 'after' })
        .lean<UploadRecord | null>()
    },

    /** Answers which one it was. */
    async setCheck(traceId: string, check: UploadCheck): Promise<string | null> {
      const found = await uploads.findOneAndUpdate(
        { traceId },
        { $set: { check } },
        { projection: { _id: 1 } },
      )
      return found?._id ?? null
    },
    /** Keeps WeChat's answer for whoever is about to wait for it. */
    async keepAnswer(traceId: string, check: UploadCheck, at: Date): Promise<void> {
      await early.updateOne({ _id: traceId }, { $set: { check, at } }, { upsert: true })
    },
    /** An answer that came before it was waited for. */
    async findAnswer(traceId: string): Promise<UploadCheck | null> {
      return (await early.findById(traceId).lean<EarlyAnswer | null>())?.check ?? null
    },

    /** The next uploads, by id, that nobody was about to refer to since an instant. */
    findUntouched: (since: Date, after: string, limit: number) =>
      uploads
        .find({ published: false, touchedAt: { $lt: since }, _id: { $gt: after } })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<UploadRecord[]>(),
    /** Removes those of them that nobody has touched meanwhile. */
    async removeUntouched(ids: string[], since: Date): Promise<number> {
      const found = { _id: { $in: ids }, published: false, touchedAt: { $lt: since } }
      return (await uploads.deleteMany(found)).deletedCount
    },

    /** The key under which a content is to be kept, and that it is about to be used. */
    async claimContent(hash: string, newKey: string, now: Date): Promise<string> {
      const change = { $set: { usedAt: now }, $setOnInsert: { key: newKey } }
      const found = () => contents.findOneAndUpdate({ _id: hash }, change, MADE).lean<ContentRecord>()
      return (await once(found)).key
    },
    /** The next contents, by hash, that were not about to be used since an instant. */
    findUnused: (since: Date, after: string, limit: number) =>
      contents
        .find({ usedAt: { $lt: since }, _id: { $gt: after } })
        .sort({ _id: 1 })
        .limit(limit)
        .lean<ContentRecord[]>(),
    /** Which of these keys an upload has. */
    async keysInUse(keys: string[]): Promise<Set<string>> {
      const [files, thumbs] = await Promise.all([
        uploads.distinct('file', { file: { $in: keys } }),
        uploads.distinct('thumb', { thumb: { $in: keys } }),
      ])
      return new Set([...files, ...thumbs] as string[])
    },
    /** Gives a content up unless it was about to be used since; answers whether it did. */
    async forgetContent({ _id }: ContentRecord, since: Date): Promise<boolean> {
      return (await contents.deleteOne({ _id, usedAt: { $lt: since } })).deletedCount === 1
    },

    async addUnfinished(record: UnfinishedRecord): Promise<void> {
      await unfinished.create(record)
    },
    findUnfinished: (id: string, owners: string[]) =>
      unfinished.findOne({ _id: id, owner: { $in: owners } }).lean<UnfinishedRecord | null>(),
    /** Adds a part where the last one ended; null where another one did so first. */
    addPart: (id: string, offset: number, part: { name: string; bytes: number }, now: Date) =>
      unfinished
        .findOneAndUpdate(
          { _id: id, received: offset },
          { $push: { parts: part.name }, $inc: { received: part.bytes }, $set: { at: now } },
          { returnDocument: 'after' },
        )
        .lean<UnfinishedRecord | null>(),
    /** Answers what was removed; null where there was nothing. */
    removeUnfinished: (id: string) => unfinished.findByIdAndDelete(id).lean<UnfinishedRecord | null>(),
    findAbandoned: (since: Date) => unfinished.find({ at: { $lt: since } }).lean<UnfinishedRecord[]>(),
  }
}

const MADE = { upsert: true, returnDocument: 'after' } as const

/** Of two that make the same record at once the second is refused, and finds it made. */
async function once<T>(make: () => Promise<T | null>): Promise<T> {
  const made = await make().catch((error) => {
    if (!isTaken(error)) throw error
    return make()
  })
  return made!
}
