import { hashPair } from '@shared/transparency/tree'
import type { BallotStore } from '../ballot/ballot'
import { linesIn } from './file'
import { type Lines, leafOf } from './lines'
import type { TransparencyStore } from './model'
import { sha256, type Tiles } from './tiles'

type Sources = { store: TransparencyStore; ballots: BallotStore; lines: Lines; tiles: Tiles }

/** What a look through the tree found; no problems means all is well. */
export type TreeFinding = { entries: number; problems: string[] }

const BYTES = 32

/** Makes every line anew and holds its hash against the tree's, and the tree against the last checkpoint and the number of ballots. */
export async function verifyTree(sources: Sources, edition: string): Promise<TreeFinding> {
  const { store, ballots, tiles } = sources
  const problems: string[] = []
  const entered = { ballots: 0, receipts: 0, rulings: 0 }
  const last = await store.lastCheckpoint(edition)
  const peaks = createPeaks()
  let root: string | null = null
  let size = 0
  let wrong = 0
  for await (const chunk of store.chunksIn(edition, 0, Number.MAX_SAFE_INTEGER)) {
    if (chunk.first !== size) problems.push(`第 ${size} 条到第 ${chunk.first} 条不连续`)
    const lines = await linesIn(sources, chunk)
    lines.forEach((line, at) => {
      const leaf = chunk.hashes.subarray(at * BYTES, (at + 1) * BYTES)
      if (!leafOf(line).equals(leaf)) wrong += 1
      peaks.add(leaf)
      if (chunk.first + at + 1 === last?.size) root = peaks.root()
    })
    size = chunk.first + lines.length
    entered[chunk.kind] += lines.length
  }
  if (wrong > 0) problems.push(`${wrong} 条与登入公开账本时不同，选票或处理记录被改动或删除`)
  for (const kind of ['ballots', 'rulings'] as const) {
    const there = await ballots.countAll(kind, edition)
    const name = kind === 'ballots' ? '选票' : '处理记录'
    if (there < entered[kind]) problems.push(`${name}少了 ${entered[kind] - there} 条`)
  }
  if (last && last.size > size) problems.push(`最近一个检查点有 ${last.size} 条，账本只有 ${size} 条`)
  else if (last && last.size > 0) {
    if (root !== last.root) problems.push('账本各条的根哈希与最近一个检查点不同')
    const ofTiles = await tiles.hashOf(edition, { from: 0, to: last.size }).catch(() => null)
    if (ofTiles?.toString('hex') !== last.root) problems.push('账本中间哈希的根与最近一个检查点不同')
  }
  return { entries: size, problems }
}

/** The root of a tree whose leaves come one by one, of the hashes of its full parts alone. */
function createPeaks() {
  const peaks: { size: number; hash: Uint8Array }[] = []
  return {
    add(leaf: Uint8Array): void {
      let peak = { size: 1, hash: leaf }
      while (peaks.at(-1)?.size === peak.size) {
        const left = peaks.pop()!
        peak = { size: 2 * peak.size, hash: hashPair(sha256, left.hash, peak.hash) }
      }
      peaks.push(peak)
    },
    root: (): string =>
      Buffer.from(
        peaks.map(({ hash }) => hash).reduceRight((right, left) => hashPair(sha256, left, right)),
      ).toString('hex'),
  }
}
