import { readFile } from 'node:fs/promises'
import { api } from '@shared/api'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { serve } from '../../http/endpoint'
import { LIMITS, type LimitStep } from '../../http/limit'
import type { Memory } from '../../http/remember'
import type { Transparency } from './transparency'

type Doors = {
  transparency: Transparency
  /** Knows voters where they are logged in. */
  known: Middleware
  memory: Memory
  limit: LimitStep
  /** Where the verifier for outsiders lies. */
  verifier: string
}

export function transparencyRoutes(
  router: Router,
  { transparency, known, memory, limit, verifier }: Doors,
): void {
  serve(router, api.listCheckpoints, memory.remember(1000), ({ query }) =>
    transparency.listCheckpoints(query),
  )
  serve(router, api.proveReceipt, known, limit(LIMITS.receipt), ({ params, voter }) =>
    transparency.proveReceipt(params.receipt, voter),
  )
  serve(router, api.proveConsistency, limit(LIMITS.receipt), ({ query }) =>
    transparency.proveConsistency(query),
  )
  serve(router, api.downloadLedger, limit(LIMITS.ledger), async () => ({
    ...(await transparency.download()),
    type: 'text/plain; charset=utf-8',
  }))
  router.get('/ledger/pingxuan-verify.mjs', async (ctx) => {
    ctx.type = 'text/javascript; charset=utf-8'
    ctx.body = await readFile(verifier)
  })
}
