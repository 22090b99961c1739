import { join } from 'node:path'
import Koa from 'koa'
import Router from 'koa-router'
import type { Deps } from './deps'
import { botRoutes } from './features/announcement/bot/routes'
import { pushRoutes } from './features/announcement/push/routes'
import { announcementRoutes } from './features/announcement/routes'
import { auditRoutes } from './features/audit/routes'
import { clusterRoutes } from './features/ballot/cluster/routes'
import { decisionRoutes } from './features/ballot/decision/routes'
import { ballotRoutes, monitorRoutes } from './features/ballot/routes'
import { candidateRoutes } from './features/candidate/routes'
import { caseLibraryRoutes } from './features/case-library/routes'
import { certificateRoutes } from './features/certificate/routes'
import { chatRoutes } from './features/chat/routes'
import { editionRoutes } from './features/edition/routes'
import { identityRoutes } from './features/identity/routes'
import { jssdkRoutes } from './features/jssdk/routes'
import { nominationRoutes } from './features/nomination/routes'
import { notificationRoutes } from './features/notification/routes'
import { representativeRoutes } from './features/representative/routes'
import { resultRoutes } from './features/result/routes'
import { reviewRoutes } from './features/review/routes'
import { shortlistRoutes } from './features/shortlist/routes'
import { staffRoutes } from './features/staff/routes'
import { summitRoutes } from './features/summit/routes'
import { unitRoutes } from './features/unit/routes'
import { uploadRoutes } from './features/upload/routes'
import { signedIn, signedInReviewer, signedInStaff } from './http/auth'
import { complainInChinese } from './http/complaints'
import { compress } from './http/compress'
import { errors } from './http/errors'
import { jpegs } from './http/jpeg'
import { limitBy } from './http/limit'
import { createMetrics } from './http/metrics'
import { openapi } from './http/openapi'
import { ownOrigin } from './http/origin'
import { createMemory } from './http/remember'
import { CONSOLE_PAGE, SITE_PAGE, security } from './http/security'
import { createShell, toldPage } from './http/shell'
import { shortcut } from './http/shortcut'
import { createBroadcast } from './http/sse'
import { folder } from './http/static'
import { mountSandbox } from './sandbox/routes'

/** How often listeners hear that counts which have not changed are still those of now. */
const PULSE_MS = 5000
/** How often staff who look at the dashboard are told where it stands. */
const WATCH_MS = 3000

/** Whose the site is while nobody has said. */
const AWARD = { name: '荆楚问政系列评选', organiser: '荆楚网（湖北日报网）' }

/** Where the built clients and the files are. */
export type Folders = { h5: string; console: string; files: string }

