import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import Redis from 'ioredis'
import mongoose, { type Connection } from 'mongoose'
import { type Embedded, EmbeddedError, startEmbedded } from '../../server/adapters/embedded/embedded'
import { birthOf, takeLock } from '../../server/adapters/embedded/lock.cjs'

const ROOT = path.resolve(__dirname, '../..')
const lines: string[] = []
const note = (_details: object, message: string) => void lines.push(message)
const log = { info: note, warn: note, error: note }

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
  lines.length = 0
})

function folder(): string {
  const made = mkdtempSync('/tmp/pingxuan-test-')
  // An engine whose process was killed may still be writing for a moment.
  undo.push(() => rmSync(made, { recursive: true, force: true, maxRetries: 20 }))
  return made
}

async function start(dataDir: string, stores = { mongo: true, redis: true }): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDir, ...stores, log, env: process.env })
  undo.push(() => embedded.stop())
  return embedded
}

async function mongo(embedded: Embedded): Promise<Connection> {
  const options = { serverSelectionTimeoutMS: 2000, heartbeatFrequencyMS: 500, bufferCommands: false }
  const connection = await mongoose.createConnection(embedded.mongoUri as string, options).asPromise()
  undo.push(() => connection.close(true))
  return connection
}

function redis(embedded: Embedded): Redis {
  const client = new Redis(embedded.redisUrl as string, {
    retryStrategy: () => 20,
    maxRetriesPerRequest: null,
  })
  client.on('error', () => {})
  // A second disconnect would hold the process for two seconds.
  undo.push(() => client.status === 'end' || client.disconnect())
  return client
}

/** Waits until the driver has noticed that the engine is back. */
async function becomesReachable(collection: { findOne(): Promise<unknown> }): Promise<void> {
  for (const deadline = Date.now() + 5000; Date.now() < deadline; await sleep(20)) {
    if (
      await collection.findOne().then(
        () => true,
        () => false,
      )
    )
      return
  }
}

type Told = { pids: { mongo: number; redis: number }; code?: string; message?: string }

/** Runs code that has `start`, in a process of its own; resolves with what it tells in one JSON line. */
async function elsewhere(
  code: string,
  wrap = (command: string[]) => command,
): Promise<{ child: ChildProcess; told: Told }> {
  const source = `
    const { startEmbedded } = require('./server/adapters/embedded/embedded.ts')
    const { onLauncherGone } = require('./server/adapters/embedded/launcher.ts')
    const { spawnBound } = require('./server/adapters/embedded/guard.ts')
    const quiet = { info() {}, warn() {}, error() {} }
    const start = (dataDir) => startEmbedded({ dataDir, mongo: true, redis: true, log: quiet, env: process.env })
    const tell = (told) => console.log(JSON.stringify(told))
    ${code}`
  const [program, ...args] = wrap([process.execPath, '--require', 'tsx/cjs', '--eval', source])
  const child = spawn(program as string, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] })
  undo.push(() => child.kill('SIGKILL'))
  const [line] = await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')
  return { child, told: JSON.parse(line) }
}

/** Waits until it is so; answers whether it ever was. */
async function becomes(so: () => boolean, withinMs: number): Promise<boolean> {
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await sleep(20)) if (so()) return true
  return so()
}

const gone = (pids: { mongo: number; redis: number }, withinMs = 5000) =>
  becomes(() => birthOf(pids.mongo) === null && birthOf(pids.redis) === null, withinMs)

describe('children of a process that dies', () => {
  test('end when it is killed with -9, and the folder opens again at once, with its data', async () => {
    const dataDir = folder()
    const { child, told } = await elsewhere(
      `start(${JSON.stringify(dataDir)}).then((e) => tell({ pids: e.pids() }))`,
    )
    expect(birthOf(told.pids.mongo)).not.toBeNull()
    expect(birthOf(told.pids.redis)).not.toBeNull()
    child.kill('SIGKILL')
    await once(child, 'exit')
    const again = await start(dataDir)
    expect(again.pids()).not.toEqual(told.pids)
    expect(await gone(told.pids, 0)).toBe(true)
  })

  test('end without anyone opening the folder again', async () => {
    const { child, told } = await elsewhere(
      `start(${JSON.stringify(folder())}).then((e) => tell({ pids: e.pids() }))`,
    )
    child.kill('SIGKILL')
    expect(await gone(told.pids)).toBe(true)
  })

  test('end when npm or the shell between is killed with -9', async () => {
    const code = `start(${JSON.stringify(folder())}).then((e) => {
      onLauncherGone(() => e.stop().then(() => process.exit()))
      tell({ pids: e.pids() })
    })`
    const npm = `process.title = 'npm run demo'
      require('child_process').spawn('/bin/sh', ['-c', '"$@"; true', 'sh', ...process.argv.slice(1)], { stdio: 'inherit' })`
    const { child, told } = await elsewhere(code, (command) => [
      process.execPath,
      '--eval',
      npm,
      '--',
      ...command,
    ])
    child.kill('SIGKILL')
    expect(await gone(told.pids)).toBe(true)
  })

  test('end on systems without setpriv too', async () => {
    const code = `const { pid } = spawnBound('/bin/sleep', ['600'], { PATH: '/nonexistent' })
      tell({ pids: { mongo: pid, redis: pid } })
      setInterval(() => {}, 1000)`
    const { child, told } = await elsewhere(code)
    child.kill('SIGKILL')
    expect(await gone(told.pids)).toBe(true)
  })
})

