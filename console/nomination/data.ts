import type { RequestOf, ResponseOf } from '@shared/api'
import type { CategoryId } from '@shared/edition/contract'
import { type QueryClient, useQuery } from '@tanstack/react-query'
import { useEdition } from '../edition/phase'
import { request } from '../platform/request'
import { useWish, type Wish, wished } from '../platform/wish'

export type Screening = ResponseOf<'GET /api/staff/nominations/:id'>
export type ScreeningCard = ResponseOf<'GET /api/staff/nominations'>['items'][number]
export type Facets = ResponseOf<'GET /api/staff/nomination-facets'>
export type Query = NonNullable<RequestOf<'GET /api/staff/nominations'>['query']>

const FIELDS = ['category', 'status', 'level', 'region', 'screener', 'flag', 'q', 'sort'] as const
export type QueueWish = Wish<(typeof FIELDS)[number]>

/** Which part of the queue is looked at, as it stands in the address: of the queue, and of a nomination opened from it. */
export const useQueueWish = () => useWish(FIELDS)

/** The wish as the server understands it. What waits to be screened is shown unless something else is asked for. */
export function filterOf({ status, ...rest }: QueueWish): Query {
  return { ...wished(rest), ...(status !== 'all' && { status: status ?? 'submitted' }) } as Query
}

/** The wish as part of an address. */
export function searchOf(wish: QueueWish): string {
  const search = new URLSearchParams(wished(wish)).toString()
  return search && `?${search}`
}

/** How many there are of each kind, where from, and who screens. */
export function useFacets() {
  return useQuery({
    queryKey: ['nominations', 'facets'],
    queryFn: () => request('GET /api/staff/nomination-facets', {}),
    refetchInterval: 30_000,
  })
}

export const keyOf = (id: string) => ['nominations', 'one', id]

/** One nomination. It is asked for now and then, so that one hears of it when a colleague does something. */
export function useScreening(id: string) {
  return useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => request('GET /api/staff/nominations/:id', { params: { id } }, signal),
    refetchInterval: 15_000,
  })
}

/** Puts what became of a nomination in place of what is known of it. */
export function keep(queries: QueryClient, one: Screening): void {
  queries.setQueryData(keyOf(one.id), one)
  void queries.invalidateQueries({ queryKey: ['nominations', 'list'] })
  void queries.invalidateQueries({ queryKey: ['nominations', 'facets'] })
}

/** An edition with what its categories ask for and have screened; the current one where none is named. */
export function useFormsOf(edition?: string) {
  const { data: current } = useEdition()
  const id = edition ?? current?.id
  return useQuery({
    queryKey: ['editions', id, 'forms'],
    queryFn: () => request('GET /api/staff/editions/:id', { params: { id: id! } }),
    enabled: id !== undefined,
    staleTime: 60_000,
    select: ({ edition }) => edition,
  })
}

/** Names of the categories as this edition calls them. */
export function useCategoryNames(): (category: CategoryId) => string {
  const { data } = useEdition()
  return (category) => data?.categories.find(({ id }) => id === category)?.shortName ?? ''
}

/** The nominations of a queue in their order, as it was when the first of them was opened: decided ones keep their place. */
export function useOrder(wish: QueueWish) {
  const query = { ...filterOf(wish), pageSize: 200 }
  return useQuery({
    queryKey: [...ORDER, query],
    queryFn: ({ signal }) => request('GET /api/staff/nominations', { query }, signal),
    select: ({ items }) => items.map(({ id }) => id),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export const ORDER = ['nomination-order']
