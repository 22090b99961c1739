import { Readable } from 'node:stream'
import type { BallotStatus } from '@shared/ballot/contract'
import { parseReceipt } from '@shared/ballot/receipt'
import type { Edition } from '@shared/edition/contract'
import { findPhase } from '@shared/edition/rules'
import { Refusal } from '@shared/kernel/errors'
import type { EntryProof, PublishedCheckpoint } from '@shared/transparency/contract'
import { isLedgerPublic, isLedgerTicking, isVotingOver } from '@shared/transparency/rules'
import { consistencySpans, inclusionSpans } from '@shared/transparency/tree'
import type { Courier, LedgerWitness } from '../../ports/witness'
import type { Clock, Log, TakeLock } from '../../ports/work'
import { type BallotStore, reading } from '../ballot/ballot'
import type { Editions } from '../edition/edition'
import { idsOf, type SignedIn } from '../identity/identity'
import { verifyTree } from './audit'
import { linesOf } from './file'
import { createLines } from './lines'
import type { CheckpointRecord, Kind, TransparencyStore } from './model'
import { createSequencer, Overtaken } from './sequencer'
import { createSigner } from './signer'
import { createTiles } from './tiles'

export { createTransparencyStore } from './model'
export type Transparency = ReturnType<typeof createTransparency>

type Options = {
  store: TransparencyStore
  ballots: BallotStore
  editions: Editions
  witness: LedgerWitness
  takeLock: TakeLock
  courier: Courier
  /** Addresses that get each checkpoint. */
  webhooks: string[]
  clock: Clock
  log: Log
  voterKey: string
  publicUrl: string
  deadMs?: number
}

const LOCK_MS = 120_000
const LATE_MS = 300_000

