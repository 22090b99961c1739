import type { Experience } from '@shared/case-library/contract'
import { experiencePath } from '@shared/case-library/rules'
import { XMLBuilder } from 'fast-xml-parser'
import type { Site } from '../../told'

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' })

/** XML knows no control characters and no halves of any, not even escaped. */
const legible = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '')

const document = (content: object): string =>
  builder.build({ '?xml': { '@version': '1.0', '@encoding': 'UTF-8' }, ...content })

/** RSS 2.0 of the newest, for readers of feeds. Source: rssboard.org/rss-specification. */
export function rssOf(experiences: readonly Experience[], site: Site): string {
  const address = `${site.url}/case-library/rss.xml`
  const item = experiences.map((one) => ({
    title: legible(one.title),
    link: site.url + experiencePath(one.id),
    guid: { '@isPermaLink': 'false', '#text': one.id },
    pubDate: new Date(one.publishedAt).toUTCString(),
    category: one.topics.map(({ name }) => legible(name)),
    description: legible(`${one.unitName}：${one.summary}`),
  }))
  return document({
    rss: {
      '@version': '2.0',
      '@xmlns:atom': 'http://www.w3.org/2005/Atom',
      channel: {
        title: legible(`经验谈 · ${site.name}`),
        link: `${site.url}/cases`,
        description: '各单位为群众办实事的做法和经验',
        language: 'zh-cn',
        'atom:link': { '@href': address, '@rel': 'self', '@type': 'application/rss+xml' },
        item,
      },
    },
  })
}

/** All pages that search engines should know. Source: sitemaps.org/protocol.html. */
export function sitemapOf(addresses: readonly string[]): string {
  const url = addresses.slice(0, MOST_ADDRESSES).map((loc) => ({ loc }))
  return document({ urlset: { '@xmlns': 'http://www.sitemaps.org/schemas/sitemap/0.9', url } })
}

/** More make it invalid. */
const MOST_ADDRESSES = 50_000
