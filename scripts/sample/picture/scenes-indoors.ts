import type { Chance } from '../chance'
import { person } from './figures'
import { window } from './nature'
import {
  BRICK,
  CLOTHES,
  GOLD,
  HAIRS,
  INK,
  LEAF,
  MIST,
  MOSS,
  NAVY,
  OCHRE,
  PAPER,
  PEACH,
  RED,
  SKINS,
  STONE,
  TEAL,
  WATER,
} from './palette'
import { circle, ellipse, line, path, polygon, rect, repeat, WIDTH } from './shapes'

/** Scenes under a roof, and things seen close. */
export const INDOORS = {
  tap: (chance: Chance) => {
    const wall = chance.pick(['#F0D9BE', '#D6DEC8', '#CFE0DA', '#F2DDB4'])
    const x = chance.pick([430, 480, 520])
    const vessel = chance.chance(0.5)
    return (
      rect(0, 0, WIDTH, 720, wall) +
      repeat(8, (row) =>
        repeat(11, (i) => rect(i * 96 - (row % 2) * 48, row * 64, 92, 60, PAPER, 4, 'opacity=".34"')),
      ) +
      window(664, 84, 192, 212, chance) +
      pot(690, 306) +
      rect(0, 540, WIDTH, 180, chance.pick(['#C9A27A', '#B9AC9B', '#A87C57'])) +
      rect(0, 528, WIDTH, 20, PAPER, 4) +
      rect(x - 210, 196, 150, 44, STONE, 10) +
      rect(x - 226, 178, 26, 80, '#9C938A', 8) +
      path(
        `M${x - 80} 196 H${x} Q${x + 60} 196 ${x + 60} 260 V300 H${x + 10} V270 Q${x + 10} 240 ${x - 16} 240 H${x - 80} Z`,
        STONE,
      ) +
      rect(x + 2, 296, 66, 20, '#9C938A', 6) +
      rect(x - 44, 140, 18, 62, '#9C938A', 5) +
      rect(x - 92, 122, 114, 26, RED, 13) +
      rect(x - 80, 204, 120, 8, PAPER, 4, 'opacity=".5"') +
      path(
        `M${x + 16} 316 H${x + 54} Q${x + 58} 420 ${x + 50} 500 H${x + 20} Q${x + 12} 420 ${x + 16} 316 Z`,
        WATER,
        'opacity=".85"',
      ) +
      line(`M${x + 30} 330 V480`, PAPER, 6, 'opacity=".8"') +
      (vessel
        ? path(
            `M${x - 60} 440 H${x + 130} L${x + 112} 620 Q${x + 35} 640 ${x - 42} 620 Z`,
            PAPER,
            'opacity=".75"',
          ) +
          path(
            `M${x - 52} 500 H${x + 122} L${x + 111} 616 Q${x + 35} 634 ${x - 41} 616 Z`,
            WATER,
            'opacity=".8"',
          ) +
          ellipse(x + 35, 500, 87, 12, MIST)
        : path(
            `M${x - 110} 480 H${x + 180} Q${x + 160} 620 ${x + 35} 626 Q${x - 90} 620 ${x - 110} 480 Z`,
            PAPER,
          ) +
          ellipse(x + 35, 482, 146, 26, MIST) +
          ellipse(x + 35, 486, 130, 20, WATER) +
          line(`M${x - 86} 540 q60 40 120 0 t120 0`, TEAL, 8, 'opacity=".7"') +
          line(`M${x - 70} 572 q52 30 104 0 t104 0`, TEAL, 6, 'opacity=".5"')) +
      repeat(7, () =>
        path(`M${x + chance.int(-90, 160)} ${chance.int(380, 470)} q-9 14 0 20 q9 -6 0 -20 Z`, WATER),
      ) +
      fruit(chance.pick([110, 800]), 528) +
      gauge(150, 300)
    )
  },
  hall: (chance: Chance) => {
    const wall = chance.pick(['#EFE0C8', '#DDE4D6', '#F0D9BE', '#D7E0DF'])
    const counter = chance.pick([TEAL, BRICK, '#B0855B', NAVY])
    const clerk = (x: number) =>
      circle(x, 300, 34, chance.pick(SKINS)) +
      path(
        `M${x - 36} 300 Q${x - 40} 254 ${x} 254 Q${x + 40} 254 ${x + 36} 300 Q${x + 20} 276 ${x} 274 Q${x - 20} 276 ${x - 36} 300 Z`,
        chance.pick(HAIRS),
      ) +
      path(
        `M${x - 58} 420 Q${x - 56} 342 ${x} 340 Q${x + 56} 342 ${x + 58} 420 Z`,
        chance.pick([NAVY, PAPER, TEAL]),
      ) +
      polygon([x - 12, 341, x, 366, x + 12, 341], PAPER) +
      circle(x - 11, 302, 3.5, INK) +
      circle(x + 11, 302, 3.5, INK) +
      line(`M${x - 10} 316 q10 8 20 0`, '#A0503F', 4)
    return (
      rect(0, 0, WIDTH, 720, wall) +
      rect(0, 0, WIDTH, 120, PAPER) +
      rect(0, 112, WIDTH, 12, RED) +
      repeat(
        3,
        (i) =>
          rect(70 + i * 300, 40, 220, 44, [RED, TEAL, OCHRE][i]!, 10) +
          circle(100 + i * 300, 62, 12, PAPER) +
          rect(126 + i * 300, 50, 130, 9, PAPER, 4) +
          rect(126 + i * 300, 66, 84, 8, PAPER, 4),
      ) +
      repeat(
        3,
        (i) =>
          rect(40 + i * 310, 170, 270, 260, MIST, 8, 'opacity=".55"') +
          clerk(175 + i * 310) +
          rect(236 + i * 310, 340, 74, 62, INK, 6) +
          rect(242 + i * 310, 346, 62, 48, '#A9C3C6', 3),
      ) +
      rect(0, 410, WIDTH, 30, PAPER, 4) +
      rect(0, 440, WIDTH, 120, counter) +
      repeat(3, (i) => rect(30 + i * 310, 456, 280, 88, PAPER, 8, 'opacity=".14"')) +
      rect(0, 560, WIDTH, 160, '#D9C7A8') +
      repeat(6, (i) => line(`M${i * 200 - 60} 720 L${200 + i * 120} 560`, PAPER, 3, 'opacity=".5"')) +
      plant(910, 560) +
      person(chance.int(120, 200), 660, 1.25, chance, { old: chance.chance(0.6) }) +
      person(chance.int(400, 500), 672, 1.25, chance, { bag: true, mirrored: true }) +
      person(chance.int(660, 760), 690, 1.28, chance, { shirt: RED, mirrored: chance.chance(0.5) })
    )
  },
  phone: (chance: Chance) => {
    const back = chance.pick(['#EBC9AE', '#CFE0DA', '#F2DDB4', '#D6DEC8'])
    const bubble = (x: number, y: number, w: number, mine: boolean, lines: number) =>
      rect(x, y, w, 34 + lines * 20, mine ? RED : PAPER, 18) +
      polygon(
        mine
          ? [x + w - 8, y + 18, x + w + 16, y + 28, x + w - 8, y + 38]
          : [x + 8, y + 18, x - 16, y + 28, x + 8, y + 38],
        mine ? RED : PAPER,
      ) +
      repeat(lines, (i) =>
        rect(x + 20, y + 20 + i * 20, (w - 40) * (i === lines - 1 ? 0.6 : 1), 8, mine ? PEACH : STONE, 4),
      )
    return (
      rect(0, 0, WIDTH, 720, back) +
      circle(180, 170, 190, PAPER, 'opacity=".4"') +
      circle(830, 600, 230, PAPER, 'opacity=".35"') +
      path('M300 720 Q300 560 400 520 L600 520 Q700 560 700 720 Z', chance.pick(CLOTHES)) +
      path('M268 700 Q236 560 300 470 L372 500 V720 Z', '#EDBE97') +
      path('M690 700 Q728 560 668 480 L600 500 V720 Z', '#EDBE97') +
      rect(322, 60, 316, 580, INK, 44) +
      rect(336, 76, 288, 548, '#F3EADB', 32) +
      rect(336, 76, 288, 66, RED, 32) +
      rect(336, 112, 288, 30, RED) +
      circle(372, 110, 16, PAPER) +
      rect(400, 98, 120, 10, PAPER, 5) +
      rect(400, 116, 80, 8, PEACH, 4) +
      bubble(400, 166, 200, true, 2) +
      circle(368, 292, 18, TEAL) +
      bubble(400, 262, 170, false, 3) +
      bubble(430, 378, 170, true, 1) +
      circle(368, 472, 18, TEAL) +
      bubble(400, 448, 190, false, 2) +
      rect(356, 566, 210, 36, PAPER, 18) +
      circle(594, 584, 18, RED) +
      path('M340 520 q-54 4 -52 40 q30 18 54 6 Z M640 530 q54 4 50 40 q-30 18 -54 6 Z', '#EDBE97') +
      bubbleFree(90, 230, 180, chance.pick([PAPER, GOLD])) +
      bubbleFree(700, 170, 180, chance.pick([TEAL, OCHRE])) +
      path('M790 420 q-60 -44 -34 -80 q24 -20 36 10 q14 -30 38 -10 q24 36 -40 80 Z', RED) +
      path('M160 500 q-40 -30 -22 -54 q16 -12 24 8 q10 -20 26 -8 q16 24 -28 54 Z', BRICK)
    )
  },
} satisfies Record<string, (chance: Chance) => string>

