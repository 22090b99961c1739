import type { CategoryId } from '@shared/edition/contract'
import type { Choice, Draw, Dropped, Entry, EntryText, ShortlistState } from '@shared/shortlist/contract'
import { type Connection, Schema } from 'mongoose'
import { addNew } from '../../taken'

/** One on the list once numbers are drawn. `text` is null while it is what the nomination says. */
export type EntryRecord = Pick<Entry, 'id' | 'number' | 'key' | 'unit' | 'textVersion' | 'polished'> & {
  title: string
  sample: boolean
  acceptedAt: string
  text: EntryText | null
  dropped: Dropped | null
}

/** Somebody on a published list, or on one before it, and what they are to know: since which version it is so. */
export type AnnouncedRecord = Pick<EntryRecord, 'id' | 'number' | 'title' | 'unit'> & {
  news: 'listed' | 'dropped'
  /** Why it was taken off, where that was said. */
  reason: string | null
  since: number
}

/** A category's shortlist, whole in one document, so that each change of it is one write. */
export type ShortlistRecord = {
  /** {@link idOf}. */
  _id: string
  edition: string
  category: CategoryId
  state: ShortlistState
  /** Grows with every change, from 1. */
  version: number
  picks: Choice[]
  draw: Draw | null
  entries: EntryRecord[]
  /** All who were ever on it in public: who is not when it is published anew hears of that too. */
  announced: AnnouncedRecord[]
  /** Whether the candidates follow the list as it is, and all have been told. */
  settled: boolean
  changedAt: Date
  changedBy: string
}

const schema = new Schema<ShortlistRecord>(
  {
    _id: { type: String, required: true },
    edition: { type: String, required: true },
    category: { type: String, required: true },
    state: { type: String, required: true },
    version: { type: Number, required: true },
    picks: { type: [Schema.Types.Mixed] as never, required: true },
    draw: Schema.Types.Mixed,
    entries: { type: [Schema.Types.Mixed] as never, required: true },
    announced: { type: [Schema.Types.Mixed] as never, default: [] },
    settled: { type: Boolean, required: true },
    changedAt: { type: Date, required: true },
    changedBy: { type: String, required: true },
  },
  { versionKey: false, minimize: false },
)
schema.index({ edition: 1 })

export const idOf = (edition: string, category: CategoryId) => `${edition}:${category}`

export type ShortlistStore = ReturnType<typeof createShortlistStore>

export function createShortlistStore(connection: Connection) {
  const lists = connection.model('Shortlist', schema, 'shortlists')

  return {
    async prepare(): Promise<void> {
      await lists.createCollection()
      await lists.createIndexes()
    },

    find: (edition: string, category: CategoryId) =>
      lists.findById(idOf(edition, category)).lean<ShortlistRecord>(),

    findAll: (edition: string) => lists.find({ edition }).lean<ShortlistRecord[]>(),

    findUnsettled: (edition: string) => lists.find({ edition, settled: false }).lean<ShortlistRecord[]>(),

    /** Stores a list in place of the version before; answers false where that is no longer the latest. */
    async replace(record: ShortlistRecord): Promise<boolean> {
      const { _id, version } = record
      if (version > 1) {
        return (await lists.replaceOne({ _id, version: version - 1 }, record)).matchedCount === 1
      }
      return addNew(lists.create(record))
    },

    /**
     * Sets the text of one on a frozen list in place of a version of it; answers false where text or state is another by
     * now. The list has another version then, so nobody publishes what they have not seen.
     */
    async polish(
      _id: string,
      { id, textVersion }: Pick<EntryRecord, 'id' | 'textVersion'>,
      set: Pick<EntryRecord, 'text' | 'polished'>,
    ): Promise<boolean> {
      const { matchedCount } = await lists.updateOne(
        { _id, state: 'frozen', entries: { $elemMatch: { id, textVersion, dropped: null } } } as object,
        {
          $set: { 'entries.$.text': set.text, 'entries.$.polished': set.polished },
          $inc: { version: 1, 'entries.$.textVersion': 1 },
        } as object,
      )
      return matchedCount === 1
    },

    /** Notes that candidates follow a version, if that is still the latest. */
    async settle({ _id, version }: Pick<ShortlistRecord, '_id' | 'version'>): Promise<void> {
      await lists.updateOne({ _id, version }, { $set: { settled: true } })
    },

    /** Which of these uploads are the picture of somebody on a published list, of any edition. */
    async shownAmong(uploads: string[]): Promise<string[]> {
      const found = await lists.aggregate<{ _id: string }>([
        ...[{ $match: { state: 'published' } }, { $unwind: '$entries' }],
        { $match: { 'entries.dropped': null, 'entries.text.picture': { $in: uploads } } },
        { $group: { _id: '$entries.text.picture' } },
      ])
      return found.map(({ _id }) => _id)
    },

    /** Which of these uploads are a picture of somebody on a list. */
    async referredTo(uploads: string[]): Promise<string[]> {
      const found = await lists.distinct('entries.text.picture', {
        'entries.text.picture': { $in: uploads },
      } as object)
      return (found as unknown as string[]).filter((id) => uploads.includes(id))
    },
  }
}
