import type { Readable } from 'node:stream'
import type { Context } from 'koa'

/** A file for the browser to keep. */
export type Download = {
  name: string
  type: string
  content: Readable | Buffer
  /** A picture or document that pages may show. */
  isShown?: boolean
  /** For so many seconds its browser need not ask for it again. */
  seconds?: number
}

/** An `.xlsx`; `name` without its ending. */
export const workbook = (name: string, content: Readable | Buffer): Download => ({
  name: `${name}.xlsx`,
  type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  content,
})

/** A `.docx`; `name` without its ending. */
export const word = (name: string, content: Buffer): Download => ({
  name: `${name}.docx`,
  type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  content,
})

/** A `.pdf`; `name` without its ending. */
export const pdf = (name: string, content: Readable | Buffer): Download => ({
  name: `${name}.pdf`,
  type: 'application/pdf',
  content,
})

/** A `.zip`; `name` without its ending. */
export const zip = (name: string, content: Readable): Download => ({
  name: `${name}.zip`,
  type: 'application/zip',
  content,
})

const POLICY = "default-src 'none'; sandbox"
/** Chrome's viewer of PDFs has a sandbox of its own and does not run in another one. */
const PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"

/** Answers with a file, which nobody on the way keeps, and which runs nothing where a browser opens it. */
export function sendFile(ctx: Context, { name, type, content, isShown, seconds }: Download): void {
  const disposition = isShown ? 'inline' : 'attachment'
  ctx.set('Content-Type', type)
  ctx.set('Content-Disposition', `${disposition}; filename*=UTF-8''${encodeURIComponent(name)}`)
  ctx.set('Content-Security-Policy', isShown && type === 'application/pdf' ? PDF_POLICY : POLICY)
  ctx.set('Cache-Control', seconds ? `private, max-age=${seconds}, immutable` : 'no-store')
  ctx.body = content
}
