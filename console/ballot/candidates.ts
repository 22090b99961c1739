import type { CategoryId } from '@shared/edition/contract'
import { useQueries, useQuery } from '@tanstack/react-query'
import { request } from '../platform/request'

const PAGE_SIZE = 200

/** Number and name of each candidate of a category, by its id and in order of numbers; empty until they are known. */
export function useCandidateNames(category: CategoryId): ReadonlyMap<string, string> {
  return useQuery(namesOf(category)).data ?? NONE
}

/** The same of several categories; who is not known yet stands as the id. */
export function useNameOf(categories: readonly CategoryId[]): (id: string) => string {
  const lists = useQueries({ queries: categories.map(namesOf) })
  return (id) => lists.flatMap(({ data }) => data?.get(id) ?? [])[0] ?? id
}

const namesOf = (category: CategoryId) => ({
  queryKey: ['candidates', category],
  queryFn: ({ signal }: { signal: AbortSignal }) => fetchNames(category, signal),
  staleTime: 60_000,
})

const NONE: ReadonlyMap<string, string> = new Map()

async function fetchNames(category: CategoryId, signal: AbortSignal): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  for (let page = 1; ; page++) {
    const query = { category, page, pageSize: PAGE_SIZE }
    const { items, total } = await request('GET /api/candidates', { query }, signal)
    for (const { id, number, name } of items) names.set(id, `${number} ${name}`)
    if (page * PAGE_SIZE >= total) return names
  }
}
