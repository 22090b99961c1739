/** The engine's word for what a unique index refuses. */
const DUPLICATE = 11_000

type Failure = {
  code?: unknown
  writeErrors?: { code: number } | { code: number }[]
  result?: { getWriteConcernError?(): unknown }
}

/** Whether a write failed because a unique index has the like already; one in bulk, because of nothing else anywhere. */
export function isTaken(error: unknown): boolean {
  const { code, writeErrors, result } = error as Failure
  if (writeErrors === undefined) return code === DUPLICATE
  const failures = [writeErrors].flat()
  // The driver throws the same class, without any write error, where the engine could not be asked at all.
  return (
    failures.length > 0 &&
    failures.every(({ code }) => code === DUPLICATE) &&
    !result?.getWriteConcernError?.()
  )
}

/** Adds something; answers false where it is there already. */
export async function addNew(adding: Promise<unknown>): Promise<boolean> {
  try {
    await adding
    return true
  } catch (error) {
    if (isTaken(error)) return false
    throw error
  }
}
