import { jpegOf } from '@shared/candidate/rules'
import type { Experience, ExperienceCard } from '@shared/case-library/contract'
import { experiencePath } from '@shared/case-library/rules'
import { fullText } from '@shared/kernel/dates'
import { absolute, type Site, safe, tell } from '../../told'

const sampled = ({ title, sample }: Pick<ExperienceCard, 'title' | 'sample'>) =>
  sample && !title.includes('示例') ? `${title}（示例）` : title

/** An experience. */
export function experiencePage(shell: string, experience: Experience, site: Site): string {
  const { id, summary, unitName, blocks, figures, cover, publishedAt, updatedAt, related } = experience
  const title = sampled(experience)
  const address = site.url + experiencePath(id)
  const image = absolute(site, cover ? jpegOf(cover.url) : '/share.png')
  const pieces = blocks.map((block) => {
    if (block.kind === 'paragraph') return `<p>${safe(block.text)}</p>`
    if (block.kind === 'heading') return `<h2>${safe(block.text)}</h2>`
    return block.caption ? `<p>${safe(block.caption)}</p>` : ''
  })
  const numbers = figures.map(({ label, value, unit }) => `<li>${safe(`${label} ${value} ${unit}`)}</li>`)
  const links = related.map((one) => linkTo(one))
  return tell(shell, {
    ...{ title: `${title} · 经验谈 · ${site.name}`, description: summary, address, image, type: 'article' },
    data: {
      '@context': 'https://schema.org',
      '@type': 'Article',
      headline: title,
      description: summary,
      image: [image],
      datePublished: publishedAt,
      dateModified: updatedAt,
      mainEntityOfPage: address,
      about: { '@type': 'GovernmentOrganization', name: unitName },
      publisher: { '@type': 'Organization', name: site.publisher },
      articleBody: blocks.flatMap((block) => (block.kind === 'picture' ? [] : [block.text])).join('\n'),
    },
    body: [
      `<h1>${safe(title)}</h1><p>${safe(unitName)} · ${fullText(publishedAt)}</p>`,
      `<p>${safe(summary)}</p>`,
      ...pieces,
      numbers.length > 0 ? `<ul>${numbers.join('')}</ul>` : '',
      links.length > 0 ? `<h2>相关案例</h2><ul>${links.join('')}</ul>` : '',
    ].join(''),
  })
}

/** The library itself, with the newest. */
export function libraryPage(shell: string, newest: readonly ExperienceCard[], site: Site): string {
  const title = `案例库 · 经验谈 · ${site.name}`
  const description = '各单位为群众办实事的做法和经验：怎么发现问题，怎么办，办成了什么。'
  const address = `${site.url}/cases`
  return tell(shell, {
    ...{ title, description, address, image: absolute(site, '/share.png'), type: 'website' },
    data: {
      '@context': 'https://schema.org',
      '@type': 'CollectionPage',
      name: title,
      description,
      url: address,
    },
    body: `<h1>案例库</h1><p>${description}</p><ul>${newest.map((one) => linkTo(one)).join('')}</ul>`,
  })
}

const linkTo = (one: ExperienceCard) =>
  `<li><a href="${safe(experiencePath(one.id))}">${safe(sampled(one))}</a> ${safe(one.summary)}</li>`
