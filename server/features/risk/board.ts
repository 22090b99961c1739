import type { CategoryId } from '@shared/edition/contract'
import type { Background, Known, LiveCluster } from '@shared/risk/rules'
import type { Vault } from '../../ports/memory'

/** How far the scans have come: what is known from before the window, and up to which place each category's stream has been learnt. */
export type Progress = { background: Background; learnt: Partial<Record<CategoryId, string>> }

const LIVE_SECONDS = 6 * 3600
const PROGRESS_SECONDS = 30 * 24 * 3600

/** The categories in which some of the clusters can be told only by what networks are known. */
export const strangeOf = (live: readonly LiveCluster[]): CategoryId[] => [
  ...new Set(live.flatMap(({ traits, category }) => (traits.strange ? [category] : []))),
]

export type Board = ReturnType<typeof createBoard>

/** Where scans write what they know, for the next scan and for those who take ballots. Lost, it is found out anew. */
export function createBoard(vault: Vault) {
  const read = async <T>(key: string): Promise<T | null> => {
    const text = await vault.peek(key)
    return text === null ? null : (JSON.parse(text) as T)
  }
  return {
    publishLive: (edition: string, live: readonly LiveCluster[]) =>
      vault.put(`risk:${edition}:live`, JSON.stringify(live), LIVE_SECONDS),
    /** As text, so that one sees without reading it whether it is the same. */
    live: (edition: string) => vault.peek(`risk:${edition}:live`),

    /** What tells a strange network, of the categories where that matters now. */
    publishKnown: (edition: string, known: Known) =>
      vault.put(`risk:${edition}:known`, JSON.stringify(known), LIVE_SECONDS),
    known: (edition: string) => read<Known>(`risk:${edition}:known`),

    saveProgress: (edition: string, progress: Progress) =>
      vault.put(`risk:${edition}:progress`, JSON.stringify(progress), PROGRESS_SECONDS),
    progress: (edition: string) => read<Progress>(`risk:${edition}:progress`),
  }
}
