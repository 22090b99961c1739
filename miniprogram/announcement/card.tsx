import type { AnnouncementCard } from '@shared/announcement/contract'
import { momentText } from '@shared/kernel/dates'
import { Link } from '@/components/link'
import { Picture } from '@/components/picture'
import { useRead } from './read'
import './card.scss'

/** An announcement in a list; one that was not opened here says so. */
export function Card({ card, brief = false }: { card: AnnouncementCard; brief?: boolean }) {
  const { id, title, summary, cover, publishedAt, sample } = card
  const read = useRead(({ ids }) => ids.includes(id))
  return (
    <Link page="announcement" query={{ id }} className={`bulletin ${brief ? 'is-brief' : ''}`}>
      {cover && !brief ? <Picture path={cover} alt="" className="bulletin-cover" /> : null}
      <div className="bulletin-text">
        <h3 className="bulletin-title">
          {read ? null : <span className="bulletin-new">未读</span>}
          {title}
          {sample && !title.includes('示例') ? '（示例）' : ''}
        </h3>
        {brief ? null : <p className="bulletin-summary">{summary}</p>}
        <p className="bulletin-at">{momentText(publishedAt)}</p>
      </div>
    </Link>
  )
}
