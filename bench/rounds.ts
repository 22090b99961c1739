import type { Program, Usage } from './program'
import type { Load, Run } from './programs/load'

/** A subject's turn: how it is loaded. */
export type Turn = () => Promise<Load>
export type Subject = {
  name: string
  program: Program
  load: Load
  /** Ends what its round has left to do, before the next one's begins. */
  settle?: () => Promise<unknown>
}

/** What a subject did in all rounds. */
export type Series = {
  name: string
  perSecond: number[]
  p50: number
  p99: number
  /** CPU time of the subject, and of the generator, per answered request in µs. */
  cpuUs: number
  generatorCpuUs: number
  answered: number
}

/** Until a program's code is compiled as it is after an hour; a large program takes longer than a bare one. */
const WARM_UP_SECONDS = 6

/**
 * Loads the subjects in turn, round after round, so that whatever else the machine does meets all of them alike.
 * The first of each is a warm-up and not counted. Throws where anything was answered otherwise than it should be.
 */
export async function interleave(generator: Program, subjects: Subject[], rounds = 5): Promise<Series[]> {
  const runs = subjects.map(() => [] as (Run & { cpuUs: number })[])
  for (let round = 0; round <= rounds; round++) {
    for (const [i, { name, program, load, settle }] of subjects.entries()) {
      const before = await program.ask<Usage>('usage')
      const run = await generator.ask<Run>(round === 0 ? { ...load, seconds: WARM_UP_SECONDS } : load)
      const after = await program.ask<Usage>('usage')
      await settle?.()
      if (run.failures.length > 0) throw new Error(`${name}: ${run.failures.join(', ')}`)
      if (round > 0) runs[i]!.push({ ...run, cpuUs: ((after.cpuMs - before.cpuMs) * 1000) / run.answered })
    }
  }
  return subjects.map(({ name }, i) => summary(name, runs[i]!))
}

function summary(name: string, runs: (Run & { cpuUs: number })[]): Series {
  const of = (pick: (run: (typeof runs)[number]) => number) => median(runs.map(pick))
  return {
    name,
    perSecond: runs.map(({ perSecond }) => perSecond),
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
    cpuUs: of(({ cpuUs }) => cpuUs),
    generatorCpuUs: of(({ cpuPerRequestUs }) => cpuPerRequestUs),
    answered: runs.reduce((sum, { answered }) => sum + answered, 0),
  }
}

/** Median over rounds of what a did per what b did in the same round. */
export function ratioOf(a: Series, b: Series): number {
  return median(a.perSecond.map((rate, round) => rate / b.perSecond[round]!))
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
