/**
 * One process at a time, by a file that says who. A file alone cannot tell a living owner from one that was killed, so
 * it names the owner's PID and birth: after a power cut, `kill -9` or reuse of the PID, the lock counts as free.
 * Plain CommonJS because `scripts/setup.mjs` takes turns with it before anything is installed.
 */
const { execFileSync } = require('node:child_process')
const { randomUUID } = require('node:crypto')
const fs = require('node:fs')
const path = require('node:path')

/** @typedef {{ pid: number, birth: string }} Identity A process that cannot be mistaken for a later one. */

/** @returns {string} */
function bootId() {
  try {
    return fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}

/**
 * Mark that tells a process from any other that has had or will have its PID; null if none such is alive.
 * @param {number} pid
 * @returns {string | null}
 */
function birthOf(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return null
  try {
    if (process.platform !== 'linux') {
      const told = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
      return told === '' || told.startsWith('Z') ? null : told.replace(/^\S+\s+/, '')
    }
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The second field is the program's name, which may hold spaces and brackets; what follows the last one counts.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie holds nothing any more; it only waits to be read out by its parent.
    if (fields[0] === 'Z' || fields[0] === 'X') return null
    return `${bootId()}:${fields[19]}`
  } catch {
    return null
  }
}

/**
 * @param {unknown} identity
 * @returns {identity is Identity}
 */
function isAlive(identity) {
  const { pid, birth } = /** @type {Identity} */ (identity || {})
  return typeof pid === 'number' && typeof birth === 'string' && birthOf(pid) === birth
}

/**
 * Who a file names, or null if it is missing or unreadable (a power cut may leave it empty).
 * @param {string} file
 * @returns {Identity | null}
 */
function readIdentity(file) {
  try {
    const read = JSON.parse(fs.readFileSync(file, 'utf8'))
    return typeof read.pid === 'number' && typeof read.birth === 'string' ? read : null
  } catch {
    return null
  }
}

/** @param {string} file @returns {string | null} */
function read(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

/**
 * Takes the lock for this process, or says who has it. Never waits.
 * @param {string} file made with its folder; removed by `release`
 * @returns {{ release: () => void, holder?: undefined } | { release?: undefined, holder: Identity }}
 */
function takeLock(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  const token = randomUUID()
  const mine = JSON.stringify({ pid: process.pid, birth: birthOf(process.pid) || '', token })
  const draft = `${file}.${token}`
  fs.writeFileSync(draft, mine, { mode: 0o600 })
  try {
    for (;;) {
      try {
        // A link appears with its content whole, so nobody ever reads a lock half written.
        fs.linkSync(draft, file)
        return {
          release: () => {
            if (read(file) === mine) fs.rmSync(file, { force: true })
          },
        }
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
      }
      const seen = read(file)
      const holder = readIdentity(file)
      if (holder && isAlive(holder)) return { holder }
      if (seen !== null) moveAside(file, seen, `${draft}.stale`)
    }
  } finally {
    fs.rmSync(draft, { force: true })
  }
}

/**
 * Removes a stale lock. Another process may have done so and locked anew since we looked: what we moved is then not
 * what we saw, and goes back.
 * @param {string} file
 * @param {string} seen
 * @param {string} aside
 */
function moveAside(file, seen, aside) {
  try {
    fs.renameSync(file, aside)
  } catch {
    return
  }
  if (read(aside) !== seen) {
    try {
      fs.linkSync(aside, file)
    } catch {}
  }
  fs.rmSync(aside, { force: true })
}

module.exports = { birthOf, isAlive, readIdentity, takeLock }
