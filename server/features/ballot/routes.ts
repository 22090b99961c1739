import { api } from '@shared/api'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { serve } from '../../http/endpoint'
import type { Memory } from '../../http/remember'
import type { Broadcast } from '../../http/sse'
import type { Ballots } from './ballot'
import type { TallyStream } from './stream'

type Doors = {
  ballots: Ballots
  stream: TallyStream
  broadcast: Broadcast
  memory: Memory
  voterOnly: Middleware
}

export function ballotRoutes(router: Router, { ballots, stream, broadcast, memory, voterOnly }: Doors): void {
  serve(router, api.castBallot, voterOnly, async ({ voter, body, client }) => ({
    ballot: await ballots.castBallot({ voter, ...body, client }),
  }))
  serve(router, api.myBallots, voterOnly, async ({ voter }) => {
    const items = await ballots.myBallots(voter)
    return { items, total: items.length, page: 1, pageSize: Math.max(items.length, 1) }
  })
  serve(router, api.getReceipt, async ({ params }) => ({ ballot: await ballots.findReceipt(params.receipt) }))
  serve(router, api.getTally, memory.remember(500), ({ query }) => ballots.tally(query.category))

  router.get('/api/tallies/stream', (ctx) => {
    if (ctx.method === 'HEAD') ctx.status = 200
    else broadcast.join(ctx, stream.snapshot(ctx.get('last-event-id')))
  })
}
