import { outlinesOf } from '@shared/announcement/rules'
import type { PhaseName } from '@shared/edition/contract'
import { phaseAt } from '@shared/edition/rules'
import type { Deps } from '../../server/deps'

const WRITER = { id: 'sample-editor-1', name: '林示例' }

/** What has been announced by when a phase is open, by the names of the outlines; the rest are not written yet. */
const BY_PHASE: Partial<Record<PhaseName, string[]>> = {
  nomination: ['报名启动'],
  shortlisting: ['报名启动'],
  voting: ['报名启动', '投票开始'],
  review: ['报名启动', '投票开始'],
  notice: ['报名启动', '投票开始', '结果公示'],
  published: ['报名启动', '投票开始', '结果公示', '结果发布'],
}

/** Announces what would have been announced by now. */
export async function loadAnnouncements({
  announcements,
  editions,
  clock,
}: Pick<Deps, 'announcements' | 'editions' | 'clock'>): Promise<void> {
  const edition = editions.current()
  const phase = phaseAt(edition, clock.now())
  const names = (phase && BY_PHASE[phase]) ?? []
  for (const { text } of outlinesOf(edition).filter(({ name }) => names.includes(name))) {
    const { announcement } = await announcements.create(text, WRITER, { sample: true })
    const { id, version } = announcement
    await announcements.publish({ id, version, actor: WRITER, at: null })
  }
}
