import type { Candidate as CandidateData } from '@shared/candidate/contract'
import type { Category, CurrentEdition } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { BallotBar } from '@/ballot/bar'
import { useDraft } from '@/ballot/draft'
import { useBallotOf, useMineQuietly } from '@/ballot/mine'
import { useLiveTallies } from '@/ballot/tally'
import { Toggle } from '@/ballot/toggle'
import { Votes } from '@/ballot/votes'
import { Deeds, Face } from '@/candidate/face'
import { originText, unitText } from '@/candidate/place'
import { Record } from '@/candidate/record'
import { Sample } from '@/candidate/sample'
import { Withdrawn } from '@/candidate/withdrawn'
import { ToldOf } from '@/case-library/told'
import { Button } from '@/components/button'
import { Link } from '@/components/link'
import { Page } from '@/components/page'
import { Share } from '@/components/share'
import { Skeleton } from '@/components/skeleton'
import { Empty, Failure } from '@/components/state'
import { usePhase } from '@/edition/clock'
import { Closed } from '@/edition/closed'
import { Halt } from '@/edition/halt'
import { hiddenCountsWords, isCounting, listWords, showsResults } from '@/edition/words'
import { fileUrl } from '@/platform/file'
import { WEB } from '@/platform/kind'
import { open } from '@/platform/navigate'
import { useParams, useTitle } from '@/platform/page'
import { showsDraft, usePreviewedCandidate } from '@/platform/preview'
import { useQuery } from '@/platform/query'
import { request } from '@/platform/request'
import type { Shared } from '@/platform/share'
import './index.scss'

/** One candidate: deeds, reply record, the choice. */
export default function Candidate() {
  const params = useParams()
  const { id } = params
  const draft = usePreviewedCandidate()
  const key = id && !showsDraft(params) ? id : null
  const fetched = useQuery(key, () => request('GET /api/candidates/:id', { params: { id: id! } }))
  const query = { ...fetched, data: draft ?? fetched.data }
  const shared: Shared = {
    title: query.data ? titleOf(query.data) : '荆楚问政系列评选',
    about: query.data?.summary,
    page: 'candidate',
    query: { id: id ?? '' },
    image: query.data ? fileUrl(query.data.picture.thumbUrl) : undefined,
  }
  return (
    <Page
      title={query.data?.name ?? '候选事迹'}
      at="candidates"
      shared={shared}
      inner
      bar={(edition) => (query.data ? <Bar edition={edition} candidate={query.data} /> : null)}
    >
      {(edition) =>
        query.data ? (
          <Detail edition={edition} candidate={query.data} shared={shared} />
        ) : query.error?.code === 'candidate_not_found' || !id ? (
          <Unknown edition={edition} />
        ) : query.error ? (
          <Failure error={query.error} retry={query.reload} busy={query.loading} />
        ) : (
          <div className="detail-waiting" role="status" aria-label="正在加载">
            <Skeleton shape="card" />
            <Skeleton shape="text" count={3} />
          </div>
        )
      }
    </Page>
  )
}

const titleOf = ({ number, name, sample }: CandidateData) =>
  `${number} ${name}${sample && !name.includes('示例') ? '（示例）' : ''} · 荆楚问政系列评选`

function Bar({ edition, candidate }: { edition: CurrentEdition; candidate: CandidateData }) {
  const phase = usePhase(edition)
  const category = findCategory(edition, candidate.category)
  return phase === 'voting' && category ? <BallotBar edition={edition} category={category} /> : null
}

/** Before the list is published it is nobody's fault that there is nothing to see. */
function Unknown({ edition }: { edition: CurrentEdition }) {
  const phase = usePhase(edition)
  if (listWords(edition)) return <Closed edition={edition} phase={phase} />
  return (
    <Empty
      title="没有找到这位候选"
      action={
        <Button kind="line" onClick={() => open('candidates')}>
          看候选名单
        </Button>
      }
    >
      链接可能已失效，请从候选名单重新查找。
    </Empty>
  )
}

/** On the PC, where no bar follows the page: the way on once something is chosen. */
function Onward({ edition, category }: { edition: CurrentEdition; category: Category }) {
  const picks = useDraft(edition.id, category.id)
  const ballot = useBallotOf(edition, category.id)
  if (!WEB || picks.length === 0 || ballot) return null
  return (
    <Link page="review" query={{ category: category.id }} className="detail-onward">
      核对选票（已选 {picks.length} / {category.ballotRule.max}）
    </Link>
  )
}

type Props = { edition: CurrentEdition; candidate: CandidateData; shared: Shared }

function Detail({ edition, candidate, shared }: Props) {
  const phase = usePhase(edition)
  const category = findCategory(edition, candidate.category)
  useTitle(candidate.name)
  useMineQuietly()
  useLiveTallies(edition, [candidate.category])
  return (
    <article className="detail">
      <Face
        picture={candidate.picture}
        meta={
          <>
            <Link page="draws" className="detail-number" label={`${candidate.number}，编号是怎么抽的`}>
              {candidate.number}
            </Link>
            <span className="detail-category">{category?.shortName}</span>
            <Sample card={candidate} />
          </>
        }
        name={candidate.name}
        unit={unitText(candidate)}
        origin={originText(candidate)}
        summary={candidate.summary}
      >
        <div className="detail-share">
          <Share shared={shared} />
        </div>
        <Withdrawn card={candidate} />
        <Halt edition={edition} phase={phase} />
        <div className="detail-actions">
          {edition.tallyVisible && candidate.votes !== null ? (
            <Votes edition={edition} card={candidate} />
          ) : isCounting(phase) ? (
            <span className="detail-hidden">{hiddenCountsWords(edition)}</span>
          ) : null}
          {showsResults(phase) ? (
            <Link
              page="results"
              query={{ category: candidate.category, id: candidate.id }}
              className="button button-line"
            >
              看得分和名次
            </Link>
          ) : null}
          {phase === 'voting' ? <Toggle edition={edition} card={candidate} large /> : null}
          {phase === 'voting' && category ? <Onward edition={edition} category={category} /> : null}
        </div>
      </Face>
      <ToldOf candidate={candidate.id} />
      <div className="detail-body">
        <Deeds paragraphs={candidate.deeds} />
        {candidate.replyRecord ? <Record record={candidate.replyRecord} sample={candidate.sample} /> : null}
      </div>
    </article>
  )
}
