import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { mongo } from 'mongoose'

const { BSON } = mongo

const HEADER = 16
const OP_MSG = 2013
/** After the header of an OP_MSG: four bytes of flags, one byte that says a document follows. */
const DOCUMENT = HEADER + 5

/**
 * Stands between a driver and the real engine and adds to every answer to an insert that the majority has not confirmed
 * it, as a replica set does whose other members are away. The writes themselves happen.
 */
export async function startUnconfirmed(socketPath: string): Promise<{ uri: string; close(): void }> {
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const engine = connect(socketPath)
    const inserts = new Set<number>()
    for (const socket of [client, engine]) open.add(socket.on('error', () => {}))
    client.on('close', () => engine.destroy())
    engine.on('close', () => client.destroy())
    eachMessage(client, (message) => {
      // A driver's first words are of an older kind.
      if (message.readInt32LE(12) === OP_MSG && 'insert' in documentOf(message))
        inserts.add(message.readInt32LE(4))
      engine.write(message)
    })
    eachMessage(engine, (message) => {
      client.write(inserts.delete(message.readInt32LE(8)) ? unconfirmed(message) : message)
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return {
    uri: `mongodb://127.0.0.1:${port}/pingxuan?directConnection=true`,
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

function documentOf(message: Buffer): Record<string, unknown> {
  const length = message.readInt32LE(DOCUMENT)
  return BSON.deserialize(message.subarray(DOCUMENT, DOCUMENT + length))
}

function unconfirmed(message: Buffer): Buffer {
  const writeConcernError = {
    code: 64,
    codeName: 'WriteConcernTimeout',
    errmsg: 'not confirmed by the majority',
  }
  const body = BSON.serialize({ ...documentOf(message), writeConcernError })
  const answer = Buffer.concat([message.subarray(0, DOCUMENT), body])
  answer.writeInt32LE(answer.length, 0)
  return answer
}

function eachMessage(socket: Socket, take: (message: Buffer) => void): void {
  let rest = Buffer.alloc(0)
  socket.on('data', (bytes) => {
    rest = Buffer.concat([rest, bytes as Buffer])
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      const length = rest.readInt32LE(0)
      take(rest.subarray(0, length))
      rest = rest.subarray(length)
    }
  })
}
