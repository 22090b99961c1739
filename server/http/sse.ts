import type { ServerResponse } from 'node:http'
import type { Context } from 'koa'

/** One message: `id` is what a listener that comes back has seen last. */
export type Message = { event: string; id: string; data: unknown }

const HEARTBEAT_MS = 15_000

export type Broadcast = ReturnType<typeof createBroadcast>

/** Server-sent events to many listeners: a message is written once as bytes and shared by all. */
export function createBroadcast() {
  const listeners = new Set<ServerResponse>()
  const heartbeat = setInterval(() => write(Buffer.from(': \n\n')), HEARTBEAT_MS)
  heartbeat.unref()

  function write(bytes: Buffer): void {
    for (const listener of listeners) {
      // Messages hold the whole state, so one who can't keep up misses nothing by skipping one.
      if (!listener.writableNeedDrain) listener.write(bytes)
    }
  }

  return {
    size: () => listeners.size,
    send: (message: Message) => write(encode(message)),

    /** Sends what moves nobody's state: it has no id, and who cannot keep up misses nothing by missing it. */
    pulse({ event, data }: Pick<Message, 'event' | 'data'>): void {
      const bytes = Buffer.from(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
      for (const listener of listeners) if (!listener.writableNeedDrain) listener.write(bytes)
    },

    /** Keeps the connection open and starts it with the given messages. */
    join(ctx: Context, first: Message[]): void {
      ctx.respond = false
      const { res } = ctx
      ctx.req.socket.setTimeout(0)
      ctx.req.socket.setNoDelay(true)
      res.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        Connection: 'keep-alive',
        'X-Accel-Buffering': 'no',
      })
      res.write(Buffer.concat([Buffer.from('retry: 2000\n\n'), ...first.map(encode)]))
      listeners.add(res)
      res.on('close', () => listeners.delete(res))
      res.on('error', () => listeners.delete(res))
    },

    close(): void {
      clearInterval(heartbeat)
      for (const listener of listeners) listener.end()
    },
  }
}

function encode({ event, id, data }: Message): Buffer {
  return Buffer.from(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`)
}
