import { jpegOf } from '@shared/candidate/rules'
import type { Experience as ExperienceData } from '@shared/case-library/contract'
import { dayText } from '@shared/kernel/dates'
import { originText } from '@/candidate/place'
import { Sample } from '@/candidate/sample'
import { Tale } from '@/case-library/card'
import { Poster } from '@/case-library/poster'
import { Body, Numbers } from '@/case-library/reading'
import { Button } from '@/components/button'
import { Icon } from '@/components/icon'
import { Link } from '@/components/link'
import { Page } from '@/components/page'
import { Picture } from '@/components/picture'
import { Share } from '@/components/share'
import { Skeleton } from '@/components/skeleton'
import { Empty, Failure } from '@/components/state'
import { fileUrl } from '@/platform/file'
import { WEB } from '@/platform/kind'
import { open } from '@/platform/navigate'
import { useParams, useTitle } from '@/platform/page'
import { showsDraft, usePreviewedExperience } from '@/platform/preview'
import { useQuery } from '@/platform/query'
import { request } from '@/platform/request'
import type { Shared } from '@/platform/share'
import './index.scss'

/** An experience, to be read. The mini-program's codes name it as `scene`. */
export default function Experience() {
  const params = useParams()
  const id = params.id ?? params.scene
  const draft = usePreviewedExperience()
  const key = id && !showsDraft(params) ? id : null
  const query = useQuery(key, () => request('GET /api/case-library/:id', { params: { id: id! } }))
  const data = draft ?? query.data
  const shared: Shared = {
    title: data ? `${data.title} · 经验谈` : '案例库 · 经验谈',
    about: data?.summary,
    page: 'experience',
    query: { id: id ?? '' },
    image: data?.cover ? fileUrl(jpegOf(data.cover.thumbUrl)) : undefined,
  }
  return (
    <Page title="经验谈" at="cases" inner shared={shared}>
      {() =>
        data ? (
          <Reading experience={data} shared={shared} />
        ) : query.error?.code === 'experience_not_found' || !id ? (
          <Empty
            title="没有找到这篇经验谈"
            action={
              <Button kind="line" onClick={() => open('cases')}>
                看案例库
              </Button>
            }
          >
            链接可能已失效，或文章已经撤下。
          </Empty>
        ) : query.error ? (
          <Failure error={query.error} retry={query.reload} busy={query.loading} />
        ) : (
          <div role="status" aria-label="正在加载">
            <Skeleton shape="card" />
            <Skeleton shape="text" count={4} />
          </div>
        )
      }
    </Page>
  )
}

function Reading({ experience, shared }: { experience: ExperienceData; shared: Shared }) {
  const { title, summary, unitName, cover, topics, publishedAt, blocks, figures, related, sample } =
    experience
  useTitle(title)
  return (
    <div className="reading">
      <article className="reading-sheet">
        <header>
          {topics.length > 0 ? (
            <p className="reading-topics">
              {topics.map(({ id, name }) => (
                <Link key={id} page="cases" query={{ topic: id }} className="reading-topic">
                  {name}
                </Link>
              ))}
            </p>
          ) : null}
          <h1 className="reading-title">
            {title} <Sample card={{ sample, name: title }} />
          </h1>
          <p className="reading-unit">
            {unitName}
            {'\u00a0'}· {originText(experience)}
          </p>
          <p className="reading-date">
            {new Date(publishedAt).getFullYear()}年{dayText(publishedAt)}
          </p>
        </header>
        {cover ? <Picture path={cover.url} alt={cover.alt} className="reading-cover" /> : null}
        <p className="reading-summary">{summary}</p>
        <Numbers figures={figures} />
        <Body blocks={blocks} />
        <footer className="reading-tools">
          <Share shared={shared} />
          <Poster experience={experience} />
          {WEB ? (
            <Button kind="plain" onClick={() => window.print()}>
              <Icon name="print" />
              打印
            </Button>
          ) : null}
        </footer>
      </article>
      {related.length > 0 ? (
        <section className="reading-related">
          <h2 className="section-title">相关案例</h2>
          <div className="reading-others">
            {related.map((card) => (
              <Tale key={card.id} card={card} />
            ))}
          </div>
        </section>
      ) : null}
    </div>
  )
}