function pot(x: number, y: number): string {
  return (
    rect(x - 26, y - 44, 52, 44, BRICK, 8) +
    repeat(5, (i) => line(`M${x} ${y - 42} q${-24 + i * 12} -30 ${-34 + i * 17} -52`, i % 2 ? MOSS : LEAF, 9))
  )
}

/** A potted plant, 220 high. */
export function plant(x: number, y: number): string {
  return (
    rect(x - 34, y - 70, 68, 70, BRICK, 10) +
    repeat(7, (i) =>
      path(
        `M${x} ${y - 66} q${-60 + i * 20} -70 ${-72 + i * 24} -${150 - Math.abs(3 - i) * 26} q${40 - i * 10} 60 ${72 - i * 24} ${150 - Math.abs(3 - i) * 26} Z`,
        i % 2 ? MOSS : LEAF,
      ),
    )
  )
}

function fruit(x: number, y: number): string {
  return (
    ellipse(x, y - 8, 70, 14, PAPER) +
    circle(x - 28, y - 32, 24, OCHRE) +
    circle(x + 20, y - 34, 26, BRICK) +
    circle(x - 2, y - 58, 23, OCHRE) +
    ellipse(x + 8, y - 80, 12, 5, LEAF)
  )
}

function gauge(x: number, y: number): string {
  return (
    circle(x, y, 48, PAPER) +
    circle(x, y, 48, 'none', `stroke="${STONE}" stroke-width="10"`) +
    line(`M${x} ${y} L${x + 24} ${y - 22}`, RED, 6) +
    circle(x, y, 7, INK)
  )
}

function bubbleFree(x: number, y: number, w: number, fill: string): string {
  return (
    rect(x, y, w, 100, fill, 30) +
    polygon([x + 40, y + 92, x + 36, y + 130, x + 80, y + 94], fill) +
    repeat(3, (i) => circle(x + 52 + i * 38, y + 50, 10, INK, 'opacity=".35"'))
  )
}
