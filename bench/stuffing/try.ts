import { allAttacks } from '/work/wt/rules/bench/stuffing/attacks'
import { honestCrowd } from '/work/wt/rules/bench/stuffing/crowds'
import { lotsOf } from '/work/wt/rules/bench/stuffing/lots'
import { peopleOf } from '/work/wt/rules/bench/stuffing/people'
import { replay } from '/work/wt/rules/bench/stuffing/replay'

for (const seed of process.argv.slice(2).map(Number)) {
  const lots = lotsOf(seed)
  const people = peopleOf(lots)
  const draw = { lots, people }
  const t0 = Date.now()
  const casts = [
    ...honestCrowd(draw, { days: 4, scale: Number(process.env.SCALE ?? 1) }),
    ...allAttacks(draw, 4),
  ]
  const t1 = Date.now()
  const out = replay(casts)
  console.log(
    'seed',
    seed,
    casts.length,
    'made',
    t1 - t0,
    'replayed',
    Date.now() - t1,
    JSON.stringify(out.scans),
  )
  for (const f of out.fates.sort((a, b) => Number(a.honest) - Number(b.honest))) {
    const p = (n: number) => ((100 * n) / f.ballots).toFixed(2).padStart(7)
    console.log(
      (f.honest ? '  ' : '! ') + f.by.padEnd(18),
      String(f.ballots).padStart(7),
      'stop',
      p(f.stopped),
      'both',
      p(f.bothered),
      'quar',
      p(f.quarantined),
      'ref',
      p(f.refused),
      f.honest ? '' : `caught ${p(f.stopped + f.quarantined + f.refused)}`,
    )
  }
}
