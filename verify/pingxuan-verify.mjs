#!/usr/bin/env node
/*
 * pingxuan-verify: checks the published ballots of an award. 核验一届评选公开的选票账本。
 *
 *   node pingxuan-verify.mjs FILE [--checkpoint NOTE]… [--key KEY] [--tally TALLY]…
 *
 *   FILE          the published ledger (.jsonl), or the same compressed by gzip    公开的选票账本
 *   --checkpoint  a signed checkpoint, best one you kept while people voted        投票期间留存的检查点
 *   --key         the public key as it was printed elsewhere                       另行公布的公钥
 *   --tally       published counts: what /api/tallies or /api/results answered     公布的票数
 *   --json        the findings as JSON, for programs                               以 JSON 输出，供程序读取
 *
 * It needs Node.js 18 and nothing else, asks nobody anything, and was written without looking at the program that made the file: what
 * both say is true twice.
 *
 * Ends with 0 if nothing is wrong, 1 if something is, or if nothing signed was there to look at, 2 if it could not look. 0 is not yet
 * everything, and the last words say what is missing: lines after the newest checkpoint given are vouched for by nobody, and without
 * --tally no published counts were compared. That is no fault: who kept a checkpoint while people voted has many lines after it. The whole
 * file is vouched for together with the last checkpoint that was signed, which every finished ledger ends with.
 *
 * What it does. The file is a Merkle tree (RFC 9162, section 2.1): each line, without its end, is a leaf. A checkpoint says how many
 * lines there were at an instant and what their root was, signed with Ed25519 (a C2SP signed note). So
 *   1. every checkpoint's signature is checked, under one key for all;
 *   2. the root over the first N lines must be the root that a checkpoint of size N signed: no line up to there was changed, dropped,
 *      added, moved or given another time since; two checkpoints of one size with different roots are proof of a fork;
 *   3. nobody has two ballots in one category and period;
 *   4. there is a receipt for each ballot, each once; no ballot names a candidate twice; every line is one of a kind known here;
 *   5. the votes are counted from the ballots that are neither set aside nor struck out, and held against the published counts.
 */
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto'
import { closeSync, createReadStream, openSync, readFileSync, readSync } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'

const sha256 = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const LEAF = Buffer.of(0)
const NODE = Buffer.of(1)

/** A tree that lines are appended to; it keeps one hash per complete subtree, the largest first. */
class Tree {
  size = 0
  peaks = []

  append(line) {
    let hash = sha256(LEAF, line)
    for (let n = this.size; n % 2 === 1; n = Math.floor(n / 2)) hash = sha256(NODE, this.peaks.pop(), hash)
    this.peaks.push(hash)
    this.size += 1
  }

  root() {
    if (this.size === 0) return sha256()
    return this.peaks.reduceRight((right, left) => sha256(NODE, left, right))
  }
}

/** Reads a signed note. Throws in words where it is not one. */
function readCheckpoint(file) {
  let text = readFileSync(file, 'utf8').replace(/\r\n/g, '\n')
  // What /api/ledger/checkpoints answers: the newest stands first.
  if (text.trimStart().startsWith('{')) text = JSON.parse(text).items?.[0]?.note ?? ''
  if (!text.endsWith('\n')) text += '\n'
  const parts = /^((.+)\n(\d+)\n([A-Za-z0-9+/]+=*)\n(.+)\n)\n— (\S+) ([A-Za-z0-9+/]+=*)\n$/.exec(text)
  if (!parts) throw new Error(`${file} is not a checkpoint. 不是检查点`)
  const [, signed, origin, size, root, at, keyName, signature] = parts
  const bytes = Buffer.from(signature, 'base64')
  return {
    ...{ file, signed, origin, at, keyName, size: Number(size), root: Buffer.from(root, 'base64') },
    ...{ keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) },
  }
}

/** `name+id+key`. Throws in words where it is not one. */
function readKey(text) {
  const parts = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text.trim())
  const bytes = parts && Buffer.from(parts[3], 'base64')
  if (!parts || bytes.length !== 33 || bytes[0] !== 1) throw new Error('not a key. 不是公钥')
  const id = sha256(`${parts[1]}\n`, bytes).subarray(0, 4)
  if (id.toString('hex') !== parts[2]) throw new Error('the key does not fit its own id. 公钥与其编号不符')
  const x = bytes.subarray(1).toString('base64url')
  return {
    name: parts[1],
    id,
    key: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }),
  }
}

function isSigned({ signed, keyName, keyId, signature }, { name, id, key }) {
  return keyName === name && keyId.equals(id) && verifySignature(null, Buffer.from(signed), key, signature)
}

/**
 * Counts as they were published: of a category, by candidate. What /api/tallies answers names all of it; the lists of /api/results lack
 * who has left the race.
 */
