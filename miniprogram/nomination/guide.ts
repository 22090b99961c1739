import type { ResponseOf } from '@shared/api'
import type { CategoryId } from '@shared/edition/contract'
import type { Form } from '@shared/edition/form/contract'
import { create } from 'zustand'
import { type ApiError, request } from '@/platform/request'
import { keep, recall } from '@/platform/storage'

export type Guide = ResponseOf<'GET /api/nomination-guide'>

type GuideState = {
  /** As last told by the server, also in an earlier visit: forms are needed where there is no connection. */
  guide: Guide | null
  error: ApiError | null
  loading: boolean
  load: () => Promise<void>
}

/** What the edition asks of those who enter. */
export const useGuide = create<GuideState>()((set, get) => ({
  guide: recall<Guide>('guide'),
  error: null,
  loading: false,
  load: async () => {
    if (get().loading) return
    set({ loading: true })
    try {
      const guide = await request('GET /api/nomination-guide', {})
      keep('guide', guide)
      set({ guide, error: null, loading: false })
    } catch (error) {
      set({ error: error as ApiError, loading: false })
    }
  },
}))

/** The form of a category; null where it takes no nominations. */
export function formIn(guide: Guide, category: CategoryId): Form | null {
  return guide.forms.find((one) => one.category === category)?.form ?? null
}
