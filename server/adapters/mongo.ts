import mongoose, { type Connection } from 'mongoose'

/**
 * Opens the ledger's connection. Commands fail at once while the store is away (no buffering); writes are
 * acknowledged by a majority and journalled, unless the URI asks for a write concern of its own (the embedded engine's
 * does). Retryable writes are off: a standalone has none, and the ledger replays its batches itself.
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
    ...(!/[?&]w=/.test(uri) && { writeConcern: { w: 'majority', journal: true } }),
    readConcern: { level: 'local' },
  })
}