function readTallies(file) {
  const told = JSON.parse(readFileSync(file, 'utf8'))
  if (told.counts) return [{ category: told.category, published: told.counts, isAll: true }]
  const lists = (told.items ?? []).filter(({ list }) => list)
  if (lists.length === 0)
    throw new Error(`${file} has no counts (yet): leave it out. 还没有票数，请先去掉这个 --tally`)
  return lists.map(({ category, list }) => ({
    category,
    published: Object.fromEntries(list.standings.map(({ id, votes }) => [id, votes])),
    isAll: false,
  }))
}

const RULINGS = { quarantined: 'quarantined', invalidated: 'invalidated', restored: 'counted' }
const isText = (value) => typeof value === 'string'

const isBallot = ({ ballot, voter, period, choices }) =>
  [ballot, voter, period].every(isText) && Array.isArray(choices) && choices.every(isText)

/** On a ballot above it, and of a kind that is known: any other word would take a ballot out of the count unseen. */
const isRuling = ({ ruling, of, no }, ballots) =>
  isText(ruling) &&
  Object.hasOwn(RULINGS, ruling) &&
  Number.isInteger(of) &&
  Boolean(ballots[of]) &&
  Number.isInteger(no) &&
  no > 0

const some = (lines) => `${lines.slice(0, 5).join(', ')}${lines.length > 5 ? ', …' : ''}`

