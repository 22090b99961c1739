import type { Chance } from '../chance'
import { block, office, towers } from './buildings'
import { flag, person } from './figures'
import { bush, meadow, peaks, ridge, sky, type TreeKind, tree } from './nature'
import {
  BRICK,
  BROWN,
  CREAM,
  daylight,
  GOLD,
  LEAF,
  type Light,
  MIST,
  MOSS,
  OCHRE,
  PAPER,
  RED,
  SAGE,
  SAND,
  STONE,
  WATER,
} from './palette'
import { ellipse, HEIGHT, line, path, polygon, rect, repeat, WIDTH } from './shapes'
import type { Flavour } from './subject'

/** A unit's seat: its office in the landscape of its part of the province. */
export function drawSeat(flavour: Flavour, township: boolean, chance: Chance): string {
  const light = daylight(chance)
  const ground = chance.pick([SAGE, '#C9C68F', '#BFC9A0'])
  const style = township ? 'hall' : chance.pick(['columns', 'modern'] as const)
  const x = chance.pick([430, 480, 540])
  const kinds: readonly TreeKind[] =
    flavour === 'mountain' ? ['pine', 'pine', 'round'] : ['round', 'poplar', 'willow']
  const leaf = chance.pick([LEAF, MOSS, '#94A35F', '#8FA878'])
  const trees = repeat(chance.int(3, 5), () => {
    const side = chance.chance(0.5)
    return tree(
      side ? chance.int(20, 170) : chance.int(800, 940),
      chance.int(560, 612),
      chance.between(0.8, 1.3),
      chance.pick(kinds),
      leaf,
    )
  })
  return (
    sky(light, chance) +
    backdrop[flavour](light, chance) +
    path(`M0 560 Q${WIDTH / 2} 520 ${WIDTH} 560 L${WIDTH} ${HEIGHT} L0 ${HEIGHT} Z`, ground) +
    meadow(640, 76, chance, chance.pick([RED, GOLD, PAPER])) +
    office(x, 588, style, light, chance) +
    trees +
    path(`M${x - 116} 586 L${x + 116} 586 L${x + 250} ${HEIGHT} L${x - 250} ${HEIGHT} Z`, CREAM) +
    repeat(4, (i) => rect(x - 130 - i * 34, 606 + i * 32, 260 + i * 68, 4, SAND)) +
    flag(chance.chance(0.5) ? x - 300 : x + 292, 612, 300) +
    repeat(3, (i) => bush(x - 330 + i * 40, 640 + i * 14, 0.7, leaf)) +
    repeat(3, (i) => bush(x + 330 - i * 40, 640 + i * 14, 0.7, leaf)) +
    person(x - 40 + chance.int(-50, 30), 676, 0.52, chance, { old: chance.chance(0.3) }) +
    (chance.chance(0.7)
      ? person(x + 70 + chance.int(0, 50), 694, 0.56, chance, { mirrored: true, bag: chance.chance(0.5) })
      : '')
  )
}

