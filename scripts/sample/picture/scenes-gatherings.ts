import type { Chance } from '../chance'
import { person } from './figures'
import { window } from './nature'
import {
  BRICK,
  BROWN,
  CLOTHES,
  CREAM,
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
  SAGE,
  SAND,
  SKINS,
  STONE,
  TEAL,
} from './palette'
import { plant } from './scenes-indoors'
import { circle, ellipse, line, path, rect, repeat, WIDTH } from './shapes'

/** Scenes where people come together under a roof. */
export const GATHERINGS = {
  clinic: (chance: Chance) => {
    const wall = chance.pick(['#DDE9E2', '#F0E2CC', '#E4E8DA', '#F2DDCB'])
    return (
      rect(0, 0, WIDTH, 720, wall) +
      rect(0, 520, WIDTH, 200, '#D9C7A8') +
      rect(0, 510, WIDTH, 14, PAPER) +
      window(74, 104, 182, 212, chance) +
      rect(660, 80, 240, 300, PAPER, 8) +
      repeat(
        3,
        (row) =>
          rect(660, 166 + row * 100, 240, 10, SAND) +
          repeat(5, (i) =>
            rect(
              676 + i * 44,
              116 + row * 100 + (i % 2) * 8,
              32,
              50 - (i % 2) * 8,
              chance.pick([RED, TEAL, OCHRE, MIST, SAGE, PEACH]),
              5,
            ),
          ),
      ) +
      circle(480, 170, 76, TEAL) +
      rect(461, 122, 38, 96, PAPER, 8) +
      rect(432, 151, 96, 38, PAPER, 8) +
      rect(300, 440, 400, 26, '#C49A6C', 6) +
      rect(320, 460, 22, 150, BROWN, 4) +
      rect(658, 460, 22, 150, BROWN, 4) +
      rect(540, 380, 110, 62, MOSS, 10) +
      rect(578, 364, 34, 20, BROWN, 6) +
      rect(586, 394, 18, 36, PAPER, 3) +
      rect(577, 403, 36, 18, PAPER, 3) +
      rect(340, 424, 90, 18, PAPER, 3) +
      rect(350, 414, 84, 12, MIST, 3) +
      line('M452 440 q-12 -40 18 -44 t30 44', INK, 6) +
      person(chance.int(360, 420), 660, 1.55, chance, { shirt: PAPER }) +
      person(chance.int(560, 620), 676, 1.5, chance, { old: true, mirrored: true }) +
      (chance.chance(0.5)
        ? person(760, 690, 1.4, chance, { child: true, mirrored: true })
        : plant(880, 680)) +
      plant(110, 660)
    )
  },
  market: (chance: Chance) => {
    const stalls = chance.shuffle([RED, TEAL, OCHRE])
    const goods = [
      [RED, BRICK],
      [LEAF, MOSS],
      [OCHRE, GOLD],
      ['#E9E1CF', SAGE],
      ['#7D4A5B', '#9A6376'],
    ] as const
    return (
      rect(0, 0, WIDTH, 720, chance.pick(['#F0D9BE', '#E3DCCB', '#F6E1BE'])) +
      path('M0 0 H960 V150 L480 60 L0 150 Z', '#C9B08A') +
      repeat(
        4,
        (i) =>
          line(`M${150 + i * 220} 0 V${110 + i * 8}`, BROWN, 4) +
          ellipse(150 + i * 220, 122 + i * 8, 34, 15, INK) +
          circle(150 + i * 220, 132 + i * 8, 17, GOLD) +
          circle(150 + i * 220, 140 + i * 8, 46, GOLD, 'opacity=".22"'),
      ) +
      rect(0, 560, WIDTH, 160, '#BFAE96') +
      stalls
        .map((fill, s) => {
          const x = 20 + s * 316
          return (
            rect(x + 10, 230, 9, 330, BROWN) +
            rect(x + 272, 230, 9, 330, BROWN) +
            repeat(6, (i) =>
              path(`M${x + i * 49} 200 h49 v64 a24.5 24.5 0 0 1 -49 0 Z`, i % 2 ? PAPER : fill),
            ) +
            vendor(x + 145, chance) +
            rect(x, 450, 292, 120, '#B0855B', 6) +
            repeat(
              4,
              (i) =>
                rect(x + 8 + i * 70, 452, 64, 44, '#8E6945', 4) +
                repeat(7, (j) =>
                  circle(
                    x + 18 + i * 70 + (j % 4) * 15,
                    450 - Math.floor(j / 4) * 12,
                    11,
                    goods[(i + s) % 5]![j % 2]!,
                  ),
                ),
            )
          )
        })
        .join('') +
      rect(430, 420, 70, 12, STONE, 4) +
      rect(446, 432, 38, 22, INK, 4) +
      person(chance.int(140, 240), 690, 1.2, chance, { bag: true }) +
      person(chance.int(440, 520), 700, 1.2, chance, { old: chance.chance(0.5), mirrored: true }) +
      person(chance.int(700, 800), 694, 1.2, chance, { shirt: NAVY })
    )
  },
  canteen: (chance: Chance) => {
    const wall = chance.pick(['#F2DDB4', '#EBC9AE', '#D6DEC8', '#F0D9BE'])
    const bowl = (x: number, y: number) =>
      path(`M${x - 42} ${y} h84 q-4 40 -30 42 h-24 q-26 -2 -30 -42 Z`, PAPER) +
      ellipse(x, y, 42, 9, chance.pick([OCHRE, BRICK, SAGE])) +
      line(`M${x - 40} ${y + 14} q40 14 80 0`, RED, 4) +
      line(
        `M${x - 14} ${y - 14} q-10 -16 0 -30 t0 -28 M${x + 12} ${y - 14} q-10 -16 0 -30 t0 -28`,
        PAPER,
        5,
        'opacity=".75"',
      )
    return (
      rect(0, 0, WIDTH, 720, wall) +
      rect(0, 470, WIDTH, 250, '#D9BE94') +
      window(76, 96, 328, 208, chance) +
      rect(540, 96, 360, 190, '#8E6945', 10) +
      repeat(
        4,
        (i) =>
          rect(562 + i * 82, 118, 66, 146, [CREAM, PAPER, CREAM, PAPER][i]!, 6) +
          circle(595 + i * 82, 152, 20, [RED, LEAF, OCHRE, TEAL][i]!) +
          rect(574 + i * 82, 190, 42, 8, STONE, 3) +
          rect(574 + i * 82, 208, 30, 8, STONE, 3) +
          rect(574 + i * 82, 232, 24, 12, RED, 3),
      ) +
      repeat(2, (i) => lantern(470 + i * 40, 60 + i * 30)) +
      elder(300, chance) +
      elder(480, chance) +
      elder(670, chance) +
      rect(150, 520, 660, 30, '#B0855B', 8) +
      rect(190, 548, 24, 170, '#8E6945') +
      rect(746, 548, 24, 170, '#8E6945') +
      bowl(270, 478) +
      bowl(470, 478) +
      bowl(680, 478) +
      ellipse(570, 514, 56, 11, PAPER) +
      ellipse(570, 508, 38, 10, LEAF) +
      ellipse(372, 514, 52, 11, PAPER) +
      ellipse(372, 508, 34, 9, BRICK) +
      person(880, 700, 1.5, chance, { shirt: RED, mirrored: true })
    )
  },
} satisfies Record<string, (chance: Chance) => string>

