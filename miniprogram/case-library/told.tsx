import { Icon } from '@/components/icon'
import { Link } from '@/components/link'
import { useQuery } from '@/platform/query'
import { request } from '@/platform/request'
import './told.scss'

/** Leads from a candidate to the experience that tells more of it, where there is one. */
export function ToldOf({ candidate }: { candidate: string }) {
  const query = { candidate, pageSize: 1 }
  const { data } = useQuery(candidate, () => request('GET /api/case-library', { query }))
  const [experience] = data?.items ?? []
  if (!experience) return null
  return (
    <Link page="experience" query={{ id: experience.id }} className="told-of">
      <Icon name="book" />
      <span className="told-of-words">经验谈：{experience.title}</span>
      <Icon name="next" />
    </Link>
  )
}
