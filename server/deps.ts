import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Edition } from '@shared/edition/contract'
import { findPhase } from '@shared/edition/rules'
import { weappPage } from '@shared/notification/rules'
import { IDLE_MINUTES } from '@shared/staff/rules'
import { WORDS } from '@shared/words'
import { createDiskFiles } from './adapters/files/disk'
import { createS3Files } from './adapters/files/s3'
import { connectMongo } from './adapters/mongo'
import { createPapers } from './adapters/papers/papers'
import { createPdf } from './adapters/pdf/pdf'
import { createRedisAnswers } from './adapters/redis/answers'
import { createRedisAttempts } from './adapters/redis/attempts'
import { createRedisChainWitness } from './adapters/redis/chain-witness'
import { createRedisJobs, startRedisWorker } from './adapters/redis/jobs'
import { createRedisRateLimiter } from './adapters/redis/rate-limiter'
import { connectRedis, redisReady } from './adapters/redis/redis'
import { createRedisRevocations } from './adapters/redis/revocations'
import { createRedisStaffSessions } from './adapters/redis/staff-sessions'
import { createRedisTally } from './adapters/redis/tally'
import { createRedisVault } from './adapters/redis/vault'
import { resealAll } from './adapters/reseal'
import { createSecretBox } from './adapters/secret-box'
import { createSheets } from './adapters/sheets'
import { type Env, isSandbox, secretKeys } from './env'
import { createAudit, createAuditStore } from './features/audit/audit'
import { type Ballots, createBallots } from './features/ballot/ballot'
import { createDashboards } from './features/ballot/dashboard'
import { createBallotStore } from './features/ballot/model'
import { createMonitor } from './features/ballot/monitor'
import { createTallyStream } from './features/ballot/stream'
import {
  type Candidates,
  createCandidates,
  createTelling as createCandidateTelling,
} from './features/candidate/candidate'
import { createCandidateStore } from './features/candidate/model'
import { createCaseLibrary, createExperienceStore } from './features/case-library/case-library'
import { createChat } from './features/chat/chat'
import { createEditions } from './features/edition/edition'
import { createEditionStore } from './features/edition/model'
import { createIdentities, createIdentityStore } from './features/identity/identity'
import { createPageSigner } from './features/jssdk/jssdk'
import {
  createMailStore,
  createNominationStore,
  createNominations,
  createTelling,
  type Nominations,
} from './features/nomination/nomination'
import { createNotificationStore, createNotifications, type Ways } from './features/notification/notification'
import {
  createLetters,
  createRepresentativeStore,
  createRepresentatives,
} from './features/representative/representative'
import { createReviewStore, createReviews } from './features/review/review'
import {
  createShortlistStore,
  createShortlists,
  createTelling as createShortlistTelling,
} from './features/shortlist/shortlist'
import { createStaff, createStaffStore, SESSION_HOURS } from './features/staff/staff'
import { createImportStore, createImports, createUnitStore, createUnits } from './features/unit/unit'
import { createUploadStore, createUploads } from './features/upload/upload'
import type { FileStore, JobWork, Log, RateLimiter, SealedField } from './ports'
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

const TICK_MS = 1000
const RESUME_MS = 60_000
const DAY_MS = 86_400_000

