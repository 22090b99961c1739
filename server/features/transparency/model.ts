import { type Connection, Schema } from 'mongoose'
import { isTaken } from '../../taken'

/** How far a writer's batches are entered: the last one, and how many of its ballots (or rulings) up to there. */
export type Mark = { batch: number; entries: number }

/** Ballots, their receipts, or rulings. */
export type Kind = 'ballots' | 'receipts' | 'rulings'

/** What the ledger's stream of one kind is known by, per writer. */
export type Marks = Record<string, Partial<Record<Exclude<Kind, 'receipts'>, Mark>>>

/**
 * Entries `[first, first + hashes)` of the tree, all of one kind, and how far everything is entered with them. `_id` is
 * `edition:first`, so that of two who go on from the same place one does.
 */
export type ChunkRecord = {
  _id: string
  edition: string
  first: number
  kind: Kind
  /** Ids of the ballots or rulings, one per entry. */
  sources: string[]
  /** Their leaves' hashes, 32 bytes each. */
  hashes: Buffer
  marks: Marks
  /** Receipts are entered of all ballots before this entry. */
  receipted: number
}

/** 256 hashes of one level at most, 32 bytes each: of entries on level 0, above of 256 below. Number `n` of its level. */
export type TileRecord = {
  _id: string
  edition: string
  level: number
  n: number
  /** In bytes. */
  length: number
  hashes: Buffer
}

export type CheckpointRecord = {
  edition: string
  size: number
  /** In hex. */
  root: string
  at: Date
  note: string
}

const chunkSchema = new Schema<ChunkRecord>(
  {
    _id: { type: String, required: true },
    edition: { type: String, required: true },
    first: { type: Number, required: true },
    kind: { type: String, required: true },
    sources: { type: [String], required: true },
    hashes: { type: Buffer, required: true },
    marks: { type: Schema.Types.Mixed, required: true },
    receipted: { type: Number, required: true },
  },
  { versionKey: false, strict: 'throw', minimize: false },
)
chunkSchema.index({ edition: 1, first: -1 }, { unique: true })
chunkSchema.index({ sources: 1 })

const tileSchema = new Schema<TileRecord>(
  {
    _id: { type: String, required: true },
    edition: { type: String, required: true },
    level: { type: Number, required: true },
    n: { type: Number, required: true },
    length: { type: Number, required: true },
    hashes: { type: Buffer, required: true },
  },
  { versionKey: false, strict: 'throw' },
)
tileSchema.index({ edition: 1, level: 1, n: -1 })

const checkpointSchema = new Schema<CheckpointRecord>(
  {
    edition: { type: String, required: true },
    size: { type: Number, required: true },
    root: { type: String, required: true },
    at: { type: Date, required: true },
    note: { type: String, required: true },
  },
  { versionKey: false, strict: 'throw' },
)
checkpointSchema.index({ edition: 1, size: -1, at: -1 })

export type TransparencyStore = ReturnType<typeof createTransparencyStore>

const DURABLE = { writeConcern: { w: 'majority', journal: true } } as const

/** What is kept of the public ledger. Chunks and checkpoints are only added; tiles are made of chunks, and may be made again. */
export function createTransparencyStore(connection: Connection) {
  const chunks = connection.model('LedgerChunk', chunkSchema, 'ledgerchunks')
  const tiles = connection.model('LedgerTile', tileSchema, 'ledgertiles')
  const checkpoints = connection.model('LedgerCheckpoint', checkpointSchema, 'ledgercheckpoints')

  return {
    async prepare(): Promise<void> {
      for (const model of [chunks, tiles, checkpoints]) {
        await model.createCollection()
        await model.createIndexes()
      }
    },

    /** The chunk in which the tree ends; null for an empty tree. */
    tail: (edition: string) =>
      chunks.findOne({ edition }).sort({ first: -1 }).lean<ChunkRecord>().then(plain),

    /** Adds a chunk; answers whether it is there, or somebody else went on from the same place. */
    async append(chunk: Omit<ChunkRecord, '_id'>): Promise<boolean> {
      try {
        await chunks.collection.insertOne(
          { _id: `${chunk.edition}:${chunk.first}`, ...chunk } as never,
          DURABLE as never,
        )
        return true
      } catch (error) {
        if (isTaken(error)) return false
        throw error
      }
    },

    /** Chunks that have entries of `[from, to)`, in their order. */
    async *chunksIn(edition: string, from: number, to: number): AsyncGenerator<ChunkRecord> {
      const start = await chunks
        .findOne({ edition, first: { $lte: from } }, { first: 1 })
        .sort({ first: -1 })
        .lean<ChunkRecord>()
      const those = chunks.find({ edition, first: { $gte: start?.first ?? 0, $lt: to } }).sort({ first: 1 })
      for await (const chunk of those.lean<ChunkRecord[]>().cursor({ batchSize: 8 })) yield plain(chunk)!
    },

    /** Indexes of the entries of ballots (or of their receipts), by id; of those that have one. */
    async indexesOf(edition: string, kind: Kind, ids: string[]): Promise<Map<string, number>> {
      const wanted = new Set(ids)
      const found = new Map<string, number>()
      const those = chunks.find({ edition, kind, sources: { $in: ids } }, { first: 1, sources: 1 })
      for (const { first, sources } of await those.lean<ChunkRecord[]>()) {
        sources.forEach((id, at) => {
          if (wanted.has(id)) found.set(id, first + at)
        })
      }
      return found
    },

    async tile(edition: string, level: number, n: number): Promise<Buffer | null> {
      const found = await tiles.findById(tileId(edition, level, n)).lean<TileRecord>()
      return found && bytesOf(found.hashes)
    },
    /** Of two who write one tile the longer stays: it begins with the other. */
    async putTile(edition: string, level: number, n: number, hashes: Buffer): Promise<void> {
      const _id = tileId(edition, level, n)
      const { length } = hashes
      const shorter = { _id, length: { $lt: length } }
      await tiles
        .updateOne(shorter, { $set: { edition, level, n, length, hashes } }, { upsert: true })
        .catch((error) => {
          if (!isTaken(error)) throw error
        })
    },
    /** The last one of the lowest level. */
    async lastTile(edition: string): Promise<{ n: number; hashes: Buffer } | null> {
      const found = await tiles.findOne({ edition, level: 0 }).sort({ n: -1 }).lean<TileRecord>()
      return found && { n: found.n, hashes: bytesOf(found.hashes) }
    },

    addCheckpoint: async (checkpoint: CheckpointRecord): Promise<void> => {
      await checkpoints.collection.insertOne({ ...checkpoint } as never, DURABLE as never)
    },
    lastCheckpoint: (edition: string) =>
      checkpoints.findOne({ edition }).sort({ size: -1, at: -1 }).lean<CheckpointRecord>(),
    /** Newest first. */
    checkpointPage: (edition: string, skip: number, limit: number) =>
      checkpoints
        .find({ edition })
        .sort({ size: -1, at: -1 })
        .skip(skip)
        .limit(limit)
        .lean<CheckpointRecord[]>(),
    countCheckpoints: (edition: string) => checkpoints.countDocuments({ edition }),
  }
}

const tileId = (edition: string, level: number, n: number) => `${edition}:${level}:${n}`

/** What `lean` leaves as the driver's own kind of binary. */
function bytesOf(binary: Buffer | { buffer: Uint8Array }): Buffer {
  return Buffer.isBuffer(binary) ? binary : Buffer.from(binary.buffer as Uint8Array)
}

const plain = <T extends ChunkRecord | null>(chunk: T): T =>
  chunk && { ...chunk, hashes: bytesOf(chunk.hashes) }
