import { allAttacks } from './attacks'
import { type Extent, honestCrowd } from './crowds'
import { lotsOf } from './lots'
import { type Cast, peopleOf } from './people'

/** All ballots of a run: whoever gives the same seed gets the same ones. */
export function castsOf(seed: number, extent: Extent): Cast[] {
  const lots = lotsOf(seed)
  const draw = { lots, people: peopleOf(lots) }
  return [...honestCrowd(draw, extent), ...allAttacks(draw, extent.days)]
    .sort((a, b) => a.at - b.at)
    .map((vote, i) => ({ ...vote, receipt: `R${String(i).padStart(11, '0')}` }))
}
