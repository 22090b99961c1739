import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PushChannel } from '@shared/announcement/push/contract'
import { CHANNELS } from '@shared/announcement/push/rules'
import type { Edition } from '@shared/edition/contract'
import { findPhase } from '@shared/edition/rules'
import { weappPage } from '@shared/notification/rules'
import { IDLE_MINUTES } from '@shared/staff/rules'
import { WORDS } from '@shared/words'
import { courier } from './adapters/courier'
import { createDiskFiles } from './adapters/files/disk'
import { createS3Files } from './adapters/files/s3'
import { createPapers } from './adapters/papers/papers'
import { createPdf } from './adapters/pdf/pdf'
import { createRedisAnswers } from './adapters/redis/answers'
import { createRedisAttempts } from './adapters/redis/attempts'
import { createRedisChainWitness } from './adapters/redis/chain-witness'
import { createRedisJobs, startRedisWorker } from './adapters/redis/jobs'
import { createRedisLedgerWitness } from './adapters/redis/ledger-witness'
import { createRedisLock } from './adapters/redis/lock'
import { createRedisRateLimiter } from './adapters/redis/rate-limiter'
import { createRedisRevocations } from './adapters/redis/revocations'
import { createRedisSightings } from './adapters/redis/sightings'
import { createRedisStaffSessions } from './adapters/redis/staff-sessions'
import { createRedisTally } from './adapters/redis/tally'
import { createRedisVault } from './adapters/redis/vault'
import { resealAll } from './adapters/reseal'
import { createSecretBox } from './adapters/secret-box'
import { createSheets } from './adapters/sheets'
import { createBot } from './adapters/wechat/bot'
import { openCollections } from './collections'
import { openConnections } from './connections'
import { type Env, isSandbox, secretKeys } from './env'
import { createAnnouncements, createGroupBot, createPushes } from './features/announcement/announcement'
import { createAudit } from './features/audit/audit'
import { type Ballots, createBallots, createForgetting } from './features/ballot/ballot'
import { createClusters } from './features/ballot/cluster/cluster'
import { createDashboards } from './features/ballot/dashboard'
import { createDecisions } from './features/ballot/decision/decision'
import { createMonitor } from './features/ballot/monitor'
import { createTallyStream } from './features/ballot/stream'
import {
  type Candidates,
  createCandidates,
  createTelling as createCandidateTelling,
} from './features/candidate/candidate'
import { createCaseLibrary } from './features/case-library/case-library'
import { createCertificates } from './features/certificate/certificate'
import { createChat } from './features/chat/chat'
import { createEditions } from './features/edition/edition'
import { createIdentities } from './features/identity/identity'
import { createPageSigner } from './features/jssdk/jssdk'
import { createNominations, createTelling, type Nominations } from './features/nomination/nomination'
import { createNotifications, type Ways } from './features/notification/notification'
import { createLetters, createRepresentatives } from './features/representative/representative'
import { createObjections, createResults } from './features/result/result'
import { createReviews } from './features/review/review'
import { createGuard, createScan, createSignals } from './features/risk/risk'
import { createShortlists, createTelling as createShortlistTelling } from './features/shortlist/shortlist'
import { createStaff, SESSION_HOURS } from './features/staff/staff'
import { createSummits } from './features/summit/summit'
import { createTransparency } from './features/transparency/transparency'
import { createImports, createUnits } from './features/unit/unit'
import { createUploads } from './features/upload/upload'
import type { FileStore } from './ports/files'
import type { RateLimiter } from './ports/memory'
import type { SealedField } from './ports/secrets'
import type { JobWork, Log } from './ports/work'
import { startTicker, startWorker } from './routine'
import { createMovableClock } from './sandbox/clock'
import { createClockStore, createSandboxStore } from './sandbox/model'
import { createSandbox } from './sandbox/sandbox'
import { connectWeChat } from './wechat'

/** What must be known before anything can be wired: all of it comes from the environment or the embedded stores. */
export type Wiring = {
  env: Env
  log: Log
  mongoUri: string
  redisUrl: string
  secretKey: string
  voterKey: string
  publicUrl: string
}

