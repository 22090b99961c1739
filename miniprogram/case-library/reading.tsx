import type { Experience } from '@shared/case-library/contract'
import { Picture } from '@/components/picture'
import { showPicture } from '@/platform/file'
import { PRESS } from '@/platform/kind'
import './reading.scss'

/** Paragraphs, headings and pictures, in the order of reading. */
export function Body({ blocks }: Pick<Experience, 'blocks'>) {
  return (
    <div className="reading-body">
      {blocks.map((block, i) => {
        const key = `${i}`
        if (block.kind === 'heading')
          return (
            <h2 key={key} className="reading-heading">
              {block.text}
            </h2>
          )
        if (block.kind === 'paragraph')
          return (
            <p key={key} className="reading-paragraph">
              {block.text}
            </p>
          )
        return (
          <div key={key} className="reading-figure">
            <button
              type="button"
              {...PRESS}
              className="reading-enlarge"
              aria-label={`看大图：${block.caption || '现场照片'}`}
              onClick={() => showPicture(block.picture.url)}
            >
              <Picture path={block.picture.url} alt={block.caption} className="reading-picture" />
            </button>
            {block.caption ? <p className="reading-caption">{block.caption}</p> : null}
          </div>
        )
      })}
    </div>
  )
}

/** What it brought, in numbers. */
export function Numbers({ figures }: Pick<Experience, 'figures'>) {
  if (figures.length === 0) return null
  return (
    <ul className="reading-numbers">
      {figures.map(({ label, value, unit }) => (
        <li key={label} className="reading-number">
          <span className="reading-value">
            {value}
            <span className="reading-of">{unit}</span>
          </span>
          <span className="reading-label">{label}</span>
        </li>
      ))}
    </ul>
  )
}
