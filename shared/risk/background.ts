import type { CategoryId } from '../edition/contract'
import type { Follow, Signals } from './contract'

/**
 * What is known of a category from before the window. Counts fade, by half in {@link HALF_LIFE}, so that the last days speak
 * loudest; ballots that were set aside should not be learnt.
 */
export type Field = {
  ballots: number
  /** By candidate: ballots that chose it, and those that chose nobody else. */
  votes: Record<string, number>
  singles: Record<string, number>
  /** By candidate: those who came by its page. */
  referred: Record<string, number>
  follow: Partial<Record<Follow, number>>
  /** By device, the commonest only. */
  devices: Record<string, number>
  /** From another program than WeChat on channels that are WeChat's. */
  outside: number
  /** Cast in another network than the session was opened in. */
  roaming: number
  /** From a network that was {@link strangeTo strange}. */
  strange: number
  /** By network, the one seen last at the end: what all its ballots have chosen, `''` once nothing is left of that. */
  networks: Record<string, string>
}

/** All that is known, by category. JSON. Bounded: see {@link NETWORKS} and {@link DEVICES}. */
export type Background = { at: number; fields: Partial<Record<CategoryId, Field>> }

/** As much of it as tells whether a network is strange. */
export type Known = { fields: Partial<Record<CategoryId, Pick<Field, 'networks'>>> }

type Learnt = Signals & { category: CategoryId; channel: string; selections: readonly string[] }

const HALF_LIFE = 48 * 3_600_000
/** Networks and devices that are remembered of a category. */
const NETWORKS = 20_000
const DEVICES = 500

export const emptyBackground = (): Background => ({ at: 0, fields: {} })

export const emptyField = (): Field => ({
  ...{ ballots: 0, votes: {}, singles: {}, referred: {}, follow: {}, devices: {} },
  ...{ outside: 0, roaming: 0, strange: 0, networks: {} },
})

/** What was known, and what these ballots add to it. Each ballot is to be learnt once, when it leaves the window. */
export function learn(background: Background, sightings: readonly Learnt[], now: number): Background {
  const kept = background.at === 0 ? 1 : 0.5 ** (Math.max(now - background.at, 0) / HALF_LIFE)
  const fields: Background['fields'] = {}
  for (const [category, field] of Object.entries(background.fields) as [CategoryId, Field][]) {
    fields[category] = faded(field, kept)
  }
  for (const sighting of sightings) {
    fields[sighting.category] ??= emptyField()
    add(fields[sighting.category]!, sighting)
  }
  for (const field of Object.values(fields)) bound(field)
  return { at: Math.max(now, background.at), fields }
}

/**
 * Whether a network has shown nothing but this candidate: never seen before, or only in ballots that chose it. Honest
 * networks soon show somebody else too, however many of one office's people vote in them.
 */
export function strangeTo(
  candidate: string,
  { category, network, channel }: Pick<Learnt, 'category' | 'network' | 'channel'>,
  known: Known,
): boolean {
  return channel !== 'chat' && showsOnly(candidate, known.fields[category]?.networks[network])
}

/** Whether what all ballots of a network have chosen, if there were any, says nothing of anybody but the candidate. */
export const showsOnly = (candidate: string, common: string | undefined): boolean =>
  common === undefined || (common !== '' && ` ${common} `.includes(` ${candidate} `))

function add(field: Field, sighting: Learnt): void {
  const { selections, network, device, follow, login, referrer, agent, channel } = sighting
  field.ballots += 1
  for (const id of selections) count(field.votes, id)
  if (selections.length === 1) count(field.singles, selections[0]!)
  if (referrer && selections.includes(referrer)) count(field.referred, referrer)
  if (follow) count(field.follow, follow)
  if (channel === 'chat') return
  if (device) count(field.devices, device)
  if (login) field.roaming += 1
  if ((channel === 'h5' || channel === 'weapp') && agent !== 'wechat') field.outside += 1
  const common = field.networks[network]
  const left = common?.split(' ').filter((id) => selections.includes(id)) ?? selections
  if (common === undefined || left.length > 0) field.strange += 1
  delete field.networks[network]
  field.networks[network] = left.join(' ')
}

const count = (counts: Record<string, number>, key: string) => {
  counts[key] = (counts[key] ?? 0) + 1
}

function faded(field: Field, kept: number): Field {
  const fade = (counts: Record<string, number>) =>
    Object.fromEntries(Object.entries(counts).map(([key, n]) => [key, n * kept]))
  return {
    ...{ ballots: field.ballots * kept, votes: fade(field.votes), singles: fade(field.singles) },
    ...{ referred: fade(field.referred), follow: fade(field.follow), devices: fade(field.devices) },
    ...{ outside: field.outside * kept, roaming: field.roaming * kept, strange: field.strange * kept },
    networks: { ...field.networks },
  }
}

function bound(field: Field): void {
  const networks = Object.keys(field.networks)
  for (const old of networks.slice(0, Math.max(networks.length - NETWORKS, 0))) delete field.networks[old]
  const devices = Object.entries(field.devices)
  // Only now and then: sorting at each call would cost more than learning.
  if (devices.length > 2 * DEVICES) {
    field.devices = Object.fromEntries(devices.sort((a, b) => b[1] - a[1]).slice(0, DEVICES))
  }
}
