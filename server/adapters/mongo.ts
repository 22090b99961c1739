import mongoose, { type Connection } from 'mongoose'
import { isEmbedded } from './embedded/mongo'

/**
 * Opens the ledger's connection. Commands fail at once while the store is away (no buffering); writes are
 * acknowledged by a majority and journalled and reads are from the primary, whatever the URI says; only the embedded
 * engine is asked for `w: 1`, under which it waits for its journal. Retryable writes are off: a standalone has none, and
 * the ledger replays its batches itself.
 */
export function connectMongo(uri: string): Connection {
  return mongoose.createConnection(uri, {
    bufferCommands: false,
    autoIndex: false,
    retryWrites: false,
    retryReads: false,
    serverSelectionTimeoutMS: 1500,
    connectTimeoutMS: 1500,
    socketTimeoutMS: 20_000,
    heartbeatFrequencyMS: 1000,
    maxPoolSize: 16,
    writeConcern: { w: isEmbedded(uri) ? 1 : 'majority', journal: true },
    readPreference: 'primary',
    readConcern: { level: 'local' },
  })
}
