import { createHash, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import type { Ballot } from '@shared/ballot/contract'
import type { EntryProof } from '@shared/transparency/contract'
import { type BallotEntry, ballotLine, minuteOf, receiptLine } from '@shared/transparency/entry'
import { checkpointText, ED25519, keyText, signedNote } from '@shared/transparency/note'
import {
  consistencySpans,
  hashLeaf,
  hashPair,
  inclusionSpans,
  type Span,
  splitOf,
} from '@shared/transparency/tree'
import { loadArithmetic } from '@/transparency/arithmetic'
import { type Answers, type Arithmetic, check, growthToProve, type Kept } from '@/transparency/check'
import { utf8 as utf8OfPhone } from '@/transparency/utf8'

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest())
const utf8 = (text: string) => new TextEncoder().encode(text)
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** A key as the server has it, and its public half as it is printed. */
function newKey(name = 'pingxuan.example') {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))
  const id = sha256(Uint8Array.from([...utf8(`${name}\n`), ED25519, ...raw])).slice(0, 4)
  return { name, id, privateKey, text: keyText({ name, id, publicKey: raw }) }
}
const using: Arithmetic = {
  sha256,
  verify: (signature, text, key) => {
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key])
    return verify(null, text, { key: der, format: 'der', type: 'spki' }, signature)
  },
}
const key = newKey()

/** A ledger of these lines: its checkpoints and proofs. */
function ledgerOf(lines: string[], by = key, origin = 'pingxuan.example/2021') {
  const leaves = lines.map((line) => hashLeaf(sha256, utf8(line)))
  const hashOf = ({ from, to }: Span): Uint8Array => {
    if (to - from === 1) return leaves[from]!
    const middle = from + splitOf(to - from)
    return hashPair(sha256, hashOf({ from, to: middle }), hashOf({ from: middle, to }))
  }
  const path = (spans: Span[]) => spans.map((span) => hex(hashOf(span)))
  return {
    note: (size: number, at: string) => noteOf({ origin, size, root: hashOf({ from: 0, to: size }), at }, by),
    prove: (index: number, size: number): EntryProof => ({
      index,
      line: lines[index]!,
      path: path(inclusionSpans(index, size)),
    }),
    growth: (from: number, to: number) => path(consistencySpans(from, to)),
  }
}

function noteOf(
  checkpoint: Parameters<typeof checkpointText>[0],
  by: { name: string; id: Uint8Array; privateKey: KeyObject },
) {
  const text = checkpointText(checkpoint)
  return signedNote(text, by, new Uint8Array(sign(null, utf8(text), by.privateKey)))
}

const RECEIPT = 'ABCD2345EFGH'
const cast: Ballot = {
  id: RECEIPT,
  receipt: 'ABCD-2345-EFGH',
  category: 'unit',
  selections: ['a03', 'a01'],
  castAt: '2022-05-10T01:03:27.000Z',
}
const castEntry: BallotEntry = {
  ballot: 'unit',
  voter: 'v2',
  period: 'once',
  at: minuteOf(new Date(cast.castAt)),
  choices: ['a01', 'a03'],
}
const receiptHash = (receipt: string) => receiptLine({ receipt: hex(sha256(utf8(receipt))) })
const stranger = (n: number) => ballotLine({ ...castEntry, voter: `s${n}`, choices: [`a${n}`] })

/** Our ballot is entry 2, our receipt entry 6, of eleven. */
const lines = [
  ...[stranger(0), stranger(1), ballotLine(castEntry), stranger(3), stranger(4)],
  ...[receiptHash('222222222222'), receiptHash(RECEIPT), stranger(7), stranger(8), stranger(9), stranger(10)],
]
const ledger = ledgerOf(lines)
const AT = '2022-05-10T02:00:00.000Z'
const LATER = '2022-05-10T03:00:00.000Z'

