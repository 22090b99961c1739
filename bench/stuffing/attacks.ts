import type { Follow } from '@shared/risk/contract'
import { at, DAY, HOUR, MINUTE, times, voter } from './crowds'
import type { Lots } from './lots'
import type { People, Vote } from './people'

type Draw = { lots: Lots; people: People }

/** An attack, all its ballots for one candidate. */
type Attack = (draw: Draw, start: number, target: string) => Vote[]

const bought = (person: boolean) => ({ honest: false, person })

/** Ballots as others cast them, but for what the attack makes of them. */
function fake(
  draw: Draw,
  by: string,
  when: number,
  own: Partial<Vote> & { from?: Partial<Record<Follow, number>> },
): Vote {
  const { honest = false, person = false, ...rest } = own
  return { ...voter(draw, by, when, { login: undefined, referrer: undefined, ...rest }), honest, person }
}

/** 2000 in five minutes by a program that runs one browser through a few proxies, at an even pace. */
const burstOfOne: Attack = (draw, start, target) => {
  const { lots, people } = draw
  const proxies = times(lots.whole(3, 8), (i) => (lots.chance(0.5) ? people.elsewhere() : `proxy-a${i}`))
  const [device, agent] = [`robot${lots.whole(0, 99)}`, lots.chance(0.5) ? 'wechat' : 'other']
  const channel = lots.chance(0.5) ? 'h5' : 'weapp'
  return times(2000, (i) =>
    fake(draw, 'scripted burst, one browser', start + (i + lots.random()) * 150, {
      ...{ channel, agent, device, network: lots.pick(proxies), selections: [target] },
      from: { minutes: 60, none: 40 },
    }),
  )
}

/** The same by many threads that take turns among browsers, say they are WeChat, and wait at random. */
const burstOfMany: Attack = (draw, start, target) => {
  const { lots, people } = draw
  const proxies = times(lots.whole(3, 8), (i) => (lots.chance(0.5) ? people.elsewhere() : `proxy-b${i}`))
  const devices = times(lots.whole(8, 40), () => people.device())
  let when = start
  return times(2000, () => {
    when += lots.gap() * 150
    return fake(draw, 'scripted burst, many browsers', when, {
      ...{ channel: 'h5', agent: 'wechat', device: lots.pick(devices), network: lots.pick(proxies) },
      selections: lots.chance(0.3) ? people.choices(2, [target]) : [target],
      from: { minutes: 60, none: 40 },
    })
  })
}

/**
 * 800 to 1500 people who are paid a few cents each, in half an hour to an hour, most of them soon after the task is offered:
 * real phones, real accounts, anywhere in the country. The task says whom to choose, and often to add somebody for show.
 */
const farm =
  (alibi: number): Attack =>
  (draw, start, target) => {
    const { lots, people } = draw
    const span = lots.between(30, 60) * MINUTE
    const linked = lots.between(0, 0.6)
    return times(lots.whole(800, 1500), () =>
      fake(draw, alibi > 0.5 ? 'click farm with alibis' : 'click farm', start + span * lots.random() ** 1.4, {
        ...bought(true),
        channel: lots.chance(0.75) ? 'h5' : 'weapp',
        network: lots.chance(0.05) ? people.home() : people.elsewhere(),
        selections: lots.chance(alibi) ? people.choices(lots.whole(2, 4), [target]) : [target],
        referrer: lots.chance(linked) ? target : undefined,
        from: { minutes: 55, none: 25, days: 10, months: 10 },
      }),
    )
  }

/** One every two to five minutes for three days and nights, each from another network. */
const drip: Attack = (draw, start, target) => {
  const { lots, people } = draw
  const all: Vote[] = []
  for (let when = start; when < start + 3 * DAY; when += lots.between(2, 5) * MINUTE) {
    all.push(
      fake(draw, 'slow drip', when, {
        ...bought(true),
        channel: lots.chance(0.7) ? 'h5' : 'weapp',
        network: lots.chance(0.2) ? people.anyHome() : people.elsewhere(),
        selections: lots.chance(0.4) ? people.choices(lots.whole(2, 4), [target]) : [target],
        from: { minutes: 40, none: 30, hours: 5, days: 10, months: 15 },
      }),
    )
  }
  return all
}

/** The same by somebody who thought of it: at random, and only when others are awake. */
const carefulDrip: Attack = (draw, start, target) => {
  const { lots } = draw
  const awake = (when: number) => (Math.floor(when / HOUR) + 8) % 24 >= 8
  let when = start
  return drip(draw, start, target)
    .map((one) => {
      when += lots.gap() * 3.5 * MINUTE
      return { ...one, by: 'careful drip (random, asleep at night)', at: Math.round(when) }
    })
    .filter((one) => awake(one.at))
}

/** 600 accounts that have followed for long, in two hours, through home connections, half of them in the province. */
const oldAccounts: Attack = (draw, start, target) => {
  const { lots, people } = draw
  const phones = times(lots.whole(20, 60), () => people.device())
  const racks = lots.chance(0.5)
  return times(600, () =>
    fake(draw, 'old accounts', start + lots.random() * 2 * HOUR, {
      ...bought(true),
      channel: lots.chance(0.7) ? 'h5' : 'weapp',
      network: lots.chance(0.5) ? people.anyHome() : people.elsewhere(),
      device: racks ? lots.pick(phones) : people.device(),
      selections: lots.chance(0.5) ? people.choices(lots.whole(2, 5), [target]) : [target],
      from: { days: 40, months: 60 },
    }),
  )
}

/** 500 OpenIDs of another page's visitors, their sessions opened by one server, cast by it and by proxies. */
const reverseProxy: Attack = (draw, start, target) => {
  const { lots, people } = draw
  const server = 'server'
  const proxies = times(30, () => (lots.chance(0.5) ? people.anyHome() : people.elsewhere()))
  let when = start
  return times(500, () => {
    when += lots.gap() * 10_000
    const direct = lots.chance(0.3)
    return fake(draw, 'OpenIDs by reverse proxy', when, {
      ...{ channel: 'h5', network: direct ? server : lots.pick(proxies) },
      selections: lots.chance(0.3) ? people.choices(2, [target]) : [target],
      login: direct ? undefined : server,
      from: { none: 90, minutes: 10 },
    })
  })
}

/** All attacks of a run, each on another candidate of the middle and the end of the field. */
export function allAttacks(draw: Draw, days: number): Vote[] {
  const { lots, people } = draw
  const targets = lots.shuffled(people.order.slice(6))
  const some = (attack: Attack, start: number) => attack(draw, start, targets.pop()!)
  const daytime = () => at(lots.whole(1, days - 1), lots.between(9, 22))
  return [
    ...some(burstOfOne, daytime()),
    ...some(burstOfMany, daytime()),
    ...some(farm(0.3), daytime()),
    ...some(farm(0.7), daytime()),
    ...some(drip, at(0, 15)),
    ...some(carefulDrip, at(0, 15)),
    ...some(oldAccounts, daytime()),
    ...some(reverseProxy, daytime()),
  ]
}
