import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ballotLine, receiptLine, rulingLine } from '@shared/transparency/entry'
import { hashLeaf, hashPair, splitOf } from '@shared/transparency/tree'
import { createSigner } from '../../server/features/transparency/signer'
import { runVerifier, type Verdict } from '../support/ledger'
import { KEYS } from '../support/world'

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
const signer = createSigner(KEYS.voterKey, 'vote.example/ledger')
const folder = mkdtempSync(join(tmpdir(), 'pingxuan-verifier-'))
afterAll(() => rmSync(folder, { recursive: true }))

function keep(name: string, content: string | Uint8Array): string {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

function rootOf(lines: string[]): Uint8Array {
  if (lines.length === 0) return sha256(new Uint8Array())
  if (lines.length === 1) return hashLeaf(sha256, Buffer.from(lines[0]!))
  const middle = splitOf(lines.length)
  return hashPair(sha256, rootOf(lines.slice(0, middle)), rootOf(lines.slice(middle)))
}

/** Signs the first `size` lines, whatever they say: here it is the signer who cannot be trusted. */
function sign(lines: string[], size = lines.length): string {
  const at = '2022-05-10T01:03:00.000Z'
  const root = rootOf(lines.slice(0, size))
  return keep(`checkpoint-${size}.txt`, signer.sign({ origin: 'vote.example/ledger/2021', size, root, at }))
}

const at = '2022-05-10T01:03Z'
const ballot = (voter: string, ...choices: string[]) =>
  ballotLine({ ballot: 'unit', voter, period: 'once', at, choices })
const receipt = (n: number) => receiptLine({ receipt: createHash('sha256').update(`${n}`).digest('hex') })
const ruling = (reason: string) => rulingLine({ ruling: 'quarantined', of: 1, no: 1, at, reason })
const LEDGER = [
  ballot('one', 'a01', 'a02'),
  ballot('two', 'a01', 'a03'),
  ruling('示例：核查'),
  receipt(1),
  receipt(2),
]
const COUNTS = { category: 'unit', counts: { a01: 1, a02: 1 } }

type Found = Verdict & { warnings: Verdict['faults']; signed: number }

async function look(content: string | Uint8Array, checkpoint: string, ...more: string[]) {
  const file = keep('ledger.jsonl', content)
  const words = [file, '--checkpoint', checkpoint, '--key', signer.key, ...more]
  const [told, { code, stdout }] = await Promise.all([runVerifier(...words, '--json'), runVerifier(...words)])
  const found: Found = JSON.parse(told.stdout)
  const verdict = stdout.trimEnd().split('\n\n').at(-1)!
  return { ...found, code, stdout, verdict, told: found.faults.map(({ en }) => en) }
}
const textOf = (lines: string[]) => `${lines.join('\n')}\n`
const tally = () => keep('tally.json', JSON.stringify(COUNTS))

describe('lines', () => {
  test('end at a newline and nowhere else: a reason may hold what other programs take for one', async () => {
    const lines = LEDGER.with(2, ruling('示例\u2028核查\u2029再查\u0085'))
    expect(lines[2]).toContain('\u2028')
    for (const content of [textOf(lines), lines.join('\n'), gzipSync(textOf(lines))]) {
      const { code, told, verdict, lines: count } = await look(content, sign(lines), '--tally', tally())
      expect({ code, told, verdict, count }).toEqual({
        ...{ code: 0, told: [], verdict: '核验通过 EVERYTHING HOLDS', count: 5 },
      })
    }
  })

  test('are read across the pieces a file comes in', async () => {
    const reason = '示例：核查'.repeat(20_000)
    const lines = LEDGER.with(2, ruling(reason))
    expect((await look(textOf(lines), sign(lines))).told).toEqual([])
  })

  test('are held to what was signed byte by byte', async () => {
    for (const content of [LEDGER.join('\r\n'), LEDGER.join('\n\n'), `\ufeff${LEDGER.join('\n')}`]) {
      const { code, told } = await look(content, sign(LEDGER))
      expect(code).toBe(1)
      expect(told[0]).toMatch(/^the first 5 lines are not those of the checkpoint/)
    }
  })

  test('that never end, and an archive that is cut off, are no ledger', async () => {
    const endless = keep('endless.jsonl', 'x'.repeat(3_000_000))
    const cut = keep('cut.gz', gzipSync(textOf(LEDGER)).subarray(0, 60))
    for (const file of [endless, cut, join(folder, 'nowhere')])
      expect((await runVerifier(file, '--checkpoint', sign(LEDGER), '--key', signer.key)).code).toBe(2)
  })
})

describe('what was signed and is not right all the same', () => {
  test('a ballot that names a candidate twice is a fault, and counts once', async () => {
    const lines = LEDGER.with(0, ballot('one', 'a01', 'a01', 'a02'))
    const { code, told, counts, faults } = await look(textOf(lines), sign(lines))
    expect(code).toBe(1)
    expect(told).toEqual(['1 ballots name a candidate more than once, counted once below (1)'])
    expect(faults[0]!.zh).toContain('有 1 张选票把同一候选写了不止一次')
    expect(counts).toEqual({ unit: { a01: 1, a02: 1 } })
  })

  test('a ballot whose choices are no names is not understood', async () => {
    const lines = LEDGER.with(0, ballot('one', ['a01'] as never, 'a01'))
    const { code, told } = await look(textOf(lines), sign(lines))
    expect(code).toBe(1)
    expect(told[0]).toBe('1 lines are not understood (1)')
  })

  test.each([
    { ruling: 'lost' },
    { ruling: 'toString' },
    { ruling: 'counted' },
    { of: 7 },
    { of: 'length' },
    { no: '1' },
    { no: 0 },
  ])('a ruling with %j is a fault, and takes no ballot out of the count', async (change) => {
    const lines = LEDGER.with(2, JSON.stringify({ ...JSON.parse(LEDGER[2]!), ...change }))
    const { code, told, totals, counts } = await look(textOf(lines), sign(lines))
    expect(code).toBe(1)
    expect(told).toEqual(['1 lines are not understood (3)'])
    expect(totals).toEqual({ unit: { counted: 2, quarantined: 0, invalidated: 0 } })
    expect(counts).toEqual({ unit: { a01: 2, a02: 1, a03: 1 } })
  })
})

describe('what was not looked at', () => {
  test('lines after the newest checkpoint are no fault, but nothing is said to hold of them', async () => {
    const { code, told, holds, warnings, signed, stdout, verdict } = await look(
      textOf(LEDGER),
      sign(LEDGER, 3),
      '--tally',
      tally(),
    )
    expect({ code, told, signed }).toEqual({ code: 0, told: [], signed: 3 })
    expect(warnings.map(({ en }) => en)).toEqual([
      'the 2 lines from 4 on are vouched for by no checkpoint given and may have been changed, yet are in the counts below: give a newer one',
    ])
    expect(JSON.stringify(holds)).not.toContain('vouched')
    expect(stdout).toContain('! 第 4 行起的 2 行没有检查点担保')
    expect(verdict).toBe(
      '前 3 行核验通过，但后 2 行还没有签名担保\nTHE FIRST 3 LINES HOLD, but the 2 lines after them are not yet signed',
    )
  })

  test('a checkpoint of before the first line vouches for none: nothing was checked', async () => {
    const { code, told, signed } = await look(textOf(LEDGER), sign(LEDGER, 0))
    expect({ code, told, signed }).toEqual({
      ...{ code: 1, signed: 0 },
      told: ['the checkpoints given were signed before the first line: none is vouched for'],
    })
  })

  test('without published counts it says that none were compared, or which were not', async () => {
    expect((await look(textOf(LEDGER), sign(LEDGER))).verdict).toBe(
      '账本核验通过，但没有与公布的票数对照\nTHE LEDGER HOLDS, but published counts were not compared',
    )
    const more = [
      ...LEDGER,
      ballotLine({ ballot: 'worker', voter: 'x', period: 'once', at, choices: ['b01'] }),
      receipt(3),
    ]
    const { code, verdict } = await look(textOf(more), sign(more), '--tally', tally())
    expect(code).toBe(0)
    expect(verdict).toContain('没有与公布的票数对照 (worker)')
  })
})
