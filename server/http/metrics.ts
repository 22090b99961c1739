import { timingSafeEqual } from 'node:crypto'
import type { Middleware } from 'koa'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

type Sources = {
  waitingBallots: () => number
  listeners: () => number
  /** Ballots that were doubted, by what was done about them. */
  doubts: () => Readonly<Record<string, number>>
}

/** Prometheus metrics of this process: one middleware that measures, one that shows. */
export function createMetrics({ waitingBallots, listeners, doubts }: Sources, token?: string) {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests by route and status',
    labelNames: ['route', 'status'] as const,
    registers,
  })
  const seconds = new Histogram({
    name: 'http_request_seconds',
    help: 'Time to answer by route',
    labelNames: ['route'] as const,
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  })
  new Gauge({
    name: 'ballots_waiting',
    help: 'Ballots not yet sent to the ledger',
    registers,
    collect() {
      this.set(waitingBallots())
    },
  })
  new Gauge({
    name: 'tally_listeners',
    help: 'Open streams of live counts',
    registers,
    collect() {
      this.set(listeners())
    },
  })

  new Counter({
    name: 'ballot_doubts_total',
    help: 'Human checks asked for and solved, ballots quarantined as they came, and refused',
    labelNames: ['what'] as const,
    registers,
    collect() {
      this.reset()
      for (const [what, n] of Object.entries(doubts())) this.inc({ what }, n)
    },
  })

  const measure: Middleware = async (ctx, next) => {
    const start = process.hrtime.bigint()
    await next()
    const route = ctx.routerPath ?? 'static'
    requests.inc({ route, status: ctx.status })
    seconds.observe({ route }, Number(process.hrtime.bigint() - start) / 1e9)
  }

  const show: Middleware = async (ctx) => {
    if (token && !same(ctx.get('authorization'), `Bearer ${token}`)) {
      ctx.status = 404
      return
    }
    ctx.type = registry.contentType
    ctx.body = await registry.metrics()
  }
  return { measure, show }
}

function same(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)]
  return x.length === y.length && timingSafeEqual(x, y)
}
