import type { ExperienceText, PublicPicture, Topic } from '@shared/case-library/contract'
import type { Terms } from '@shared/case-library/search'
import type { CategoryId } from '@shared/edition/contract'
import type { Level, Region } from '@shared/unit/contract'
import { type Connection, Schema } from 'mongoose'
import { addNew } from '../../taken'

/** A picture that everybody can see, by the id a text has for it. */
export type KeptPicture = PublicPicture & { id: string }

/** What the public reads: the text of one version, with where its pictures are. */
export type Publication = {
  text: ExperienceText
  pictures: KeptPicture[]
  version: number
  /** When it was first public, and when this text became so. */
  at: Date
  changedAt: Date
}

/** An experience: what is being written, and what is public of it. */
export type ExperienceRecord = {
  /** The nomination's id, and so the candidate's. */
  _id: string
  /** False for what the newsroom itself has told before; then no form was asked for consent. */
  nominated: boolean
  edition: string
  year: number
  category: CategoryId
  unitName: string
  level: Level
  region: Region
  sample: boolean
  text: ExperienceText
  /** Pictures of its own, where there is no nomination to have them from. */
  pictures: KeptPicture[]
  /** Grows with every change, from 1. */
  version: number
  changedAt: Date
  changedBy: string
  published: Publication | null
  unpublished: { at: Date; by: string; reason: string } | null
  /** What the publication is found by; empty where there is none. */
  found: Terms
}

/** What of it is needed to find it. */
export type FoundRecord = Pick<
  ExperienceRecord,
  '_id' | 'year' | 'category' | 'level' | 'region' | 'version' | 'changedAt' | 'found'
> & { published: { at: Date; text: Pick<ExperienceText, 'topics'> } | null }

/** The vocabulary, in one document, so that each change of it is one write. */
type TopicsRecord = { _id: 'topics'; version: number; items: Topic[] }

const schema = new Schema<ExperienceRecord>(
  {
    _id: { type: String, required: true },
    nominated: { type: Boolean, required: true },
    edition: { type: String, required: true },
    year: { type: Number, required: true },
    category: { type: String, required: true },
    unitName: { type: String, required: true },
    level: { type: String, required: true },
    region: { type: Schema.Types.Mixed, required: true },
    sample: { type: Boolean, required: true },
    text: { type: Schema.Types.Mixed, required: true },
    pictures: { type: [Schema.Types.Mixed] as never, required: true },
    version: { type: Number, required: true },
    changedAt: { type: Date, required: true },
    changedBy: { type: String, required: true },
    published: Schema.Types.Mixed,
    unpublished: Schema.Types.Mixed,
    found: { type: Schema.Types.Mixed, required: true },
  },
  { versionKey: false, minimize: false },
)
schema.index({ changedAt: 1 })

const topicsSchema = new Schema<TopicsRecord>(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    items: { type: [Schema.Types.Mixed] as never, required: true },
  },
  { versionKey: false, minimize: false },
)

/** What a look at many leaves out. */
const WITHOUT_BODY = { 'text.blocks': 0, 'published.text': 0, 'published.pictures': 0, found: 0 }
const TO_FIND = {
  ...{ year: 1, category: 1, level: 1, region: 1, version: 1, changedAt: 1, found: 1 },
  ...{ 'published.at': 1, 'published.text.topics': 1 },
}

export type ExperienceStore = ReturnType<typeof createExperienceStore>

export function createExperienceStore(connection: Connection) {
  const experiences = connection.model('Experience', schema, 'experiences')
  const topics = connection.model('CaseTopics', topicsSchema, 'caseTopics')

  return {
    async prepare(): Promise<void> {
      await experiences.createCollection()
      await topics.createCollection()
      await experiences.createIndexes()
    },

    find: (_id: string) => experiences.findById(_id).lean<ExperienceRecord>(),

    /** Those of these that are public. */
    findPublic: (ids: string[]) =>
      experiences
        .find({ _id: { $in: ids }, published: { $ne: null } }, { found: 0, text: 0 })
        .lean<Omit<ExperienceRecord, 'found' | 'text'>[]>(),

    /** All, without their bodies. */
    findAll: () => experiences.find({}, WITHOUT_BODY).lean<ExperienceRecord[]>(),

    /** All that were changed since an instant, one after the other. */
    changedSince: (since: Date) =>
      experiences
        .find({ changedAt: { $gte: since } }, TO_FIND)
        .sort({ changedAt: 1 })
        .lean<FoundRecord[]>()
        .cursor() as AsyncIterable<FoundRecord>,

    /** Adds the first version of one; answers false where there is one already. */
    add: (record: ExperienceRecord): Promise<boolean> => addNew(experiences.create(record)),

    /** Changes one version of one, which makes the next; answers false where it is no longer the latest. */
    async change(
      _id: string,
      version: number,
      set: Partial<Omit<ExperienceRecord, '_id' | 'version'>>,
    ): Promise<boolean> {
      const { matchedCount } = await experiences.updateOne(
        { _id, version },
        { $set: set, $inc: { version: 1 } },
      )
      return matchedCount === 1
    },

    /** Stores records as they are, in place of those of the same id. */
    async saveAll(records: ExperienceRecord[]): Promise<void> {
      const writes = records.map((record) => ({
        replaceOne: { filter: { _id: record._id }, replacement: record, upsert: true },
      }))
      if (writes.length > 0) await experiences.bulkWrite(writes as never)
    },

    /** Which of these uploads are shown, or are to be. */
    async referredTo(uploads: string[]): Promise<string[]> {
      const paths = [
        'text.cover',
        'text.blocks.picture',
        'published.text.cover',
        'published.text.blocks.picture',
      ]
      const found = await Promise.all(
        paths.map((path) => experiences.distinct(path, { [path]: { $in: uploads } } as object)),
      )
      return uploads.filter((id) => found.some((ids) => (ids as unknown[]).includes(id)))
    },

    /** Null while nobody has changed it. */
    readTopics: () => topics.findById('topics').lean<TopicsRecord>(),

    /** Stores the vocabulary in place of a version; answers false where it is no longer the latest. */
    async saveTopics(version: number, items: Topic[]): Promise<boolean> {
      if (version === 0) return addNew(topics.create({ _id: 'topics', version: 1, items }))
      const next = { $set: { items }, $inc: { version: 1 } }
      return (await topics.updateOne({ _id: 'topics', version }, next)).matchedCount === 1
    },
  }
}
