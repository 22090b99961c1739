import { endText, momentText } from '../kernel/dates'
import type {
  Category,
  CategoryId,
  CurrentEdition,
  Edition,
  EditionFacts,
  Phase,
  PhaseName,
  Suspension,
} from './contract'

export const PHASE_NAMES: Record<PhaseName, string> = {
  nomination: '报名征集',
  shortlisting: '初选候选',
  voting: '网络投票',
  review: '专家评选',
  notice: '结果公示',
  published: '公布展示',
}

const BEIJING = 8 * 3_600_000
const WEEK = 7 * 86_400_000

/** The phase whose window holds `now`, suspended or not; null before the first and between two. */
export function phaseAt(edition: Pick<Edition, 'phases'>, now: Date): PhaseName | null {
  return edition.phases.find((phase) => isRunning(phase, now))?.name ?? null
}

/** Whether `now` lies in `[opensAt, closesAt)`. */
export function isRunning(phase: Phase, now: Date): boolean {
  return hasBegun(phase, now) && !hasEnded(phase, now)
}

/** Whether the phase takes what it is for: its window holds `now`, and it is not suspended. */
export function isOpen(phase: Phase, now: Date): boolean {
  return isRunning(phase, now) && !phase.suspended
}

export function hasBegun({ opensAt }: Phase, now: Date): boolean {
  return now.getTime() >= Date.parse(opensAt)
}

export function hasEnded({ closesAt }: Phase, now: Date): boolean {
  return closesAt !== null && now.getTime() >= Date.parse(closesAt)
}

/** Where things stand for people: the phase now, `suspended` while it is halted, null between two. */
export type Stage = PhaseName | 'suspended' | null

export function stageOf({ phase, phases }: Pick<CurrentEdition, 'phase' | 'phases'>): Stage {
  return phase && findPhase({ phases }, phase)?.suspended ? 'suspended' : phase
}

/** `网络投票自 5月12日 10:00 起暂停：线路检修`; of a phase that is suspended. */
export function suspensionText({ name, suspended }: Phase): string {
  const { since, reason } = suspended!
  return `${PHASE_NAMES[name]}自 ${momentText(since)} 起暂停：${reason.replace(/[。.！!]+$/, '')}`
}

/** When the last of what an edition has dated begins or ends. */
export const lastDate = ({ phases }: Pick<Edition, 'phases'>): Date =>
  new Date(Math.max(...phases.map(({ opensAt, closesAt }) => Date.parse(closesAt ?? opensAt))))

export function findPhase(edition: Pick<Edition, 'phases'>, name: PhaseName): Phase | undefined {
  return edition.phases.find((phase) => phase.name === name)
}

export function findCategory(edition: Pick<Edition, 'categories'>, id: CategoryId): Category | undefined {
  return edition.categories.find((category) => category.id === id)
}

/** Whether the list of candidates is public: from the opening of voting on. */
export function areCandidatesPublic(edition: Pick<Edition, 'phases'>, now: Date): boolean {
  const voting = findPhase(edition, 'voting')
  return voting !== undefined && hasBegun(voting, now)
}

/** The day in Beijing that holds `now`, as `2022-05-10`. */
export function beijingDay(now: Date): string {
  return new Date(now.getTime() + BEIJING).toISOString().slice(0, 10)
}

/**
 * Up to which instant ballots are in the counts that the public may see at `now`:
 * `now` itself for live counts, the last publication for daily ones, null for none yet.
 */
export function tallyVisibleUntil(
  edition: Pick<Edition, 'phases' | 'tallyVisibility'>,
  now: Date,
): Date | null {
  const voting = findPhase(edition, 'voting')
  if (!voting || !hasBegun(voting, now)) return null
  const { tallyVisibility } = edition
  if (hasEnded(voting, now) || tallyVisibility.mode === 'live') return now
  if (tallyVisibility.mode === 'afterClose') return null
  const published = lastTimeOfDay(tallyVisibility.at, now)
  return published.getTime() >= Date.parse(voting.opensAt) ? published : null
}

/** The latest instant not after `now` at which Beijing's clocks showed `at` (`18:00`). */
function lastTimeOfDay(at: string, now: Date): Date {
  const today = Date.parse(`${beijingDay(now)}T${at}:00Z`) - BEIJING
  return new Date(today <= now.getTime() ? today : today - 86_400_000)
}

/** Who may see counts while voting runs. */
export const VISIBILITY_NAMES: Record<Edition['tallyVisibility']['mode'], string> = {
  live: '实时公开',
  daily: '每天定时公布',
  afterClose: '投票截止后公布',
}

