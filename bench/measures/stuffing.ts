import type { Findings, Row } from '../report'
import { times } from '../stuffing/crowds'
import { type Fate, type Outcome, replay } from '../stuffing/replay'
import { castsOf } from '../stuffing/run'

/** Rules were tuned on seeds 1 to 5. */
const SEEDS = times(5, (i) => 301 + i)
const EXTENT = { days: 4, scale: 1 }

/** Least per cent that should be caught. */
const GOALS: Record<string, number> = {
  ...{ 'scripted burst, one browser': 99, 'scripted burst, many browsers': 99 },
  ...{ 'click farm': 80, 'click farm with alibis': 80, 'slow drip': 50 },
}

/** How much of each attack is caught, and how many honest people are asked or set aside, in whole votes replayed in memory. */
export async function measureStuffing(): Promise<Findings> {
  const outcomes: Outcome[] = []
  for (const seed of SEEDS) {
    outcomes.push(replay(castsOf(seed, EXTENT)))
    console.log(`stuffing: seed ${seed} replayed`)
  }
  const able = replay(castsOf(SEEDS[0]!, EXTENT).map((cast) => ({ ...cast, person: true })))
  const crowds = summed(outcomes.flatMap(({ fates }) => fates))
  const [honest, attacks] = [crowds.filter((one) => one.honest), crowds.filter((one) => !one.honest)]
  const everybody = summed(honest.map((one) => ({ ...one, by: 'all' })))[0]!
  return {
    rows: [
      ...attacks.map((one) => caughtRow(one)),
      {
        ...{ name: 'honest ballots set aside or refused', value: percent(everybody, lost), unit: ' %' },
        goal: { most: 0.1 },
      },
      {
        ...{ name: 'honest ballots asked for a human check', value: percent(everybody, asked), unit: ' %' },
        goal: { most: 1 },
      },
      worstRow('set aside or refused', honest, lost),
      worstRow('asked for a human check', honest, asked),
    ],
    figures: [
      ...attacks.map((one) => `${one.by}: ${figures(one)}; caught by seed ${bySeed(outcomes, one.by)} %`),
      ...honest.map((one) => `honest, ${one.by}: ${figures(one)}`),
      `were scripts able to answer the human check (seed ${SEEDS[0]}): ${scripts(able)}`,
      `scans for clusters: ${speed(outcomes)}`,
    ],
  }
}

type Part = (fate: Fate) => number

const lost: Part = ({ quarantined, refused }) => quarantined + refused
const asked: Part = ({ bothered }) => bothered
/** What does not count in the end: set aside, refused, or stopped by a check that no script answers. */
const caught: Part = (fate) => lost(fate) + fate.stopped

const percent = (fate: Fate, part: Part) => (100 * part(fate)) / fate.ballots

/** Fates of the same crowd in one. */
function summed(fates: readonly Fate[]): Fate[] {
  const sums = new Map<string, Fate>()
  for (const fate of fates) {
    const sum = sums.get(fate.by)
    if (!sum) sums.set(fate.by, { ...fate })
    else for (const key of COUNTED) sum[key] += fate[key]
  }
  return [...sums.values()].sort((a, b) => (a.by < b.by ? -1 : 1))
}

const COUNTED = ['ballots', 'stopped', 'bothered', 'quarantined', 'refused'] as const

function caughtRow(attack: Fate): Row {
  const least = GOALS[attack.by]
  return {
    ...{ name: `caught of ${attack.by}`, value: percent(attack, caught), unit: ' %' },
    ...(least !== undefined && { goal: { least } }),
  }
}

/** Nobody hides behind an average. */
function worstRow(what: string, honest: readonly Fate[], part: Part): Row {
  const worst = honest.reduce((a, b) => (percent(b, part) > percent(a, part) ? b : a))
  return { name: `the honest crowd most ${what}: ${worst.by}`, value: percent(worst, part), unit: ' %' }
}

function figures(fate: Fate): string {
  const shown = (n: number) => `${((100 * n) / fate.ballots).toFixed(2)} %`
  const { ballots, stopped, bothered, quarantined, refused } = fate
  const failed = stopped > 0 ? `${shown(stopped)} stopped by a human check, ` : ''
  return `${ballots} ballots, ${failed}${shown(bothered)} asked and let through, ${shown(quarantined)} set aside, ${shown(refused)} refused`
}

const bySeed = (outcomes: readonly Outcome[], by: string) =>
  outcomes.map(({ fates }) => percent(fates.find((fate) => fate.by === by)!, caught).toFixed(1)).join(', ')

const scripts = ({ fates }: Outcome) =>
  fates
    .filter(({ by }) => /^scripted|OpenID/.test(by))
    .map((fate) => `${fate.by} ${percent(fate, caught).toFixed(1)} % caught`)
    .join(', ')

function speed(outcomes: readonly Outcome[]): string {
  const scans = outcomes.map((outcome) => outcome.scans)
  const most = (of: (scan: Outcome['scans']) => number) => Math.round(Math.max(...scans.map(of)))
  const mean =
    scans.reduce((sum, { totalMs }) => sum + totalMs, 0) / scans.reduce((sum, { count }) => sum + count, 0)
  return `${mean.toFixed(1)} ms on average, ${most(({ slowestMs }) => slowestMs)} ms at most, over up to ${most(({ biggest }) => biggest)} ballots`
}
