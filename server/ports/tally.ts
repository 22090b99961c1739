/** Votes of one category, and the ballots they are on. */
export type Votes = { counts: Record<string, number>; ballots: number }

/** Votes to add to a tally, negative where a ballot is set aside; `series` holds the same ones by point in time. */
export type Delta = Votes & { series: Record<string, number> }

/** How far a writer's batches are in a tally: the last batch, and its ballots and rulings in all. */
export type Mark = { batch: number; entries: number }

/** Live counts of one category as the counting store holds them. */
export type TallySnapshot = Votes & {
  /** False while parts of the ledger may be missing, after the store lost its data. */
  whole: boolean
  marks: Record<string, Mark>
}

/** Live counts. Never the truth: whatever is lost here is counted again from the ledger. */
export type TallyStore = {
  /**
   * Adds a delta if the writer's mark is `from` (null: none yet), and sets it to `to`. Answers `applied`, `repeated`
   * where the mark is `to` already, or `gap` where it is anything else and the ledger must be asked.
   */
  apply(
    tally: string,
    writer: string,
    from: Mark | null,
    to: Mark,
    delta: Delta,
  ): Promise<'applied' | 'repeated' | 'gap'>
  read(tally: string): Promise<TallySnapshot>
  /** The same with the whole series. It may be long: for checks, not for each look. */
  readAll(tally: string): Promise<TallySnapshot & Delta>
  /** The numbers at some points of the series, in that order; null while the tally is not whole. */
  readPoints(tally: string, points: string[]): Promise<number[] | null>
  /** Declares a tally complete if it still has a mark of every given writer; answers whether it did. */
  markWhole(tally: string, writers: string[]): Promise<boolean>
  /** Forgets a tally, to be counted again. */
  reset(tally: string): Promise<void>
}
