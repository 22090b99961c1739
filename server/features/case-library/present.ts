import type {
  Experience,
  ExperienceCard,
  ExperienceState,
  FoundExperience,
  PublicPicture,
  QueuedExperience,
} from '@shared/case-library/contract'
import { highlight, snippetOf } from '@shared/case-library/highlight'
import { bodyOf, stateOf } from '@shared/case-library/rules'
import type { Catalogue } from './catalogue'
import type { ExperienceRecord, Publication } from './model'

/** One that the public may read. */
export type PublicRecord = Omit<ExperienceRecord, 'found' | 'text' | 'published'> & { published: Publication }

export function createPresenter({ namesOf }: Pick<Catalogue, 'namesOf'>) {
  function card(record: PublicRecord): ExperienceCard {
    const { _id: id, unitName, level, region, category, year, sample, published } = record
    const { title, summary, cover, alt, topics } = published.text
    const picture = cover && pictureOf(published, cover)
    return {
      ...{ id, title, summary, unitName, level, region, category, year, sample, topics: namesOf(topics) },
      cover: picture ? { ...picture, alt } : null,
      publishedAt: published.at.toISOString(),
    }
  }

  return {
    card,

    /** A card with what was found in it marked. */
    found(record: PublicRecord, words: string[]): FoundExperience {
      const { title, summary, blocks } = record.published.text
      return {
        ...card(record),
        found: {
          title: highlight(title, words),
          summary: highlight(summary, words),
          snippet: words.length > 0 ? snippetOf(bodyOf(blocks), words) : null,
        },
      }
    },

    whole(record: PublicRecord, related: PublicRecord[]): Experience {
      const { text, changedAt } = record.published
      return {
        ...card(record),
        blocks: text.blocks.flatMap((block): Experience['blocks'] => {
          if (block.kind !== 'picture') return [block]
          const picture = pictureOf(record.published, block.picture)
          return picture ? [{ ...block, picture }] : []
        }),
        figures: text.figures,
        updatedAt: changedAt.toISOString(),
        related: related.map(card),
      }
    },
  }
}

function pictureOf({ pictures }: Publication, id: string): PublicPicture | null {
  const found = pictures.find((one) => one.id === id)
  return found ? { url: found.url, thumbUrl: found.thumbUrl } : null
}

/** Somebody's line in the editors' queue. */
export function queued(
  record: Omit<ExperienceRecord, 'found' | 'pictures'>,
  acceptedAt: string | null,
): QueuedExperience {
  const { _id: id, text, changedAt, changedBy, published } = record
  const { unitName, level, region, category, year, sample, version } = record
  return {
    ...{ id, unitName, level, region, category, year, sample, version, changedBy, acceptedAt },
    ...{ title: text.title, topics: text.topics, state: stateOf(record) },
    changedAt: changedAt.toISOString(),
    publishedAt: published?.at.toISOString() ?? null,
  }
}

const ORDER: ExperienceState[] = ['waiting', 'draft', 'revised', 'published', 'unpublished']

/** What waits first, then what was changed last. */
export function inOrder(a: QueuedExperience, b: QueuedExperience): number {
  const at = ({ changedAt, acceptedAt }: QueuedExperience) => changedAt ?? acceptedAt ?? ''
  return (
    ORDER.indexOf(a.state) - ORDER.indexOf(b.state) ||
    (at(a) < at(b) ? 1 : at(a) > at(b) ? -1 : 0) ||
    (a.id < b.id ? -1 : 1)
  )
}
