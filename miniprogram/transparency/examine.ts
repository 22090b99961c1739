import type { ResponseOf } from '@shared/api'
import type { CurrentEdition } from '@shared/edition/contract'
import { findPhase } from '@shared/edition/rules'
import { isVotingOver } from '@shared/transparency/rules'
import { serverNow } from '@/edition/store'
import { asVisitor } from '@/identity/session'
import { type ApiError, request } from '@/platform/request'
import { keep, recall } from '@/platform/storage'
import { CAN_CHECK, loadArithmetic } from './arithmetic'
import { type Answers, check, growthToProve, type Kept, type Verdict } from './check'

/** What was asked, what was answered, and what this device makes of it. */
export type Examined = {
  answers: Answers
  /** What the server says of the receipt; nothing here proves it. */
  told: ResponseOf<'GET /api/receipts/:receipt'>['receipt'] | null
  /** What the device kept before. */
  kept: Kept | null
  /** Null where this device cannot compute it. */
  verdict: Verdict | null
  /** When all receipts are entered; null where voting has no end yet. */
  enteredBy: Date | null
}

/** All receipts are entered so long after voting. */
const ENTERED_MS = 3_600_000

/** Asks for a receipt's proofs, or where there is none for the last checkpoint, and checks them here. */
export async function examine(edition: CurrentEdition, receipt: string | null): Promise<Examined> {
  const place = `ledger:${edition.id}`
  const kept = recall<Kept>(place)
  const [{ told, ...answered }, using] = await Promise.all([
    receipt ? askAbout(edition, receipt) : askLast(),
    CAN_CHECK ? loadArithmetic() : null,
  ])
  const growth = using && (await askGrowth({ edition: edition.id, ...answered }, kept))
  const answers: Answers = { edition: edition.id, ...answered, growth }
  const verdict = using && check(answers, kept, using)
  if (verdict?.keep) keep(place, verdict.keep)
  const closesAt = findPhase(edition, 'voting')?.closesAt
  const enteredBy = closesAt ? new Date(Date.parse(closesAt) + ENTERED_MS) : null
  return { answers, told, kept, verdict, enteredBy }
}

type Asked = Pick<Answers, 'key' | 'note' | 'about'> & Pick<Examined, 'told'>

async function askAbout(edition: CurrentEdition, receipt: string): Promise<Asked> {
  const input = { params: { receipt } }
  const [{ receipt: told, ballot: cast }, { key, checkpoint, ...proofs }] = await Promise.all([
    asVisitor('GET /api/receipts/:receipt', input),
    asVisitor('GET /api/ledger/receipts/:receipt', input),
  ])
  const over = isVotingOver(edition, new Date(serverNow().getTime() - ENTERED_MS))
  const about = { receipt, cast, entered: proofs.receipt, ballot: proofs.ballot, over }
  return { key, note: checkpoint?.note ?? null, about, told: { ...told, status: proofs.status } }
}

async function askLast(): Promise<Asked> {
  const { key, items } = await request('GET /api/ledger/checkpoints', { query: { page: 1, pageSize: 1 } })
  return { key, note: items[0]?.note ?? null, about: null, told: null }
}

/** Null also where the server has no proof; that it is away is another matter. */
async function askGrowth(answered: Pick<Answers, 'edition' | 'note'>, kept: Kept | null) {
  const query = growthToProve(answered, kept)
  if (!query) return null
  try {
    return (await request('GET /api/ledger/consistency', { query })).path
  } catch (error) {
    if ((error as ApiError).code !== 'checkpoint_unknown') throw error
    return null
  }
}
