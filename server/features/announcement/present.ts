import type {
  Announcement,
  AnnouncementCard,
  AnnouncementState,
  StaffAnnouncement,
} from '@shared/announcement/contract'
import type { AnnouncementRecord, Publication } from './model'

export function stateOf({ published, withdrawn, version }: AnnouncementRecord, now: Date): AnnouncementState {
  if (withdrawn) return 'withdrawn'
  if (!published) return 'draft'
  if (published.version < version) return 'revised'
  return published.at > now ? 'scheduled' : 'published'
}

export const isPublic = ({ published, withdrawn }: AnnouncementRecord, now: Date): boolean =>
  published !== null && withdrawn === null && published.at <= now

type Shown = Pick<AnnouncementRecord, '_id' | 'sample'> & { published: Publication }

export const cardOf = ({ _id: id, sample, published }: Shown): AnnouncementCard => ({
  ...{ id, sample, title: published.title, summary: published.summary, cover: published.cover },
  publishedAt: published.at.toISOString(),
})

export const announcementOf = (record: Shown): Announcement => {
  const { body, link, attachments } = record.published
  return { ...cardOf(record), body, link, attachments, withdrawn: null }
}

/** What is left of one that was withdrawn. */
export function withdrawnOf(record: Shown & Pick<AnnouncementRecord, 'withdrawn'>): Announcement {
  const { at, reason } = record.withdrawn!
  return {
    ...{ ...cardOf(record), summary: '', cover: null, body: '', link: null, attachments: [] },
    withdrawn: { at: at.toISOString(), reason },
  }
}

export function staffCard(record: AnnouncementRecord, now: Date): StaffAnnouncement {
  const { _id: id, sample, text, version, changedAt, changedBy, published } = record
  return {
    ...{ id, sample, title: text.title, summary: text.summary, state: stateOf(record, now), version },
    ...{ changedAt: changedAt.toISOString(), changedBy },
    publishedAt: published?.at.toISOString() ?? null,
  }
}
