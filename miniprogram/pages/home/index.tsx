import type { CurrentEdition } from '@shared/edition/contract'
import { Latest } from '@/announcement/latest'
import { useMineQuietly } from '@/ballot/mine'
import { useLiveTallies } from '@/ballot/tally'
import { Page } from '@/components/page'
import { usePhase } from '@/edition/clock'
import { Entries } from '@/edition/entries'
import { Hero } from '@/edition/hero'
import { Figures, Notice, Schedule } from '@/edition/notice'
import './index.scss'

/** The front page: where the award stands, and the ways in. */
export default function Home() {
  return (
    <Page title="首页" at="home" hero={(edition) => <Hero edition={edition} />}>
      {(edition) => <Content edition={edition} />}
    </Page>
  )
}

function Content({ edition }: { edition: CurrentEdition }) {
  const phase = usePhase(edition)
  useMineQuietly()
  useLiveTallies(
    edition,
    edition.categories.map(({ id }) => id),
  )
  return (
    <div className="home">
      <Entries edition={edition} phase={phase} />
      <div className="home-side">
        <Schedule edition={edition} phase={phase} />
        <Latest />
        <Notice edition={edition} />
        <Figures edition={edition} />
      </div>
    </div>
  )
}
