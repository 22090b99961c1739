import type { Contender } from '@shared/shortlist/contract'
import { type Spread, spreadOf } from '@shared/shortlist/rules'
import { Bars } from '../components/bars'

type Props = { accepted: readonly Contender[]; picks: readonly string[] }

/** Where the picked come from, beside all that were accepted. */
export function SpreadCharts({ accepted, picks }: Props) {
  const { levels, cities } = spreadOf(accepted, picks)
  return (
    <section className="spread" aria-label="入选分布">
      <div className="sheet">
        <Bars title="入选的层级" unit="份" width={240} bars={levels.map(barOf)} />
      </div>
      <div className="sheet">
        <Bars title="入选的市州" unit="份" width={240} bars={cities.map(barOf)} />
      </div>
    </section>
  )
}

const barOf = ({ value, name, picked, accepted }: Spread) => ({
  ...{ key: value, name, value: picked, note: `/ 通过 ${accepted}` },
})
