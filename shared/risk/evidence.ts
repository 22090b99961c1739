import type { Field } from './background'
import type { Follow } from './contract'
import { isOutside, type Trait } from './traits'
import { type Counts, count, countsOf, isStrange, type Seen } from './view'

/** Which rule has found something. Stable: clusters that are kept name it. */
export type ReasonCode =
  | 'burst'
  | 'fresh'
  | 'unfollowed'
  | 'same_choice'
  | 'one_page'
  | 'strange_networks'
  | 'opened_elsewhere'
  | 'few_networks'
  | 'few_devices'
  | 'spread_devices'
  | 'pace'
  | 'outside_wechat'
  | 'even_spacing'
  | 'no_night'

/** Why something is suspicious: what it adds to the score, and a sentence for staff with its numbers. */
export type Reason = { code: ReasonCode; points: number; text: string }

/**
 * Kinds of evidence. What a message in a group chat does as well (`stir`) is capped below any check: an office that is asked
 * to vote shows all of it at once. What tells of networks is capped too, and counts only beside something else. What a place
 * explains (`place`: one address, one model of phone for all) counts only where machines or odd networks have been noticed.
 * What people do not show at all (`machine`) adds up.
 */
type Kind = 'stir' | 'network' | 'place' | 'machine'

const KINDS: Record<ReasonCode, Kind> = {
  ...({ burst: 'stir', fresh: 'stir', unfollowed: 'stir', same_choice: 'stir', one_page: 'stir' } as const),
  ...({ strange_networks: 'network', opened_elsewhere: 'network' } as const),
  ...({ few_networks: 'place', few_devices: 'place' } as const),
  ...({ spread_devices: 'machine', outside_wechat: 'machine', even_spacing: 'machine' } as const),
  ...({ pace: 'machine', no_night: 'machine' } as const),
}

const CAPS: Record<Kind, number> = { stir: 35, network: 50, place: 35, machine: 100 }

/** The score of reasons found together, 0 to 100. More reasons, or more points of one, never make it less. */
export function scoreOf(reasons: readonly Reason[]): number {
  const sum: Record<Kind, number> = { stir: 0, network: 0, place: 0, machine: 0 }
  for (const { code, points } of reasons) sum[KINDS[code]] += points
  const of = (kind: Kind) => Math.min(sum[kind], CAPS[kind])
  const people = of('stir') + of('machine')
  const network = people > 0 ? of('network') : 0
  const place = of('machine') + network > 0 ? of('place') : 0
  return Math.min(people + network + place, 100)
}

/** Ballots of one candidate to be judged together, and what they are held against. */
export type Group = {
  candidate: string
  /** In the order of time. */
  members: readonly Seen[]
  /** The candidate's ballots that have the group's other traits: whether one trait is common can be told only among these. */
  without: (trait: Trait) => readonly Seen[]
  /** The share of ballots that did not choose the candidate, now and in the last days, that show something. */
  usual: Usual
  /** How many votes of the candidate are expected in a span, from its share and the field's ballots then. */
  expected: (from: number, to: number) => number
}

export type Usual = {
  follow: (follow: Follow) => number
  device: (device: string) => number
  network: (network: string) => number
  login: (login: string) => number
  outside: number
  roaming: number
  strange: number
  /** Of the candidate's own ballots: those that chose nobody else. */
  single: number
  /** Of all ballots: those that came by the page of somebody they chose. */
  referred: number
  /** Ballots cast in a network, for whomever. */
  castIn: (network: string) => number
}

/** Weighs, in ballots, what is known from before against what the window shows. */
const PRIOR = 100

/** What others show: the window's ballots without the candidate's, together with the last days'. */
export function usualOf(total: Counts, own: Counts, field: Field, candidate: string): Usual {
  const n = total.n - own.n + PRIOR
  const known = field.ballots >= PRIOR
  const share = (all: number, mine: number, before: number) =>
    (all - mine + PRIOR * (known ? before / field.ballots : all / Math.max(total.n, 1))) / n
  const value = (key: 'device' | 'network' | 'login', before: (id: string) => number) => (id: string) =>
    share(total[key].get(id) ?? 0, own[key].get(id) ?? 0, before(id))
  const votes = field.votes[candidate] ?? 0
  const singles = Object.values(field.singles).reduce((sum, one) => sum + one, 0)
  const referred = Object.values(field.referred).reduce((sum, one) => sum + one, 0)
  const fieldSingle = known ? singles / field.ballots : 0.5
  return {
    follow: (follow) =>
      share(total.follow.get(follow) ?? 0, own.follow.get(follow) ?? 0, field.follow[follow] ?? 0),
    device: value('device', (id) => field.devices[id] ?? 0),
    network: value('network', () => 0),
    login: value('login', () => 0),
    outside: share(total.outside, own.outside, field.outside),
    roaming: share(total.roaming, own.roaming, field.roaming),
    strange: share(total.lone, own.lone, field.strange),
    single: ((field.singles[candidate] ?? 0) + 50 * Math.max(fieldSingle, 0.3)) / (votes + 50),
    referred: share(total.referred, own.referred, referred),
    castIn: (network) => total.network.get(network) ?? 0,
  }
}

