import type { AnnouncementText } from '@shared/announcement/contract'
import { type Connection, Schema } from 'mongoose'

/** What the public reads: the text of one version, with its pictures in place. */
export type Publication = Omit<AnnouncementText, 'cover' | 'attachments'> & {
  cover: string | null
  attachments: { id: string; name: string; bytes: number; type: string }[]
  version: number
  /** From when on it is public. */
  at: Date
}

export type AnnouncementRecord = {
  _id: string
  sample: boolean
  text: AnnouncementText
  /** All files that the text or the publication refers to. */
  uploads: string[]
  /** Lets read what is not public. */
  key: string
  version: number
  changedAt: Date
  changedBy: string
  published: Publication | null
  withdrawn: { at: Date; by: string; reason: string } | null
}

const schema = new Schema<AnnouncementRecord>(
  {
    _id: { type: String, required: true },
    sample: { type: Boolean, required: true },
    text: { type: Schema.Types.Mixed, required: true },
    uploads: { type: [String], required: true },
    key: { type: String, required: true },
    version: { type: Number, required: true },
    changedAt: { type: Date, required: true },
    changedBy: { type: String, default: '' },
    published: Schema.Types.Mixed,
    withdrawn: Schema.Types.Mixed,
  },
  { versionKey: false, minimize: false },
)
schema.index({ 'published.at': -1 }, { sparse: true })
schema.index({ uploads: 1 })

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

export type AnnouncementStore = ReturnType<typeof createAnnouncementStore>

export function createAnnouncementStore(connection: Connection) {
  const announcements = connection.model('Announcement', schema, 'announcements')
  const publicAt = (now: Date) => ({ 'published.at': { $lte: now }, withdrawn: null })

  return {
    async prepare(): Promise<void> {
      await announcements.createCollection()
      await announcements.createIndexes()
    },

    find: (_id: string) => announcements.findById(_id).lean<AnnouncementRecord>(),

    /** Those that are public, newest first. */
    findPublic: (now: Date, skip: number, limit: number) =>
      announcements
        .find(publicAt(now))
        .sort({ 'published.at': -1, _id: 1 })
        .skip(skip)
        .limit(limit)
        .lean<AnnouncementRecord[]>(),
    countPublic: (now: Date) => announcements.countDocuments(publicAt(now)),

    /** Those whose title has a text, last changed first. */
    async findPage(q: string, skip: number, limit: number) {
      const filter = q ? { 'text.title': { $regex: literally(q), $options: 'i' } } : {}
      const [records, total] = await Promise.all([
        announcements
          .find(filter)
          .sort({ changedAt: -1, _id: 1 })
          .skip(skip)
          .limit(limit)
          .lean<AnnouncementRecord[]>(),
        announcements.countDocuments(filter),
      ])
      return { records, total }
    },

    add: async (record: AnnouncementRecord): Promise<void> => {
      await announcements.create(record)
    },

    /** Changes one version, which makes the next; answers false where it is no longer the latest. */
    async change(
      _id: string,
      version: number,
      set: Partial<Omit<AnnouncementRecord, '_id' | 'version'>>,
    ): Promise<boolean> {
      const next = { $set: set, $inc: { version: 1 } }
      return (await announcements.updateOne({ _id, version }, next)).matchedCount === 1
    },

    /** Removes one that was never public; answers whether it was there in that version. */
    async remove(_id: string, version: number): Promise<boolean> {
      const { deletedCount } = await announcements.deleteOne({ _id, version, published: null })
      return deletedCount === 1
    },

    /** Which of these uploads are shown, or are to be. */
    async referredTo(uploads: string[]): Promise<string[]> {
      const found = await announcements.distinct('uploads', { uploads: { $in: uploads } })
      return uploads.filter((id) => (found as string[]).includes(id))
    },
  }
}
