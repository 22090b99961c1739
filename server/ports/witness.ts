/** Remembers apart from the store how far the public ledger has been signed, so that a store set back is noticed. */
export type LedgerWitness = {
  note(edition: string, checkpoint: { size: number; root: string }): Promise<void>
  last(edition: string): Promise<{ size: number; root: string } | null>
}

/** Hands a checkpoint to whoever wants to keep it elsewhere. Rejects where it has not arrived. */
export type Courier = (address: string, note: string) => Promise<void>
