import type { AnnouncementDraft } from '@shared/announcement/contract'
import type { Upload } from '@shared/upload/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '../platform/request'

const keyOf = (id: string) => ['announcements', 'draft', id]

export const useDraft = (id: string) =>
  useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => request('GET /api/staff/announcements/:id', { params: { id } }, signal),
    staleTime: 0,
  })

/** Takes what an act upon an announcement has answered. */
export function useTake() {
  const queries = useQueryClient()
  return (draft: AnnouncementDraft) => {
    queries.setQueryData(keyOf(draft.announcement.id), draft)
    void queries.invalidateQueries({ queryKey: ['announcements', 'list'] })
  }
}

/** Hands a file in. */
export const upload = (file: Blob, filename: string): Promise<Upload> =>
  request('POST /api/staff/announcement-files', { query: { filename }, body: file })
