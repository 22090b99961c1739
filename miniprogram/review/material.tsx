import type { ReviewCard, Material as Told } from '@shared/review/contract'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { Record } from '@/candidate/record'
import { Picture } from '@/components/picture'
import { Skeleton } from '@/components/skeleton'
import { Failure } from '@/components/state'
import { showPicture } from '@/platform/file'
import { PRESS, WEB } from '@/platform/kind'
import { useQuery } from '@/platform/query'
import { fetchMaterial } from './save'
import { materialOf } from './shelf'
import './material.scss'

/** What there is to read of a candidate: from the device where it is there, and anew where there is a connection. */
export function Material({ card }: { card: ReviewCard }) {
  const { candidate } = card
  const query = useQuery(card.id, () => fetchMaterial(card.id))
  const told = query.data ?? materialOf(card.id)
  const where = [candidate.position, candidate.unitName, candidate.city, LEVEL_NAMES[candidate.level]]
  return (
    <article className="matter">
      <header className="matter-head">
        <p className="matter-number">{candidate.number}</p>
        <h1 className="matter-title">{candidate.title}</h1>
        <p className="matter-where">{where.filter(Boolean).join(' · ')}</p>
        {candidate.withdrawn ? <p className="scoring-failed">这位候选已退出评选，不用评了。</p> : null}
        {candidate.summary ? <p className="matter-summary">{candidate.summary}</p> : null}
      </header>
      {told ? (
        <Body told={told} />
      ) : query.error && !query.loading ? (
        <Failure error={query.error} retry={query.reload} />
      ) : (
        <div role="status" aria-label="正在加载材料">
          <Skeleton shape="text" count={3} />
        </div>
      )}
    </article>
  )
}

function Body({ told }: { told: Told }) {
  const { deeds, picture, photos, figures, links, replyRecord } = told
  return (
    <>
      {picture.url ? <Picture path={picture.url} alt={picture.alt} className="matter-picture" /> : null}
      {figures.length ? (
        <dl className="matter-figures">
          {figures.map(({ label, value, unit }) => (
            <div key={label} className="matter-figure">
              <dt className="matter-label">{label}</dt>
              <dd className="matter-value">
                {value} {unit}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      <section className="matter-deeds">
        <h2 className="section-title">相关事迹</h2>
        {(deeds.length ? deeds : ['没有文字材料。']).map((paragraph, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two paragraphs may say the same
          <p key={i} className="matter-paragraph">
            {paragraph}
          </p>
        ))}
      </section>
      {photos.length ? (
        <div className="matter-photos">
          {photos.map(({ id, url, thumbUrl }, i) => (
            <button
              key={id}
              type="button"
              {...PRESS}
              className="matter-photo"
              aria-label={`第 ${i + 1} 张照片，看大图`}
              onClick={() => showPicture(url)}
            >
              <Picture path={thumbUrl ?? url} alt="" className="matter-thumb" />
            </button>
          ))}
        </div>
      ) : null}
      {links.length ? (
        <section className="matter-links">
          <h2 className="section-title">相关报道</h2>
          {links.map((link) =>
            WEB ? (
              <a key={link} className="matter-link" href={link} target="_blank" rel="noreferrer noopener">
                {link}
              </a>
            ) : (
              <p key={link} className="matter-link">
                {link}
              </p>
            ),
          )}
        </section>
      ) : null}
      {replyRecord ? <Record record={replyRecord} sample={false} /> : null}
    </>
  )
}
