import type { Answer, Answers } from './contract'
import { isEmpty } from './form'

/** Two people's, or two devices', work on the same answers as one. */
export type Merged = {
  answers: Answers
  /** Keys that both sides changed, each in its own way; `answers` keeps mine until somebody has chosen. */
  conflicts: string[]
  /** Keys whose answer now has something of the other side's. */
  taken: string[]
}

/**
 * Merges field by field what became of `base` on two sides: what one side alone changed is taken from that side, lists of
 * files piece by piece, and only where both wrote something different in the same field somebody has to choose.
 */
export function mergeAnswers(base: Answers, mine: Answers, theirs: Answers): Merged {
  const merged: Merged = { answers: { ...mine }, conflicts: [], taken: [] }
  for (const key of new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)])) {
    const [was, here, there] = [base[key], mine[key], theirs[key]]
    if (isSameAnswer(here, there) || isSameAnswer(there, was)) continue
    if (isSameAnswer(here, was)) {
      if (there === undefined) delete merged.answers[key]
      else merged.answers[key] = there
      merged.taken.push(key)
    } else if (isIds(was) && isIds(here) && isIds(there)) {
      merged.answers[key] = mergeIds(was, here, there)
      merged.taken.push(key)
    } else merged.conflicts.push(key)
  }
  return merged
}

/** Whether two answers say the same: space around them says nothing, and nothing is as good as empty. */
export function isSameAnswer(a: Answer | undefined, b: Answer | undefined): boolean {
  return JSON.stringify(essence(a)) === JSON.stringify(essence(b))
}

/** Whether all answers say the same. */
export function areSameAnswers(a: Answers, b: Answers): boolean {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => isSameAnswer(a[key], b[key]))
}

function essence(answer: Answer | undefined): unknown {
  if (answer === undefined || isEmpty(answer)) return null
  if (typeof answer === 'string') return answer.trim()
  if (!Array.isArray(answer) || isIds(answer)) return answer
  const rows = answer
    .map(({ label, value, unit }) => [label.trim(), value.trim(), unit.trim()])
    .filter((row) => row.some(Boolean))
  return rows.length ? rows : null
}

type Ids = string[] | undefined

function isIds(answer: Answer | undefined): answer is Ids {
  return (
    answer === undefined ||
    (Array.isArray(answer) && (answer as unknown[]).every((one) => typeof one === 'string'))
  )
}

/** My order, without what they took out, and at its end what they added. */
function mergeIds(base: Ids = [], mine: Ids = [], theirs: Ids = []): string[] {
  const kept = mine.filter((id) => theirs.includes(id) || !base.includes(id))
  const added = theirs.filter((id) => !base.includes(id) && !mine.includes(id))
  return [...kept, ...added]
}