const backdrop: Record<Flavour, (light: Light, chance: Chance) => string> = {
  bridge: (light, chance) => {
    const deck = 440
    const tower = (x: number) =>
      rect(x - 9, deck - 210, 18, 270, RED, 4) +
      rect(x + 31, deck - 210, 18, 270, RED, 4) +
      rect(x - 9, deck - 150, 58, 12, RED) +
      repeat(8, (i) =>
        line(
          `M${x + 20} ${deck - 200 + i * 8} L${x - 200 + i * 22} ${deck} M${x + 20} ${deck - 200 + i * 8} L${x + 240 - i * 22} ${deck}`,
          BRICK,
          2.4,
          'opacity=".75"',
        ),
      )
    return (
      towers(470, light.far, chance) +
      rect(0, 450, WIDTH, 140, WATER) +
      repeat(14, () =>
        line(
          `M${chance.int(0, 900)} ${chance.int(468, 560)} h${chance.int(30, 90)}`,
          MIST,
          4,
          'opacity=".8"',
        ),
      ) +
      tower(150) +
      tower(760) +
      rect(-10, deck, 980, 16, '#8E1D17') +
      rect(-10, deck + 16, 980, 6, BROWN)
    )
  },
  tower: (light, chance) =>
    towers(520, light.far, chance) +
    repeat(5, (i) => block(i * 205 - 30, 560, 120, chance.int(210, 360), light, chance)) +
    pagoda(chance.pick([110, 850]), 548),
  mountain: (light, chance) =>
    peaks(470, 330, light.far, chance) +
    peaks(520, 230, light.near, chance) +
    ellipse(300, 470, 330, 22, PAPER, 'opacity=".55"') +
    ellipse(760, 440, 260, 18, PAPER, 'opacity=".5"') +
    ridge(560, 80, MOSS, chance),
  lake: (light, chance) =>
    ridge(420, 110, light.far, chance) +
    ridge(450, 60, light.near, chance) +
    rect(0, 446, WIDTH, 140, WATER) +
    repeat(12, () =>
      line(`M${chance.int(0, 900)} ${chance.int(460, 540)} h${chance.int(30, 110)}`, MIST, 4, 'opacity=".8"'),
    ) +
    boat(chance.int(60, 200), 500) +
    repeat(7, () => lotus(chance.int(20, 940), chance.int(530, 560))),
  plain: (light, chance) =>
    ridge(450, 40, light.far, chance) +
    rect(0, 440, WIDTH, 160, GOLD) +
    repeat(6, (i) =>
      polygon(
        [i * 190 - 60, 600, i * 190 + 40, 440, i * 190 + 100, 440, i * 190 + 60, 600],
        i % 2 ? OCHRE : SAGE,
        'opacity=".75"',
      ),
    ) +
    repeat(9, () => tree(chance.int(0, WIDTH), chance.int(446, 456), 0.34, 'poplar', light.near)),
  wall: (light, chance) =>
    ridge(430, 70, light.far, chance) +
    rect(-10, 420, 980, 150, '#B5A58F') +
    repeat(25, (i) => rect(i * 40 - 8, 400, 24, 24, '#B5A58F')) +
    repeat(40, () => rect(chance.int(0, 940), 430 + chance.int(0, 9) * 13, 26, 5, '#9C8C77', 1)) +
    gate(chance.pick([130, 830]), 424),
}

/** A tower of many roofs, like the one above the Yangtze; a type, not a portrait. */
function pagoda(x: number, y: number): string {
  return (
    repeat(4, (i) => {
      const w = 150 - i * 26
      const at = y - i * 64
      return (
        rect(x - w / 2 + 16, at - 52, w - 32, 52, CREAM) +
        repeat(3, (j) => rect(x - w / 2 + 24 + (j * (w - 48)) / 3, at - 42, (w - 60) / 4, 34, RED, 2)) +
        path(
          `M${x - w / 2 - 16} ${at - 44} Q${x - w / 2 + 10} ${at - 52} ${x - w / 2 + 26} ${at - 72} L${x + w / 2 - 26} ${at - 72} Q${x + w / 2 - 10} ${at - 52} ${x + w / 2 + 16} ${at - 44} Z`,
          OCHRE,
        )
      )
    }) + rect(x - 3, y - 300, 6, 44, BROWN, 3)
  )
}

function gate(x: number, y: number): string {
  return (
    rect(x - 84, y - 66, 168, 70, RED) +
    repeat(6, (i) => rect(x - 74 + i * 28, y - 58, 8, 60, '#8E1D17')) +
    path(
      `M${x - 116} ${y - 60} Q${x - 80} ${y - 72} ${x - 62} ${y - 108} L${x + 62} ${y - 108} Q${x + 80} ${y - 72} ${x + 116} ${y - 60} Z`,
      '#5F656B',
    ) +
    path(`M${x - 34} ${y + 146} v-62 a34 34 0 0 1 68 0 v62 Z`, '#5D5148')
  )
}

function boat(x: number, y: number): string {
  return (
    path(`M${x} ${y} h130 q-12 26 -34 26 h-66 q-22 0 -30 -26 Z`, BROWN) +
    rect(x + 40, y - 26, 54, 26, SAND, 8) +
    line(`M${x + 18} ${y} L${x + 2} ${y - 60}`, BROWN, 5)
  )
}

function lotus(x: number, y: number): string {
  return (
    ellipse(x, y, 30, 9, MOSS) +
    ellipse(x + 10, y - 12, 7, 11, '#E7A5A0') +
    ellipse(x + 4, y - 10, 5, 9, '#F1C3BC') +
    line(`M${x - 12} ${y} v8`, STONE, 2)
  )
}
