import type { ExperienceCard, FoundExperience, Segment } from '@shared/case-library/contract'
import { placeText } from '@/candidate/place'
import { Sample } from '@/candidate/sample'
import { Link } from '@/components/link'
import { Picture } from '@/components/picture'
import './card.scss'

/** Text with what was found in it marked. */
function Marked({ segments }: { segments: Segment[] }) {
  return (
    <>
      {segments.map(({ text, hit }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: stretches of one text stay where they are
        <span key={i} className={hit ? 'tale-hit' : undefined}>
          {text}
        </span>
      ))}
    </>
  )
}

/** An experience in a list: its picture, what was done, by whom. */
export function Tale({ card }: { card: ExperienceCard | FoundExperience }) {
  const { id, title, summary, unitName, region, topics, cover, sample } = card
  const found = 'found' in card ? card.found : null
  return (
    <Link page="experience" query={{ id }} className="tale">
      <Picture path={cover?.thumbUrl ?? ''} alt="" className="tale-picture" />
      <div className="tale-text">
        <h3 className="tale-title">{found ? <Marked segments={found.title} /> : title}</h3>
        <p className="tale-unit">
          {unitName}
          {'\u00a0'}· {placeText(region)} <Sample card={{ sample, name: title }} />
        </p>
        <p className="tale-summary">{found ? <Marked segments={found.summary} /> : summary}</p>
        {found?.snippet ? (
          <p className="tale-snippet">
            <Marked segments={found.snippet} />
          </p>
        ) : null}
        {topics.length > 0 ? (
          <p className="tale-topics">{topics.map(({ name }) => name).join('\u3000')}</p>
        ) : null}
      </div>
    </Link>
  )
}
