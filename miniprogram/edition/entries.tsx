import type { Category, CurrentEdition } from '@shared/edition/contract'
import type { Stage } from '@shared/edition/rules'
import { ballotWords, measure } from '@shared/edition/words'
import { useDraft } from '@/ballot/draft'
import { useBallotOf } from '@/ballot/mine'
import { TallyNote } from '@/ballot/votes'
import { Icon } from '@/components/icon'
import { Link } from '@/components/link'
import { isCounting, keptWords, listWords, showsResults } from './words'
import './entries.scss'

type Props = { edition: CurrentEdition; phase: Stage }

/** The categories, each with its one action now, and the ways to receipts and rules. */
export function Entries({ edition, phase }: Props) {
  return (
    <section className="entries">
      <h2 className="section-title">{phase === 'voting' ? '三个奖项，各投一张选票' : '评选奖项'}</h2>
      <div className="entries-list">
        {edition.categories.map((category) => (
          <Entry key={category.id} edition={edition} category={category} phase={phase} />
        ))}
      </div>
      <div className="entries-more">
        {phase === 'published' ? (
          <Link page="certificate" className="entries-link">
            <Icon name="search" />
            <span className="entries-word">证书查验</span>
          </Link>
        ) : (
          <Link page="receipt" className="entries-link">
            <Icon name="search" />
            <span className="entries-word">查询回执</span>
          </Link>
        )}
        <Link page="rules" className="entries-link">
          <Icon name="list" />
          <span className="entries-word">评选规则</span>
        </Link>
        <Link page="cases" className="entries-link">
          <Icon name="book" />
          <span className="entries-word">案例库</span>
        </Link>
      </div>
    </section>
  )
}

function Entry({ edition, category, phase }: Props & { category: Category }) {
  const picks = useDraft(edition.id, category.id)
  const ballot = useBallotOf(edition, category.id)
  const { id, letter, name, summary, seats } = category
  const voting = phase === 'voting'
  const later = listWords(edition)
  return (
    <article className="entry">
      <div className="entry-head">
        <span className="entry-letter" aria-hidden="true">
          {letter}
        </span>
        <div className="entry-titles">
          <h3 className="entry-name">{name}</h3>
          <p className="entry-seats">
            {seats === null ? `评出若干${measure(id)}` : `评出 ${seats} ${measure(id)}`}
            {voting ? ` · ${ballotWords(category)}` : ''}
          </p>
        </div>
      </div>
      <p className="entry-summary">{summary}</p>
      {phase === 'suspended' && picks.length > 0 && !ballot ? (
        <p className="entry-kept">{keptWords(picks.length, category, phase)}</p>
      ) : null}
      {isCounting(phase) ? <TallyNote edition={edition} category={id} /> : null}
      <div className="entry-actions">
        {showsResults(phase) ? (
          <Link page="results" query={{ category: id }} className="button button-main">
            {phase === 'notice' ? '看公示名单' : '看结果'}
          </Link>
        ) : ballot ? (
          <Link page="receipt" query={{ no: ballot.receipt }} className="button button-line">
            <Icon name="check" />
            已投票，看回执
          </Link>
        ) : voting ? (
          <Link page="ballot" query={{ category: id }} className="button button-main">
            {picks.length ? `继续填选票（已选 ${picks.length}）` : '去投票'}
          </Link>
        ) : null}
        {later ? (
          <p className="entry-later">{later}</p>
        ) : (
          <Link
            page="candidates"
            query={{ category: id }}
            className={`button ${voting ? 'button-plain' : 'button-line'}`}
          >
            看候选事迹
          </Link>
        )}
      </div>
    </article>
  )
}
