import { api } from '@shared/api'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { workbook } from '../../../http/download'
import { serve } from '../../../http/endpoint'
import type { Pushes } from '../announcement'

export function pushRoutes(router: Router, { pushes, staffOnly }: { pushes: Pushes; staffOnly: Middleware }) {
  serve(router, api.estimatePush, staffOnly, ({ body }) => pushes.estimate(body))
  serve(router, api.listPushes, staffOnly, ({ params, staff }) => pushes.list(params.id, staff))
  serve(router, api.listOpenPushes, staffOnly, ({ staff }) => pushes.listOpen(staff))
  serve(router, api.proposePush, staffOnly, ({ params, body, staff }) =>
    pushes.propose(params.id, body, staff),
  )
  serve(router, api.approvePush, staffOnly, ({ params, staff }) => pushes.approve(params.id, staff))
  serve(router, api.steerPush, staffOnly, ({ params, body, staff }) =>
    pushes.steer(params.id, body.act, staff),
  )
  serve(router, api.exportPush, staffOnly, async ({ params, staff }) => {
    const { name, content } = await pushes.exportMissed(params.id, staff)
    return workbook(name, content)
  })
  serve(router, api.listGroups, staffOnly, () => pushes.groups())
  serve(router, api.addGroup, staffOnly, ({ body, staff }) => pushes.addGroup(body, staff))
  serve(router, api.removeGroup, staffOnly, ({ params, staff }) => pushes.removeGroup(params.id, staff))
  serve(router, api.tryAnnouncement, staffOnly, ({ params }) => pushes.tryOut(params.id))
}
