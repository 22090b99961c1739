import type { Readable } from 'node:stream'
import type { Context } from 'koa'

/** A file for the browser to keep. */
export type Download = { name: string; type: string; content: Readable | Buffer }

/** An `.xlsx`; `name` without its ending. */
export const workbook = (name: string, content: Readable | Buffer): Download => ({
  name: `${name}.xlsx`,
  type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  content,
})

/** Answers with a file, which nobody on the way keeps. */
export function sendFile(ctx: Context, { name, type, content }: Download): void {
  ctx.set('Content-Type', type)
  ctx.set('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
  ctx.set('Cache-Control', 'no-store')
  ctx.body = content
}
