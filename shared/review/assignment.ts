/** Where an assigned review stands: nothing written, something written, handed in, or recused. */
export type Standing = 'untouched' | 'begun' | 'submitted' | 'recused'
export type Pair = { reviewer: string; candidate: string }
type Held = Pair & { standing: Standing }

type Task = {
  candidates: readonly string[]
  /** Who may be assigned something. */
  reviewers: readonly string[]
  /** What is assigned already. */
  held: readonly Held[]
  /** How many experts each candidate is to have; null for all. */
  perCandidate: number | null
  /** Whether an expert must not judge a candidate. */
  isBarred: (reviewer: string, candidate: string) => boolean
  seed: string
  /** As lower-case hexadecimal. */
  sha256: (text: string) => string
}

export type Plan = {
  add: Pair[]
  /** Of what nobody has begun. */
  remove: Pair[]
  /** Candidates that get fewer than they should (one at least, where all experts are to review all). */
  short: { candidate: string; has: number; wants: number }[]
}

/**
 * Who reviews whom: everybody everything, or so many experts per candidate with equally much to do for each. Whatever has
 * been begun stays where it is; what is untouched may move to who has less. The same seed gives the same plan, in whatever
 * order all comes.
 */
export function planReviews({ candidates, reviewers, held, perCandidate, isBarred, ...lots }: Task): Plan {
  const drawn = new Map<string, string>()
  const lot = (...of: string[]): string => {
    const text = [lots.seed, ...of].join('\n')
    const known = drawn.get(text)
    if (known) return known
    drawn.set(text, lots.sha256(text))
    return drawn.get(text)!
  }
  const active = new Set(reviewers)
  const inRace = new Set(candidates)
  // Nobody waits for what an expert who is gone has not handed in.
  const counts = ({ reviewer, standing }: Held) =>
    standing === 'submitted' || (standing !== 'recused' && active.has(reviewer))
  const isLeft = ({ reviewer, candidate, standing }: Held) =>
    standing === 'untouched' &&
    (!active.has(reviewer) || !inRace.has(candidate) || isBarred(reviewer, candidate))
  const stays = held.filter((one) => !isLeft(one))

  const given = new Set(stays.map(keyOf))
  const load = new Map(reviewers.map((reviewer) => [reviewer, 0]))
  const has = new Map(candidates.map((candidate) => [candidate, 0]))
  const shift = (one: Pair, by: number) => {
    if (load.has(one.reviewer)) load.set(one.reviewer, load.get(one.reviewer)! + by)
    if (has.has(one.candidate)) has.set(one.candidate, has.get(one.candidate)! + by)
  }
  for (const one of stays.filter(counts)) shift(one, 1)

  /** What may still be moved, by its key. */
  const loose = new Map(
    stays.filter(({ standing }) => standing === 'untouched').map((one) => [keyOf(one), one as Pair]),
  )
  const isFree = (reviewer: string, candidate: string) =>
    !given.has(keyOf({ reviewer, candidate })) && !isBarred(reviewer, candidate)
  const take = (one: Pair) => {
    given.add(keyOf(one))
    loose.set(keyOf(one), one)
    shift(one, 1)
  }
  const drop = (one: Pair) => {
    given.delete(keyOf(one))
    loose.delete(keyOf(one))
    shift(one, -1)
  }

  // Those that have the fewest to choose from come first, or their experts may be busy with others.
  const choice = new Map(
    candidates.map((one) => [one, reviewers.filter((reviewer) => isFree(reviewer, one)).length]),
  )
  const queue = [...candidates].sort(
    by(
      (one) => choice.get(one)!,
      (one) => lot(one),
    ),
  )
  for (const candidate of queue) {
    const wanted = perCandidate === null ? reviewers.length : perCandidate - has.get(candidate)!
    const free = reviewers.filter((reviewer) => isFree(reviewer, candidate))
    const chosen = free.sort(
      by(
        (one) => load.get(one)!,
        (one) => lot(candidate, one),
      ),
    )
    for (const reviewer of chosen.slice(0, Math.max(wanted, 0))) take({ reviewer, candidate })
  }
  if (perCandidate !== null) {
    for (let next = findMove(); next; next = findMove()) {
      drop(next.from)
      take(next.to)
    }
  }

  /** From somebody to somebody who has at least two less to do. */
  function findMove(): { from: Pair; to: Pair } | null {
    const order = [...reviewers].sort(
      by(
        (one) => load.get(one)!,
        (one) => lot(one),
      ),
    )
    const movable = [...loose.values()].sort(
      by(
        () => 0,
        ({ reviewer, candidate }) => lot(candidate, reviewer),
      ),
    )
    for (const giver of [...order].reverse()) {
      for (const taker of order) {
        if (load.get(giver)! - load.get(taker)! < 2) break
        const from = movable.find(({ reviewer, candidate }) => reviewer === giver && isFree(taker, candidate))
        if (from) return { from, to: { reviewer: taker, candidate: from.candidate } }
      }
    }
    return null
  }

  const before = new Set(held.map(keyOf))
  const wants = perCandidate ?? 1
  return {
    add: [...loose.values()].filter((one) => !before.has(keyOf(one))).sort(byKey),
    remove: held
      .filter((one) => one.standing === 'untouched' && !loose.has(keyOf(one)))
      .map(pairOf)
      .sort(byKey),
    short: [...candidates].sort().flatMap((candidate) => {
      const number = has.get(candidate)!
      return number < wants ? [{ candidate, has: number, wants }] : []
    }),
  }
}

const keyOf = ({ reviewer, candidate }: Pair) => `${candidate}\n${reviewer}`
const pairOf = ({ reviewer, candidate }: Pair): Pair => ({ reviewer, candidate })
const byKey = (a: Pair, b: Pair) => (keyOf(a) < keyOf(b) ? -1 : 1)

/** Orders by a number, then by a text. */
function by<T>(number: (one: T) => number, text: (one: T) => string) {
  return (a: T, b: T) => number(a) - number(b) || (text(a) < text(b) ? -1 : 1)
}
