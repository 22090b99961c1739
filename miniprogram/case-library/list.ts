import type { RequestOf } from '@shared/api'
import type { FoundExperience } from '@shared/case-library/contract'
import type { CategoryId } from '@shared/edition/contract'
import type { Level } from '@shared/unit/contract'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { useEffect, useRef, useState } from 'react'
import { readdress } from '@/platform/navigate'
import { useParams } from '@/platform/page'
import { type ApiError, request } from '@/platform/request'

/** What a visitor asked to see. */
export type Wish = {
  q: string
  topic?: string
  region?: string
  level?: Level
  category?: CategoryId
  year?: string
}

const CATEGORIES: readonly string[] = ['unit', 'worker', 'caseStudy'] satisfies CategoryId[]

/** The wish an address names; what it cannot mean is left out. */
export function wishFrom(query: Record<string, string | undefined>): Wish {
  const { q = '', topic = '', region = '', level = '', category = '', year = '' } = query
  return {
    q: q.slice(0, 60),
    topic: /^[a-z0-9]{1,24}$/.test(topic) ? topic : undefined,
    region: /^\d{6}$/.test(region) ? region : undefined,
    level: level in LEVEL_NAMES ? (level as Level) : undefined,
    category: CATEGORIES.includes(category) ? (category as CategoryId) : undefined,
    year: /^2\d{3}$/.test(year) ? year : undefined,
  }
}

/** The page's wish, kept in its address. */
export function useWish() {
  const params = useParams()
  const [wish, setWish] = useState(() => wishFrom(params))
  const put = (next: Wish) => {
    setWish(next)
    readdress('cases', { ...next, q: next.q.trim() })
  }
  return {
    wish,
    change: (part: Partial<Wish>) => put({ ...wish, ...part }),
    clear: () => put({ q: '' }),
  }
}

/** A wish as the server is asked. */
export const filterOf = ({ q, year, ...wish }: Wish) => ({ ...wish, q: q.trim() || undefined, year })

const PAGE_SIZE = 12

type Shown = { key: string; items: FoundExperience[]; total: number | null; page: number }
const NOTHING: Shown = { key: '', items: [], total: null, page: 0 }

/** A growing list: another wish starts it over, `more` adds a page. */
export function useExperiences(wish: Wish) {
  const key = JSON.stringify(wish)
  const [state, setState] = useState(NOTHING)
  const [error, setError] = useState<ApiError | null>(null)
  const [loading, setLoading] = useState(true)
  const wanted = useRef(key)
  const current = state.key === key ? state : NOTHING

  const load = async (page: number) => {
    wanted.current = key
    setLoading(true)
    setError(null)
    try {
      const query: RequestOf<'GET /api/case-library'>['query'] = {
        ...filterOf(wish),
        ...{ page, pageSize: PAGE_SIZE },
      }
      const { items, total } = await request('GET /api/case-library', { query })
      if (wanted.current !== key) return
      setState((before) => ({
        ...{ key, total, page },
        items: page === 1 || before.key !== key ? items : join(before.items, items),
      }))
    } catch (cause) {
      if (wanted.current === key) setError(cause as ApiError)
    } finally {
      if (wanted.current === key) setLoading(false)
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the wish
  useEffect(() => {
    void load(1)
  }, [key])

  const done = current.total !== null && current.page * PAGE_SIZE >= current.total
  return {
    ...{ items: current.items, total: current.total, loading, error, done },
    more: () => {
      if (!done && !loading && !error) void load(current.page + 1)
    },
    reload: () => void load(current.page + 1),
  }
}

// Something may have been published meanwhile, which moves all others on.
function join(before: FoundExperience[], after: FoundExperience[]): FoundExperience[] {
  const known = new Set(before.map(({ id }) => id))
  return [...before, ...after.filter(({ id }) => !known.has(id))]
}