const answers = (
  changes: Partial<Answers> = {},
  about: Partial<NonNullable<Answers['about']>> = {},
): Answers => ({
  edition: '2021',
  key: key.text,
  note: ledger.note(11, LATER),
  about: {
    ...{ receipt: RECEIPT, cast, over: false },
    ...{ entered: ledger.prove(6, 11), ballot: ledger.prove(2, 11) },
    ...about,
  },
  growth: null,
  ...changes,
})
const kept = (size: number, at = AT, of = ledger): Kept => ({ note: of.note(size, at), key: key.text })

test('all holds: the signature, the receipt, the ballot with its choices, and that the ledger has only grown', () => {
  const found = check(answers({ growth: ledger.growth(7, 11) }), kept(7), using)
  expect(found).toMatchObject({
    signature: 'holds',
    checkpoint: { origin: 'pingxuan.example/2021', size: 11, at: LATER },
    growth: 'grown',
    receipt: { outcome: 'entered', index: 6 },
    ballot: { outcome: 'entered', entry: { ballot: 'unit', choices: ['a01', 'a03'] } },
    keep: { note: ledger.note(11, LATER), key: key.text },
  })
})

test('what phones compute with comes to the same as Node, and tells a wrong signature', async () => {
  const phone = await loadArithmetic()
  const asked = answers({ growth: ledger.growth(7, 11) })
  expect(check(asked, kept(7), phone)).toEqual(check(asked, kept(7), using))
  const note = asked.note!.replace('\n11\n', '\n12\n')
  expect(check({ ...asked, note }, null, phone).signature).toBe('wrong')
})

test('phones write text as bytes as Node does', () => {
  for (const text of ['', 'a+b/c=\n', '100% 荆楚', '— 🗳', '"\\'])
    expect(utf8OfPhone(text)).toEqual(utf8(text))
})

test.each([1, 2, 3, 5, 8, 16, 33, 100])(
  'holds in a ledger of %i entries, wherever the receipt stands',
  (size) => {
    for (const place of new Set([0, Math.floor(size / 3), Math.floor(size / 2), size - 1])) {
      const all = Array.from({ length: size }, (_, n) => (n === place ? receiptHash(RECEIPT) : stranger(n)))
      const larger = ledgerOf(all)
      const asked = answers(
        { note: larger.note(size, LATER), growth: larger.growth(1, size) },
        { entered: larger.prove(place, size), ballot: null },
      )
      const found = check(asked, kept(1, AT, larger), using)
      expect([found.receipt?.outcome, found.growth]).toEqual(['entered', size === 1 ? 'same' : 'grown'])
    }
  },
)

describe('the signature', () => {
  const found = (changes: Partial<Answers>, before: Kept | null = null) =>
    check(answers(changes), before, using)

  test.each([
    ['says more entries than were signed', (note: string) => note.replace('\n11\n', '\n12\n')],
    ['says another time than was signed', (note: string) => note.replace('T03:', 'T04:')],
    ['is for another ledger', (note: string) => note.replace('/2021\n', '/2022\n')],
    ['has another name beside its signature', (note: string) => note.replace('— pingxuan', '— other')],
  ])('is wrong where the note %s, and then nothing else is believed', (_what, change) => {
    const verdict = found({ note: change(ledger.note(11, LATER)) }, kept(7))
    expect(verdict).toEqual({
      signature: 'wrong',
      ...{ checkpoint: null, growth: null, receipt: null, ballot: null },
      keep: kept(7),
    })
  })

  test('of somebody who gives their key the name and id of ours is wrong', () => {
    const other = newKey()
    const { note } = ledgerOf(lines, { ...other, id: key.id })
    expect(
      found({ note: note(11, LATER), key: other.text.replace(/\+[0-9a-f]{8}\+/, `+${hex(key.id)}+`) })
        .signature,
    ).toBe('wrong')
    expect(found({ note: note(11, LATER) }).signature).toBe('wrong')
  })

  test('by another key than this device saw before is told as that, though it holds in itself', () => {
    const other = newKey()
    const verdict = found({ key: other.text, note: ledgerOf(lines, other).note(11, LATER) }, kept(7))
    expect([verdict.signature, verdict.receipt, verdict.keep]).toEqual(['other_key', null, kept(7)])
  })

  test.each([
    ['a note that is none', { note: 'hello' }, 'garbled'],
    ['a key that is none', { key: 'hello' }, 'garbled'],
    ['no note yet', { note: null }, 'none'],
  ] as const)('%s', (_what, changes, outcome) => {
    expect(found(changes)).toMatchObject({ signature: outcome, checkpoint: null, keep: null })
  })
})

