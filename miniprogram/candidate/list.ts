import type { RequestOf, ResponseOf } from '@shared/api'
import type { CandidateCard, CandidateSort } from '@shared/candidate/contract'
import type { CategoryId } from '@shared/edition/contract'
import type { Level } from '@shared/unit/contract'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { useCallback, useEffect, useRef, useState } from 'react'
import { noteWithdrawn } from '@/ballot/draft'
import { useEditionStore } from '@/edition/store'
import { readdress } from '@/platform/navigate'
import { useParams } from '@/platform/page'
import { type ApiError, request } from '@/platform/request'
import { keep, recall } from '@/platform/storage'

/** What a visitor asked to see. */
export type Wish = { category: CategoryId; region?: string; level?: Level; q: string; sort: CandidateSort }

/** A visitor's own number, kept: it shuffles the list so that nobody profits from standing first. */
export function visitorSeed(): number {
  const known = recall<number>('seed')
  if (known !== null) return known
  const seed = Math.floor(Math.random() * 4_294_967_296)
  keep('seed', seed)
  return seed
}

const SORTS: readonly string[] = ['random', 'number', 'votes'] satisfies CandidateSort[]

/** What is wished for when a category is opened. */
export function freshWish(category: CategoryId): Wish {
  return { category, q: '', sort: 'random' }
}

/** The wish an address names; what it cannot mean is left out. */
export function wishFrom(category: CategoryId, query: Record<string, string | undefined>): Wish {
  const { region = '', level = '', q = '', sort = '' } = query
  return {
    category,
    region: /^\d{6}$/.test(region) ? region : undefined,
    level: level in LEVEL_NAMES ? (level as Level) : undefined,
    q: q.slice(0, 40),
    sort: SORTS.includes(sort) ? (sort as CandidateSort) : 'random',
  }
}

/** A wish as an address names it. The visitor's seed is nobody else's. */
export function queryOfWish({ category, region, level, q, sort }: Wish) {
  return { category, region, level, q: q.trim(), sort: sort === 'random' ? undefined : sort }
}

/** A page's wish, kept in its address: a reload and whoever is sent it see the same. A new category starts it over. */
export function useWish(page: 'candidates' | 'ballot', category: CategoryId) {
  const params = useParams()
  const [kept, setKept] = useState(() => wishFrom(category, params))
  const wish = kept.category === category ? kept : freshWish(category)
  const put = (next: Wish) => {
    setKept(next)
    readdress(page, queryOfWish(next))
  }
  return {
    wish,
    change: (part: Partial<Wish>) => put({ ...wish, ...part }),
    clear: () => put(freshWish(category)),
  }
}

type Page = ResponseOf<'GET /api/candidates'>

export type CandidateList = {
  items: CandidateCard[]
  total: number | null
  loading: boolean
  error: ApiError | null
  /** Fetches the next page, if there is one and none is on its way. */
  more: () => void
  done: boolean
  reload: () => void
}

const EMPTY = { items: [] as CandidateCard[], total: null as number | null, page: 0 }

/** A growing list: a new wish starts it over, `more` adds a page. */
export function useCandidates(wish: Wish, pageSize: number): CandidateList {
  const key = JSON.stringify(wish)
  const [state, setState] = useState({ ...EMPTY, key })
  const [error, setError] = useState<ApiError | null>(null)
  const [loading, setLoading] = useState(true)
  const busy = useRef('')
  const wanted = useRef(key)
  wanted.current = key

  const fetchPage = useCallback(
    async (asked: string, page: number) => {
      if (busy.current === `${asked}#${page}`) return
      busy.current = `${asked}#${page}`
      setLoading(true)
      setError(null)
      try {
        const { items, total }: Page = await request('GET /api/candidates', queryOf(asked, page, pageSize))
        if (wanted.current !== asked) return
        noteGone(items)
        setState((before) => ({
          key: asked,
          total,
          page,
          items: page === 1 ? items : join(before.items, items),
        }))
      } catch (cause) {
        if (wanted.current === asked) setError(cause as ApiError)
      } finally {
        if (wanted.current === asked) setLoading(false)
        if (busy.current === `${asked}#${page}`) busy.current = ''
      }
    },
    [pageSize],
  )

  useEffect(() => {
    fetchPage(key, 1)
  }, [key, fetchPage])

  const current = state.key === key ? state : EMPTY
  // By pages, not by items: a candidate that moved between two pages must not keep us asking.
  const done = current.total !== null && current.page * pageSize >= current.total
  return {
    items: current.items,
    total: current.total,
    loading,
    error,
    done,
    more: () => {
      if (!done && !loading && !error) fetchPage(key, current.page + 1)
    },
    reload: () => {
      fetchPage(key, current.page + 1)
    },
  }
}

function queryOf(key: string, page: number, pageSize: number): RequestOf<'GET /api/candidates'> {
  const { category, region, level, q, sort } = JSON.parse(key) as Wish
  return {
    query: {
      category,
      region,
      level,
      q: q.trim() || undefined,
      sort,
      seed: sort === 'random' ? visitorSeed() : undefined,
      page,
      pageSize,
    },
  }
}

/** What of a list has left the race, in the person's choices. */
function noteGone(items: CandidateCard[]): void {
  const edition = useEditionStore.getState().edition
  const gone = items.filter(({ withdrawn }) => withdrawn)
  if (edition && gone[0])
    noteWithdrawn(
      edition.id,
      gone[0].category,
      gone.map(({ id }) => id),
    )
}

// Votes move between two pages of a list sorted by them, so a candidate may come twice.
function join(before: CandidateCard[], after: CandidateCard[]): CandidateCard[] {
  const known = new Set(before.map(({ id }) => id))
  return [...before, ...after.filter(({ id }) => !known.has(id))]
}
