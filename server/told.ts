/** What a page is for whoever does not run its script: search engines, previews of links. */
export type Told = {
  title: string
  description: string
  address: string
  image: string
  type: 'article' | 'website'
  /** schema.org */
  data: object
  /** HTML of what can be read. */
  body: string
}

/** Where the site is, and whose it is. */
export type Site = { url: string; name: string; publisher: string }

/** Text as HTML. */
export const safe = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

export const absolute = (site: Site, path: string) => new URL(path, site.url).href

/** The built page with what it is about said in its head, and below it the text, until the program takes its place. */
export function tell(shell: string, { title, description, address, image, type, data, body }: Told): string {
  const meta = Object.entries({
    'og:type': type,
    'og:title': title,
    'og:description': description,
    'og:url': address,
    'og:image': image,
  }).map(([property, content]) => `<meta property="${property}" content="${safe(content)}"/>`)
  const head = [
    `<title>${safe(title)}</title>`,
    `<meta name="description" content="${safe(description)}"/>`,
    `<link rel="canonical" href="${safe(address)}"/>`,
    '<link rel="alternate" type="application/rss+xml" title="经验谈" href="/case-library/rss.xml"/>',
    ...meta,
    // A block of data, which no policy for scripts is about; `<` could end it.
    `<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`,
  ].join('')
  const article = `<article id="told" style="max-width:720px;margin:0 auto;padding:16px;line-height:1.8">${body}</article>`
  return shell
    .replace(/<title>[^<]*<\/title>/, '')
    .replace(/<meta name="description"[^>]*>/, '')
    .replace('</head>', () => `${head}</head>`)
    .replace('<div id="app">', () => `${article}<div id="app">`)
}
