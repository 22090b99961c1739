import { type CurrentEdition, Edition } from '@shared/edition/contract'
import { areCandidatesPublic, phaseAt, tallyVisibleUntil } from '@shared/edition/rules'
import { Refusal } from '@shared/kernel/errors'
import type { Clock } from '../../ports'
import type { EditionStore } from './model'

export type Editions = ReturnType<typeof createEditions>

/** The current edition, held in memory and refreshed from the store, so that reading it costs a vote nothing. */
export function createEditions({ store, clock }: { store: EditionStore; clock: Clock }) {
  let held: Edition | null = null

  /** The current edition. Throws Refusal `edition_missing` where none is set up. */
  function current(): Edition {
    if (!held) throw new Refusal('edition_missing')
    return held
  }

  return {
    current,

    /** Whether there is one. */
    isSet: () => held !== null,

    /** Whether the list of candidates is public now. */
    areCandidatesPublic: () => areCandidatesPublic(current(), clock.now()),

    /** What clients see of it, at this instant. */
    show(): CurrentEdition {
      const edition = current()
      const now = clock.now()
      return {
        ...edition,
        phase: phaseAt(edition, now),
        serverTime: now.toISOString(),
        tallyVisible: tallyVisibleUntil(edition, now) !== null,
      }
    },

    /** Reads the store; to be called about once a second. */
    async refresh(): Promise<void> {
      held = await store.findCurrent()
    },

    /** Checks an edition, stores it and makes it current. Throws ZodError on bad data. */
    async save(data: unknown): Promise<void> {
      await store.save(Edition.parse(data))
      held = await store.findCurrent()
    },
  }
}
