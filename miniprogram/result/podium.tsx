import type { PublicStanding } from '@shared/result/contract'
import { placeText, unitText } from '@/candidate/place'
import { Sample } from '@/candidate/sample'
import { Link } from '@/components/link'
import { Picture } from '@/components/picture'
import { useQuery } from '@/platform/query'
import { request } from '@/platform/request'
import './podium.scss'

const ORDINALS = ['第一名', '第二名', '第三名']

/** The first three of a result. */
export function Podium({ winners, decimals }: { winners: PublicStanding[]; decimals: number }) {
  return (
    <ol className="podium" aria-label="前三名">
      {winners.slice(0, 3).map((one, i) => (
        <li key={one.id} className={`podium-step is-${i + 1}`}>
          <Link page="candidate" query={{ id: one.id }} className="podium-open">
            <Portrait id={one.id} />
            <span className="podium-text">
              <span className="podium-place">{ORDINALS[i]}</span>
              <span className="podium-name">
                {one.name} <Sample card={one} />
              </span>
              <span className="podium-unit">{unitText(one) || placeText(one.region)}</span>
              <span className="podium-score">{one.score.toFixed(decimals)} 分</span>
            </span>
          </Link>
        </li>
      ))}
    </ol>
  )
}

/** The candidate's picture, as the page of its deeds has it. */
function Portrait({ id }: { id: string }) {
  const { data } = useQuery(id, () => request('GET /api/candidates/:id', { params: { id } }))
  return <Picture path={data?.picture.thumbUrl ?? ''} alt="" className="podium-picture" />
}
