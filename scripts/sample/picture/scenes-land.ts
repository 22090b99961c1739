import type { Chance } from '../chance'
import { block, farmhouse, towers } from './buildings'
import { car, lamp, person } from './figures'
import { bush, meadow, peaks, ridge, sky, type TreeKind, tree } from './nature'
import {
  BRICK,
  BROWN,
  CLOTHES,
  CREAM,
  daylight,
  GOLD,
  INK,
  LEAF,
  MIST,
  MOSS,
  OCHRE,
  PAPER,
  RED,
  SAGE,
  SAND,
  STONE,
  TEAL,
  WATER,
} from './palette'
import { circle, ellipse, HEIGHT, line, path, polygon, rect, repeat, WIDTH } from './shapes'

const ground = (y: number, fill: string) =>
  path(`M0 ${y} Q300 ${y - 36} 560 ${y - 8} T${WIDTH} ${y - 20} V${HEIGHT} H0 Z`, fill)

/** Scenes of the open country, the waterside and the old quarters. */
export const LAND = {
  countryRoad: (chance: Chance) => {
    const light = daylight(chance)
    const hilly = chance.chance(0.5)
    return (
      sky(light, chance) +
      (hilly ? peaks(440, 260, light.far, chance) : ridge(430, 90, light.far, chance)) +
      ridge(450, 60, light.near, chance) +
      ground(470, SAGE) +
      farmhouse(chance.int(150, 260), 486, 0.7, chance) +
      farmhouse(chance.int(720, 820), 470, 0.55, chance) +
      path(
        'M470 456 Q420 500 520 540 Q700 600 300 720 L760 720 Q900 590 600 530 Q510 500 496 456 Z',
        '#A8A3A0',
      ) +
      line('M484 462 Q470 502 556 536 Q770 596 530 720', PAPER, 6, 'stroke-dasharray="26 22"') +
      repeat(
        7,
        (i) =>
          rect(640 + i * 46, 560 + i * 16, 9, 42, PAPER, 3) + rect(640 + i * 46, 566 + i * 16, 9, 9, RED, 2),
      ) +
      path('M0 560 Q120 520 300 580 L200 720 L0 720 Z', GOLD) +
      repeat(12, (i) => line(`M${10 + i * 20} ${600 + ((i * 31) % 90)} q6 -22 2 -34`, OCHRE, 5)) +
      repeat(4, () =>
        tree(
          chance.int(20, 940),
          chance.int(470, 500),
          chance.between(0.5, 0.8),
          chance.pick(['poplar', 'round'] as const),
        ),
      ) +
      tree(chance.pick([60, 900]), 690, 1.5, chance.pick(['round', 'pine'] as const)) +
      meadow(640, 70, chance, RED) +
      car(560, 590, 0.8, chance.pick(CLOTHES), chance.chance(0.5))
    )
  },
  riverside: (chance: Chance) => {
    const light = daylight(chance)
    const boat = chance.int(380, 620)
    return (
      sky(light, chance) +
      ridge(390, 130, light.far, chance) +
      ridge(420, 60, light.near, chance) +
      repeat(3, () => farmhouse(chance.int(80, 900), 438, 0.42, chance)) +
      path(`M0 430 H${WIDTH} V640 Q600 600 380 660 Q200 700 0 640 Z`, WATER) +
      repeat(24, () =>
        line(
          `M${chance.int(0, 900)} ${chance.int(446, 610)} h${chance.int(24, 90)}`,
          MIST,
          4,
          'opacity=".8"',
        ),
      ) +
      path(`M${boat - 90} 520 h180 q-14 30 -44 30 h-96 q-28 0 -40 -30 Z`, BROWN) +
      path(`M${boat - 40} 520 v-30 q40 -34 80 0 v30 Z`, SAND) +
      ellipse(boat, 556, 90, 7, TEAL, 'opacity=".4"') +
      path(`M0 630 Q200 690 380 650 Q620 590 ${WIDTH} 640 V720 H0 Z`, LEAF) +
      path(`M0 660 Q220 716 420 676 Q640 628 ${WIDTH} 672 V700 Q640 650 420 702 Q200 740 0 690 Z`, CREAM) +
      tree(chance.int(60, 150), 660, 1.75, 'willow', chance.pick([LEAF, '#94A35F'])) +
      tree(chance.int(790, 900), 650, 1.55, 'willow', MOSS) +
      bush(560, 650, 0.7) +
      repeat(8, () => line(`M${chance.int(430, 940)} ${chance.int(634, 656)} q-4 -26 4 -44`, MOSS, 4)) +
      person(chance.int(300, 380), 704, 0.8, chance, { broom: true, shirt: chance.pick([RED, OCHRE]) }) +
      person(chance.int(520, 700), 690, 0.78, chance, { old: chance.chance(0.5), mirrored: true }) +
      repeat(3, (i) =>
        line(`M${540 + i * 60} ${170 + ((i * 37) % 50)} q14 -14 24 0 q12 -14 24 0`, INK, 4, 'opacity=".6"'),
      )
    )
  },
  village: (chance: Chance) => {
    const light = daylight(chance)
    return (
      sky(light, chance) +
      (chance.chance(0.6) ? peaks(430, 220, light.far, chance) : ridge(420, 110, light.far, chance)) +
      ridge(460, 70, light.near, chance) +
      ground(490, SAGE) +
      tree(chance.int(420, 520), 500, 1, 'round', MOSS) +
      farmhouse(230, 540, 1.25, chance) +
      farmhouse(610, 520, 0.9, chance) +
      rect(760, 400, 150, 150, PAPER) +
      path('M740 408 L778 350 H892 L930 408 Z', '#6B6660') +
      rect(780, 450, 44, 100, TEAL, 4) +
      rect(846, 450, 44, 100, BRICK, 4) +
      circle(802, 476, 9, PAPER) +
      circle(868, 476, 9, PAPER) +
      rect(795, 488, 14, 24, PAPER, 5) +
      polygon([868, 486, 856, 514, 880, 514], PAPER) +
      path('M380 540 Q440 620 300 720 H620 Q640 610 560 530 Z', CREAM) +
      lamp(700, 560, 0.75, false) +
      meadow(570, 140, chance, chance.pick([RED, GOLD])) +
      repeat(5, (i) => bush(40 + i * 56, 640 + (i % 2) * 14, 0.6, i % 2 ? LEAF : MOSS)) +
      person(chance.int(410, 470), 668, 0.95, chance, { old: true }) +
      person(chance.int(520, 600), 690, 0.95, chance, { child: true, mirrored: true }) +
      hens(chance)
    )
  },
  park: (chance: Chance) => {
    const light = daylight(chance)
    const kinds: readonly TreeKind[] = ['round', 'willow', 'poplar']
    const bench = (x: number, y: number) =>
      rect(x, y - 66, 150, 15, BROWN, 5) +
      rect(x, y - 92, 150, 13, BROWN, 5) +
      rect(x + 14, y - 54, 10, 54, INK, 3) +
      rect(x + 126, y - 54, 10, 54, INK, 3)
    const x = chance.int(540, 680)
    return (
      sky(light, chance) +
      towers(470, light.far, chance) +
      repeat(3, (i) => block(i * 340 + 30, 470, 150, chance.int(160, 260), light, chance)) +
      ground(480, chance.pick([SAGE, '#BFC98F'])) +
      repeat(5, (i) =>
        tree(
          i * 220 + chance.int(0, 80),
          510 + (i % 2) * 20,
          chance.between(0.9, 1.35),
          chance.pick(kinds),
          chance.pick([LEAF, MOSS, '#A3AD63', '#C98B4B']),
        ),
      ) +
      path('M300 720 Q440 600 360 520 H440 Q560 610 520 720 Z', CREAM) +
      bench(x, 640) +
      repeat(
        10,
        (i) =>
          circle(60 + i * 24, 660 + ((i * 29) % 34), 11, [RED, GOLD, PAPER, BRICK][i % 4]!) +
          line(`M${60 + i * 24} ${668 + ((i * 29) % 34)} v26`, MOSS, 5),
      ) +
      person(x + 190, 660, 1, chance, { old: chance.chance(0.6), mirrored: true }) +
      person(chance.int(350, 400), 668, 1, chance, { child: true }) +
      person(chance.int(430, 480), 640, 0.96, chance, { broom: chance.chance(0.5), shirt: RED }) +
      (chance.chance(0.5) ? dog(chance.int(270, 310), 690) : '') +
      lamp(880, 620, 0.85, false, true)
    )
  },
  elevator: (chance: Chance) => {
    const light = daylight(chance)
    const x = chance.pick([560, 600, 300])
    const wall = chance.pick(['#DDB892', '#CFC3A8', '#E3C7AE', '#C9CFC0'])
    const cabin = chance.int(1, 4)
    return (
      sky(light, chance) +
      towers(520, light.far, chance) +
      block(130, 570, 640, 450, light, chance, wall) +
      tree(60, 596, 1.5, 'round') +
      rect(x - 14, 82, 128, 490, '#8FA9AA', 4, 'opacity=".55"') +
      rect(x - 14, 82, 10, 490, RED) +
      rect(x + 104, 82, 10, 490, RED) +
      repeat(7, (i) => rect(x - 14, 82 + i * 81, 128, 8, RED)) +
      rect(x - 26, 66, 152, 20, '#8E1D17', 4) +
      rect(x + 6, 98 + cabin * 81, 88, 62, PAPER, 4) +
      rect(x + 48, 98 + cabin * 81, 3, 62, STONE) +
      circle(x + 28, 124 + cabin * 81, 11, '#EDBE97') +
      rect(x + 16, 134 + cabin * 81, 24, 26, TEAL, 7) +
      circle(x + 72, 122 + cabin * 81, 11, '#F2C9A5') +
      rect(x + 60, 133 + cabin * 81, 24, 27, OCHRE, 7) +
      rect(0, 566, WIDTH, 154, chance.pick([SAGE, '#CBBF9C'])) +
      path('M260 566 H760 L900 720 H140 Z', CREAM) +
      rect(x + 4, 500, 92, 70, MIST, 4) +
      rect(x + 48, 500, 4, 70, PAPER) +
      repeat(4, (i) => bush(820 + i * 50, 596 + i * 8, 0.8, i % 2 ? MOSS : LEAF)) +
      person(chance.int(380, 440), 660, 1.1, chance, { old: true }) +
      person(chance.int(460, 500), 664, 1.12, chance, { mirrored: true }) +
      person(chance.int(680, 760), 694, 1.1, chance, { bag: true, mirrored: true })
    )
  },
} satisfies Record<string, (chance: Chance) => string>