/**
 * The edition with a phase closing later. Where the next phase would open before that, it and all after it are moved by
 * the same time. Null where the phase has no end or would not end later.
 */
export function extendPhase(edition: Edition, name: PhaseName, closesAt: string): Edition | null {
  const at = edition.phases.findIndex((phase) => phase.name === name)
  const old = edition.phases[at]?.closesAt
  const by = old ? Date.parse(closesAt) - Date.parse(old) : 0
  if (by <= 0) return null
  const next = edition.phases[at + 1]
  const pushed = next !== undefined && Date.parse(next.opensAt) < Date.parse(closesAt)
  const later = (instant: string) => new Date(Date.parse(instant) + by).toISOString()
  const phases = edition.phases.map((phase, i) => {
    if (i === at) return { ...phase, closesAt, plannedClosesAt: phase.plannedClosesAt ?? old! }
    if (i < at || !pushed) return phase
    return { ...phase, opensAt: later(phase.opensAt), closesAt: phase.closesAt && later(phase.closesAt) }
  })
  return { ...edition, phases }
}

/**
 * An edition after an edit, with what is kept of its phases' extensions: that is no part of the edit, unless the edit lets a
 * phase that people saw begin close later.
 */
export function keepPlannedEnds(
  before: Edition,
  after: Edition,
  { current }: Pick<EditionFacts, 'current'>,
  now: Date,
): Edition {
  const phases = after.phases.map(({ plannedClosesAt: _, ...phase }) => {
    const old = findPhase(before, phase.name)
    const planned = old?.plannedClosesAt ?? (old && current && hasBegun(old, now) && old.closesAt)
    const extended = planned && phase.closesAt && Date.parse(phase.closesAt) > Date.parse(planned)
    return extended ? { ...phase, plannedClosesAt: planned } : phase
  })
  return { ...after, phases }
}

/** `已延长，原定 5月20日 18:00 截止`; null for a phase that was not extended. */
export function extensionText({ plannedClosesAt }: Phase): string | null {
  return plannedClosesAt ? `已延长，原定 ${endText(plannedClosesAt)} 截止` : null
}

/** Where a phase belongs among those there are, and when: in the gap that is there, or a week where there is none. */
export function placePhase(phases: Phase[], name: PhaseName): { at: number; phase: Phase } {
  const order = Object.keys(PHASE_NAMES)
  const at = phases.filter((phase) => order.indexOf(phase.name) < order.indexOf(name)).length
  const [last, next] = [phases[at - 1], phases[at]]
  const later = (instant: string, by: number) => new Date(Date.parse(instant) + by).toISOString()
  const opensAt = last ? (last.closesAt ?? later(last.opensAt, WEEK)) : later(next!.opensAt, -WEEK)
  const room = next && Date.parse(next.opensAt) > Date.parse(opensAt)
  const closesAt = room ? next.opensAt : name === 'published' ? null : later(opensAt, WEEK)
  return { at, phase: { name, opensAt, closesAt } }
}

/** The edition with a phase suspended, or with `suspended` null running again. */
export function suspendPhase(edition: Edition, name: PhaseName, suspended: Suspension | null): Edition {
  const phases = edition.phases.map((phase) => {
    if (phase.name !== name) return phase
    const { suspended: _, ...running } = phase
    return suspended ? { ...running, suspended } : running
  })
  return { ...edition, phases }
}

/**
 * The next edition, made of the last: a year later in its dates, its year and the texts that name it. What belongs to the
 * year itself, the figures and suspensions, starts empty.
 */
export function followUp(edition: Edition, { id, name }: Pick<Edition, 'id' | 'name'>): Edition {
  const year = edition.year + 1
  const renamed = (text: string) => text.replaceAll(String(edition.year), String(year))
  return {
    ...edition,
    ...{ id, name, year },
    figures: { received: 0, answered: 0, units: 0 },
    categories: edition.categories.map((category) => ({ ...category, summary: renamed(category.summary) })),
    phases: edition.phases.map((phase) => ({
      name: phase.name,
      opensAt: yearLater(phase.opensAt),
      closesAt: phase.closesAt && yearLater(phase.closesAt),
    })),
  }
}

/** The same day and time of the next year, in Beijing; 29 February becomes 1 March. */
function yearLater(instant: string): string {
  const there = new Date(Date.parse(instant) + BEIJING)
  there.setUTCFullYear(there.getUTCFullYear() + 1)
  return new Date(there.getTime() - BEIJING).toISOString()
}
