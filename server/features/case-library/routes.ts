import { api } from '@shared/api'
import { Refusal } from '@shared/kernel/errors'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { serve } from '../../http/endpoint'
import { LIMITS, type LimitStep } from '../../http/limit'
import type { Memory } from '../../http/remember'
import type { ToldPage } from '../../http/shell'
import type { Site } from '../../told'
import type { CaseLibrary } from './case-library'
import { rssOf, sitemapOf } from './feed'
import { experiencePage, libraryPage } from './page'

type Doors = {
  caseLibrary: CaseLibrary
  staffOnly: Middleware
  limit: LimitStep
  memory: Memory
  /** The built site, whose pages are told of in their heads. */
  page: ToldPage
  site: () => Site
}

const DAY_SECONDS = 86_400
/** How many are in the feed, and named on the library's page for whoever runs no script. */
const NEWEST = 50

export function caseLibraryRoutes(router: Router, doors: Doors): void {
  const { caseLibrary, staffOnly, limit, memory, page, site } = doors
  const { editing } = caseLibrary
  serve(router, api.listExperiences, memory.remember(500), ({ query }) => caseLibrary.list(query))
  serve(router, api.getExperienceFacets, memory.remember(500), ({ query }) => caseLibrary.facets(query))
  serve(router, api.getExperience, ({ params }) => caseLibrary.read(params.id))
  serve(router, api.getExperienceCode, limit(LIMITS.blank), async ({ params }) => ({
    ...{ name: '经验谈.png', type: 'image/png', isShown: true, seconds: DAY_SECONDS },
    content: await caseLibrary.code(params.id),
  }))

  serve(router, api.listQueue, staffOnly, ({ query }) => editing.list(query))
  serve(router, api.getExperienceDraft, staffOnly, ({ params }) => editing.show(params.id))
  serve(router, api.saveExperience, staffOnly, ({ params, body: { text, version }, staff: actor }) =>
    editing.save(text, { ...params, version, actor }),
  )
  serve(router, api.publishExperience, staffOnly, ({ params, body, staff: actor }) =>
    editing.publish({ ...params, ...body, actor }),
  )
  serve(router, api.unpublishExperience, staffOnly, ({ params, body, staff: actor }) =>
    editing.unpublish({ ...params, ...body, actor }),
  )
  serve(router, api.listTopics, staffOnly, () => editing.topics())
  serve(router, api.saveTopics, staffOnly, ({ body: { items, version }, staff: actor }) =>
    editing.saveTopics(items, { version, actor }),
  )

  router.get(
    '/cases',
    page(async (html) => libraryPage(html, await caseLibrary.newest(NEWEST), site())),
  )
  router.get(
    '/experience',
    page(async (html, ctx) => {
      // The console hands over what is still being written.
      if (ctx.query.draft) return html
      try {
        return experiencePage(html, await caseLibrary.read(String(ctx.query.id ?? '')), site())
      } catch (error) {
        // The page says in words that there is none.
        if (error instanceof Refusal && error.code === 'experience_not_found') ctx.status = 404
        return html
      }
    }),
  )
  router.get('/case-library/rss.xml', async (ctx) => {
    ctx.type = 'application/rss+xml; charset=utf-8'
    ctx.body = rssOf(await caseLibrary.newest(NEWEST), site())
  })
  router.get('/sitemap.xml', async (ctx) => {
    const { url } = site()
    ctx.type = 'application/xml; charset=utf-8'
    ctx.body = sitemapOf([`${url}/`, `${url}/results`, `${url}/cases`, ...(await caseLibrary.addresses())])
  })
  router.get('/robots.txt', (ctx) => {
    ctx.type = 'text/plain; charset=utf-8'
    ctx.body = `User-agent: *\nDisallow: /api/\nDisallow: /console/\nSitemap: ${site().url}/sitemap.xml\n`
  })
}
