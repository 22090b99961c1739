import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context, Middleware } from 'koa'
import { SITE_PAGE } from './security'

/** The site's page as it was built, before anything is shown in it; null while nothing is built. */
export type Shell = () => Promise<string | null>

/** Reads a built client's `index.html`, again where it was built anew. */
export function createShell(root: string): Shell {
  const path = join(root, 'index.html')
  let known = { at: 0, html: '' }
  return async () => {
    try {
      const at = (await stat(path)).mtimeMs
      if (at !== known.at) known = { at, html: await readFile(path, 'utf8') }
      return known.html
    } catch {
      return null
    }
  }
}

/** Answers with the site's page, told of by `write`; where nothing is built, whoever comes next answers. */
export type ToldPage = (write: (shell: string, ctx: Context) => Promise<string>) => Middleware

export const toldPage =
  (shell: Shell): ToldPage =>
  (write) =>
  async (ctx, next) => {
    const html = await shell()
    if (html === null) return next()
    ctx.set(SITE_PAGE)
    ctx.set('Cache-Control', 'max-age=0')
    ctx.type = 'html'
    ctx.body = await write(html, ctx)
  }
