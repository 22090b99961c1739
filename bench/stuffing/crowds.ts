import type { Follow } from '@shared/risk/contract'
import type { Lots } from './lots'
import { CATEGORY, type People, RHYTHM, USUAL_FOLLOW, type Vote } from './people'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
/** A Tuesday, 09:00 in Beijing, when voting opens. */
export const OPENS = Date.UTC(2022, 4, 10, 1)

type Draw = { lots: Lots; people: People }
/** How big the world is: 1 is some 120 000 honest ballots in four days. */
export type Extent = { days: number; scale: number }

const DENSEST = Math.max(...RHYTHM)
const hourOf = (at: number) => Math.floor(at / HOUR + 8) % 24
/** The instant so many hours into a day in Beijing, the day of opening being 0. */
export const at = (day: number, hour: number) => OPENS + day * DAY + (hour - 9) * HOUR

/** Ballots of a crowd differ in little: this is what they have when it says nothing. */
type Person = Partial<Omit<Vote, 'at' | 'by' | 'honest' | 'person' | 'category'>> & {
  from?: Partial<Record<Follow, number>>
}

/** Anybody who votes, as the public does unless told otherwise. */
export function voter(draw: Draw, by: string, when: number, own: Person): Vote {
  const { lots, people } = draw
  const { from = USUAL_FOLLOW, ...rest } = own
  const channel = rest.channel ?? lots.weighed({ h5: 57, weapp: 30, pc: 5, chat: 8 })
  const network = rest.network ?? (lots.chance(0.04) ? people.elsewhere() : people.home())
  const one: Vote = {
    ...{ at: Math.round(when), category: CATEGORY, by, honest: true, person: true },
    selections: rest.selections ?? selectionsOf(draw),
    ...{ channel, network, agent: channel === 'pc' ? 'desktop' : 'wechat' },
    device: channel === 'pc' ? people.desktop() : people.device(),
    follow: people.follow(from),
    ...rest,
  }
  if (channel === 'chat')
    return { ...one, network: 'chat', agent: 'wechat', device: undefined, login: undefined }
  // A few browsers do not say what they are.
  if (channel !== 'pc' && !own.agent && lots.chance(0.003)) one.agent = 'mobile'
  if (!('login' in own) && lots.chance(0.07)) one.login = people.home()
  if (!('referrer' in own) && lots.chance(0.2)) one.referrer = lots.pick(one.selections)
  return one
}

function selectionsOf({ lots, people }: Draw): string[] {
  return lots.chance(0.45) ? [people.liked()] : people.choices(people.several())
}

/** The public, by day and night. */
export function organic(draw: Draw, { days, scale }: Extent): Vote[] {
  const all: Vote[] = []
  const perHour = 620 * scale * 4.4
  let when = OPENS
  for (;;) {
    when += (draw.lots.gap() * HOUR) / perHour
    if (when >= OPENS + days * DAY) return all
    if (draw.lots.chance(RHYTHM[hourOf(when)]! / DENSEST)) all.push(voter(draw, 'the public', when, {}))
  }
}

/** After a broadcast: within two minutes up to a peak, then half as many every eight. */
const afterBroadcast = (lots: Lots) => (2 * lots.random() + 11 * lots.gap()) * MINUTE

/** A programme about the whole vote: everybody gets more, many follow by the code on the screen. */
export function broadcast(draw: Draw, start: number, size: number): Vote[] {
  const from = { none: 12, minutes: 62, hours: 4, days: 8, months: 14 }
  return times(size, () => voter(draw, 'evening broadcast', start + afterBroadcast(draw.lots), { from }))
}

/** A programme that shows three candidates: two thirds of those who vote then choose one of them. */
export function portrait(draw: Draw, start: number, size: number): Vote[] {
  const { lots, people } = draw
  const shown = lots.shuffled(people.order).slice(0, 3)
  const from = { none: 12, minutes: 62, hours: 4, days: 8, months: 14 }
  return times(size, () => {
    const one = lots.pick(shown)
    const selections = lots.chance(0.66)
      ? lots.chance(0.55)
        ? [one]
        : people.choices(people.several(), [one])
      : undefined
    return voter(draw, 'candidates shown on television', start + afterBroadcast(lots), {
      from,
      ...(selections && { selections }),
    })
  })
}

/** When people answer a message in a group chat: half within twenty minutes or so, some much later. */
const afterMessage = (lots: Lots, half: number) => half * Math.exp(0.9 * lots.normal())

/** An office asked in its group chat: most on the office's own network, for their own unit, following just then. */
export function office(draw: Draw, start: number, index: number): Vote[] {
  const { lots, people } = draw
  const own = lots.pick(people.order)
  const network = `office${index}`
  // Some have been given one model of phone by their employer, some vote at their desks.
  const [issued, desks] = [lots.chance(0.2) ? lots.between(0.4, 0.8) : 0, lots.between(3, 40)]
  const model = people.device()
  const [city, half, linked] = [people.city(), lots.between(12, 25) * MINUTE, lots.between(0.3, 0.7)]
  const from = { none: 8, minutes: lots.between(55, 80), hours: 5, days: 10, months: 15 }
  return times(lots.whole(200, 800), () => {
    const inside = lots.chance(0.7)
    const single = lots.chance(0.62)
    const choosesOwn = lots.chance(0.9)
    return voter(draw, 'offices', start + afterMessage(lots, half), {
      ...{ from, network: inside ? network : people.homeIn(city) },
      channel: lots.weighed({ h5: 66, weapp: 24, pc: desks, chat: 4 }),
      ...(lots.chance(issued) && { device: model }),
      ...(choosesOwn && { selections: single ? [own] : people.choices(people.several(), [own]) }),
      ...(choosesOwn && { referrer: lots.chance(linked) ? own : undefined }),
      login: lots.chance(0.08) ? (inside ? people.homeIn(city) : network) : undefined,
    })
  })
}

