import { rm } from 'node:fs/promises'
import { api } from '@shared/api'
import { MOST_BYTES } from '@shared/upload/rules'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { workbook } from '../../http/download'
import { serve } from '../../http/endpoint'
import type { Memory } from '../../http/remember'
import { upload } from '../../http/upload'
import type { Shortlists } from './shortlist'

type Doors = { shortlists: Shortlists; staffOnly: Middleware; memory: Memory; uploadDir: string }

export function shortlistRoutes(router: Router, { shortlists, staffOnly, memory, uploadDir }: Doors): void {
  serve(router, api.listDraws, memory.remember(5000), async () => ({ items: await shortlists.draws() }))

  serve(router, api.listShortlists, staffOnly, async () => ({ items: await shortlists.list() }))
  serve(router, api.getShortlist, staffOnly, ({ params }) => shortlists.show(params.category))
  serve(router, api.savePicks, staffOnly, ({ params, body: { picks, version }, staff: actor }) =>
    shortlists.pick(picks, { ...params, version, actor }),
  )
  serve(router, api.freezeShortlist, staffOnly, ({ params, body, staff: actor }) =>
    shortlists.freeze({ ...params, ...body, actor }),
  )
  serve(router, api.unfreezeShortlist, staffOnly, ({ params, body, staff: actor }) =>
    shortlists.unfreeze({ ...params, ...body, actor }),
  )
  serve(router, api.publishShortlist, staffOnly, ({ params, body, staff: actor }) =>
    shortlists.publish({ ...params, ...body, actor }),
  )
  serve(router, api.unpublishShortlist, staffOnly, ({ params, body, staff: actor }) =>
    shortlists.unpublish({ ...params, ...body, actor }),
  )
  serve(router, api.replaceEntry, staffOnly, ({ params, body, staff: actor }) =>
    shortlists.replace({ ...params, ...body, actor }),
  )
  serve(router, api.getEntry, staffOnly, ({ params }) => shortlists.find(params.category, params.id))
  serve(router, api.polishEntry, staffOnly, ({ params, body, staff: actor }) =>
    shortlists.polish({ ...params, actor }, body),
  )
  const takeIn = upload(uploadDir, MOST_BYTES.picture)
  serve(router, api.addPicture, staffOnly, takeIn, async ({ params, query, file, staff }) => {
    try {
      return await shortlists.addPicture({ path: file.path, name: query.filename }, params.category, staff)
    } finally {
      await rm(file.path, { force: true })
    }
  })
  serve(router, api.exportShortlist, staffOnly, async ({ params, staff }) =>
    workbook('初选名单', await shortlists.export(params.category, staff)),
  )
}