describe('a store that is killed while we run', () => {
  test('MongoDB is back by itself with every write it had acknowledged', async () => {
    const embedded = await start(folder(), { mongo: true, redis: false })
    // Nothing said about write concern: what the address carries has to be enough. (With `w=majority` one kill in four
    // loses acknowledged writes, so a lucky run could pass.)
    expect(embedded.mongoUri).toMatch(/[?&]w=1&journal=true$/)
    const ballots = (await mongo(embedded)).collection<{ _id: number }>('ballots')
    const acknowledged: number[] = []
    const killed: number[] = []
    let next = 0
    for (let round = 0; round < 6; round++) {
      const engine = embedded.pids().mongo as number
      const write = async () => {
        while (!killed.includes(engine)) {
          const batch = Array.from({ length: 5 }, () => ({ _id: next++ }))
          const accepted = await ballots.insertMany(batch).catch(() => null)
          if (accepted) acknowledged.push(...batch.map((document) => document._id))
        }
      }
      setTimeout(() => killed.push(engine) && process.kill(engine, 'SIGKILL'), 150 + 25 * round)
      await Promise.all([write(), write(), write()])
      expect(await becomes(() => ![null, engine].includes(embedded.pids().mongo), 5000)).toBe(true)
      await becomesReachable(ballots)
    }
    expect(new Set(killed).size).toBe(6)
    expect(lines.filter((line) => line.includes('意外退出（信号 SIGKILL），正在自动重新启动'))).toHaveLength(
      6,
    )
    const kept = new Set((await ballots.find().toArray()).map((document) => document._id))
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
    expect(acknowledged.length).toBeGreaterThan(300)
  })

  test('Redis is back by itself with its counts, at the same address', async () => {
    const embedded = await start(folder(), { mongo: false, redis: true })
    const client = redis(embedded)
    for (let i = 0; i < 200; i++) await client.incr('tally')
    const killed = embedded.pids().redis as number
    process.kill(killed, 'SIGKILL')
    expect(await becomes(() => ![null, killed].includes(embedded.pids().redis), 5000)).toBe(true)
    expect(await client.incr('tally')).toBe(201)
    expect(await client.config('GET', 'appendfsync')).toEqual(['appendfsync', 'everysec'])
  })
})

