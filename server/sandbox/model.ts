import { type Connection, Schema } from 'mongoose'

const schema = new Schema<{ _id: string; offset: number }>(
  { _id: String, offset: { type: Number, required: true } },
  { versionKey: false },
)

export type ClockStore = ReturnType<typeof createClockStore>

/** Keeps how far the demo's clock is from the machine's, in ms. */
export function createClockStore(connection: Connection) {
  const clocks = connection.model('SandboxClock', schema, 'sandboxClock')
  return {
    async find(): Promise<number> {
      return (await clocks.findById('clock').lean())?.offset ?? 0
    },
    async save(offset: number): Promise<void> {
      await clocks.updateOne({ _id: 'clock' }, { $set: { offset } }, { upsert: true })
    },
  }
}