function vendor(x: number, chance: Chance): string {
  return (
    circle(x, 348, 30, chance.pick(SKINS)) +
    path(
      `M${x - 32} 346 Q${x - 34} 308 ${x} 308 Q${x + 34} 308 ${x + 32} 346 Q${x} 322 ${x - 32} 346 Z`,
      chance.pick(HAIRS),
    ) +
    path(`M${x - 52} 454 Q${x - 52} 384 ${x} 382 Q${x + 52} 384 ${x + 52} 454 Z`, chance.pick(CLOTHES)) +
    path(`M${x - 28} 454 V404 H${x + 28} V454 Z`, PAPER, 'opacity=".8"') +
    line(`M${x - 9} 360 q9 8 18 0`, '#A0503F', 4) +
    circle(x - 10, 346, 3, INK) +
    circle(x + 10, 346, 3, INK)
  )
}

function elder(x: number, chance: Chance): string {
  return (
    circle(x, 356, 44, chance.pick(SKINS)) +
    path(
      `M${x - 46} 352 Q${x - 50} 300 ${x} 298 Q${x + 50} 300 ${x + 46} 352 Q${x + 30} 322 ${x} 324 Q${x - 30} 322 ${x - 46} 352 Z`,
      '#D8D2CA',
    ) +
    path(`M${x - 84} 530 Q${x - 84} 408 ${x} 404 Q${x + 84} 408 ${x + 84} 530 Z`, chance.pick(CLOTHES)) +
    line(`M${x - 22} 354 q7 -8 14 0 M${x + 8} 354 q7 -8 14 0`, INK, 4) +
    line(`M${x - 14} 374 q14 12 28 0`, '#A0503F', 5) +
    ellipse(x - 28, 370, 8, 5, BRICK, 'opacity=".3"') +
    ellipse(x + 28, 370, 8, 5, BRICK, 'opacity=".3"')
  )
}

function lantern(x: number, y: number): string {
  return (
    line(`M${x} 0 V${y}`, BROWN, 3) +
    ellipse(x, y + 34, 34, 30, RED) +
    rect(x - 14, y - 2, 28, 9, GOLD, 3) +
    rect(x - 14, y + 60, 28, 9, GOLD, 3) +
    line(`M${x} ${y + 69} v22`, GOLD, 4)
  )
}