describe('one process to a data folder', () => {
  test('a second one is refused in words, and the first goes on', async () => {
    const dataDir = folder()
    const { told: first } = await elsewhere(
      `start(${JSON.stringify(dataDir)}).then((e) => tell({ pids: e.pids(), message: String(process.pid) }))`,
    )
    const refusal = await start(dataDir).catch((error) => error)
    expect(refusal).toBeInstanceOf(EmbeddedError)
    expect(refusal.code).toBe('data_dir_in_use')
    expect(refusal.message).toContain(`${dataDir} 正在被另一个进程（PID ${first.message}）使用`)
    expect(await gone(first.pids, 0)).toBe(false)
  })

  test('a second start in the same process is refused as well', async () => {
    const dataDir = folder()
    await start(dataDir, { mongo: false, redis: true })
    await expect(start(dataDir, { mongo: false, redis: true })).rejects.toMatchObject({
      code: 'data_dir_in_use',
    })
  })

  const lockWith = (text: string) => {
    const file = path.join(folder(), 'lock')
    writeFileSync(file, text)
    return takeLock(file)
  }

  test('a living owner keeps the lock', () => {
    const held = lockWith(JSON.stringify({ pid: process.ppid, birth: birthOf(process.ppid) }))
    expect(held.holder?.pid).toBe(process.ppid)
  })

  test('a lock whose PID now belongs to a later process is free', () => {
    expect(lockWith(JSON.stringify({ pid: process.ppid, birth: 'an earlier boot:1' })).holder).toBeUndefined()
  })

  test('a lock of nobody, and one that a power cut left empty, are free', () => {
    expect(lockWith(JSON.stringify({ pid: 2 ** 22 + 1, birth: birthOf(process.pid) })).holder).toBeUndefined()
    expect(lockWith('').holder).toBeUndefined()
  })

  test('a zombie owns nothing', async () => {
    // exec turns the shell, before its child ends, into a program that never asks for its children.
    const parent = spawn('/bin/sh', ['-c', 'sleep 1 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    undo.push(() => parent.kill('SIGKILL'))
    const [line] = await once(createInterface({ input: parent.stdout }), 'line')
    expect(await becomes(() => birthOf(Number(line)) === null, 10_000)).toBe(true)
    expect(existsSync(`/proc/${line}`)).toBe(process.platform === 'linux')
  })

  test('of many that find a stale lock one gets it', async () => {
    const file = path.join(folder(), 'lock')
    writeFileSync(file, JSON.stringify({ pid: process.ppid, birth: 'an earlier boot:1' }))
    const code = `const at = ${Date.now() + 1000}
      while (Date.now() < at);
      const { takeLock } = require('./server/adapters/embedded/lock.cjs')
      console.log(takeLock(${JSON.stringify(file)}).holder ? 'refused' : 'got it')
      setTimeout(() => {}, 20_000)`
    const answers = Array.from({ length: 6 }, async () => {
      const child = spawn(process.execPath, ['--eval', code], {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      undo.push(() => child.kill('SIGKILL'))
      const [line] = await once(createInterface({ input: child.stdout }), 'line')
      return line
    })
    expect((await Promise.all(answers)).filter((answer) => answer === 'got it')).toHaveLength(1)
  })
})

describe('stop', () => {
  test('writes down even what was only just accepted, ends both and leaves no lock or socket', async () => {
    const dataDir = folder()
    const first = await start(dataDir)
    const pids = first.pids() as { mongo: number; redis: number }
    const connection = await mongo(first)
    await connection.collection('ballots').insertOne({ last: true }, { writeConcern: { w: 1, j: false } })
    await connection.close()
    const client = redis(first)
    await client.set('last', 'kept')
    client.disconnect()
    await Promise.all([first.stop(), first.stop()])
    await first.stop()
    expect(await gone(pids, 0)).toBe(true)
    expect(first.pids()).toEqual({ mongo: null, redis: null })
    expect(existsSync(path.join(dataDir, 'lock'))).toBe(false)
    expect(readdirSync(path.join(dataDir, 'run'))).toEqual([])
    expect(lines.filter((line) => /意外退出|强制结束/.test(line))).toEqual([])

    const second = await start(dataDir)
    expect(await (await mongo(second)).collection('ballots').countDocuments({ last: true })).toBe(1)
    expect(await redis(second).get('last')).toBe('kept')
  })

  test('holds while a store is being restarted', async () => {
    const embedded = await start(folder())
    const { mongo: engine } = embedded.pids()
    process.kill(engine as number, 'SIGKILL')
    await becomes(() => embedded.pids().mongo === null, 3000)
    await embedded.stop()
    await sleep(500)
    expect(embedded.pids()).toEqual({ mongo: null, redis: null })
  })
})

describe('a start that fails', () => {
  test('gives the last words of the store, stops the other one and frees the folder', async () => {
    const dataDir = folder()
    const spoilt = path.join(dataDir, 'redis/appendonlydir')
    mkdirSync(spoilt, { recursive: true })
    writeFileSync(path.join(spoilt, 'appendonly.aof.manifest'), 'not a manifest\n')
    const failure = await start(dataDir).catch((error) => error)
    expect(failure).toMatchObject({ code: 'store_start_failed' })
    expect(failure.message).toMatch(
      /Redis 没有启动成功.*\n它最后的输出：\n(?:.*\n)*.*manifest(?:.*\n)*.*REDIS_URL/,
    )
    expect(readdirSync(path.join(dataDir, 'run')).filter((name) => name !== 'redis.sock')).toEqual([])
    rmSync(spoilt, { recursive: true })
    await start(dataDir)
  })

  test('says what to install where there is no Redis', async () => {
    const options = { dataDir: folder(), mongo: false, redis: true, log, env: { PATH: '/nonexistent' } }
    const failure = await startEmbedded(options).catch((error) => error)
    expect(failure).toMatchObject({ code: 'redis_missing' })
    expect(failure.message).toContain('REDIS_URL')
  })
})

test('a data folder too deep for sockets gets them below /tmp, and they go with the stop', async () => {
  const dataDir = path.join(folder(), 'deep'.repeat(30))
  const embedded = await start(dataDir)
  const socket = embedded.redisUrl as string
  expect(socket.startsWith('/tmp/pingxuan-')).toBe(true)
  const [client, connection] = [redis(embedded), await mongo(embedded)]
  expect(await client.ping()).toBe('PONG')
  expect(await connection.collection('ballots').countDocuments()).toBe(0)
  client.disconnect()
  await connection.close()
  await embedded.stop()
  expect(existsSync(path.dirname(socket))).toBe(false)
})