describe('the receipt', () => {
  const outcome = (about: Partial<NonNullable<Answers['about']>>, changes: Partial<Answers> = {}) =>
    check(answers(changes, about), null, using).receipt?.outcome

  test('whose proof is for somebody else’s entry is told, though that one is there', () => {
    expect(outcome({ entered: ledger.prove(5, 11) })).toBe('other_line')
  })

  test('whose path leads elsewhere is told', () => {
    const proof = ledger.prove(6, 11)
    const [first, ...rest] = proof.path
    const turned = first!.startsWith('0') ? `1${first!.slice(1)}` : `0${first!.slice(1)}`
    expect(outcome({ entered: { ...proof, path: [turned, ...rest] } })).toBe('not_proven')
    expect(outcome({ entered: { ...proof, path: rest } })).toBe('not_proven')
    expect(outcome({ entered: { ...proof, path: [...proof.path, first!] } })).toBe('not_proven')
    expect(outcome({ entered: { ...proof, index: 7 } })).toBe('not_proven')
    expect(outcome({ entered: { ...proof, index: 11 } })).toBe('not_proven')
  })

  test('that the server only says is there, is not', () => {
    expect(outcome({ entered: { ...ledger.prove(7, 11), line: receiptHash(RECEIPT) } })).toBe('not_proven')
  })

  test('that is not entered yet is waited for until voting is over, and no longer', () => {
    expect(outcome({ entered: null })).toBe('pending')
    expect(outcome({ entered: null, over: true })).toBe('overdue')
  })
})

describe('the ballot', () => {
  const found = (about: Partial<NonNullable<Answers['about']>>, note = ledger.note(11, LATER)) =>
    check(answers({ note }, about), null, using).ballot

  test('of somebody else stays hidden', () => {
    expect(found({ cast: null })).toEqual({ outcome: 'hidden', entry: null })
  })

  test.each<[string, Partial<Ballot>]>([
    ['other choices', { selections: ['a01', 'a04'] }],
    ['a choice more', { selections: ['a01'] }],
    ['another category', { category: 'worker' }],
    ['another minute', { castAt: '2022-05-10T01:04:00.000Z' }],
  ])('that has %s than the server says to its voter is told, with what it says', (_what, changes) => {
    expect(found({ cast: { ...cast, ...changes } })).toEqual({ outcome: 'other_ballot', entry: castEntry })
  })

  test('that is written otherwise than the ledger writes, or is no ballot, is none', () => {
    const proof = ledger.prove(2, 11)
    for (const line of [
      `${proof.line} `,
      proof.line.replace('"choices"', '"chosen"'),
      '{}',
      'null',
      '',
      lines[5]!,
    ]) {
      expect(found({ ballot: { ...proof, line } })?.outcome).toBe('other_ballot')
    }
  })

  test('whose path leads elsewhere is told', () => {
    expect(found({ ballot: { ...ledger.prove(3, 11), line: lines[2]! } })?.outcome).toBe('not_proven')
  })

  test('that is not entered yet is waited for, a quarter of an hour and no more', () => {
    expect(found({ ballot: null }, ledger.note(11, '2022-05-10T01:18:00.000Z'))?.outcome).toBe('pending')
    expect(found({ ballot: null }, ledger.note(11, '2022-05-10T01:19:00.000Z'))?.outcome).toBe('overdue')
    const last = ledger.note(11, '2022-05-10T01:04:00.000Z')
    expect(found({ ballot: null, over: true }, last)?.outcome).toBe('overdue')
  })
})