/** `34%`. */
export const percent = (share: number) => `${Math.round(share * 100)}%`

/**
 * By how much a share is beyond the usual one, 0 to 1; 0 unless it is so by far more than chance (four standard deviations).
 */
export function excess(count: number, of: number, usual: number): number {
  if (of === 0) return 0
  const share = count / of
  const chance = Math.sqrt((usual * (1 - usual)) / of + 1e-4)
  return share - usual < 4 * chance ? 0 : (share - usual) / (1 - usual)
}

/** Points of a burst: none up to twice what is expected, 8 for each doubling after that, 30 at most. */
export function burstPoints(votes: number, expected: number): number {
  const times = votes / (expected + 2)
  return Math.min(Math.max(Math.round(8 * Math.log2(times) - 8), 0), 30)
}

const MINUTE = 60_000

/**
 * Far more votes than the candidate's share of the votes that everybody gets now. When a broadcast lifts all candidates, what
 * is expected rises with them. An office that is asked to vote has a burst as well, so by itself it is never enough.
 */
export function burst({ members, expected }: Group): Reason | null {
  const to = members.at(-1)!.at
  const spans = [MINUTE, 3 * MINUTE, to - members[0]!.at].map((span) => {
    const votes = members.reduce((n, { at }) => n + (at >= to - span ? 1 : 0), 0)
    const usual = expected(to - span, to)
    return { span, votes, usual, points: burstPoints(votes, usual) }
  })
  const worst = spans.reduce((a, b) => (b.points > a.points ? b : a))
  if (worst.points === 0) return null
  const minutes = Math.max(Math.round(worst.span / MINUTE), 1)
  const usual = worst.usual < 1 ? '不到 1' : `约 ${Math.round(worst.usual)}`
  return { code: 'burst', points: worst.points, text: `${minutes} 分钟内 ${worst.votes} 票，平时${usual} 票` }
}

const FOLLOW_WORDS = {
  minutes: ['fresh', '刚关注几分钟'],
  none: ['unfollowed', '没有关注公众号'],
} as const

/**
 * Many who began to follow minutes ago, or do not follow at all. Most honest voters follow just before voting, so it is held
 * against what the others do now, and a message in an office's group chat explains it too.
 */
export function follow(kind: 'minutes' | 'none') {
  return ({ without, usual }: Group): Reason | null => {
    const [code, words] = FOLLOW_WORDS[kind]
    const among = without('follow').filter((seen) => seen.follow)
    const those = among.filter((seen) => seen.follow === kind)
    const points = Math.round(20 * excess(those.length, among.length, usual.follow(kind)))
    if (points === 0) return null
    const text = `${percent(those.length / among.length)} ${words}，其他人里是 ${percent(usual.follow(kind))}`
    return { code, points, text }
  }
}

/**
 * The same selections again and again. Choosing one's own unit alone is what most honest people do, so a single choice is
 * held against the share of single choices the candidate has always had; a list may be passed on in an office.
 */
export function sameChoice({ candidate, without, usual }: Group): Reason | null {
  const among = without('selections')
  const counts = new Map<string, number>()
  for (const { choice } of among) count(counts, choice)
  const [choice, n] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0])
  const single = choice === candidate
  const common = single ? usual.single : 0.05
  const points = Math.round((single ? 10 : 15) * excess(n, among.length, common))
  if (points === 0) return null
  const what = single ? '只选这一个候选' : `所选 ${choice.split(' ').length} 个候选完全相同`
  return {
    ...{ code: 'same_choice', points },
    text: `${percent(n / among.length)} ${what}，平时约 ${percent(common)}`,
  }
}

