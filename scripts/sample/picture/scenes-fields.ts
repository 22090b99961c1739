import type { Chance } from '../chance'
import { farmhouse } from './buildings'
import { person } from './figures'
import { peaks, ridge, sky, tree } from './nature'
import {
  BROWN,
  daylight,
  GOLD,
  INK,
  LEAF,
  LIGHTS,
  MIST,
  MOSS,
  OCHRE,
  PAPER,
  RED,
  SAGE,
  STONE,
  WATER,
} from './palette'
import { circle, HEIGHT, line, path, rect, repeat, WIDTH } from './shapes'

const ground = (y: number, fill: string) =>
  path(`M0 ${y} Q300 ${y - 36} 560 ${y - 8} T${WIDTH} ${y - 20} V${HEIGHT} H0 Z`, fill)
/** Scenes of the fields and what crosses them. */
export const FIELDS = {
  field: (chance: Chance) => {
    const light = daylight(chance)
    const ripe = chance.chance(0.4)
    const rows = repeat(9, (i) =>
      path(
        `M${-200 + i * 60} 720 Q${120 + i * 40} 560 ${250 + i * 26} 458 h16 Q${170 + i * 46} 570 ${-150 + i * 66} 720 Z`,
        ripe ? OCHRE : LEAF,
        'opacity=".85"',
      ),
    )
    return (
      sky(light, chance) +
      ridge(430, 140, light.far, chance) +
      ridge(452, 60, light.near, chance) +
      rect(0, 450, WIDTH, 270, ripe ? GOLD : SAGE) +
      rows +
      path('M560 450 H600 Q640 560 830 720 H600 Q560 560 560 450 Z', STONE) +
      path('M568 450 H592 Q630 560 790 720 H640 Q574 560 568 450 Z', WATER) +
      repeat(9, (i) => line(`M${590 + i * 14} ${500 + i * 24} h${20 + i * 5}`, MIST, 4)) +
      path(`M600 450 H${WIDTH} V720 H830 Q640 560 600 450 Z`, ripe ? '#D9BE6A' : '#A9BF7F') +
      repeat(30, () =>
        line(
          `M${chance.int(700, 950)} ${chance.int(480, 700)} q-4 -16 -8 -22 m8 22 q4 -16 9 -20`,
          ripe ? OCHRE : MOSS,
          4,
        ),
      ) +
      rect(520, 400, 110, 14, BROWN, 3) +
      rect(532, 350, 10, 110, BROWN) +
      rect(608, 350, 10, 110, BROWN) +
      rect(524, 340, 104, 12, RED, 4) +
      rect(556, 414, 40, 44, STONE) +
      circle(576, 372, 16, 'none', `stroke="${INK}" stroke-width="6"`) +
      farmhouse(chance.int(120, 220), 470, 0.6, chance) +
      tree(330, 462, 0.6, 'poplar') +
      tree(890, 470, 0.8, 'willow') +
      hatted(chance.int(350, 420), 668, chance) +
      hatted(chance.int(820, 880), 640, chance, true) +
      line('M760 230 q20 -16 34 0 q16 -16 34 0', PAPER, 5)
    )
  },
  power: (chance: Chance) => {
    const light = chance.pick([LIGHTS.dusk, LIGHTS.rosy, LIGHTS.night])
    const pole = (x: number, y: number, h: number) =>
      rect(x - 7, y - h, 14, h, BROWN, 4) +
      rect(x - 62, y - h + 22, 124, 11, BROWN, 3) +
      rect(x - 46, y - h + 62, 92, 10, BROWN, 3) +
      [-54, -18, 18, 54].map((dx) => circle(x + dx, y - h + 18, 7, PAPER)).join('')
    return (
      sky(light, chance) +
      peaks(450, 240, light.far, chance) +
      ridge(470, 80, light.near, chance) +
      ground(500, light.dark ? '#5E6F58' : SAGE) +
      repeat(
        4,
        (i) =>
          farmhouse(120 + i * 230 + chance.int(-20, 20), 540 + (i % 2) * 46, 0.8, chance) +
          circle(92 + i * 230, 490 + (i % 2) * 46, 40, GOLD, 'opacity=".3"'),
      ) +
      line('M-20 210 Q150 290 330 190 Q560 300 800 170 Q900 220 980 200', INK, 3.5) +
      line('M-20 240 Q150 320 330 214 Q560 330 800 196 Q900 246 980 226', INK, 3.5) +
      pole(330, 560, 390) +
      pole(800, 600, 450) +
      rect(768, 300, 64, 74, STONE, 8) +
      repeat(4, (i) => rect(776 + i * 14, 308, 7, 58, '#8F8A86', 3)) +
      climber(330, 300) +
      tree(60, 640, 1.2, 'pine', light.dark ? '#4D6152' : MOSS) +
      tree(920, 690, 1.2, 'round', light.dark ? '#4D6152' : LEAF) +
      person(chance.int(400, 480), 690, 1.05, chance, { shirt: OCHRE }) +
      person(chance.int(560, 640), 700, 1.05, chance, { old: true, mirrored: true })
    )
  },
} satisfies Record<string, (chance: Chance) => string>

/** A farmer under a straw hat. */
function hatted(x: number, y: number, chance: Chance, mirrored = false): string {
  return (
    person(x, y, 1.05, chance, { mirrored }) +
    path(
      `M${x - 52} ${y - 194} Q${x} ${y - 212} ${x + 52} ${y - 194} L${x + 26} ${y - 204} Q${x} ${y - 240} ${x - 26} ${y - 204} Z`,
      GOLD,
    )
  )
}

/** A lineman on the pole. */
function climber(x: number, y: number): string {
  return (
    line(
      `M${x + 4} ${y - 26} L${x + 34} ${y - 6} L${x + 10} ${y + 26} M${x + 34} ${y - 6} L${x + 16} ${y + 50}`,
      '#4A5568',
      15,
    ) +
    line(`M${x + 30} ${y - 60} L${x + 32} ${y - 12}`, OCHRE, 30) +
    line(`M${x + 26} ${y - 60} L${x + 4} ${y - 78}`, OCHRE, 11) +
    circle(x + 30, y - 92, 18, '#EDBE97') +
    path(`M${x + 8} ${y - 96} a22 22 0 0 1 44 0 Z`, RED)
  )
}