describe('since the last visit', () => {
  const growth = (before: Kept, changes: Partial<Answers>) => check(answers(changes), before, using)

  test('the ledger is the same', () => {
    const { growth: outcome, keep } = growth(kept(11), {})
    expect([outcome, keep]).toEqual(['same', kept(11, LATER)])
  })

  test.each([
    ['has as many entries and another root', 11, null],
    ['has more entries, and what leads to them does not begin with what was there', 7, 'ours'],
  ] as const)('the ledger was forked where it %s', (_what, size, path) => {
    const forked = ledgerOf(lines.map((line, n) => (n === 2 ? stranger(99) : line)))
    const changes = { note: forked.note(11, LATER), growth: path && forked.growth(size, 11) }
    const { growth: outcome, keep } = growth(kept(size), changes)
    expect([outcome, keep]).toEqual(['forked', kept(size)])
  })

  test('the ledger was wound back where a later checkpoint has fewer entries', () => {
    const { growth: outcome, keep } = growth(kept(11), {
      note: ledger.note(7, LATER),
      growth: ledger.growth(7, 11),
    })
    expect([outcome, keep]).toEqual(['shrunk', kept(11)])
  })

  test('an older checkpoint is nothing bad where it is a beginning of what was kept, and a fork where not', () => {
    const before = kept(11, LATER)
    const older = { note: ledger.note(7, AT), growth: ledger.growth(7, 11) }
    expect(growth(before, older)).toMatchObject({ growth: 'older', keep: before })
    const forked = ledgerOf(lines.map((line, n) => (n === 2 ? stranger(99) : line)))
    expect(growth(before, { ...older, note: forked.note(7, AT) }).growth).toBe('forked')
  })

  test('nothing was shown for it where the server has no proof', () => {
    expect(growth(kept(7), { growth: null }).growth).toBe('unproven')
  })

  test('anything begins with nothing, without a proof', () => {
    const empty = noteOf({ origin: 'pingxuan.example/2021', size: 0, root: sha256(utf8('')), at: AT }, key)
    const before = { note: empty, key: key.text }
    expect(growthToProve({ edition: '2021', note: ledger.note(11, LATER) }, before)).toBeNull()
    expect(growth(before, {}).growth).toBe('grown')
  })

  test('another ledger stands in its place', () => {
    const moved = ledgerOf(lines, key, 'elsewhere.example/2021').note(11, LATER)
    expect(growth(kept(7), { note: moved, growth: ledger.growth(7, 11) }).growth).toBe('other_ledger')
    const former = ledgerOf(lines, key, 'pingxuan.example/2020').note(11, LATER)
    expect(check(answers({ note: former, about: null }), null, using).growth).toBe('other_ledger')
  })

  test('a receipt of an earlier edition is checked in that one’s ledger, and what is kept of this one stays', () => {
    const note = ledgerOf(lines, key, 'pingxuan.example/2020').note(11, LATER)
    const found = check(answers({ note }), kept(7), using)
    expect(found).toMatchObject({ growth: null, receipt: { outcome: 'entered' }, keep: kept(7) })
  })
})

test('a proof of growth is asked for between the smaller and the larger, and only where they differ', () => {
  const asked = (note: string | null, before: Kept | null) => growthToProve({ edition: '2021', note }, before)
  expect(asked(ledger.note(11, LATER), kept(7))).toEqual({ from: 7, to: 11 })
  expect(asked(ledger.note(7, LATER), kept(11))).toEqual({ from: 7, to: 11 })
  expect(asked(ledger.note(11, LATER), kept(11))).toBeNull()
  expect(asked(ledger.note(11, LATER), null)).toBeNull()
  expect(asked(null, kept(7))).toBeNull()
  expect(asked(ledgerOf(lines, key, 'pingxuan.example/2020').note(11, LATER), kept(7))).toBeNull()
})
