import sanitizeHtml from 'sanitize-html'

const TAGS = [
  ...['p', 'h2', 'h3', 'strong', 'em', 'u', 's', 'blockquote', 'ul', 'ol', 'li', 'br', 'hr', 'a', 'img'],
]
const LINKS = { allowedSchemes: ['http', 'https', 'tel', 'mailto'], allowProtocolRelative: false }

/** A body with nothing in it but what we know: few elements, links, and pictures by the upload they are. */
export function cleanBody(html: string): string {
  return sanitizeHtml(html, {
    ...LINKS,
    allowedTags: TAGS,
    allowedAttributes: { a: ['href'], img: ['data-upload', 'alt'] },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !/^\w{1,64}$/.test(attribs['data-upload'] ?? ''),
  })
}

/** The uploads that a clean body shows. */
export const picturesIn = (body: string): string[] => [
  ...new Set([...body.matchAll(/ data-upload="(\w+)"/g)].map(([, id]) => id!)),
]

/** A clean body to be shown, with its pictures where `urlOf` says they are; one that is nowhere is left out. */
export function shownBody(body: string, urlOf: (upload: string) => string | null): string {
  return sanitizeHtml(body, {
    ...LINKS,
    allowedTags: TAGS,
    allowedAttributes: { a: ['href', 'target', 'rel'], img: ['src', 'alt'] },
    transformTags: {
      a: sanitizeHtml.simpleTransform('a', { target: '_blank', rel: 'noopener noreferrer nofollow' }),
      img: (tagName, { 'data-upload': upload = '', alt = '' }) => {
        const src = urlOf(upload)
        return { tagName, attribs: { ...(src && { src }), alt } }
      },
    },
    exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !attribs.src,
  })
}
