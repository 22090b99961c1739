import type { Chance } from '../chance'
import { BROWN, LEAF, type Light, MOSS, PAPER, SAGE, SAND } from './palette'
import { circle, ellipse, HEIGHT, line, opening, path, place, rect, repeat, WIDTH } from './shapes'

/** Sky with sun or moon, clouds and, in the dark, stars. */
export function sky(light: Light, chance: Chance): string {
  const x = chance.pick([170, 240, 720, 800])
  const y = light.dark ? 120 : chance.int(110, 190)
  const clouds = repeat(chance.int(2, 4), () =>
    cloud(chance.int(60, 900), chance.int(60, 230), chance.between(0.6, 1.2), light),
  )
  const stars = light.dark
    ? repeat(16, () =>
        circle(chance.int(0, WIDTH), chance.int(10, 240), chance.between(1.4, 3), '#FBEFCF', 'opacity=".8"'),
      )
    : ''
  return `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${light.top}"/><stop offset="1" stop-color="${light.bottom}"/></linearGradient></defs>${rect(0, 0, WIDTH, HEIGHT, 'url(#sky)')}${stars}${circle(x, y, 92, light.sun, 'opacity=".22"')}${circle(x, y, 58, light.sun)}${clouds}`
}

function cloud(x: number, y: number, scale: number, { cloud: fill }: Light): string {
  const parts =
    ellipse(0, 0, 70, 22, fill) +
    circle(-28, -12, 26, fill) +
    circle(12, -20, 34, fill) +
    circle(46, -6, 20, fill)
  return `<g opacity=".85">${place(x, y, scale, parts)}</g>`
}

/** A soft ridge from edge to edge, its crest around `y`. */
export function ridge(y: number, height: number, fill: string, chance: Chance): string {
  const step = chance.int(170, 260)
  let d = `M-40 ${HEIGHT} L-40 ${y}`
  for (let x = -40; x < WIDTH + 80; x += step) {
    const top = y - chance.between(0.3, 1) * height
    d += ` Q${x + step / 2} ${top} ${x + step} ${y - chance.between(0, 0.3) * height}`
  }
  return path(`${d} L${WIDTH + 300} ${HEIGHT} Z`, fill)
}

/** Steep mountains, one behind the other, fading. */
export function peaks(y: number, height: number, fill: string, chance: Chance): string {
  return repeat(4, (i) => {
    const x = i * 260 + chance.int(-60, 60)
    const top = y - height * chance.between(0.55, 1)
    const w = chance.int(190, 270)
    return path(
      `M${x - w} ${y + 60} Q${x - w * 0.4} ${y - 20} ${x - 40} ${top + 36} Q${x} ${top - 20} ${x + 44} ${top + 44} Q${x + w * 0.4} ${y - 30} ${x + w} ${y + 60} Z`,
      fill,
    )
  })
}

export type TreeKind = 'round' | 'poplar' | 'pine' | 'willow'

/** A tree standing on (x, y), 200 high at scale 1. */
export function tree(x: number, y: number, scale: number, kind: TreeKind, fill = LEAF): string {
  const trunk = rect(-9, -80, 18, 82, BROWN, 6)
  const shade = 'opacity=".28"'
  const crown = {
    round:
      circle(0, -140, 62, fill) +
      circle(-42, -108, 42, fill) +
      circle(42, -110, 44, fill) +
      ellipse(20, -118, 42, 48, MOSS, shade),
    poplar: ellipse(0, -130, 38, 98, fill) + ellipse(12, -120, 20, 78, MOSS, shade),
    pine:
      path('M0 -226 L48 -140 L24 -146 L62 -76 L-62 -76 L-24 -146 L-48 -140 Z', fill) +
      path('M0 -226 L48 -140 L24 -146 L62 -76 L6 -76 Z', MOSS, shade),
    willow:
      ellipse(0, -150, 74, 50, fill) +
      repeat(9, (i) =>
        line(`M${-66 + i * 16.5} -140 q${-6 + i} 46 ${-4 + i} ${62 + ((i * 37) % 34)}`, fill, 13),
      ) +
      ellipse(16, -146, 46, 34, SAGE, shade),
  }[kind]
  return place(x, y, scale, trunk + crown)
}

export function bush(x: number, y: number, scale: number, fill = LEAF): string {
  return place(
    x,
    y,
    scale,
    circle(-34, -18, 28, fill) +
      circle(0, -30, 38, fill) +
      circle(36, -18, 28, fill) +
      rect(-60, -18, 122, 20, fill, 10),
  )
}

/** Grass blades and flowers scattered over a strip. */
export function meadow(y: number, depth: number, chance: Chance, flower: string): string {
  return repeat(34, () => {
    const x = chance.int(0, WIDTH)
    const at = y + chance.between(0, depth)
    return chance.chance(0.35)
      ? circle(x, at, 4.5, flower)
      : line(`M${x} ${at} l-4 -11 M${x} ${at} l4 -12`, MOSS, 3, 'opacity=".5"')
  })
}

/** A window in a wall with a sill, green outside. */
export function window(x: number, y: number, w: number, h: number, chance: Chance): string {
  const air = chance.pick(['#BFDCDD', '#F6D7A8', '#DDE9E2'])
  const view =
    rect(x, y, w, h, air) +
    circle(x + w * chance.between(0.2, 0.8), y + h * 0.25, 22, '#F7D98A') +
    ellipse(x + w * 0.25, y + h, w * 0.42, h * chance.between(0.2, 0.36), SAGE) +
    ellipse(x + w * 0.75, y + h + 6, w * 0.4, h * chance.between(0.22, 0.42), LEAF) +
    ellipse(x + w * 0.5, y + h + 10, w * 0.4, h * 0.18, MOSS)
  return (
    rect(x - 14, y - 14, w + 28, h + 28, PAPER, 8) +
    opening(x, y, w, h, view) +
    rect(x + w / 2 - 4, y, 8, h, PAPER) +
    rect(x, y + h * 0.45, w, 8, PAPER) +
    rect(x - 26, y + h + 10, w + 52, 14, SAND, 4)
  )
}
