import type { Announcement as AnnouncementData } from '@shared/announcement/contract'
import { jpegOf } from '@shared/candidate/rules'
import { fullText } from '@shared/kernel/dates'
import { sizeText } from '@shared/upload/rules'
import { useEffect } from 'react'
import { Body } from '@/announcement/body'
import { markRead } from '@/announcement/read'
import { Button } from '@/components/button'
import { Icon } from '@/components/icon'
import { Page } from '@/components/page'
import { Picture } from '@/components/picture'
import { Share } from '@/components/share'
import { Skeleton } from '@/components/skeleton'
import { Empty, Failure } from '@/components/state'
import { fileUrl, openFile } from '@/platform/file'
import { open } from '@/platform/navigate'
import { follow } from '@/platform/outside'
import { useParams, useTitle } from '@/platform/page'
import { showsDraft, usePreviewedAnnouncement } from '@/platform/preview'
import { useQuery } from '@/platform/query'
import { request } from '@/platform/request'
import type { Shared } from '@/platform/share'
import './index.scss'

/** An announcement, to be read. `key` lets staff read what is not public. */
export default function Announcement() {
  const params = useParams()
  const { id, key } = params
  const draft = usePreviewedAnnouncement()
  const asked = id && !showsDraft(params) ? `${id} ${key}` : null
  const query = useQuery(asked, () =>
    request('GET /api/announcements/:id', { params: { id: id! }, query: { key } }),
  )
  const data = draft ?? query.data
  const shared: Shared = {
    title: data?.title ?? '公告',
    about: data?.summary,
    page: 'announcement',
    query: { id: id ?? '' },
    image: data?.cover ? fileUrl(jpegOf(data.cover)) : undefined,
  }
  return (
    <Page title="公告" at="home" inner shared={shared}>
      {() =>
        data?.withdrawn ? (
          <Withdrawn announcement={data} />
        ) : data ? (
          <Reading announcement={data} shared={shared} secret={key} />
        ) : query.error?.code === 'announcement_not_found' || !(id || showsDraft(params)) ? (
          <Empty title="没有找到这条公告" action={<AllButton />}>
            链接可能不完整，或公告还没有发布。
          </Empty>
        ) : query.error ? (
          <Failure error={query.error} retry={query.reload} busy={query.loading} />
        ) : (
          <div role="status" aria-label="正在加载">
            <Skeleton shape="card" />
            <Skeleton shape="text" count={4} />
          </div>
        )
      }
    </Page>
  )
}

const AllButton = () => (
  <Button kind="line" onClick={() => open('announcements')}>
    看全部公告
  </Button>
)

function Withdrawn({ announcement: { title, withdrawn } }: { announcement: AnnouncementData }) {
  return (
    <Empty title="这条公告已撤下" action={<AllButton />}>
      “{title}”于 {fullText(withdrawn!.at)} 撤下：{withdrawn!.reason}
    </Empty>
  )
}

type Props = { announcement: AnnouncementData; shared: Shared; secret?: string }

function Reading({ announcement, shared, secret }: Props) {
  const { id, title, cover, summary, body, link, attachments, publishedAt, sample } = announcement
  useTitle(title)
  useEffect(() => {
    if (!secret) markRead(id)
  }, [id, secret])
  const addressOf = (file: string) =>
    `/api/announcements/${id}/attachments/${file}${secret ? `?key=${encodeURIComponent(secret)}` : ''}`
  return (
    <article className="bulletin-sheet">
      <h1 className="bulletin-heading">
        {title}
        {sample && !title.includes('示例') ? '（示例）' : ''}
      </h1>
      <p className="bulletin-date">{fullText(publishedAt)}</p>
      {secret ? <p className="bulletin-draft">这是还没有公开的稿件，请不要转发。</p> : null}
      {cover ? <Picture path={cover} alt="" className="bulletin-picture" /> : null}
      <p className="bulletin-lead">{summary}</p>
      <Body html={body} />
      {link ? (
        <div className="bulletin-link">
          <Button onClick={() => follow(link.url)}>{link.label}</Button>
        </div>
      ) : null}
      {attachments.length > 0 ? (
        <section className="bulletin-files">
          <h2 className="section-title">附件</h2>
          {attachments.map(({ id: file, name, bytes }) => (
            <Button key={file} kind="plain" onClick={() => void openFile(addressOf(file))}>
              <Icon name="book" />
              {name}（{sizeText(bytes)}）
            </Button>
          ))}
        </section>
      ) : null}
      {secret ? null : (
        <footer className="bulletin-foot">
          <Share shared={shared} />
          <AllButton />
        </footer>
      )}
    </article>
  )
}
