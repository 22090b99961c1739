import { api } from '@shared/api'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { workbook } from '../../../http/download'
import { serve } from '../../../http/endpoint'
import type { Sheets } from '../../../ports/sheets'
import type { Clusters } from './cluster'

type Doors = { clusters: Clusters; sheets: Sheets; staffOnly: Middleware }

export function clusterRoutes(router: Router, { clusters, sheets, staffOnly }: Doors): void {
  serve(router, api.getSuspicion, staffOnly, () => clusters.overview())
  serve(router, api.getSuspicionSeries, staffOnly, ({ query }) => clusters.series(query))
  serve(router, api.listClusters, staffOnly, ({ query }) => clusters.list(query))
  serve(router, api.getCluster, staffOnly, ({ params, staff }) => clusters.show(params.id, staff))
  serve(router, api.listClusterBallots, staffOnly, ({ params, query }) => clusters.ballots(params.id, query))
  serve(router, api.exportCluster, staffOnly, async ({ params, staff }) =>
    workbook('异常选票', sheets.write(await clusters.export(params.id, staff))),
  )
}
