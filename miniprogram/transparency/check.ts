import type { Ballot } from '@shared/ballot/contract'
import type { EntryProof } from '@shared/transparency/contract'
import { type BallotEntry, ballotLine, minuteOf, receiptLine } from '@shared/transparency/entry'
import { type Checkpoint, ED25519, readKey, readNote } from '@shared/transparency/note'
import { hashLeaf, provesConsistency, provesInclusion, type Sha256 } from '@shared/transparency/tree'
import { utf8 } from './utf8'

/** What a check computes with. */
export type Arithmetic = {
  sha256: Sha256
  verify: (signature: Uint8Array, text: Uint8Array, publicKey: Uint8Array) => boolean
}

/** The last checkpoint that this device found to hold, and the key it was signed with. */
export type Kept = { note: string; key: string }

/** What the server answered, and which edition the site is at. */
export type Answers = {
  edition: string
  key: string
  /** The checkpoint's note; null before the first. */
  note: string | null
  /** Proofs about a receipt, both for that checkpoint; null where none was asked about. */
  about: {
    /** The twelve characters. */
    receipt: string
    /** What the server says of the ballot to its voter; null to anybody else. */
    cast: Ballot | null
    /** Proofs of the receipt and of the ballot; null where they are not entered yet. */
    entered: EntryProof | null
    ballot: EntryProof | null
    /** Whether voting has been over for so long that all should be. */
    over: boolean
  } | null
  /** What leads from the smaller of the kept checkpoint and this one to the larger; null where the server has nothing. */
  growth: string[] | null
}

/** `other_key`: not the one this device saw before. `wrong`: not the key's signature. */
export type SignatureOutcome = 'holds' | 'none' | 'garbled' | 'other_key' | 'wrong'

/**
 * What became of the ledger since the checkpoint that was kept. `older`: what is shown was signed before that. `shrunk`: it was
 * signed after, and has fewer entries. `forked`: the one is not the beginning of the other. `unproven`: the server shows
 * nothing that says so. `other_ledger`: it goes by another name.
 */
export type GrowthOutcome =
  | 'first'
  | 'same'
  | 'grown'
  | 'older'
  | 'shrunk'
  | 'forked'
  | 'unproven'
  | 'other_ledger'

/**
 * `overdue`: it should have been entered long ago. `other_line`: the proof is for another entry. `not_proven`: its path does not
 * lead to the checkpoint.
 */
export type ReceiptOutcome = 'entered' | 'pending' | 'overdue' | 'other_line' | 'not_proven'

/** As above. `hidden`: who asks is not its voter. `other_ballot`: the entry says something else than the server. */
export type BallotOutcome = 'entered' | 'pending' | 'overdue' | 'hidden' | 'other_ballot' | 'not_proven'

/**
 * What was found. All but `signature` is null where there is nothing signed to hold it against, or nothing was asked; `growth` also
 * where the receipt is of an earlier edition.
 */
export type Verdict = {
  signature: SignatureOutcome
  checkpoint: Checkpoint | null
  growth: GrowthOutcome | null
  receipt: { outcome: ReceiptOutcome; index: number | null } | null
  ballot: { outcome: BallotOutcome; entry: BallotEntry | null } | null
  /** What the device should keep from now on. Where something is wrong, what it has: that is the evidence. */
  keep: Kept | null
}

/** Ballots are entered within a minute or two; later than this is no chance. Receipts wait for company, till voting ends. */
const BALLOT_DUE_MS = 15 * 60_000

const GOOD: readonly GrowthOutcome[] = ['first', 'same', 'grown']

/** Checks all that was answered, trusting nothing in it but arithmetic and what the device kept. */
export function check(answers: Answers, kept: Kept | null, using: Arithmetic): Verdict {
  const { key, note, about } = answers
  const { outcome: signature, checkpoint } = readSigned({ key, note }, kept?.key ?? key, using)
  if (!checkpoint) {
    return { signature, checkpoint: null, growth: null, receipt: null, ballot: null, keep: kept }
  }
  const growth =
    about && !isOf(answers.edition, checkpoint) ? null : growthSince(kept, checkpoint, answers, using)
  return {
    signature,
    checkpoint,
    growth,
    receipt: about && checkReceipt(about, checkpoint, using),
    ballot: about && checkBallot(about, checkpoint, using),
    keep: growth && GOOD.includes(growth) ? { key, note: note! } : kept,
  }
}

/** Which sizes the server is to prove the growth between; null where that takes no proof. */
export function growthToProve(
  { edition, note }: Pick<Answers, 'edition' | 'note'>,
  kept: Kept | null,
): { from: number; to: number } | null {
  const [one, other] = [note, kept?.note].map((text) => {
    const checkpoint = text ? readNote(text)?.checkpoint : null
    return checkpoint && isOf(edition, checkpoint) ? checkpoint.size : 0
  })
  if (!one || !other || one === other) return null // that anything begins with nothing takes no proof
  return { from: Math.min(one, other), to: Math.max(one, other) }
}

