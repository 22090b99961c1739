import type { Edition } from '@shared/edition/contract'
import type { ReplyRecord } from '@shared/unit/contract'
import { Chance } from './chance'

/** Netizens write more in spring and before the holidays of winter, less around the Spring Festival. */
const MONTH_WEIGHTS = [7, 5, 9, 10, 9, 8, 8, 8, 9, 8, 9, 10]
/** Share of all answers that come from the diligent few, and what one of them answers on average. */
const DILIGENT = { share: 0.66, mean: 16, least: 11, unansweredShare: 0.09 }
/** Of the others, as many get no message at all in a year. */
const SILENT_SHARE = 0.58

type Message = { unit: number; month: number; answered: boolean }

/**
 * One reply record per unit, in order. Sums are exactly the edition's figures. The units at the indices
 * `diligent` are offered the long records (more than ten answers each) as far as the figures go; the rest get few or none.
 */
export function replyRecords(edition: Edition, diligent: readonly number[]): ReplyRecord[] {
  const { units, received, answered } = edition.figures
  const chance = new Chance(`${edition.id}/replies`)
  const chosen = diligent.slice(0, diligentCount(edition))
  const isChosen = new Set(chosen)
  const others = chance.shuffle([...Array(units).keys()].filter((unit) => !isChosen.has(unit)))
  const listened = others.slice(Math.floor(others.length * SILENT_SHARE))
  if (listened.length === 0) throw new Error('no units left to receive messages')

  const messages: Message[] = []
  const add = (unit: number, isAnswered: boolean) =>
    messages.push({ unit, month: chance.weighted(MONTH_WEIGHTS), answered: isAnswered })

  const long = share(Math.floor(answered * DILIGENT.share), chosen, DILIGENT.least, chance)
  for (const [unit, count] of long) for (let i = 0; i < count; i++) add(unit, true)
  const open = Math.floor(messages.length * DILIGENT.unansweredShare)
  for (let i = 0; i < open; i++) add(chance.pick(chosen.length ? chosen : listened), false)

  const rest = share(received - messages.length, listened, 0, chance)
  const answers = answered - messages.filter((message) => message.answered).length
  // Units differ in diligence: an answer is likelier where the unit answers anyhow.
  const queue = [...rest]
    .flatMap(([unit, count]) => {
      const diligence = chance.next()
      return Array.from({ length: count }, () => ({ unit, rank: diligence * 0.7 + chance.next() }))
    })
    .sort((a, b) => b.rank - a.rank)
  for (const [place, { unit }] of queue.entries()) add(unit, place < answers)

  const byUnit: Message[][] = Array.from({ length: units }, () => [])
  for (const message of messages) byUnit[message.unit]!.push(message)
  return byUnit.map((own, unit) => record(edition.year, own, isChosen.has(unit), chance))
}

/** How many units have a long record in the edition's year. */
export function diligentCount(edition: Edition): number {
  return Math.floor((edition.figures.answered * DILIGENT.share) / DILIGENT.mean)
}

/** Shares `total` out: `least` to everyone, the rest heavily skewed (Pareto), summing exactly. */
function share(total: number, units: readonly number[], least: number, chance: Chance): Map<number, number> {
  const weights = units.map(() => Math.min((1 - chance.next()) ** (-1 / 1.3) - 0.9, 22))
  const sum = weights.reduce((a, b) => a + b, 0)
  const spread = total - least * units.length
  let carried = 0
  let given = 0
  return new Map(
    units.map((unit, i) => {
      carried += (weights[i]! / sum) * spread
      // Cumulative rounding: the last unit's end is `spread` itself, whatever was rounded before.
      const end = i === units.length - 1 ? spread : Math.round(carried)
      const own = end - given
      given = end
      return [unit, least + own]
    }),
  )
}

function record(year: number, messages: Message[], diligent: boolean, chance: Chance): ReplyRecord {
  const perMonth = (list: Message[]) =>
    Array.from({ length: 12 }, (_, month) => list.filter((message) => message.month === month).length)
  const answered = messages.filter((message) => message.answered)
  const typical = diligent ? chance.between(7, 46) : chance.between(16, 140)
  return {
    year,
    received: messages.length,
    answered: answered.length,
    medianAnswerHours: answered.length === 0 ? null : Math.round(typical * 10) / 10,
    monthlyReceived: perMonth(messages),
    monthlyAnswered: perMonth(answered),
  }
}
