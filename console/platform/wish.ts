import { useSearchParams } from 'react-router'

/** What is looked for, as it stands in the page's address. */
export type Wish<F extends string> = Record<F, string | null>

/** A filter kept in the page's address, beside whatever else stands there. Another wish begins on the first page. */
export function useWish<F extends string>(fields: readonly F[]) {
  const [search, setSearch] = useSearchParams()
  const wish = Object.fromEntries(fields.map((field) => [field, search.get(field)])) as Wish<F>
  function change(changes: Partial<Wish<F | 'page' | 'pageSize'>>) {
    const next = new URLSearchParams(search)
    for (const [field, value] of Object.entries({ page: null, ...changes })) {
      if (value) next.set(field, value)
      else next.delete(field)
    }
    setSearch(next)
  }
  return {
    wish,
    change,
    page: Number(search.get('page')) || 1,
    pageSize: Number(search.get('pageSize')) || 20,
  }
}

/** The wish without what is not wished for. */
export function wished<F extends string>(wish: Wish<F>): Partial<Record<F, string>> {
  return Object.fromEntries(Object.entries(wish).filter(([, value]) => value)) as Partial<Record<F, string>>
}
