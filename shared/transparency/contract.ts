import { z } from 'zod'
import { BallotStatus } from '../ballot/contract'
import { endpoint, Instant, pageOf, pageQuery } from '../kernel/contract'

const Size = z.int().min(0)
/** 32 bytes in hex. */
const Hash = z.string().regex(/^[0-9a-f]{64}$/)

/** What the ledger was at an instant, signed. `note` alone is what counts (see `note.ts`); the rest is what it says. */
export const PublishedCheckpoint = z.object({ size: Size, root: Hash, at: Instant, note: z.string() })
export type PublishedCheckpoint = z.infer<typeof PublishedCheckpoint>

export const listCheckpoints = endpoint({
  route: 'GET /api/ledger/checkpoints',
  summary: '公开账本的检查点，新的在前；投票期间每分钟一个，带签名',
  auth: 'none',
  status: 200,
  query: z.strictObject(pageQuery),
  /** `key`: whose signatures they bear, as C2SP writes it. `late`: whether there should have been a newer one by now. */
  response: pageOf(PublishedCheckpoint).extend({ key: z.string(), late: z.boolean() }),
  errors: ['ledger_unavailable'],
})

/** An entry and what leads from it to the root of a checkpoint, from below, RFC 9162. */
export const EntryProof = z.object({ index: Size, line: z.string(), path: z.array(Hash) })
export type EntryProof = z.infer<typeof EntryProof>

export const proveReceipt = endpoint({
  route: 'GET /api/ledger/receipts/:receipt',
  summary: '证明一张回执在公开账本里；登录的投票人本人另得选票本身的证明',
  auth: 'visitor',
  status: 200,
  params: z.object({ receipt: z.string().max(40) }),
  response: z.object({
    status: BallotStatus,
    /** The last one; null before the first. Both proofs are for it. */
    checkpoint: PublishedCheckpoint.nullable(),
    key: z.string(),
    /** That the receipt is in the ledger; null until receipts are entered, which is done by the hour. */
    receipt: EntryProof.nullable(),
    /** That the ballot is, and what it says: told to its voter only; null until it is entered, within a minute or two. */
    ballot: EntryProof.nullable(),
    /** Whether who asks is its voter. */
    own: z.boolean(),
  }),
  errors: ['receipt_not_found', 'ledger_unavailable', 'session_expired', 'session_invalid'],
})

export const proveConsistency = endpoint({
  route: 'GET /api/ledger/consistency',
  summary: '证明一个检查点的账本是另一个的开头：其间只有追加，没有改动',
  auth: 'none',
  status: 200,
  query: z.strictObject({
    from: z.coerce.number().int().min(0),
    to: z.coerce.number().int().min(0),
  }),
  response: z.object({ from: Size, to: Size, path: z.array(Hash) }),
  errors: ['checkpoint_unknown', 'ledger_unavailable'],
})

export const downloadLedger = endpoint({
  route: 'GET /api/ledger/ballots',
  summary: '公示起公开的选票账本：每行一条，即默克尔树的一片叶子（.jsonl）',
  auth: 'none',
  status: 200,
  file: 'download',
  errors: ['ledger_not_public', 'ledger_unavailable'],
})