/** Nearly all came by this candidate's page. Honest friends do when a card is passed on, so it weighs little. */
export function onePage({ candidate, without, usual }: Group): Reason | null {
  const among = without('referrer')
  const those = among.filter(({ referrer }) => referrer === candidate)
  const points = Math.round(5 * excess(those.length, among.length, usual.referred))
  if (points === 0) return null
  const text = `${percent(those.length / among.length)} 从这个候选的页面进来，其他候选约 ${percent(usual.referred)}`
  return { code: 'one_page', points, text }
}

/**
 * Ballots from all over, each from a network that has never shown anybody but this candidate. An office or a village votes
 * from one network, a city from networks the field knows; people paid to vote sit anywhere.
 */
export function strangeNetworks({ candidate, without, usual }: Group): Reason | null {
  const among = without('strange').filter(({ channel }) => channel !== 'chat')
  const strange = among.filter((seen) => isStrange(seen, candidate))
  const counts = new Map<string, number>()
  for (const { network } of strange) count(counts, network)
  // A new office may have hundreds in one.
  const those = strange.filter(({ network }) => counts.get(network)! <= 3)
  const networks = new Set(those.map(({ network }) => network)).size
  // A group chat of people from home who live elsewhere has some dozens of them. Full weight from three quarters on: of people
  // paid to vote, some always use a network that others use as well.
  const weight = Math.min(10 * Math.log2(Math.max(networks / 4, 1)), 50)
  const points = Math.round(weight * Math.min(1.3 * excess(those.length, among.length, usual.strange), 1))
  if (points === 0) return null
  return {
    ...{ code: 'strange_networks', points },
    text: `${percent(those.length / among.length)} 来自 ${networks} 个没有投过别人的网络，其他人里是 ${percent(usual.strange)}`,
  }
}

/**
 * More sessions opened from one network and used elsewhere than ballots cast in it: OpenIDs passed on through somebody's
 * server. Of an office's people most also vote in the office; few open the page there and vote on the way home.
 */
export function openedElsewhere({ without, usual }: Group): Reason | null {
  const among = without('login')
  const counts = new Map<string, number>()
  for (const { login, channel } of among) if (login && channel !== 'chat') count(counts, login)
  const [login, n] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0])
  const cast = usual.castIn(login)
  if (n < 10 || cast > n) return null
  const points = Math.round(45 * excess(n, among.length, usual.login(login)))
  if (points === 0) return null
  const text = `${n} 个会话由同一个网络开通，却在别处投票；在那个网络里只投出 ${cast} 票`
  return { code: 'opened_elsewhere', points, text }
}

/** What holds far more of some ballots than of other people's: at least five, and six times as much. */
function heaps(those: readonly Seen[], key: 'device' | 'network', usual: (id: string) => number) {
  const counts = new Map<string, number>()
  for (const seen of those) if (seen[key]) count(counts, seen[key])
  const heaped = new Map([...counts].filter(([id, n]) => n >= 5 && n / those.length > 6 * usual(id)))
  const members = those.filter((seen) => heaped.has(seen[key]!))
  return { heaped, members, share: members.length / Math.max(those.length, 1) }
}

const placed = (those: readonly Seen[]) => those.filter(({ channel }) => channel !== 'chat')

/**
 * Most from a few networks. So does an office behind a NAT, or a village: it counts only where machines have been noticed too.
 */
export function fewNetworks({ without, usual }: Group): Reason | null {
  const { heaped, share } = heaps(placed(without('network')), 'network', usual.network)
  const points = share < 0.4 ? 0 : Math.round(15 * share)
  if (points === 0) return null
  return { code: 'few_networks', points, text: `${percent(share)} 来自 ${heaped.size} 个网络` }
}

/**
 * Most ballots come from devices that hold far more of them than of other people's ballots. Popular phones are popular with
 * everybody, so the field's share says what is usual. An office may have bought one model for all: there they share a network
 * too, and it counts only where machines have been noticed.
 */
export function fewDevices({ without, usual }: Group): Reason | null {
  const among = placed(without('device')).filter(({ device }) => device)
  const { heaped, members, share } = heaps(among, 'device', usual.device)
  if (share < 0.4) return null
  const common = [...heaped.keys()].reduce((sum, device) => sum + usual.device(device), 0)
  const text = `${percent(share)} 来自 ${heaped.size} 种设备，其他人里这些设备只占 ${percent(common)}`
  const together = Math.max(...countsOf(members).network.values()) / members.length > 0.3
  return together
    ? { code: 'few_devices', points: Math.round(20 * share), text }
    : { code: 'spread_devices', points: Math.round(30 * share), text: `${text}，却分散在各处的网络里` }
}

