import type { ServerResponse } from 'node:http'
import type { Context } from 'koa'

export type Message = { event: string; data: unknown }
/** Messages that together lead to a state; who comes back names the last state it has reached. */
export type Change = { id: string; messages: Message[] }

const HEARTBEAT_MS = 15_000

export type Broadcast = ReturnType<typeof createBroadcast>

/** Server-sent events to many listeners: a message is written once as bytes and shared by all. */
export function createBroadcast() {
  const listeners = new Set<ServerResponse>()
  /** Those who could not keep up and were passed over. */
  const behind = new Set<ServerResponse>()
  const heartbeat = setInterval(() => {
    for (const listener of listeners) if (!listener.writableNeedDrain) listener.write(': \n\n')
  }, HEARTBEAT_MS)
  heartbeat.unref()

  function leave(listener: ServerResponse): void {
    listeners.delete(listener)
    behind.delete(listener)
  }

  return {
    size: () => listeners.size,

    /** Sends a change to all; who was passed over before is sent the whole state as soon as it keeps up again. */
    send(change: Change, whole: () => Change): void {
      const bytes = encode(change)
      for (const listener of listeners) {
        if (listener.writableNeedDrain) {
          if (bytes.length > 0) behind.add(listener)
        } else if (behind.delete(listener)) listener.write(encode(whole()))
        else if (bytes.length > 0) listener.write(bytes)
      }
    },

    /** Sends what moves nobody's state: it has no id, and who cannot keep up misses nothing by missing it. */
    pulse({ event, data }: Pick<Message, 'event' | 'data'>): void {
      const bytes = Buffer.from(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
      for (const listener of listeners) if (!listener.writableNeedDrain) listener.write(bytes)
    },

    /** Keeps the connection open and starts it with the given messages; for `ms` at most, where that is given. */
    join(ctx: Context, first: Change, ms?: number): void {
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
      res.write(Buffer.concat([Buffer.from('retry: 2000\n\n'), encode(first)]))
      listeners.add(res)
      const end = ms && setTimeout(() => res.end(), ms).unref()
      res.on('close', () => leave(res))
      res.on('close', () => end && clearTimeout(end))
      res.on('error', () => leave(res))
    },

    close(): void {
      clearInterval(heartbeat)
      for (const listener of listeners) listener.end()
    },
  }
}

/** The id goes with the last message: who has lost the connection before it has not reached the state. */
function encode({ id, messages }: Change): Buffer {
  const last = messages.length - 1
  const blocks = messages.map(
    ({ event, data }, i) =>
      `event: ${event}\n${i === last ? `id: ${id}\n` : ''}data: ${JSON.stringify(data)}\n\n`,
  )
  return Buffer.from(blocks.join(''))
}
