import type { PublicResult } from '@shared/result/contract'
import { resultText } from '@shared/result/course'
import { absolute, type Site, safe, tell } from '../../told'

/** The results as far as they are public, for whoever runs no script. */
export function resultsPage(shell: string, results: readonly PublicResult[], site: Site): string {
  const title = `评选结果 · ${site.name}`
  const description = results.map(resultText).join('；')
  const address = `${site.url}/results`
  return tell(shell, {
    ...{ title, description, address, image: absolute(site, '/share.png'), type: 'website' },
    data: { '@context': 'https://schema.org', '@type': 'WebPage', name: title, description, url: address },
    body: `<h1>评选结果</h1>${results.map(listOf).join('')}`,
  })
}

function listOf(result: PublicResult): string {
  const winners = result.list?.standings.filter(({ winner }) => winner) ?? []
  const rows = winners.map(({ number, name, unitName }) => {
    const unit = unitName === name ? '' : `，${unitName}`
    return `<li>${safe(`${number} ${name}${unit}`)}</li>`
  })
  return `<h2>${safe(resultText(result))}</h2>${rows.length > 0 ? `<ol>${rows.join('')}</ol>` : ''}`
}
