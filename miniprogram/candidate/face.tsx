import type { ReactNode } from 'react'
import { Picture } from '@/components/picture'
import './face.scss'

type Props = {
  picture: { url: string; alt: string }
  /** Above the name: number, category, marks. */
  meta: ReactNode
  name: string
  unit: string
  origin: string
  summary: string
  children?: ReactNode
}

/** The head of a candidate's page: who it is, where, and what they did in a sentence. */
export function Face({ picture, meta, name, unit, origin, summary, children }: Props) {
  return (
    <header className="detail-head">
      <Picture path={picture.url} alt={picture.alt} className="detail-picture" />
      <div className="detail-who">
        <p className="detail-meta">{meta}</p>
        <h1 className="detail-name">{name}</h1>
        {unit ? <p className="detail-unit">{unit}</p> : null}
        <p className="detail-origin">{origin}</p>
        <p className="detail-summary">{summary}</p>
        {children}
      </div>
    </header>
  )
}

/** What a candidate did. */
export function Deeds({ paragraphs }: { paragraphs: string[] }) {
  return (
    <section className="detail-deeds">
      <h2 className="section-title">相关事迹</h2>
      {(paragraphs.length ? paragraphs : ['事迹材料正在整理。']).map((paragraph, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two paragraphs may say the same
        <p key={i} className="detail-paragraph">
          {paragraph}
        </p>
      ))}
    </section>
  )
}
