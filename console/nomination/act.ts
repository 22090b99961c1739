import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import type { ApiError } from '../platform/request'
import { keep, keyOf, type Screening } from './data'

/** Something done to a version of a nomination. */
type Work = (version: number) => Promise<Screening>
/**
 * Does something to the nomination as it is read here, one thing after the other, each upon what became of the one before.
 * Resolves to null where somebody else was faster, which the page tells; rejects with any other refusal.
 */
export type Act = (work: Work) => Promise<Screening | null>

/** What is read of a nomination, which stays as it was opened, and how something is done to it. */
export function useActs(opened: Screening) {
  const queries = useQueryClient()
  const [shown, setShown] = useState(opened)
  const [refused, setRefused] = useState(false)
  const known = useRef(opened)
  const line = useRef<Promise<unknown>>(Promise.resolve())

  const show = useCallback((one: Screening) => {
    known.current = one
    setShown(one)
  }, [])
  const act: Act = (work) => {
    const done = line.current.then(async () => {
      try {
        const one = await work(known.current.version)
        keep(queries, one)
        show(one)
        setRefused(false)
        return one
      } catch (error) {
        const { code, details } = error as ApiError
        if (code !== 'version_conflict' && code !== 'nomination_settled') throw error
        if ((details as Screening | undefined)?.id) keep(queries, details as Screening)
        else void queries.invalidateQueries({ queryKey: keyOf(opened.id) })
        setRefused(true)
        return null
      }
    })
    line.current = done.catch(() => {})
    return done
  }
  return { shown, show, refused, setRefused, act }
}