/** A meeting asked to take out its phones: in a few minutes nearly all have voted for their own, many through the hall's network. */
export function hall(draw: Draw, start: number, index: number): Vote[] {
  const { lots, people } = draw
  const own = lots.pick(people.order)
  const [network, city, inside] = [`hall${index}`, people.city(), lots.between(0.2, 0.8)]
  const half = lots.between(1, 4) * MINUTE
  const from = { none: 10, minutes: 70, hours: 3, days: 7, months: 10 }
  return times(lots.whole(60, 250), () =>
    voter(draw, 'halls', start + half * Math.exp(0.6 * lots.normal()), {
      ...{ from, network: lots.chance(inside) ? network : people.homeIn(city) },
      channel: lots.weighed({ h5: 75, weapp: 25 }),
      ...(lots.chance(0.95) && {
        selections: lots.chance(0.6) ? [own] : people.choices(people.several(), [own]),
      }),
      referrer: lots.chance(0.5) ? own : undefined,
    }),
  )
}

/** A village, all behind one address of its carrier, on an evening when its secretary has asked. */
export function village(draw: Draw, start: number): Vote[] {
  const { lots, people } = draw
  const own = lots.pick(people.order)
  const network = people.anyHome()
  const from = { none: 15, minutes: 65, hours: 4, days: 6, months: 10 }
  return times(lots.whole(100, 350), () =>
    voter(draw, 'villages', start + afterMessage(lots, 45 * MINUTE), {
      ...{ from, network, device: lots.chance(0.7) ? people.cheap() : people.device(), login: undefined },
      selections: lots.chance(0.7) ? [own] : people.choices(people.several(), [own]),
      referrer: lots.chance(0.5) ? own : undefined,
    }),
  )
}

/** A unit asks a whole city, through its account and its offices' group chats, all day; now and then by a list to copy. */
export function city(draw: Draw, start: number, withList: boolean): Vote[] {
  const { lots, people } = draw
  const own = lots.pick(people.order)
  const home = people.city()
  const list = people.choices(5, [own])
  const from = { none: 15, minutes: 55, hours: 6, days: 9, months: 15 }
  return times(lots.whole(600, 1500), () =>
    voter(draw, withList ? 'a city asked, by a list' : 'a city asked', start + afterMessage(lots, 3 * HOUR), {
      ...{ from, network: lots.chance(0.03) ? people.elsewhere() : people.homeIn(home) },
      selections:
        withList && lots.chance(0.5)
          ? list
          : lots.chance(0.6)
            ? [own]
            : people.choices(people.several(), [own]),
      referrer: lots.chance(0.5) ? own : undefined,
    }),
  )
}

/** People from a county who work in other provinces, asked in the group chat of those from home. Nothing here is bought. */
export function diaspora(draw: Draw, start: number): Vote[] {
  const { lots, people } = draw
  const own = lots.pick(people.order.slice(10))
  const from = { none: 25, minutes: 50, hours: 5, days: 8, months: 12 }
  return times(lots.whole(80, 200), () =>
    voter(draw, 'people from home in other provinces', start + afterMessage(lots, 60 * MINUTE), {
      ...{ from, network: lots.chance(0.15) ? people.home() : people.elsewhere() },
      selections: lots.chance(0.6) ? [own] : people.choices(people.several(), [own]),
      referrer: lots.chance(0.5) ? own : undefined,
    }),
  )
}

export const times = <T>(n: number, make: (i: number) => T): T[] =>
  Array.from({ length: n }, (_, i) => make(i))

/** Everybody who votes honestly, in no order. */
export function honestCrowd(draw: Draw, extent: Extent): Vote[] {
  const { lots } = draw
  const { days, scale } = extent
  const many = (n: number) => Math.max(Math.round(n * scale), 1)
  const workday = () => at(lots.whole(0, days - 1), lots.between(9.2, 16.5))
  return [
    ...organic(draw, extent),
    ...broadcast(draw, at(Math.min(1, days - 1), 19.5), Math.round(7000 * scale)),
    ...portrait(draw, at(Math.min(2, days - 1), 20), Math.round(5000 * scale)),
    ...times(many(12), (i) => office(draw, workday(), i)).flat(),
    ...times(many(6), (i) => hall(draw, workday(), i)).flat(),
    ...times(many(6), () => village(draw, at(lots.whole(0, days - 1), lots.between(18, 20)))).flat(),
    ...times(many(4), (i) => city(draw, workday(), i === 0)).flat(),
    ...times(many(2), () => diaspora(draw, at(lots.whole(0, days - 1), lots.between(11, 20)))).flat(),
  ].filter(({ at }) => at < OPENS + days * DAY)
}
