import type { CandidateCard } from '@shared/candidate/contract'
import type { CategoryId } from '@shared/edition/contract'
import { type Query, useQuery } from '@/platform/query'
import { request } from '@/platform/request'

const PAGE = 200
const rosters = new Map<CategoryId, Promise<Map<string, CandidateCard>>>()

async function fetchRoster(category: CategoryId): Promise<Map<string, CandidateCard>> {
  const cards = new Map<string, CandidateCard>()
  for (let page = 1; ; page++) {
    const { items, total } = await request('GET /api/candidates', {
      query: { category, page, pageSize: PAGE },
    })
    for (const card of items) cards.set(card.id, card)
    if (items.length === 0 || page * PAGE >= total) return cards
  }
}

/** Every candidate of a category by id, to name the selections of a ballot. Fetched once. */
export function useRoster(category: CategoryId | null): Query<Map<string, CandidateCard>> {
  return useQuery(category, () => {
    const wanted = category!
    const known = rosters.get(wanted)
    if (known) return known
    const fetched = fetchRoster(wanted)
    rosters.set(wanted, fetched)
    fetched.catch(() => rosters.delete(wanted))
    return fetched
  })
}