/** Everything that is found out about a ledger: sentences that hold, about what nobody vouches for, and about what does not hold. */
async function examine({ file, checkpoints, key, tallies }) {
  const holds = []
  const warnings = []
  const faults = []
  const say = (fine, zh, en) => (fine ? holds : faults).push({ zh, en })

  for (const checkpoint of checkpoints) {
    const { file: name, size, at } = checkpoint
    if (key) {
      const fine = isSigned(checkpoint, key)
      say(
        fine,
        `${name}：${at} 的检查点（${size} 条），签名${fine ? '有效' : '无效，或不是这把公钥签的'}`,
        `${name}: checkpoint of ${at}, ${size} lines, ${fine ? 'signature holds' : 'signature does not hold under this key'}`,
      )
    }
  }
  for (const field of ['origin', 'keyName']) {
    const different = new Set(checkpoints.map((checkpoint) => checkpoint[field]))
    if (different.size > 1) {
      say(
        false,
        `检查点不属于同一本账：${[...different].join('、')}`,
        `checkpoints of different ledgers: ${[...different].join(', ')}`,
      )
    }
  }

  const tree = new Tree()
  const roots = new Map([[0, tree.root()]])
  const sizes = new Set(checkpoints.map(({ size }) => size))
  const ballots = [] // by line, so that rulings find theirs
  const voted = new Set()
  const receipts = new Set()
  let doubles = 0
  let repeated = 0
  const strange = []
  const twice = []
  let receiptCount = 0
  let rulingCount = 0

  for await (const line of linesOf(file)) {
    const index = tree.size
    tree.append(line)
    if (sizes.has(tree.size)) roots.set(tree.size, tree.root())
    const entry = parse(line) ?? {}
    if (isBallot(entry)) {
      const choices = [...new Set(entry.choices)]
      if (choices.length < entry.choices.length) twice.push(index + 1)
      const person = `${entry.ballot} ${entry.period} ${entry.voter}`
      if (voted.has(person)) doubles += 1
      voted.add(person)
      ballots[index] = { category: entry.ballot, choices, word: 0, status: 'counted' }
    } else if (isText(entry.receipt)) {
      receiptCount += 1
      if (receipts.has(entry.receipt)) repeated += 1
      receipts.add(entry.receipt)
    } else if (isRuling(entry, ballots)) {
      rulingCount += 1
      const ballot = ballots[entry.of]
      if (entry.no > ballot.word) {
        ballot.word = entry.no
        ballot.status = RULINGS[entry.ruling]
      }
    } else strange.push(index + 1)
  }

  let signed = 0 // so many lines from the first on are what a checkpoint says they are
  for (const checkpoint of checkpoints) {
    const { file: name, size, root, at } = checkpoint
    if (size > tree.size) {
      say(
        false,
        `${name}：${at} 已有 ${size} 条，文件只有 ${tree.size} 条：账本被截短或回退`,
        `${name}: ${size} lines at ${at}, the file has only ${tree.size}: cut off or set back`,
      )
    } else {
      const fine = roots.get(size).equals(root)
      if (fine && (!key || isSigned(checkpoint, key))) signed = Math.max(signed, size)
      say(
        fine,
        fine
          ? `前 ${size} 条与 ${at} 的检查点一致`
          : `前 ${size} 条与 ${at} 的检查点不一致：选票被改动、删除、插入或调换，或账本有两个版本`,
        fine
          ? `the first ${size} lines are those of the checkpoint of ${at}`
          : `the first ${size} lines are not those of the checkpoint of ${at}: changed, dropped, added or moved, or there are two ledgers`,
      )
    }
  }
  const unsigned = tree.size - signed
  if (signed > 0 && unsigned > 0) {
    warnings.push({
      zh: `第 ${signed + 1} 行起的 ${unsigned} 行没有检查点担保，可能被改过，下面的票数却包含它们：请再给一个更新的检查点`,
      en: `the ${unsigned} lines from ${signed + 1} on are vouched for by no checkpoint given and may have been changed, yet are in the counts below: give a newer one`,
    })
  }
  if (checkpoints.length === 0) {
    say(
      false,
      '没有给出检查点，无法知道账本是否被改过',
      'no checkpoint given: whether the ledger was changed cannot be told',
    )
  } else if (tree.size > 0 && [...sizes].every((size) => size === 0)) {
    say(
      false,
      '给出的检查点签于第一行之前，没有一行有检查点担保',
      'the checkpoints given were signed before the first line: none is vouched for',
    )
  }
  if (checkpoints.length > 0 && !key) {
    say(
      false,
      '没有给出公钥，无法知道检查点是谁签的',
      'no key given: who signed the checkpoints cannot be told',
    )
  }

  const ballotCount = voted.size + doubles
  if (strange.length > 0) {
    say(
      false,
      `有 ${strange.length} 行看不懂（第 ${some(strange)} 行）`,
      `${strange.length} lines are not understood (${some(strange)})`,
    )
  }
  if (twice.length > 0) {
    say(
      false,
      `有 ${twice.length} 张选票把同一候选写了不止一次，下面只算一次（第 ${some(twice)} 行）`,
      `${twice.length} ballots name a candidate more than once, counted once below (${some(twice)})`,
    )
  }
  say(
    doubles === 0,
    doubles === 0
      ? `${ballotCount} 张选票，同一奖项同一期内没有人投两次`
      : `${doubles} 张选票是同一人在同一奖项同一期内的重复投票`,
    doubles === 0
      ? `${ballotCount} ballots, nobody has two in a category and period`
      : `${doubles} ballots are second ones of their voter`,
  )
  const receiptsFit = receiptCount === ballotCount && repeated === 0
  say(
    receiptsFit,
    receiptsFit
      ? '每张选票有一张回执，没有重复'
      : `选票 ${ballotCount} 张，回执 ${receiptCount} 张，重复 ${repeated} 张`,
    receiptsFit
      ? 'one receipt for each ballot, none twice'
      : `${ballotCount} ballots, ${receiptCount} receipts, ${repeated} of them repeated`,
  )

  const counts = {}
  const totals = {}
  for (const ballot of ballots) {
    if (!ballot) continue
    const { category, choices, status } = ballot
    totals[category] ??= { counted: 0, quarantined: 0, invalidated: 0 }
    totals[category][status] += 1
    if (status !== 'counted') continue
    counts[category] ??= {}
    for (const id of choices) counts[category][id] = (counts[category][id] ?? 0) + 1
  }
  for (const { category, published, isAll } of tallies) {
    const ours = counts[category] ?? {}
    const named = new Set([...Object.keys(published), ...(isAll ? Object.keys(ours) : [])])
    const different = [...named].filter((id) => (ours[id] ?? 0) !== (published[id] ?? 0))
    const examples = different.slice(0, 3).map((id) => `${id} ${published[id] ?? 0}≠${ours[id] ?? 0}`)
    say(
      different.length === 0,
      different.length === 0
        ? `${category}：公布的票数与账本一致`
        : `${category}：${different.length} 个候选公布的票数与账本不同（${examples.join('，')}）`,
      different.length === 0
        ? `${category}: published counts are those of the ledger`
        : `${category}: published counts of ${different.length} candidates are not those of the ledger (${examples.join(', ')})`,
    )
  }
  const compared = new Set(tallies.map(({ category }) => category))
  return {
    ...{ fine: faults.length === 0, holds, warnings, faults },
    ...{ lines: tree.size, signed, root: tree.root().toString('hex') },
    ...{ isCompared: tallies.length > 0, uncompared: Object.keys(totals).filter((id) => !compared.has(id)) },
    ...{ ballots: ballotCount, receipts: receiptCount, rulings: rulingCount, totals, counts },
  }
}

function parse(line) {
  try {
    return JSON.parse(line.toString())
  } catch {
    return null
  }
}

/** No line comes near it; what does is no ledger, and is not to fill the memory. */
const LONGEST_LINE = 1 << 20
const NEWLINE = 0x0a

/**
 * The bytes between newlines, exactly as they were signed: nothing but `\n` ends a line. (`readline` of newer Node.js also ends them at
 * U+2028 and U+2029, which JSON leaves as they are in the reason of a ruling.)
 */
