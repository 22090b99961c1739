import { useState } from 'react'

/** Something being written, which outlives a reload of this window until it is empty again. */
export function useKept<T extends object>(key: string, empty: T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => JSON.parse(sessionStorage.getItem(key) ?? 'null') ?? empty)
  return [
    value,
    (next) => {
      setValue(next)
      if (Object.keys(next).length > 0) sessionStorage.setItem(key, JSON.stringify(next))
      else sessionStorage.removeItem(key)
    },
  ]
}
