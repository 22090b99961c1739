import type { CategoryId } from '@shared/edition/contract'
import { ApiError, isUnconfirmed } from '@/platform/request'
import { load, save, saveAll, useSaves } from './save'
import { asReviewer } from './session'
import { myDraft, putCards, useShelf } from './shelf'

/** Hands in a category's reviews; what was written goes out before. Answers why not, null where it is done. */
export async function submit(category: CategoryId): Promise<string | null> {
  await saveAll()
  const group = () => useShelf.getState().known?.categories.find((one) => one.category === category)
  const drafts = group()?.items.filter(({ state }) => state === 'draft') ?? []
  const stuck = drafts.find(({ id }) => myDraft(useShelf.getState(), id))
  if (stuck) {
    await save(stuck.id)
    const state = useSaves.getState().saves[stuck.id]
    return state?.state === 'refused'
      ? state.message
      : '还有分数没有保存到服务器，请检查网络后重试。分数都在这台设备上'
  }
  const items = drafts.map(({ id, version }) => ({ id, version }))
  if (items.length === 0) return null
  try {
    const told = await asReviewer('POST /api/reviews/submission', { body: { category, items } }, 'ask')
    putCards(told.items)
    return null
  } catch (error) {
    const known = error instanceof ApiError ? error : null
    // The answer may have been lost: the list tells whether it was taken.
    if (
      !known ||
      isUnconfirmed(known) ||
      known.code === 'review_settled' ||
      known.code === 'version_conflict'
    ) {
      await load('quiet')
      if (group()?.items.every(({ state }) => state !== 'draft')) return null
    }
    return known?.code === 'version_conflict'
      ? '有的分数在别的设备上改过，请核对后再提交'
      : (known?.message ?? '没有连上网络，请检查后重试')
  }
}