/** Connects the stores and wires adapters to ports; the only place that does. */
export async function createDeps({ env, log, mongoUri, redisUrl, secretKey, voterKey, publicUrl }: Wiring) {
  const mongo = connectMongo(mongoUri)
  let closing = false
  mongo.on('disconnected', () => closing || log.warn({}, 'MongoDB 连接中断，暂停接收选票'))
  mongo.on('reconnected', () => log.info({}, 'MongoDB 已恢复'))
  mongo.on('error', (error) => log.warn({ error: String(error) }, 'MongoDB 连接出错'))
  await mongo.asPromise()
  const redis = connectRedis(redisUrl, log)
  // Counting can wait for Redis; a process that starts without it votes, and counts when it is back.
  await redisReady(redis, 5000).catch((error) =>
    log.warn({ err: error }, 'Redis 没有应答，先开始投票，计票稍后补上'),
  )

  const sandboxed = isSandbox(env)
  const movable = sandboxed ? createMovableClock(createClockStore(mongo)) : null
  const clock = movable ?? { now: () => new Date() }
  const vault = createRedisVault(redis)
  const wechat = connectWeChat({ env, log, redis })

  const box = createSecretBox(secretKeys(secretKey))
  const stores = {
    identity: createIdentityStore(mongo),
    audit: createAuditStore(mongo),
    staff: createStaffStore(mongo),
    notification: createNotificationStore(mongo),
    edition: createEditionStore(mongo),
    representative: createRepresentativeStore(mongo, box),
    nomination: createNominationStore(mongo, box),
    nominationMail: createMailStore(mongo),
    unit: createUnitStore(mongo, box),
    unitImport: createImportStore(mongo, box),
    candidate: createCandidateStore(mongo),
    shortlist: createShortlistStore(mongo),
    review: createReviewStore(mongo, box),
    experience: createExperienceStore(mongo),
    ballot: createBallotStore(mongo),
    upload: createUploadStore(mongo),
  }
  for (const store of Object.values(stores)) await store.prepare()
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
  }
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
      const { nomination, representative, shortlist, experience } = stores
      const those = [nomination, representative, shortlist, experience].map((store) => store.referredTo(ids))
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
    tell: createShortlistTelling({ representatives, log }),
  })
  const tallies = createRedisTally(redis)
  const ballots: Ballots = createBallots({
    store: stores.ballot,
    tallies,
    editions,
    candidates,
    people: identities,
    clock,
    log,
    writer: randomBytes(6).toString('hex'),
    queueLimit: env.BALLOT_QUEUE_LIMIT,
    batchLimit: env.BALLOT_BATCH_LIMIT,
    voterKey,
  })
  const reviews = createReviews({
    ...{ store: stores.review, editions, candidates, nominations, units, identities, audit, clock, log },
    ...{
      attempts: createRedisAttempts(redis),
      secretKeys: secretKeys(secretKey),
      notify: notifications.notify,
    },
  })
  const stream = createTallyStream({ ballots, editions })
  const counted = { store: stores.ballot, tallies, ballots, candidates, editions }
  const monitor = createMonitor({ ...counted, audit })
  const dashboards = createDashboards({ ...counted, nominations, clock, log })
  const caseLibrary = createCaseLibrary({
    ...{ store: stores.experience, editions, nominations, candidates, files: uploads, audit, publicUrl },
    createCode: weappAppid ? (scene) => wechat.miniProgram.createCode(scene, 'pages/experience/index') : null,
  })
  const chat = createChat({
    ...{ identities, editions, nominations, candidates, ballots, account, publicUrl, log },
    answers: createRedisAnswers(redis),
    notifications,
    appids: { account: accountAppid, weapp: weappAppid },
    onPictureChecked: uploads.judge,
    showsPictures,
  })

  /** Who takes which queue's jobs: a queue each, so that a long import keeps nothing else waiting. */
  const works: Record<keyof typeof queues, JobWork> = { units: imports, notifications }

  /** What memory holds of the stores, brought up to date; failures leave it as it was. */
  async function refresh(): Promise<void> {
    await movable?.refresh()
    await identities.refresh().catch(() => {})
    await editions.refresh()
    if (editions.isSet()) await candidates.refresh()
    await caseLibrary.keepFresh()
  }

  await refresh()
  const ticker = every(TICK_MS, async () => {
    await refresh().catch(() => {}) // a store is away: memory stays as it was
    if (!editions.isSet()) return
    // Each by itself: what fails in one must not keep the others from their turn.
    for (const work of [ballots.tick, async () => onTick(), ballots.settle]) {
      await work().catch((error) => log.warn({ err: error }, '这一秒的例行工作没有做完，下一秒再做'))
    }
  })
  let onTick = () => {}

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
    caseLibrary,
    ballots,
    stream,
    monitor,
    dashboards,
    sheets,
    chat,
    messages,
    notifications,
    stores,
    sandbox,
    /** Takes the jobs of all processes until it is closed; now and then it looks for those that Redis has lost. */
    startWorker() {
      const resume = every(RESUME_MS, async () => {
        for (const one of [
          ...Object.values(works),
          ...[representatives, nominations, candidates].map(({ tellAll }) => ({ resume: tellAll })),
          { resume: shortlists.finish },
        ]) {
          await one.resume().catch((error) => log.warn({ err: error }, '没有接上中断的任务，稍后再试'))
        }
      })
      const sweep = every(DAY_MS, () =>
        uploads.sweep().catch((error) => log.warn({ err: error }, '没有清理完过期的上传文件，明天再做')),
      )
      const workers = Object.entries(works).map(([name, one]) => startRedisWorker(redisUrl, name, one, log))
      return {
        async close(): Promise<void> {
          await Promise.all([resume.stop(), sweep.stop(), ...workers.map((worker) => worker.close())])
        },
      }
    },
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
    async ready(): Promise<{ mongo: boolean; redis: boolean }> {
      const [mongoAnswer, redisAnswer] = await Promise.allSettled([
        mongo.db!.command({ ping: 1 }),
        redis.ping(),
      ])
      return { mongo: mongoAnswer.status === 'fulfilled', redis: redisAnswer.status === 'fulfilled' }
    },
    /** Writes what is waiting and lets go of the stores, within about ten seconds also where they don't answer. */
    async close(): Promise<void> {
      closing = true
      const finish = async () => {
        await ballots.close(8000)
        await ticker.stop()
        await ballots.tick()
      }
      await Promise.race([finish().catch(() => {}), sleep(10_000, undefined, { ref: false })])
      const closed = Object.values(queues).map((queue) => queue.close().catch(() => {}))
      await Promise.race([Promise.all(closed), sleep(1000, undefined, { ref: false })])
      redis.disconnect()
      await mongo.close(true)
    },
  }
}

/** Runs a task, then again `ms` after it has ended. */
function every(ms: number, task: () => Promise<void>) {
  let stopped = false
  let timer: NodeJS.Timeout
  let running: Promise<void> = Promise.resolve()
  const run = () => {
    running = task().finally(() => {
      if (!stopped) timer = setTimeout(run, ms)
    })
  }
  timer = setTimeout(run, 0)
  return {
    async stop(): Promise<void> {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}

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
