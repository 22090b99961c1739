import type { Category, CategoryId, Edition, Phase, PhaseName } from './contract'

export const PHASE_NAMES: Record<PhaseName, string> = {
  nomination: '报名征集',
  shortlisting: '初选候选',
  voting: '网络投票',
  review: '专家评选',
  notice: '结果公示',
  published: '公布展示',
}

const BEIJING = 8 * 3_600_000

/** The phase whose window holds `now`; null before the first and between two. */
export function phaseAt(edition: Pick<Edition, 'phases'>, now: Date): PhaseName | null {
  const open = edition.phases.find((phase) => isOpen(phase, now))
  return open?.name ?? null
}

/** Whether `now` lies in `[opensAt, closesAt)`. */
export function isOpen(phase: Phase, now: Date): boolean {
  const t = now.getTime()
  return t >= Date.parse(phase.opensAt) && (phase.closesAt === null || t < Date.parse(phase.closesAt))
}

export function findPhase(edition: Pick<Edition, 'phases'>, name: PhaseName): Phase | undefined {
  return edition.phases.find((phase) => phase.name === name)
}

export function findCategory(edition: Pick<Edition, 'categories'>, id: CategoryId): Category | undefined {
  return edition.categories.find((category) => category.id === id)
}

/** Whether the list of candidates is public: from the opening of voting on. */
export function areCandidatesPublic(edition: Pick<Edition, 'phases'>, now: Date): boolean {
  const voting = findPhase(edition, 'voting')
  return voting !== undefined && now.getTime() >= Date.parse(voting.opensAt)
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
  if (!voting || now.getTime() < Date.parse(voting.opensAt)) return null
  const closed = voting.closesAt !== null && now.getTime() >= Date.parse(voting.closesAt)
  const { tallyVisibility } = edition
  if (closed || tallyVisibility.mode === 'live') return now
  if (tallyVisibility.mode === 'afterClose') return null
  const published = lastTimeOfDay(tallyVisibility.at, now)
  return published.getTime() >= Date.parse(voting.opensAt) ? published : null
}

/** The latest instant not after `now` at which Beijing's clocks showed `at` (`18:00`). */
function lastTimeOfDay(at: string, now: Date): Date {
  const today = Date.parse(`${beijingDay(now)}T${at}:00Z`) - BEIJING
  return new Date(today <= now.getTime() ? today : today - 86_400_000)
}