/** What is more than people bring about who share a few phones, in ms and ballots. */
const PACES = [
  { span: MINUTE, many: 60, words: '一分钟' },
  { span: MINUTE / 6, many: 20, words: '十秒钟' },
]

/**
 * More in a minute, or in ten seconds, through a few networks from a few kinds of device than people there could. A hall that
 * is asked to take out its phones is as fast through one network, and a broadcast through all, but with phones of every kind.
 */
export function pace({ members, usual, expected }: Group): Reason | null {
  const { heaped, members: near } = heaps(placed(members), 'network', usual.network)
  const { heaped: devices, members: those } = heaps(near, 'device', usual.device)
  const judged = PACES.map(({ span, many, words }) => {
    const { most, at } = busiest(those, span)
    const beyond = most >= many && most >= 4 * expected(at - span, at)
    return { most, words, points: beyond ? Math.min(Math.round(15 + 8 * Math.log2(most / many)), 30) : 0 }
  })
  const { most, words, points } = judged.reduce((a, b) => (b.points > a.points ? b : a))
  if (points === 0) return null
  return {
    code: 'pace',
    points,
    text: `${words}里 ${most} 票出自 ${heaped.size} 个网络、${devices.size} 种设备，人手投不了这么快`,
  }
}

/** How many came in the busiest span, and when it ended. */
function busiest(those: readonly Seen[], span: number): { most: number; at: number } {
  let [most, first, at] = [0, 0, 0]
  for (const [i, seen] of those.entries()) {
    while (those[first]!.at <= seen.at - span) first++
    if (i - first + 1 > most) [most, at] = [i - first + 1, seen.at]
  }
  return { most, at }
}

/** Sessions that only WeChat opens, used by another program. Honest people have no way to do so. */
export function outsideWechat({ without, usual }: Group): Reason | null {
  const among = without('outside').filter(({ channel }) => channel === 'h5' || channel === 'weapp')
  const those = among.filter(isOutside)
  const points = Math.round(30 * excess(those.length, among.length, usual.outside))
  if (points === 0) return null
  const text = `${percent(those.length / among.length)} 不是微信自己的浏览器发来的，其他人里是 ${percent(usual.outside)}`
  return { code: 'outside_wechat', points, text }
}

/** Between instants in their order. */
export const gapsOf = (instants: readonly number[]) => instants.slice(1).map((at, i) => at - instants[i]!)

/** Coefficient of variation of gaps: 1 for people who know nothing of each other, 0 for a clock. */
export function variationOf(gaps: readonly number[]): number {
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
  if (!(mean > 0)) return 1
  return Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length) / mean
}

/** Points of an even spacing: the fewer the gaps, the more even they must be, or chance would do it. */
export function spacingPoints(variation: number, gaps: number): number {
  if (gaps < 15) return 0
  const bound = 0.9 - 2 / Math.sqrt(gaps)
  return variation >= bound ? 0 : Math.round(10 + 20 * (1 - variation / bound))
}

/** As even as a clock. People come at random or in flocks, which varies as much as the mean gap or more. */
export function evenSpacing({ members }: Group): Reason | null {
  const variation = variationOf(gapsOf(members.map(({ at }) => at)))
  const points = spacingPoints(variation, members.length - 1)
  if (points === 0) return null
  const seconds = (members.at(-1)!.at - members[0]!.at) / (members.length - 1) / 1000
  const mean = seconds < 120 ? `${seconds.toFixed(1)} 秒` : `${Math.round(seconds / 60)} 分钟`
  const text = `间隔均匀得像机器：平均 ${mean}，离散系数 ${variation.toFixed(2)}（自然来的人约为 1）`
  return { code: 'even_spacing', points, text }
}

/** All rules of the window, in the order in which they are told. */
const RULES: readonly ((group: Group) => Reason | null)[] = [
  ...[burst, follow('minutes'), follow('none'), sameChoice, onePage],
  ...[pace, evenSpacing, outsideWechat, fewDevices, fewNetworks, strangeNetworks, openedElsewhere],
]

export const reasonsOf = (group: Group): Reason[] => RULES.flatMap((rule) => rule(group) ?? [])
