import type { CurrentEdition } from '@shared/edition/contract'
import { findPhase } from '@shared/edition/rules'
import { Link } from '@/components/link'
import { WEB } from '@/platform/kind'
import { usePhase } from './clock'
import { Countdown } from './countdown'
import { Timeline } from './timeline'
import { phaseWords, showsResults } from './words'
import './hero.scss'

/** The head of the front page: the award's name, the phase now with what it asks, the time left, the schedule. */
export function Hero({ edition }: { edition: CurrentEdition }) {
  const phase = usePhase(edition)
  const { state, todo } = phaseWords(edition, phase)
  const voting = findPhase(edition, 'voting')
  const nomination = findPhase(edition, 'nomination')
  return (
    <section className="hero">
      <div className="hero-art" aria-hidden="true" />
      <div className="hero-inside">
        <div className="hero-words">
          <p className="hero-series">{edition.series}</p>
          <h1 className="hero-name">{edition.name}</h1>
          <p className="hero-slogan">{edition.texts.slogan}</p>
        </div>
        <div className="hero-now">
          <p className="hero-state">{state}</p>
          <p className="hero-todo">{todo}</p>
          {phase === 'voting' && voting?.closesAt ? (
            <Countdown until={voting.closesAt} label="距投票截止" />
          ) : null}
          {phase === 'nomination' && nomination?.closesAt ? (
            <Countdown until={nomination.closesAt} label="距报名截止" />
          ) : null}
          {phase === 'nomination' ? (
            <Link page="nominations" className="button button-main hero-enter">
              单位报名
            </Link>
          ) : null}
          {showsResults(phase) ? (
            <Link page="results" className="button button-main hero-enter">
              {phase === 'notice' ? '看公示名单' : '看评选结果'}
            </Link>
          ) : null}
          {phase === 'shortlisting' && voting ? (
            <Countdown until={voting.opensAt} label="距投票开始" />
          ) : null}
        </div>
        {WEB ? <Timeline edition={edition} phase={phase} /> : null}
      </div>
    </section>
  )
}
