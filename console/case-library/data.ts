import type { ExperienceDraft, Topics } from '@shared/case-library/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '../platform/request'

/** The vocabulary of topics. */
export function useTopics() {
  return useQuery({
    queryKey: ['library', 'topics'],
    queryFn: () => request('GET /api/staff/case-topics', {}),
  })
}

/** One experience as editors have it, fetched anew whenever it is opened. */
export function useDraft(id: string) {
  return useQuery({
    queryKey: ['library', 'one', id],
    queryFn: () => request('GET /api/staff/case-library/:id', { params: { id } }),
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
}

/** Puts what became of something in place of what is known of it. */
export function useTake() {
  const queries = useQueryClient()
  return {
    draft(draft: ExperienceDraft) {
      queries.setQueryData(['library', 'one', draft.experience.id], draft)
      void queries.invalidateQueries({ queryKey: ['library', 'queue'] })
    },
    topics: (topics: Topics) => queries.setQueryData(['library', 'topics'], topics),
  }
}
