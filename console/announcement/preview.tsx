import type { Announcement, AnnouncementDraft, AnnouncementText } from '@shared/announcement/contract'
import type { Upload } from '@shared/upload/contract'
import { Segmented } from 'antd'
import { useState } from 'react'
import { PhoneFrame } from '../shortlist/preview'
import { withPictures } from './rich-text'

type Props = { draft: AnnouncementDraft; text: AnnouncementText; uploads: readonly Upload[] }

/** What people will see, in WeChat's chat and on the page, with what has not been saved yet. */
export function Preview({ draft, text, uploads }: Props) {
  const [as, setAs] = useState<'page' | 'chat'>('page')
  const shown = shownOf(draft, text, uploads)
  return (
    <>
      <Segmented
        block
        value={as}
        onChange={setAs}
        options={[
          { value: 'page', label: '小程序和网页' },
          { value: 'chat', label: '微信消息' },
        ]}
      />
      {as === 'page' ? (
        <PhoneFrame address="/announcement?draft=1" shown={{ announcement: shown }} />
      ) : (
        <aside className="chat-preview" aria-label="微信消息预览">
          <div className="chat-card">
            {shown.cover && <img src={shown.cover} alt="" />}
            <div className="chat-card-title">{shown.title || '没有标题'}</div>
            <div className="chat-card-summary">{shown.summary || '没有摘要'}</div>
          </div>
          <p className="preview-note">公众号群发和客服消息里是这样的卡片，点开是公告页。</p>
        </aside>
      )}
    </>
  )
}

function shownOf(
  { announcement }: AnnouncementDraft,
  text: AnnouncementText,
  uploads: readonly Upload[],
): Announcement {
  const { id, sample, publishedAt } = announcement
  const find = (wanted: string) => uploads.find((one) => one.id === wanted)
  return {
    ...{ id, sample, title: text.title, summary: text.summary, link: text.link, withdrawn: null },
    cover: (text.cover && find(text.cover)?.url) ?? null,
    publishedAt: publishedAt ?? new Date().toISOString(),
    body: withPictures(text.body, uploads),
    attachments: text.attachments.flatMap((one) => {
      const file = find(one)
      return file ? [{ id: one, name: file.name, bytes: file.bytes, type: file.type }] : []
    }),
  }
}
