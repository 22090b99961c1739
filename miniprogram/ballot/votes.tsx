import type { CandidateCard } from '@shared/candidate/contract'
import type { CategoryId, CurrentEdition } from '@shared/edition/contract'
import { timeText } from '@shared/kernel/dates'
import { serverNow } from '@/edition/store'
import { hiddenCountsWords } from '@/edition/words'
import { useTallies, useVotes } from './tally'
import './votes.scss'

const STALE = 10_000

/** A candidate's votes; nothing while counts are not public. A new count fades in. */
export function Votes({ edition, card }: { edition: CurrentEdition; card: CandidateCard }) {
  const votes = useVotes(card)
  if (!edition.tallyVisible || votes === null) return <span className="votes" />
  return (
    <span className="votes">
      <span key={votes} className="votes-count">
        {grouped(votes)}
      </span>
      <span className="votes-unit">票</span>
    </span>
  )
}

/** One line about a category's counts: how many ballots, as of when if not of now, or when they will be public. */
export function TallyNote({ edition, category }: { edition: CurrentEdition; category: CategoryId }) {
  const tally = useTallies((state) => state.tallies[category])
  const pending = useTallies((state) => state.pending)
  if (!edition.tallyVisible) return <p className="tally-note">{hiddenCountsWords(edition)}</p>
  if (!tally) return <p className="tally-note">{pending ? '票数正在核对，请稍候' : ' '}</p>
  const stale = serverNow().getTime() - Date.parse(tally.asOf) > STALE
  return (
    <p className="tally-note">
      已收到 {grouped(tally.ballots)} 张有效选票{stale ? `，票数截至 ${timeText(tally.asOf)}` : ''}
    </p>
  )
}

/** `12,345`. */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',')
}