export type Deps = Awaited<ReturnType<typeof createDeps>>

/** Connects the stores and wires adapters to ports; the only place that does. */
export async function createDeps({ env, log, mongoUri, redisUrl, secretKey, voterKey, publicUrl }: Wiring) {
  const connections = await openConnections({ mongoUri, redisUrl, log })
  const { mongo, redis } = connections

  const sandboxed = isSandbox(env)
  const movable = sandboxed ? createMovableClock(createClockStore(mongo)) : null
  const clock = movable ?? { now: () => new Date() }
  const vault = createRedisVault(redis)
  const wechat = connectWeChat({ env, log, redis })

  const box = createSecretBox(secretKeys(secretKey))
  const stores = await openCollections(mongo, box)
  const sandbox =
    movable &&
    createSandbox({
      store: createSandboxStore(mongo),
      clock: movable,
      site: publicUrl,
      innerSite: new URL(env.WECHAT_API_BASE).origin,
    })
  await sandbox?.prepare()

  const { account, accountAppid, weappAppid, messages } = wechat
  const signals = createSignals(voterKey)
  const identities = createIdentities({
    wechat: wechat.login,
    account,
    accountAppid,
    store: stores.identity,
    vault,
    revocations: createRedisRevocations(redis),
    log,
    secretKeys: secretKeys(secretKey),
    voterKey,
    networkOf: signals.networkOf,
    publicUrl,
  })
  const pages = createPageSigner({ account, accountAppid, publicUrl, script: wechat.script })
  const audit = createAudit({
    ...{ store: stores.audit, witness: createRedisChainWitness(redis), log },
    words: WORDS,
  })
  const limiter: RateLimiter = env.RATE_LIMIT === 'on' ? createRedisRateLimiter(redis) : { async spend() {} }
  const staff = createStaff({
    ...{ store: stores.staff, vault, audit, limiter, box },
    sessions: createRedisStaffSessions(redis, {
      idleSeconds: IDLE_MINUTES * 60,
      seconds: SESSION_HOURS * 3600,
    }),
    attempts: createRedisAttempts(redis),
  })
  const queues = {
    units: createRedisJobs(redis, 'units'),
    notifications: createRedisJobs(redis, 'notifications'),
    decisions: createRedisJobs(redis, 'decisions'),
  }
  const pushQueues = Object.fromEntries(
    PUSH_CHANNELS.map((channel) => [channel, createRedisJobs(redis, `push-${channel}`)]),
  ) as Record<PushChannel, ReturnType<typeof createRedisJobs>>
  const ways: Ways = {
    weapp: {
      ...{ appid: weappAppid, templates: wechat.templates.weapp, pageOf: weappPage },
      send: (openid, notice) => wechat.miniProgram.sendNotice(openid, notice),
    },
    account: {
      ...{ appid: accountAppid, templates: wechat.templates.account, pageOf: (path) => publicUrl + path },
      send: (openid, notice) => account.sendNotice(openid, notice),
    },
  }
  const notifications = createNotifications({
    ...{ store: stores.notification, jobs: queues.notifications, people: identities, ways, log },
  })
  const sheets = createSheets()
  const pdf = createPdf()
  const importDir = resolve(env.DATA_DIR, 'imports')
  const units = createUnits({ store: stores.unit, audit, sheets })
  const imports = createImports({
    ...{ store: stores.unitImport, units: stores.unit, sheets, audit, dir: importDir },
    jobs: queues.units,
    async referredTo(ids) {
      const { candidate, nomination } = stores
      return (await Promise.all([candidate.referredTo(ids), nomination.unitsAmong(ids)])).flat()
    },
  })
  // Whether WeChat can fetch our pictures.
  const showsPictures = sandboxed || isPublic(publicUrl)
  const uploadDir = resolve(env.DATA_DIR, 'uploads/arriving')
  const uploads = createUploads({
    ...{ store: stores.upload, files: filesOf(env), dir: uploadDir, log },
    publicDir: resolve(env.DATA_DIR, 'files/uploads'),
    secretKeys: secretKeys(secretKey),
    async referredTo(ids) {
      const { nomination, representative, shortlist, experience, objection, announcement } = stores
      const all = [nomination, representative, shortlist, experience, objection, announcement]
      const those = all.map((store) => store.referredTo(ids))
      return (await Promise.all(those)).flat()
    },
    async askCheck(owner, path) {
      const [openid] = showsPictures ? await identities.openidsOf(owner, weappAppid) : []
      return openid ? wechat.miniProgram.checkPicture(openid, publicUrl + path) : null
    },
    onFlagged: (id) => nominations.flagFile(id),
  })
  const editions = createEditions({
    ...{ store: stores.edition, clock, audit },
    votedIn: stores.ballot.votedIn,
    filledIn: stores.candidate.filledIn,
    reviewedIn: stores.review.submittedIn,
    answeredIn: stores.nomination.answeredIn,
  })
  const representatives = createRepresentatives({
    ...{ store: stores.representative, units, audit, files: uploads, notify: notifications.notify, log },
    letters: createLetters({ pdf, publicUrl, occasion: () => occasionOf(editions.current()) }),
  })
  const nominations: Nominations = createNominations({
    ...{ store: stores.nomination, editions, units, representatives, files: uploads, audit, clock, log },
    ...{ sheets, pdf, papers: createPapers(), mails: stores.nominationMail },
    screeners: () => staff.whoMay('nomination.screen'),
    async isListFixed(category) {
      const list = await stores.shortlist.find(editions.current().id, category)
      return list !== null && list.state !== 'drafting'
    },
    async checkText(voter, text) {
      const [openid] = await identities.openidsOf(voter, weappAppid)
      return openid ? wechat.miniProgram.checkText(openid, text) : null
    },
    tell: createTelling({ representatives, told: stores.nomination.told, log }),
  })
  // Candidates show votes, which are counted further down the line of features.
  const candidates: Candidates = createCandidates({
    ...{ store: stores.candidate, editions, units, audit, clock },
    votesOf: (category) => ballots.votesOf(category),
    tell: createCandidateTelling({ representatives, told: stores.candidate.told, log }),
  })
  const shortlists = createShortlists({
    ...{ store: stores.shortlist, editions, nominations, candidates, files: uploads },
    ...{ audit, clock, sheets, log },
    votedIn: stores.ballot.votedIn,
    toldOf: stores.experience.referredTo,
    tell: createShortlistTelling({ representatives, log }),
  })
  const tallies = createRedisTally(redis)
  const window = createRedisSightings(redis)
  const guard = createGuard({
    ...{ window, vault, editions, secretKeys: secretKeys(secretKey) },
    setAside: (receipts, reason) => ballots.setAside(receipts, reason),
  })
  const writer = randomBytes(6).toString('hex')
  const ballots: Ballots = createBallots({
    store: stores.ballot,
    tallies,
    editions,
    candidates,
    people: identities,
    clock,
    log,
    writer,
    queueLimit: env.BALLOT_QUEUE_LIMIT,
    batchLimit: env.BALLOT_BATCH_LIMIT,
    signals,
    guard,
    isFixed: (category, edition) => results.isFixed(category, edition),
  })
  const transparency = createTransparency({
    ...{ store: stores.transparency, ballots: stores.ballot, editions, clock, log, voterKey, publicUrl },
    ...{ witness: createRedisLedgerWitness(redis), takeLock: createRedisLock(redis) },
    ...{ courier, webhooks: env.LEDGER_WEBHOOKS },
  })
  const reviews = createReviews({
    ...{ store: stores.review, editions, candidates, nominations, units, identities, audit, clock, log },
    ...{
      attempts: createRedisAttempts(redis),
      secretKeys: secretKeys(secretKey),
      notify: notifications.notify,
    },
  })
  const results = createResults({
    ...{ store: stores.result, objections: stores.objection, editions, candidates, nominations, ballots },
    openDecisions: stores.decision.countOpen,
    ...{ scoresOf: reviews.overview.scores, representatives, audit, clock, sheets, pdf, log },
  })
  const objections = createObjections({
    ...{ store: stores.objection, results: stores.result, editions, files: uploads },
    ...{ notify: notifications.notify, audit, clock, log },
  })
  const certificates = createCertificates({
    ...{ store: stores.certificate, editions, winners: results.winners, pdf, audit, publicUrl },
  })
  const summits = createSummits({
    ...{ store: stores.summit, editions, candidates, representatives, winners: results.winners },
    ...{ audit, clock, sheets, pdf, publicUrl, log },
  })
  const forgetSignals = createForgetting({ store: stores.ballot, editions, clock, log })
  const stream = createTallyStream({ ballots, editions })
  const counted = { store: stores.ballot, tallies, ballots, candidates, editions }
  const monitor = createMonitor({ ...counted, audit, isFixed: results.isFixed })
  const dashboards = createDashboards({ ...counted, nominations, clock, log })
  const clusters = createClusters({
    ...{ store: stores.cluster, decisions: stores.decision, ledger: stores.ballot },
    ...{ tallies, candidates, editions, audit, clock },
  })
  const decisions = createDecisions({
    ...{ store: stores.decision, clusters: stores.cluster, found: clusters, ledger: stores.ballot },
    ...{ ballots, candidates, editions, jobs: queues.decisions, audit, clock, log },
    isFixed: results.isFixed,
  })
  const scan = createScan({
    ...{ window, vault, takeLock: createRedisLock(redis), editions, clock, log, name: writer },
    ...{ follow: ballots.follow, setAside: ballots.setAside },
    report: clusters.report,
    clearedAmong: clusters.clearedAmong,
    isFixed: results.isFixed,
  })
  const caseLibrary = createCaseLibrary({
    ...{ store: stores.experience, editions, nominations, candidates, files: uploads, audit, publicUrl },
    createCode: weappAppid ? (scene) => wechat.miniProgram.createCode(scene, 'pages/experience/index') : null,
  })
  const announcements = createAnnouncements({ store: stores.announcement, files: uploads, audit, clock })
  const bot = createGroupBot({
    ...{ store: stores.bot, audit, publicUrl, log },
    start: env.WECHAT_BOT === 'on' ? createBot({ log, base: env.WEB_WECHAT_BASE }) : null,
    pictureOf: async (upload) => buffer((await uploads.read(upload, { size: 'jpeg' })).content),
  })
  const pushes = createPushes({
    bot,
    ...{ store: stores.push, announcements: stores.announcement, notifications, account, files: uploads },
    ...{ robot: wechat.robot, templates: wechat.templateMessages, hasAccount: accountAppid !== '' },
    ...{ jobs: pushQueues, vault, audit, clock, sheets, log, publicUrl },
    standFor: identities.standFor,
    current: editions.current,
    openidOf: async (voter) => (await identities.openidsOf(voter, accountAppid))[0] ?? null,
    voterOfFollower: (openid) => identities.voterOfAccount(accountAppid, openid),
    circles: {
      voters: stores.ballot.votersOf,
      representatives: stores.representative.votersOf,
      unitsWithDrafts: stores.nomination.unitsWithDrafts,
      experts: async (edition) =>
        (await stores.review.findReviewers(edition)).flatMap(({ voter }) => voter ?? []),
      winningUnits: async (category) =>
        ((await results.winners(category)) ?? []).flatMap(({ id }) => candidates.unitIdOf(id) ?? []),
    },
  })
  const chat = createChat({
    ...{ identities, editions, nominations, candidates, ballots, results, account, publicUrl, log },
    ...{ announcements, pushes },
    answers: createRedisAnswers(redis),
    notifications,
    appids: { account: accountAppid, weapp: weappAppid },
    onPictureChecked: uploads.judge,
    showsPictures,
  })

  /** Who takes which queue's jobs: a queue each, so that a long import keeps nothing else waiting. */
  const works: Record<keyof typeof queues, JobWork> = { units: imports, notifications, decisions }
  /** A push's jobs keep to its channel's pace. */
  const pushWorkers = () =>
    PUSH_CHANNELS.map((channel) =>
      startRedisWorker(redisUrl, `push-${channel}`, pushes, log, pushes.paceOf(channel)),
    )

  /** What memory holds of the stores, brought up to date; failures leave it as it was. */
  async function refresh(): Promise<void> {
    await movable?.refresh()
    await identities.refresh().catch(() => {})
    await editions.refresh()
    if (editions.isSet()) await candidates.refresh()
    await caseLibrary.keepFresh()
  }

  await refresh()
  let onTick = () => {}
  const ticker = startTicker({
    ...{ refresh, isSet: editions.isSet, log },
    works: [ballots.tick, async () => onTick(), ballots.settle, async () => guard.tick()],
  })

  return {
    env,
    log,
    clock,
    publicUrl,
    limiter,
    identities,
    audit,
    staff,
    pages,
    editions,
    units,
    imports,
    importDir,
    uploads,
    uploadDir,
    representatives,
    nominations,
    candidates,
    shortlists,
    reviews,
    results,
    objections,
    certificates,
    summits,
    caseLibrary,
    announcements,
    pushes,
    bot,
    ballots,
    transparency,
    guard,
    scan,
    forgetSignals,
    stream,
    monitor,
    dashboards,
    clusters,
    decisions,
    sheets,
    chat,
    messages,
    notifications,
    stores,
    sandbox,
    /** Takes the jobs of all processes until it is closed; now and then it looks for those that Redis has lost. */
    startWorker: () =>
      startWorker({
        ...{ sweeps: [uploads.sweep, forgetSignals], scan, log },
        checkpoint: {
          seconds: env.CHECKPOINT_SECONDS,
          sign: async () => {
            if (editions.isSet()) await transparency.advance()
          },
        },
        resumes: [
          ...Object.values(works).map((one) => one.resume),
          pushes.resume,
          ...[representatives, nominations, candidates, results, objections, summits].map(
            ({ tellAll }) => tellAll,
          ),
          shortlists.finish,
        ],
        workers: () => [
          ...Object.entries(works).map(([name, one]) => startRedisWorker(redisUrl, name, one, log)),
          ...pushWorkers(),
          bot.run(),
        ],
      }),
    /** Calls back after each second's work. */
    afterTick(callback: () => void) {
      onTick = callback
    },
    /** Seals all anew with the first of the secret keys, so that older ones can go. */
    reseal: () =>
      resealAll(
        mongo,
        box,
        Object.values(stores).flatMap((store): SealedField[] => ('sealed' in store ? store.sealed : [])),
      ),
    /** Whether both stores answer. */
    ready: connections.ready,
    /** Writes what is waiting and lets go of the stores, within about ten seconds also where they don't answer. */
    async close(): Promise<void> {
      const finish = async () => {
        await ballots.close(8000)
        await ticker.stop()
        await ballots.tick()
      }
      await Promise.race([finish().catch(() => {}), sleep(10_000, undefined, { ref: false })])
      const open = [...Object.values(queues), ...Object.values(pushQueues)]
      const closed = open.map((queue) => queue.close().catch(() => {}))
      await Promise.race([Promise.all(closed), sleep(1000, undefined, { ref: false })])
      await connections.close()
    },
  }
}

const PUSH_CHANNELS = Object.keys(CHANNELS) as PushChannel[]

/** Where uploaded files are kept. */
function filesOf(env: Env): FileStore {
  if (env.STORAGE === 'disk') return createDiskFiles(resolve(env.DATA_DIR, 'uploads/kept'))
  const { S3_ENDPOINT, S3_REGION: region, S3_ACCESS_KEY, S3_SECRET_KEY } = env
  return createS3Files({
    ...{ endpoint: S3_ENDPOINT!, region, accessKey: S3_ACCESS_KEY!, secretKey: S3_SECRET_KEY! },
  })
}

/** What the letters of an edition say. */
function occasionOf(edition: Edition) {
  const { name: editionName, organiser, contact } = edition
  const closesAt = findPhase(edition, 'nomination')?.closesAt ?? null
  return { editionName, organiser, closesAt, contact: `${contact.phone}，${contact.email}` }
}

/** Whether WeChat's servers and phones can fetch from an address. */
function isPublic(url: string): boolean {
  return /^https:\/\/(?!localhost|127\.|10\.|192\.168\.)/.test(url)
}
