import type { Challenge, Solved } from '@shared/risk/check/contract'
import { create } from 'zustand'
import { solve } from './work'

type CheckState = {
  /** What the server asks for; null while it asks for nothing. */
  challenge: Challenge | null
  /** How much of the work is done, 0 to 1; null before it has begun. */
  progress: number | null
}

const CALM: CheckState = { challenge: null, progress: null }

export const useCheck = create<CheckState>()(() => CALM)

let settle: ((solved: Solved | null) => void) | null = null

function end(solved: Solved | null): void {
  settle?.(solved)
  settle = null
  useCheck.setState(CALM)
}

/** Asks the person whether they vote themselves, unless they have just said so; null where they would rather not. */
export function askPerson(challenge: Challenge, isSure: boolean): Promise<Solved | null> {
  end(null)
  return new Promise((resolve) => {
    settle = resolve
    useCheck.setState({ challenge, progress: null })
    if (isSure) void confirm()
  })
}

/** The person says so: their device does the work. */
export async function confirm(): Promise<void> {
  const { challenge, progress } = useCheck.getState()
  if (!challenge || progress !== null) return
  useCheck.setState({ progress: 0 })
  const isOver = () => useCheck.getState().challenge !== challenge
  const solved = await solve(challenge, {
    onProgress: (share) => useCheck.setState({ progress: share }),
    isOver,
  })
  if (!isOver()) end(solved)
}

export const decline = (): void => end(null)