function hens(chance: Chance): string {
  return repeat(3, (i) => {
    const x = 660 + i * 52
    const y = 640 + chance.int(0, 40)
    return (
      ellipse(x, y, 18, 13, [PAPER, BRICK, OCHRE][i]!) +
      circle(x + 15, y - 13, 8, [PAPER, BRICK, OCHRE][i]!) +
      polygon([x + 22, y - 13, x + 30, y - 10, x + 22, y - 8], GOLD) +
      circle(x + 14, y - 22, 4, RED) +
      line(`M${x} ${y + 12} v10`, OCHRE, 3)
    )
  })
}

function dog(x: number, y: number): string {
  return (
    ellipse(x, y - 26, 34, 17, OCHRE) +
    circle(x + 34, y - 46, 16, OCHRE) +
    line(
      `M${x - 22} ${y - 14} v16 M${x + 20} ${y - 14} v16 M${x - 32} ${y - 32} q-18 -10 -16 -26`,
      OCHRE,
      8,
    ) +
    circle(x + 39, y - 49, 3, INK) +
    path(`M${x + 22} ${y - 60} l4 22 l12 -14 Z`, BROWN) +
    line(`M${x + 28} ${y - 36} Q${x + 60} ${y - 60} ${x + 76} ${y - 84}`, RED, 4)
  )
}
