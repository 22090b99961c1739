import type { AnnouncementDraft, AnnouncementText } from '@shared/announcement/contract'
import type { api } from '@shared/api'
import sharp from 'sharp'
import type { Api } from './api'

export const written = (title: string, more: Partial<AnnouncementText> = {}): AnnouncementText => ({
  ...{ title, summary: `${title}的摘要`, cover: null, body: `<p>${title}的正文。</p>` },
  ...{ link: null, attachments: [], ...more },
})

/** Hands in a picture as staff do; answers its id. */
export async function addPicture(me: Api, { width = 940, height = 400 } = {}): Promise<string> {
  const background = { r: 168, g: 32, b: 26 }
  const bytes = await sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer()
  return addFile(me, 'tu.jpg', bytes)
}

const hand = (me: Api, filename: string, bytes: Buffer) =>
  fetch(`${me.url}/api/staff/announcement-files?filename=${encodeURIComponent(filename)}`, {
    method: 'POST',
    headers: me.cookieFor('/api/staff/'),
    body: bytes as unknown as string, // the types of fetch know no Buffer
  }).then(async (answer) => ({ status: answer.status, body: (await answer.json()) as { id: string } }))

export async function addFile(me: Api, filename: string, bytes: Buffer): Promise<string> {
  const { status, body } = await hand(me, filename, bytes)
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body.id
}

export async function draft(me: Api, text: AnnouncementText): Promise<AnnouncementDraft> {
  const { status, body } = await me.call('POST /api/staff/announcements', { body: { text } })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body
}

export async function announce(
  me: Api,
  text: AnnouncementText,
  at: string | null = null,
): Promise<AnnouncementDraft> {
  const { announcement } = await draft(me, text)
  const params = { id: announcement.id }
  const { status, body } = await me.call('POST /api/staff/announcements/:id/publication', {
    ...{ params, body: { version: announcement.version, at } },
  })
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body
}

/** How each act of staff upon an announcement comes about. */
export const announcementDeeds: Partial<
  Record<keyof typeof api, (me: Api) => Promise<() => Promise<{ status: number; body: unknown }>>>
> = {
  createAnnouncement: async (me) => () =>
    me.call('POST /api/staff/announcements', { body: { text: written('新公告（示例）') } }),
  async saveAnnouncement(me) {
    const { announcement } = await draft(me, written('稿件（示例）'))
    const params = { id: announcement.id }
    const body = { version: announcement.version, text: written('改过的稿件（示例）') }
    return () => me.call('PUT /api/staff/announcements/:id', { params, body })
  },
  async publishAnnouncement(me) {
    const { announcement } = await draft(me, written('要发布的（示例）'))
    const params = { id: announcement.id }
    const body = { version: announcement.version, at: null }
    return () => me.call('POST /api/staff/announcements/:id/publication', { params, body })
  },
  async withdrawAnnouncement(me) {
    const { announcement } = await announce(me, written('要撤下的（示例）'))
    const params = { id: announcement.id }
    const body = { version: announcement.version, reason: '示例：核对操作记录' }
    return () => me.call('DELETE /api/staff/announcements/:id/publication', { params, body })
  },
  async removeAnnouncement(me) {
    const { announcement } = await draft(me, written('要删除的（示例）'))
    const params = { id: announcement.id }
    const body = { version: announcement.version }
    return () => me.call('DELETE /api/staff/announcements/:id', { params, body })
  },
  addAnnouncementFile: async (me) => {
    const background = { r: 168, g: 32, b: 26 }
    const bytes = await sharp({ create: { width: 47, height: 20, channels: 3, background } })
      .png()
      .toBuffer()
    return () => hand(me, '封面.png', bytes)
  },
}
