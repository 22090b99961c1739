import type { RevocationStore } from '../../ports/memory'

type Session = { id: string; voter: string /** Seconds since 1970. */; issuedAt: number }

export type Revocations = ReturnType<typeof createRevocations>

/** Sessions that are no longer good, held in memory and refreshed from the store, so that asking costs a vote nothing. */
export function createRevocations(store: RevocationStore, sessionSeconds: number) {
  /** Instant of revocation in ms, by what is revoked. */
  const held = new Map<string, number>()
  let newest: Date | null = null

  async function revoke(subject: string, at = new Date()): Promise<void> {
    held.set(subject, at.getTime())
    await store.add({ subject, at }, sessionSeconds)
  }

  return {
    revokeSession: (id: string) => revoke(`session:${id}`),
    /** Ends all sessions that were opened for a voter up to the second of an instant. */
    revokeVoter: (voter: string, at: Date) => revoke(`voter:${voter}`, at),

    isRevoked({ id, voter, issuedAt }: Session): boolean {
      if (held.size === 0) return false
      if (held.has(`session:${id}`)) return true
      const notBefore = held.get(`voter:${voter}`)
      return notBefore !== undefined && issuedAt <= Math.floor(notBefore / 1000)
    },

    /** Reads the store; to be called about once a second. What is in memory stays while the store is away. */
    async refresh(): Promise<void> {
      for (const { subject, at } of await store.since(newest)) {
        held.set(subject, Math.max(at.getTime(), held.get(subject) ?? 0))
        if (!newest || at > newest) newest = at
      }
      const over = Date.now() - sessionSeconds * 1000
      for (const [subject, at] of held) if (at < over) held.delete(subject)
    },
  }
}