/** Ledgers are named by the site's host and the edition. */
const isOf = (edition: string, { origin }: Checkpoint): boolean => origin.endsWith(`/${edition}`)

type Signed = { outcome: SignatureOutcome; checkpoint: Checkpoint | null }

function readSigned(
  { key: text, note }: Pick<Answers, 'key' | 'note'>,
  knownKey: string,
  { sha256, verify }: Arithmetic,
): Signed {
  const bad = (outcome: SignatureOutcome): Signed => ({ outcome, checkpoint: null })
  if (text.trim() !== knownKey.trim()) return bad('other_key')
  if (note === null) return bad('none')
  const [key, read] = [readKey(text), readNote(note)]
  if (!key || !read) return bad('garbled')
  // A key's id is the beginning of a hash of it, so that nobody can give one key another's.
  const named = Uint8Array.from([...utf8(`${key.name}\n`), ED25519, ...key.publicKey])
  const ids = [key.id, read.keyId, sha256(named).slice(0, 4)].map(hexOf)
  const isSigned =
    read.keyName === key.name &&
    ids.every((id) => id === ids[0]) &&
    read.signature.length === 64 &&
    verify(read.signature, utf8(read.text), key.publicKey)
  return isSigned ? { outcome: 'holds', checkpoint: read.checkpoint } : bad('wrong')
}

function growthSince(
  kept: Kept | null,
  now: Checkpoint,
  { edition, growth: answered }: Answers,
  { sha256 }: Arithmetic,
): GrowthOutcome {
  if (!isOf(edition, now)) return 'other_ledger'
  const before = kept && readNote(kept.note)?.checkpoint
  if (!before) return 'first'
  if (before.origin !== now.origin) return 'other_ledger'
  const isOlder = Date.parse(now.at) < Date.parse(before.at)
  if (before.size === now.size) return hexOf(before.root) === hexOf(now.root) ? 'same' : 'forked'
  if (now.size < before.size && !isOlder) return 'shrunk'
  const [small, large] = now.size < before.size ? [now, before] : [before, now]
  const { size: old, root: oldRoot } = small
  const { size, root } = large
  const path = old === 0 ? [] : answered?.map(bytesOfHex)
  if (!path) return 'unproven'
  if (!provesConsistency(sha256, { old, size, oldRoot, root, path })) return 'forked'
  return now.size < before.size ? 'older' : 'grown'
}

type About = NonNullable<Answers['about']>

function checkReceipt(
  { receipt, entered, over }: About,
  checkpoint: Checkpoint,
  { sha256 }: Arithmetic,
): NonNullable<Verdict['receipt']> {
  const found = (outcome: ReceiptOutcome) => ({ outcome, index: null })
  if (!entered) return found(over ? 'overdue' : 'pending')
  // What is proven is what this device says stands there, whatever the server says.
  const line = receiptLine({ receipt: hexOf(sha256(utf8(receipt))) })
  if (entered.line !== line) return found('other_line')
  if (!isIn(entered, checkpoint, sha256)) return found('not_proven')
  return { outcome: 'entered', index: entered.index }
}

function checkBallot(
  { cast, ballot, over }: About,
  checkpoint: Checkpoint,
  { sha256 }: Arithmetic,
): NonNullable<Verdict['ballot']> {
  const found = (outcome: BallotOutcome) => ({ outcome, entry: null })
  if (!cast) return found('hidden')
  if (!ballot) {
    const isLate = Date.parse(checkpoint.at) > Date.parse(cast.castAt) + BALLOT_DUE_MS
    return found(isLate || over ? 'overdue' : 'pending')
  }
  const entry = readBallot(ballot.line)
  if (!entry || !says(entry, cast)) return { outcome: 'other_ballot', entry }
  return isIn(ballot, checkpoint, sha256) ? { outcome: 'entered', entry } : found('not_proven')
}

function says({ ballot, at, choices }: BallotEntry, { category, selections, castAt }: Ballot): boolean {
  return (
    ballot === category &&
    at === minuteOf(new Date(castAt)) &&
    [...choices].sort().join() === [...selections].sort().join()
  )
}

function isIn({ index, line, path }: EntryProof, { size, root }: Checkpoint, sha256: Sha256): boolean {
  const leaf = hashLeaf(sha256, utf8(line))
  return provesInclusion(sha256, { index, size, leaf, path: path.map(bytesOfHex), root })
}

/** Null where a line is not exactly that of a ballot: it must say one thing only. */
function readBallot(line: string): BallotEntry | null {
  try {
    const entry = JSON.parse(line) as BallotEntry
    const isBallot = Array.isArray(entry.choices) && entry.choices.every((one) => typeof one === 'string')
    return isBallot && ballotLine(entry) === line ? entry : null
  } catch {
    return null
  }
}

export const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

const bytesOfHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
