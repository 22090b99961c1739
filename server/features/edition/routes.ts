import { api } from '@shared/api'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { serve } from '../../http/endpoint'
import type { Editions } from './edition'

export function editionRoutes(router: Router, editions: Editions, staffOnly: Middleware): void {
  serve(router, api.getEdition, () => editions.show())

  serve(router, api.listEditions, staffOnly, async () => ({ items: await editions.list() }))
  serve(router, api.readEdition, staffOnly, ({ params }) => editions.read(params.id))
  serve(router, api.createEdition, staffOnly, ({ body, staff: actor }) => editions.create({ ...body, actor }))
  serve(router, api.saveEdition, staffOnly, ({ params, body, staff: actor }) =>
    editions.edit({ ...params, ...body, actor }),
  )
  serve(router, api.makeEditionCurrent, staffOnly, ({ params, body, staff: actor }) =>
    editions.makeCurrent({ ...params, ...body, actor }),
  )
  serve(router, api.extendPhase, staffOnly, ({ params, body, staff: actor }) =>
    editions.extend({ ...params, ...body, actor }),
  )
  serve(router, api.suspendPhase, staffOnly, ({ params, body, staff: actor }) =>
    editions.suspend({ ...params, ...body, actor }),
  )
  serve(router, api.resumePhase, staffOnly, ({ params, body, staff: actor }) =>
    editions.resume({ ...params, ...body, actor }),
  )
}
