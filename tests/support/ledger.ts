import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Ballot } from '@shared/ballot/contract'
import type { CategoryId } from '@shared/edition/contract'
import type { PublishedCheckpoint } from '@shared/transparency/contract'
import type { Api } from './api'
import { eventually, type World } from './world'

/** Persons who log in and vote at the same time: more would wait for the sandbox too long. */
const AT_ONCE = 10

/** Casts a ballot of so many persons each, named after `crowd`; answers the ballots. */
export async function castMany(
  world: Pick<World, 'api'>,
  crowd: string,
  count: number,
  category: CategoryId = 'unit',
): Promise<Ballot[]> {
  const letter = { unit: 'a', worker: 'b', caseStudy: 'c' }[category]
  const cast = async (i: number) => {
    const voter = await world.api.as(`${crowd}-${i}`)
    const selections = [`${letter}01`, `${letter}0${2 + (i % 8)}`]
    const { status, body } = await voter.call('POST /api/ballots', { body: { category, selections } })
    if (status !== 201) throw new Error(JSON.stringify(body))
    return body.ballot
  }
  const ballots: Ballot[] = []
  while (ballots.length < count) {
    const some = Array.from(
      { length: Math.min(AT_ONCE, count - ballots.length) },
      (_, i) => ballots.length + i,
    )
    ballots.push(...(await Promise.all(some.map(cast))))
  }
  return ballots
}

/** Enters what has been cast, as soon as its writers have closed their batches, and answers the checkpoint that vouches for it. */
export async function checkpointOf(
  world: Pick<World, 'deps' | 'api'>,
  least: number,
): Promise<PublishedCheckpoint> {
  return eventually(
    async () => {
      await world.deps.transparency.advance()
      const { body } = await world.api.call('GET /api/ledger/checkpoints', { query: {} })
      return body.items[0]!
    },
    (checkpoint) => checkpoint !== undefined && checkpoint.size >= least,
  )
}

/** A folder with what an outsider has collected, and the verifier over it. */
export function createOutsider(api: Api) {
  const folder = mkdtempSync(join(tmpdir(), 'pingxuan-outsider-'))
  let files = 0
  const keep = (name: string, content: string): string => {
    const file = join(folder, `${++files}-${name}`)
    writeFileSync(file, content)
    return file
  }
  return {
    keep,
    keepCheckpoint: ({ note }: PublishedCheckpoint) => keep('checkpoint.txt', note),
    async keepLedger(): Promise<string> {
      const { status, body } = await api.send('GET', '/api/ledger/ballots')
      if (status !== 200) throw new Error(JSON.stringify(body))
      return keep('ledger.jsonl', String(body))
    },
    async keepTally(category: CategoryId): Promise<string> {
      const { status, body } = await eventually(
        () => api.call('GET /api/tallies', { query: { category } }),
        (answer) => answer.status === 200,
      )
      if (status !== 200) throw new Error(JSON.stringify(body))
      return keep('tally.json', JSON.stringify(body))
    },
  }
}

export type Verdict = {
  code: number
  fine: boolean
  holds: { zh: string; en: string }[]
  faults: { zh: string; en: string }[]
  lines: number
  counts: Record<string, Record<string, number>>
  totals: Record<string, { counted: number; quarantined: number; invalidated: number }>
}

/** Runs the verifier as an outsider would. */
export function runVerifier(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['verify/pingxuan-verify.mjs', ...words], (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr })
    })
  })
}

export async function verify(...words: string[]): Promise<Verdict> {
  const { code, stdout, stderr } = await runVerifier(...words, '--json')
  if (code === 2) throw new Error(stderr)
  return { code, ...JSON.parse(stdout) }
}
