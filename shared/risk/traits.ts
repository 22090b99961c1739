import type { CategoryId } from '../edition/contract'
import type { Channel } from '../identity/contract'
import { type Known, strangeTo } from './background'
import type { Follow, Signals } from './contract'

/** A ballot as the rules see it. */
export type Sighting = Signals & {
  receipt: string
  /** ms since 1970. */
  at: number
  category: CategoryId
  selections: readonly string[]
  channel: Channel
}

/** A sighting before it has a receipt. */
export type Attempt = Omit<Sighting, 'receipt'>

/** What ballots have in common: all that is named holds. */
export type Traits = {
  /** Just these, sorted. */
  selections?: string[]
  device?: string
  network?: string
  /** The session was opened in this network, the ballot cast in another. */
  login?: string
  follow?: Follow
  referrer?: string
  /** Another program than WeChat, though only WeChat opens such sessions. */
  outside?: true
  /** From a network whose ballots have all chosen the candidate: see {@link strangeTo}. */
  strange?: true
}

export type Trait = keyof Traits

/** Traits in the order in which they are told. */
export const TRAITS = [
  ...(['selections', 'device', 'outside', 'follow', 'referrer', 'login', 'network', 'strange'] as const),
] as const satisfies readonly Trait[]

/** Ballots sent as chat messages come from WeChat's servers: network and device are not the voter's. */
export const hasPlace = ({ channel }: Pick<Sighting, 'channel'>) => channel !== 'chat'

/** Sessions of these channels are opened in WeChat, and it shows the pages too. */
export const isOutside = ({ channel, agent }: Pick<Sighting, 'channel' | 'agent'>) =>
  (channel === 'h5' || channel === 'weapp') && agent !== 'wechat'

/** Selections in an order of their own, so that equal choices are equal texts. */
export const choiceOf = (selections: readonly string[]) =>
  selections.length === 1 ? selections[0]! : [...selections].sort().join(' ')

/**
 * Whether a ballot has chosen the candidate and has all the traits. Whether a network is strange can be told only with what
 * is `known`; without it no ballot is from a strange one.
 */
export function matches(
  { category, candidate, traits }: { category: CategoryId; candidate: string; traits: Traits },
  sighting: Attempt,
  known?: Known,
): boolean {
  return (
    sighting.category === category &&
    sighting.selections.includes(candidate) &&
    shows(sighting, traits, () => known !== undefined && strangeTo(candidate, sighting, known))
  )
}

const VALUES = ['device', 'network', 'login', 'follow', 'referrer'] as const
const OF_PLACE: ReadonlySet<Trait> = new Set(['device', 'network', 'login'])

/** Whether a ballot has all the traits, or all `but` one. */
export function shows(
  sighting: Attempt & { choice?: string },
  traits: Traits,
  isStrange: () => boolean,
  but?: Trait,
): boolean {
  const { selections, outside, strange } = traits
  for (const trait of VALUES) {
    const wanted = traits[trait]
    if (wanted === undefined || trait === but) continue
    if (wanted !== sighting[trait] || (OF_PLACE.has(trait) && !hasPlace(sighting))) return false
  }
  if (outside && but !== 'outside' && !isOutside(sighting)) return false
  if (strange && but !== 'strange' && !isStrange()) return false
  return (
    !selections ||
    but === 'selections' ||
    (sighting.choice ?? choiceOf(sighting.selections)) === selections.join(' ')
  )
}

/** Traits as one text, the same for the same traits. */
export const traitsKey = (traits: Traits) =>
  TRAITS.filter((trait) => traits[trait] !== undefined)
    .map((trait) => `${trait}=${[traits[trait]].flat().join(' ')}`)
    .join('&')