/** The ledger that outsiders can check: a tree of all ballots, signed checkpoints of it, and proofs. */
export function createTransparency(options: Options) {
  const { store, ballots, editions, witness, takeLock, courier, webhooks, clock, log } = options
  const host = new URL(options.publicUrl).host
  const signer = createSigner(options.voterKey, `${host}/ledger`)
  const lines = createLines(options.voterKey)
  const tiles = createTiles(store)
  const sequencer = createSequencer({ store, ballots, lines, log, deadMs: options.deadMs })

  /**
   * Enters what is new and signs a checkpoint; to be called once a minute, by whom it may be. One at a time does it; where two do
   * after all, one of them goes on with the entries, and of their tiles the longer stay.
   */
  async function advance(): Promise<void> {
    const edition = editions.current()
    const giveBack = await takeLock(`ledger:${edition.id}`, LOCK_MS).catch(() => async () => {})
    if (!giveBack) return
    try {
      const { size } = await sequencer.advance(edition, isVotingOver(edition, clock.now()))
      await tiles.grow(edition.id, size)
      await signCheckpoint(edition, size)
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error
    } finally {
      await giveBack()
    }
  }

  async function signCheckpoint(edition: Edition, size: number): Promise<void> {
    const now = clock.now()
    const last = await store.lastCheckpoint(edition.id)
    if (last?.size === size && !isLedgerTicking(edition, now)) return
    if (!last && size === 0 && !isLedgerTicking(edition, now)) return
    const fault = await faultOf(edition.id, size, last)
    if (fault) return log.error({ size, last: last?.size }, fault)
    const root = await tiles.hashOf(edition.id, { from: 0, to: size })
    const note = signer.sign({ origin: `${host}/ledger/${edition.id}`, size, root, at: now.toISOString() })
    const checkpoint = { edition: edition.id, size, root: root.toString('hex'), at: now, note }
    await store.addCheckpoint(checkpoint)
    await witness.note(edition.id, checkpoint).catch(() => {}) // the next one is noted again
    for (const address of webhooks) {
      courier(address, note).catch((error) =>
        log.warn({ address, err: error }, '检查点没有送到，下一个会再送'),
      )
    }
  }

  /** What would make a checkpoint a lie: the tree must begin with all that was ever signed. */
  async function faultOf(
    edition: string,
    size: number,
    last: CheckpointRecord | null,
  ): Promise<string | null> {
    const seen = [last, await witness.last(edition).catch(() => null)]
    for (const signed of seen) {
      if (!signed) continue
      if (signed.size > size) return '公开账本比签过的检查点短，停止签发检查点，请检查数据库是否被回退'
      const root = await tiles.hashOf(edition, { from: 0, to: signed.size })
      if (root.toString('hex') !== signed.root)
        return '公开账本与签过的检查点不符，停止签发检查点，请检查数据库是否被改动'
    }
    return null
  }

  /** Whether none has been signed for longer than it may take while people vote. */
  function isLate(edition: Edition, last?: CheckpointRecord | null): boolean {
    const now = clock.now()
    const since = Math.max(last?.at.getTime() ?? 0, Date.parse(findPhase(edition, 'voting')?.opensAt ?? ''))
    return isLedgerTicking(edition, now) && now.getTime() - since > LATE_MS
  }

  async function proofOf(
    checkpoint: CheckpointRecord,
    kind: Kind,
    id: string,
    line: string,
  ): Promise<EntryProof | null> {
    const { edition, size } = checkpoint
    const index = (await store.indexesOf(edition, kind, [id])).get(id)
    if (index === undefined || index >= size) return null
    const path = await Promise.all(inclusionSpans(index, size).map((span) => tiles.hashOf(edition, span)))
    return { index, line, path: path.map((hash) => hash.toString('hex')) }
  }

  return {
    advance,

    /** Whose signatures checkpoints bear, as C2SP writes keys. */
    key: signer.key,

    /** A page of checkpoints, newest first. Refusal: `ledger_unavailable`. */
    async listCheckpoints({ page, pageSize }: { page: number; pageSize: number }) {
      const edition = editions.current()
      const { id } = edition
      const [records, total] = await reading(() =>
        Promise.all([store.checkpointPage(id, (page - 1) * pageSize, pageSize), store.countCheckpoints(id)]),
      )
      const last = page === 1 ? records[0] : await reading(() => store.lastCheckpoint(id))
      return {
        items: records.map(present),
        total,
        page,
        pageSize,
        key: signer.key,
        late: isLate(edition, last),
      }
    },

    /**
     * Proves a receipt to whoever has it, and to its voter what the ballot says. Refusals: `receipt_not_found`,
     * `ledger_unavailable`.
     */
    async proveReceipt(typed: string, visitor?: SignedIn) {
      const id = parseReceipt(typed)
      const record = id && (await reading(() => ballots.findBallot(id)))
      if (!record) throw new Refusal('receipt_not_found')
      const own = visitor !== undefined && idsOf(visitor).includes(record.voter)
      return reading(async () => {
        const rulings = await ballots.findRulings([id])
        const status: BallotStatus = rulings.at(-1)?.status ?? 'counted'
        const checkpoint = await store.lastCheckpoint(record.edition)
        const [receipt, ballot] = checkpoint
          ? await Promise.all([
              proofOf(checkpoint, 'receipts', id, lines.ofReceipt(id)),
              own ? proofOf(checkpoint, 'ballots', id, lines.ofBallot(record)) : null,
            ])
          : [null, null]
        return {
          status,
          checkpoint: checkpoint && present(checkpoint),
          key: signer.key,
          receipt,
          ballot,
          own,
        }
      })
    },

    /** Proves that the first `from` entries are the beginning of the first `to`. Refusals: `checkpoint_unknown`, `ledger_unavailable`. */
    async proveConsistency({ from, to }: { from: number; to: number }) {
      const { id } = editions.current()
      const last = await reading(() => store.lastCheckpoint(id))
      if (from > to || to > (last?.size ?? -1)) throw new Refusal('checkpoint_unknown')
      const path = await reading(() =>
        Promise.all(consistencySpans(from, to).map((span) => tiles.hashOf(id, span))),
      )
      return { from, to, path: path.map((hash) => hash.toString('hex')) }
    },

    /**
     * All lines up to the last checkpoint, made anew of what the store has: what was changed there since does not fit the
     * checkpoint. Refusals: `ledger_not_public`, `ledger_unavailable`.
     */
    async download(): Promise<{ name: string; content: Readable }> {
      const edition = editions.current()
      if (!isLedgerPublic(edition, clock.now())) throw new Refusal('ledger_not_public')
      const last = await reading(() => store.lastCheckpoint(edition.id))
      const content = Readable.from(textOf(linesOf({ store, ballots, lines }, edition.id, last?.size ?? 0)))
      return { name: `选票账本-${edition.id}.jsonl`, content }
    },

    /** The same for operators, whatever phase it is. */
    async export(): Promise<Readable> {
      const { id } = editions.current()
      const last = await store.lastCheckpoint(id)
      return Readable.from(textOf(linesOf({ store, ballots, lines }, id, last?.size ?? 0)))
    },

    /** Holds the tree against the ballots and rulings it was made of, and against the last checkpoint; answers what is wrong. */
    verify: () => verifyTree({ store, ballots, lines, tiles }, editions.current().id),
  }
}

function present({ size, root, at, note }: CheckpointRecord): PublishedCheckpoint {
  return { size, root, at: at.toISOString(), note }
}

async function* textOf(all: AsyncIterable<string[]>): AsyncGenerator<string> {
  for await (const some of all) yield `${some.join('\n')}\n`
}
