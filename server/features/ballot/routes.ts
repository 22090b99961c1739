import { api } from '@shared/api'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { workbook } from '../../http/download'
import { expectPermission, serve } from '../../http/endpoint'
import { LIMITS, type LimitStep } from '../../http/limit'
import type { Memory } from '../../http/remember'
import type { Broadcast } from '../../http/sse'
import type { Sheets } from '../../ports/sheets'
import type { Ballots } from './ballot'
import type { Dashboards } from './dashboard'
import type { Monitor } from './monitor'
import type { TallyStream } from './stream'

type Doors = {
  ballots: Ballots
  stream: TallyStream
  broadcast: Broadcast
  memory: Memory
  voterOnly: Middleware
  /** Knows voters where they are logged in. */
  known: Middleware
  limit: LimitStep
}

export function ballotRoutes(
  router: Router,
  { ballots, stream, broadcast, memory, voterOnly, known, limit }: Doors,
): void {
  serve(router, api.castBallot, voterOnly, limit(LIMITS.cast), async ({ voter, body, client }) => ({
    ballot: await ballots.castBallot({ voter, ...body, client }),
  }))
  serve(router, api.myBallots, voterOnly, limit(LIMITS.own), async ({ voter }) => {
    const items = await ballots.myBallots(voter)
    return { items, total: items.length, page: 1, pageSize: Math.max(items.length, 1) }
  })
  serve(router, api.getReceipt, known, limit(LIMITS.receipt), ({ params, voter }) =>
    ballots.findReceipt(params.receipt, voter),
  )
  serve(router, api.getTally, memory.remember(500), ({ query }) => ballots.tally(query.category))

  router.get('/api/tallies/stream', (ctx) => {
    if (ctx.method === 'HEAD') ctx.status = 200
    else broadcast.join(ctx, stream.snapshot(ctx.get('last-event-id')))
  })
}

type StaffDoors = {
  monitor: Monitor
  dashboards: Dashboards
  /** To staff who look at the dashboard. */
  broadcast: Broadcast
  sheets: Sheets
  staffOnly: Middleware
}

/** A stream to staff ends after this long; who comes back shows again that they are logged in. */
const STREAM_MS = 60_000

export function monitorRoutes(router: Router, doors: StaffDoors): void {
  const { monitor, dashboards, broadcast, sheets, staffOnly } = doors
  serve(router, api.getDashboard, staffOnly, () => dashboards.show())
  serve(router, api.getBallotSeries, staffOnly, ({ query }) => monitor.series(query))
  serve(router, api.listRulings, staffOnly, ({ query }) => monitor.listRulings(query))
  serve(router, api.exportRulings, staffOnly, async ({ query, staff }) =>
    workbook('选票处理记录', sheets.write(await monitor.exportRulings(query, staff))),
  )
  serve(router, api.readBallot, staffOnly, ({ params }) => monitor.readBallot(params.receipt))
  serve(router, api.ruleBallot, staffOnly, ({ params, body, staff }) =>
    monitor.ruleBallot({ ...params, ...body }, staff),
  )

  router.get('/api/staff/dashboard/stream', staffOnly, async (ctx) => {
    expectPermission(ctx.state.staff, api.streamDashboard.auth)
    if (ctx.method === 'HEAD') ctx.status = 200
    else broadcast.join(ctx, await dashboards.change(), STREAM_MS)
  })
}