/** The web application: middleware and routes over the wired features. */
export function createApp(deps: Deps, folders: Folders) {
  complainInChinese()
  const { env, log, identities, editions, candidates, ballots, stream } = deps
  const { monitor, dashboards, sheets } = deps
  const broadcast = createBroadcast()
  /** Staff who look at the dashboard. */
  const watchers = createBroadcast()
  const memory = createMemory()
  const metrics = createMetrics(
    {
      waitingBallots: () => ballots.health().waiting,
      listeners: broadcast.size,
      doubts: deps.guard.counts,
    },
    env.METRICS_TOKEN,
  )
  let pulsedAt = Date.now()
  let watchedAt = 0
  deps.afterTick(() => {
    if (Date.now() - pulsedAt >= PULSE_MS) {
      pulsedAt = Date.now()
      broadcast.pulse(stream.pulse())
    }
    broadcast.send(stream.changes(), stream.snapshot)
    if (watchers.size() > 0 && Date.now() - watchedAt >= WATCH_MS) {
      watchedAt = Date.now()
      dashboards.change().then(
        (change) => watchers.send(change, () => change),
        () => {}, // the ledger is away; what is shown says since when
      )
    }
  })

  const router = new Router()
  const voterOnly = signedIn(identities)
  const own = ownOrigin(deps.publicUrl)
  const staffOnly = signedInStaff(deps.staff, own)
  const limit = limitBy(deps.limiter)
  identityRoutes(router, { identities, voterOnly, limit })
  jssdkRoutes(router, { pages: deps.pages, limit })
  notificationRoutes(router, { notifications: deps.notifications, voterOnly, limit })
  editionRoutes(router, editions, staffOnly)
  candidateRoutes(router, { candidates, staffOnly, memory })
  ballotRoutes(router, { ballots, stream, broadcast, memory, voterOnly, limit })
  monitorRoutes(router, { monitor, dashboards, sheets, staffOnly, broadcast: watchers })
  clusterRoutes(router, { clusters: deps.clusters, sheets, staffOnly })
  decisionRoutes(router, { decisions: deps.decisions, sheets, staffOnly, memory })
  auditRoutes(router, { audit: deps.audit, sheets, staffOnly })
  staffRoutes(router, { staff: deps.staff, staffOnly, ownOrigin: own, limit, isSecure: identities.isSecure })
  const { units, imports, importDir } = deps
  unitRoutes(router, { units, imports, staffOnly, importDir })
  uploadRoutes(router, { uploads: deps.uploads, uploadDir: deps.uploadDir, voterOnly, limit })
  representativeRoutes(router, { representatives: deps.representatives, voterOnly, staffOnly, limit })
  const { nominations, uploadDir } = deps
  nominationRoutes(router, { nominations, uploadDir, voterOnly, staffOnly, limit })
  shortlistRoutes(router, { shortlists: deps.shortlists, staffOnly, memory, uploadDir })
  const told = {
    page: toldPage(createShell(folders.h5)),
    site() {
      const { name, organiser } = editions.isSet() ? editions.current() : AWARD
      return { url: deps.publicUrl, name, publisher: organiser }
    },
  }
  caseLibraryRoutes(router, { caseLibrary: deps.caseLibrary, staffOnly, limit, memory, ...told })
  announcementRoutes(router, {
    ...{ announcements: deps.announcements, staffOnly, limit, memory, uploadDir, ...told },
  })
  botRoutes(router, { bot: deps.bot, staffOnly })
  pushRoutes(router, { pushes: deps.pushes, staffOnly })
  const reviewerOnly = signedInReviewer(deps.reviews.access)
  reviewRoutes(router, { reviews: deps.reviews, voterOnly, reviewerOnly, staffOnly, limit })
  const { results, objections } = deps
  resultRoutes(router, { results, objections, voterOnly, staffOnly, limit, memory, ...told })
  certificateRoutes(router, { certificates: deps.certificates, staffOnly, limit })
  summitRoutes(router, { summits: deps.summits, staffOnly, limit })
  chatRoutes(router, { chat: deps.chat, messages: deps.messages, log })

  const document = openapi()
  router.get('/api/openapi.json', (ctx) => {
    ctx.body = document
  })
  router.get('/healthz', (ctx) => {
    ctx.body = { ok: true }
  })
  router.get('/readyz', async (ctx) => {
    const ready = await deps.ready()
    ctx.status = ready.mongo ? 200 : 503 // without Redis voting goes on
    ctx.body = ready
  })
  if (env.METRICS_TOKEN || env.NODE_ENV !== 'production') router.get('/metrics', metrics.show)

  const app = new Koa({ proxy: env.TRUST_PROXY > 0, maxIpsCount: env.TRUST_PROXY })
  app.on('error', (error) => log.warn({ error: String(error) }, '连接出错'))
  app.use(metrics.measure)
  app.use(memory.recall) // what it recalls has its headers
  app.use(security(identities.isSecure))
  app.use(errors(log))
  app.use(compress)
  app.use(shortcut(router))
  app.use(router.routes())
  app.use(router.allowedMethods())
  if (deps.sandbox) mountSandbox(app, { sandbox: deps.sandbox, editions })
  app.use(folder('/files', folders.files))
  app.use(jpegs('/files', folders.files))
  app.use(folder('/console', folders.console, { page: CONSOLE_PAGE, routed: true }))
  app.use(unknownApi)
  app.use(folder('/', folders.h5, { page: SITE_PAGE, routed: true }))
  const close = () => {
    broadcast.close()
    watchers.close()
  }
  return { app, close }
}

/** Below these prefixes a path without a route is not a page of the site. */
const unknownApi: Koa.Middleware = (ctx, next) =>
  /^\/(api|wechat|sandbox|files|console)(\/|$)/.test(ctx.path) ? undefined : next()

/** Folders as a checkout or a build has them. */
export function foldersOf(root: string, dataDir: string): Folders {
  return { h5: join(root, 'dist/h5'), console: join(root, 'dist/console'), files: join(dataDir, 'files') }
}
