import type { Edition } from '@shared/edition/contract'
import { USUAL_SAFEGUARDS } from '@shared/edition/safeguards/contract'
import { USUAL_SCORING } from '@shared/edition/scoring/contract'
import { type Connection, Schema } from 'mongoose'
import { addNew } from '../../taken'

/** An edition as data, whole. `version` grows with each change. */
export type EditionRecord = {
  _id: string
  edition: Edition
  version: number
  changedAt: Date
  /** Name of who changed it last. */
  changedBy: string
}
/** What a change leaves of a record. */
export type Changed = Pick<EditionRecord, 'edition' | 'changedAt' | 'changedBy'>
/** Which one the public sees: one document, so that there is always exactly one. */
type CurrentRecord = { _id: 'current'; edition: string }

/** Who changes what no member of staff does. */
const PROGRAM = '系统'

const editionSchema = new Schema<EditionRecord>(
  {
    _id: { type: String, required: true },
    edition: { type: Schema.Types.Mixed, required: true },
    version: { type: Number, required: true },
    changedAt: { type: Date, required: true },
    changedBy: { type: String, required: true },
  },
  { versionKey: false, minimize: false },
)
const currentSchema = new Schema<CurrentRecord>(
  { _id: { type: String, required: true }, edition: { type: String, required: true } },
  { versionKey: false },
)

export type EditionStore = ReturnType<typeof createEditionStore>

export function createEditionStore(connection: Connection) {
  const editions = connection.model('Edition', editionSchema, 'editions')
  const currents = connection.model('CurrentEdition', currentSchema, 'currentEdition')

  async function findCurrentId(): Promise<string | null> {
    return (await currents.findById('current').lean<CurrentRecord>())?.edition ?? null
  }

  return {
    async prepare(): Promise<void> {
      await editions.createCollection()
      await currents.createCollection()
      // Editions stored before they had versions.
      await editions.updateMany(
        { version: { $exists: false } },
        { $set: { version: 1, changedAt: new Date(), changedBy: PROGRAM } },
      )
      // Editions stored before they said how nominations are filed.
      await editions.updateMany(
        { 'edition.nomination': { $exists: false } },
        { $set: { 'edition.nomination': { minAnswered: 1, forms: {} } } },
      )
      // And before they said how experts review.
      await editions.updateMany({ 'edition.review': { $exists: false } }, { $set: { 'edition.review': {} } })
      // And before they said how scores come about, and how soon objections are answered.
      await editions.updateMany(
        { 'edition.scoring': { $exists: false } },
        { $set: { 'edition.scoring': USUAL_SCORING } },
      )
      await editions.updateMany(
        { 'edition.objectionDays': { $exists: false } },
        { $set: { 'edition.objectionDays': 5 } },
      )
      // And before they said what is done about bought ballots.
      await editions.updateMany(
        { 'edition.safeguards': { $exists: false } },
        { $set: { 'edition.safeguards': USUAL_SAFEGUARDS } },
      )
    },
    findCurrentId,
    async findCurrent(): Promise<Edition | null> {
      const id = await findCurrentId()
      const record = id && (await editions.findById(id).lean<EditionRecord>())
      return record ? record.edition : null
    },
    find: (id: string) => editions.findById(id).lean<EditionRecord>(),
    /** The latest years first. */
    findAll: () => editions.find().sort({ 'edition.year': -1, _id: -1 }).lean<EditionRecord[]>(),
    /** Stores an edition, whatever was there, and makes it the current one: an operator's word. */
    async save(edition: Edition): Promise<void> {
      await editions.updateOne(
        { _id: edition.id },
        { $set: { edition, changedAt: new Date(), changedBy: PROGRAM }, $inc: { version: 1 } },
        { upsert: true },
      )
      await currents.updateOne({ _id: 'current' }, { $set: { edition: edition.id } }, { upsert: true })
    },
    /** Stores a new edition; answers false where its id is taken. */
    async add({ edition, ...change }: Changed): Promise<boolean> {
      return addNew(editions.create({ _id: edition.id, edition, version: 1, ...change }))
    },
    /** Stores a change made to a version; answers false where that is no longer the latest. */
    async replace(version: number, { edition, ...change }: Changed): Promise<boolean> {
      const { matchedCount } = await editions.updateOne(
        { _id: edition.id, version },
        { $set: { edition, ...change }, $inc: { version: 1 } },
      )
      return matchedCount === 1
    },
    /** Makes an edition the current one in place of another; answers false where that is no longer the current one. */
    async switchCurrent(from: string | null, to: string): Promise<boolean> {
      if (from === null) {
        await currents.updateOne({ _id: 'current' }, { $setOnInsert: { edition: to } }, { upsert: true })
        return (await findCurrentId()) === to
      }
      const { matchedCount } = await currents.updateOne(
        { _id: 'current', edition: from },
        { $set: { edition: to } },
      )
      return matchedCount === 1
    },
  }
}