async function* linesOf(file) {
  const head = Buffer.alloc(2)
  const opened = openSync(file, 'r')
  readSync(opened, head)
  closeSync(opened)
  const bytes = createReadStream(file)
  const isPacked = head.equals(Buffer.of(0x1f, 0x8b))
  let rest = Buffer.alloc(0)
  // What goes wrong while unpacking is thrown by the loop.
  for await (const chunk of isPacked ? pipeline(bytes, createGunzip(), () => {}) : bytes) {
    const waiting = Buffer.concat([rest, chunk])
    let start = 0
    for (let end = waiting.indexOf(NEWLINE); end >= 0; end = waiting.indexOf(NEWLINE, start)) {
      yield waiting.subarray(start, end)
      start = end + 1
    }
    rest = waiting.subarray(start)
    if (rest.length > LONGEST_LINE) throw new Error(`${file} is not a ledger: a line without end. 不是账本`)
  }
  if (rest.length > 0) yield rest
}

function readArguments(words) {
  const given = { checkpoints: [], tallies: [], file: null, key: null, json: false }
  for (let i = 0; i < words.length; i++) {
    const word = words[i]
    const value = () => {
      i += 1
      if (words[i] === undefined) throw new Error(`${word} needs a value. 缺少取值`)
      return words[i]
    }
    if (word === '--checkpoint') given.checkpoints.push(readCheckpoint(value()))
    else if (word === '--tally') given.tallies.push(...readTallies(value()))
    else if (word === '--key') given.key = readKey(value())
    else if (word === '--json') given.json = true
    else if (word.startsWith('--') || given.file) throw new Error(`${word} is not understood. 看不懂这个参数`)
    else given.file = word
  }
  if (!given.file) throw new Error('which file? 请给出账本文件')
  return given
}

function print(found) {
  const { holds, warnings, faults, lines, root, totals, counts } = found
  const out = []
  for (const { zh, en } of holds) out.push(`✓ ${zh}`, `  ${en}`)
  for (const { zh, en } of warnings) out.push(`! ${zh}`, `  ${en}`)
  for (const { zh, en } of faults) out.push(`✗ ${zh}`, `  ${en}`)
  out.push('', `共 ${lines} 行，根哈希 ${root}`, `${lines} lines, root ${root}`)
  for (const [category, { counted, quarantined, invalidated }] of Object.entries(totals)) {
    out.push(
      '',
      `${category}：计入 ${counted}，存疑 ${quarantined}，作废 ${invalidated}  (counted, set aside, struck out)`,
    )
    const ranked = Object.entries(counts[category] ?? {}).sort(([, a], [, b]) => b - a)
    for (const [id, votes] of ranked) out.push(`  ${String(votes).padStart(8)}  ${id}`)
  }
  process.stdout.write(`${[...out, '', ...verdictOf(found)].join('\n')}\n`)
}

/** The last words: whether it holds, and what that does not speak of. */
function verdictOf({ fine, faults, lines, signed, isCompared, uncompared }) {
  if (!fine) return [`核验不通过，有 ${faults.length} 处不符 ${faults.length} THING(S) DO NOT HOLD`]
  const zh = []
  const en = []
  if (signed < lines) {
    zh.push(`后 ${lines - signed} 行还没有签名担保`)
    en.push(`the ${lines - signed} lines after them are not yet signed`)
  }
  if (!isCompared || uncompared.length > 0) {
    const which = isCompared ? ` (${uncompared.join(', ')})` : ''
    zh.push(`没有与公布的票数对照${which}`)
    en.push(`published counts were not compared${which}`)
  }
  if (zh.length === 0) return ['核验通过 EVERYTHING HOLDS']
  const [what, WHAT] =
    signed < lines ? [`前 ${signed} 行`, `THE FIRST ${signed} LINES HOLD`] : ['账本', 'THE LEDGER HOLDS']
  return [`${what}核验通过，但${zh.join('，')}`, `${WHAT}, but ${en.join(', and ')}`]
}

try {
  const given = readArguments(process.argv.slice(2))
  const found = await examine(given)
  if (given.json) process.stdout.write(`${JSON.stringify(found)}\n`)
  else print(found)
  process.exitCode = found.fine ? 0 : 1
} catch (error) {
  process.stderr.write(
    `${error.message}\nnode pingxuan-verify.mjs FILE [--checkpoint NOTE]… [--key KEY] [--tally TALLY]… [--json]
0: nothing is wrong, see the last words for what was not looked at  没有发现不符，未核对的见最后一句
1: something is wrong, or nothing signed to look at                 有不符，或没有可核对的签名
2: could not look                                                   无法核验\n`,
  )
  process.exitCode = 2
}
