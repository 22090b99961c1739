import { rm } from 'node:fs/promises'
import { api } from '@shared/api'
import { Refusal } from '@shared/kernel/errors'
import { MOST_BYTES } from '@shared/upload/rules'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { serve } from '../../http/endpoint'
import { LIMITS, type LimitStep } from '../../http/limit'
import type { Memory } from '../../http/remember'
import type { ToldPage } from '../../http/shell'
import { upload } from '../../http/upload'
import type { Site } from '../../told'
import { type Announcements, announcementPage } from './announcement'

type Doors = {
  announcements: Announcements
  staffOnly: Middleware
  limit: LimitStep
  memory: Memory
  uploadDir: string
  /** The built site, whose pages are told of in their heads. */
  page: ToldPage
  site: () => Site
}

export function announcementRoutes(router: Router, doors: Doors): void {
  const { announcements, staffOnly, limit, memory, uploadDir, page, site } = doors
  serve(router, api.listAnnouncements, memory.remember(500), ({ query }) => announcements.list(query))
  serve(router, api.getAnnouncement, ({ params, query }) => announcements.read(params.id, query.key))
  serve(router, api.readAttachment, limit(LIMITS.blank), async ({ params, query }) => {
    const found = await announcements.readAttachment(params.id, params.file, query.key)
    return { ...found, isShown: found.type === 'application/pdf' }
  })

  serve(router, api.listStaffAnnouncements, staffOnly, ({ query }) => announcements.listAll(query))
  serve(router, api.createAnnouncement, staffOnly, ({ body, staff }) =>
    announcements.create(body.text, staff),
  )
  serve(router, api.getAnnouncementDraft, staffOnly, ({ params }) => announcements.show(params.id))
  serve(router, api.saveAnnouncement, staffOnly, ({ params, body: { text, version }, staff: actor }) =>
    announcements.save(text, { ...params, version, actor }),
  )
  serve(router, api.publishAnnouncement, staffOnly, ({ params, body, staff: actor }) =>
    announcements.publish({ ...params, ...body, actor }),
  )
  serve(router, api.withdrawAnnouncement, staffOnly, ({ params, body, staff: actor }) =>
    announcements.withdraw({ ...params, ...body, actor }),
  )
  serve(router, api.removeAnnouncement, staffOnly, ({ params, body, staff: actor }) =>
    announcements.remove({ ...params, ...body, actor }),
  )
  const takeIn = upload(uploadDir, MOST_BYTES.document)
  serve(router, api.addAnnouncementFile, staffOnly, takeIn, async ({ query, file, staff }) => {
    try {
      return await announcements.addFile({ path: file.path, name: query.filename }, staff)
    } finally {
      await rm(file.path, { force: true })
    }
  })

  router.get(
    '/announcement',
    page(async (html, ctx) => {
      const { id, key } = ctx.query
      if (typeof id !== 'string' || key) return html
      const found = await announcements.read(id).catch((error) => {
        if (error instanceof Refusal) return null
        throw error
      })
      if (!found) ctx.status = 404 // the page says in words that there is none
      return found ? announcementPage(html, found, site()) : html
    }),
  )
}
