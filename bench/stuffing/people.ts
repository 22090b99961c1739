import type { Follow } from '@shared/risk/contract'
import type { Attempt } from '@shared/risk/rules'
import { type Lots, zipf } from './lots'

/** A ballot before it is cast, and what only the simulation knows of it. */
export type Vote = Attempt & {
  /** Which crowd or attack it belongs to. */
  by: string
  honest: boolean
  /** Whether whoever casts it can show that a person does: scripts cannot. */
  person: boolean
}

export type Cast = Vote & { receipt: string }

export const CATEGORY = 'unit'
const CANDIDATES = 60
/** Networks of the province as the field knows them, mobile carriers' first, and of the rest of the country. */
const AT_HOME = 5000
const ELSEWHERE = 60_000
const CITIES = 17
const DEVICES = 1500

const homeRank = zipf(AT_HOME, 0.9)
const elsewhereRank = zipf(ELSEWHERE, 0.6)
const deviceRank = zipf(DEVICES, 0.85)
const desktopRank = zipf(40, 1.1)
const cheapRank = zipf(DEVICES / 3, 0.8)
const popularityRank = zipf(CANDIDATES, 0.7)

export type People = ReturnType<typeof peopleOf>

/** Where people are, what they hold in their hands, and whom they like. */
export function peopleOf(lots: Lots) {
  const order = lots.shuffled(
    Array.from({ length: CANDIDATES }, (_, i) => `c${String(i + 1).padStart(2, '0')}`),
  )
  const home = (rank: number) => `h${rank}`
  const choices = (wanted: number, sure: readonly string[] = []): string[] => {
    const chosen = new Set(sure)
    while (chosen.size < wanted) chosen.add(order[popularityRank(lots)]!)
    return [...chosen]
  }
  return {
    /** Candidates, the best liked first. */
    order,
    liked: () => order[popularityRank(lots)]!,
    choices,
    /** How many one chooses who does not choose one only: two or three mostly, some fill the ballot. */
    several: () => (lots.chance(0.06) ? 15 : Math.min(2 + Math.floor(2.2 * lots.gap()), 15)),
    home: () => home(homeRank(lots)),
    homeIn: (city: number) => home(Math.floor(homeRank(lots) / CITIES) * CITIES + city),
    anyHome: () => home(lots.whole(0, AT_HOME - 1)),
    elsewhere: () => `e${elsewhereRank(lots)}`,
    device: () => `d${deviceRank(lots)}`,
    desktop: () => `b${desktopRank(lots)}`,
    /** Old and cheap phones, which the village has more of. */
    cheap: () => `d${(cheapRank(lots) * 3 + 2) % DEVICES}`,
    city: () => lots.whole(0, CITIES - 1),
    follow: (weights: Partial<Record<Follow, number>>) => lots.weighed(weights as Record<Follow, number>),
  }
}

/** How long people in general have followed when they vote: many are asked to follow at that very moment. */
export const USUAL_FOLLOW: Record<Follow, number> = { none: 20, minutes: 45, hours: 8, days: 12, months: 15 }

/** Turns of one day by the hour in Beijing: nearly none at night, most in the evening. */
export const RHYTHM = [
  ...[6, 3, 1.5, 1, 1, 2, 8, 20, 40, 55, 58, 55, 62, 50, 45, 48, 50, 52, 58, 70, 85, 80, 50, 20],
]
