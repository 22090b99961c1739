import type { Announcement } from '@shared/announcement/contract'
import { announcementPath } from '@shared/announcement/rules'
import { jpegOf } from '@shared/candidate/rules'
import { absolute, type Site, safe, tell } from '../../told'

/** An announcement, for whoever runs no script. */
export function announcementPage(shell: string, announcement: Announcement, site: Site): string {
  const { id, title, summary, cover, body, publishedAt, withdrawn } = announcement
  const description = withdrawn ? `已撤下：${withdrawn.reason}` : summary
  const address = site.url + announcementPath(id)
  const image = absolute(site, cover ? jpegOf(cover) : '/share.png')
  return tell(shell, {
    ...{ title: `${title} · 公告 · ${site.name}`, description, address, image, type: 'article' },
    data: {
      '@context': 'https://schema.org',
      '@type': 'NewsArticle',
      headline: title,
      description,
      image: [image],
      datePublished: publishedAt,
      mainEntityOfPage: address,
      publisher: { '@type': 'Organization', name: site.publisher },
    },
    body: `<h1>${safe(title)}</h1><p>${safe(description)}</p>${body}`,
  })
}
