import type { Chance } from '../chance'
import { block, skyline } from './buildings'
import { bus, car, lamp, person } from './figures'
import { bush, ridge, sky, tree } from './nature'
import {
  ASPHALT,
  BRICK,
  BROWN,
  CLOTHES,
  CREAM,
  daylight,
  GOLD,
  INK,
  LEAF,
  LIGHTS,
  MIST,
  MOSS,
  NAVY,
  OCHRE,
  PAPER,
  RED,
  SAND,
  STONE,
  TEAL,
  WATER,
} from './palette'
import { circle, ellipse, line, path, polygon, rect, repeat, WIDTH } from './shapes'

const pavement = (y: number, h: number) => rect(0, y, WIDTH, h, SAND) + rect(0, y + h - 8, WIDTH, 8, STONE)

/** Scenes of town streets. */
export const STREET = {
  crossing: (chance: Chance) => {
    const light = daylight(chance)
    const x = chance.int(330, 470)
    const stripes = repeat(7, (i) => {
      const y = 504 + i * 30
      const spread = i * 17
      return polygon(
        [
          x - 120 - spread,
          y,
          x + 150 + spread,
          y,
          x + 158 + spread,
          y + 17 + i,
          x - 128 - spread,
          y + 17 + i,
        ],
        PAPER,
      )
    })
    const light1 =
      rect(820, 300, 12, 180, INK, 4) +
      rect(800, 220, 52, 118, INK, 14) +
      circle(826, 246, 14, chance.chance(0.5) ? RED : '#6B3A35') +
      circle(826, 279, 14, '#7C6A45') +
      circle(826, 312, 14, '#8FB96A')
    return (
      sky(light, chance) +
      skyline(450, light, chance, 0.9) +
      tree(60, 462, 0.9, 'round') +
      tree(920, 462, 1, chance.pick(['round', 'poplar'] as const)) +
      pavement(440, 52) +
      rect(0, 490, WIDTH, 230, ASPHALT) +
      rect(0, 490, WIDTH, 6, INK, 0, 'opacity=".25"') +
      stripes +
      car(chance.int(780, 850), 640, 1.25, chance.pick(CLOTHES), true) +
      light1 +
      repeat(3, (i) =>
        person(x - 90 + i * 80 + chance.int(-10, 10), 610 + chance.int(-40, 40), 0.92, chance, {
          child: chance.chance(0.55),
          bag: chance.chance(0.6),
        }),
      ) +
      person(x + 170, 650, 0.98, chance, { old: chance.chance(0.5), mirrored: true })
    )
  },
  lamps: (chance: Chance) => {
    const light = chance.pick([LIGHTS.dusk, LIGHTS.night])
    return (
      sky(light, chance) +
      skyline(470, light, chance) +
      rect(0, 464, WIDTH, 60, '#6B6470') +
      rect(0, 516, WIDTH, 204, '#4A4A58') +
      repeat(6, (i) => rect(i * 190 - 30, 620, 100, 9, CREAM, 4, 'opacity=".6"')) +
      lamp(110, 520, 0.82, true) +
      lamp(400, 520, 0.82, true) +
      lamp(690, 520, 0.82, true) +
      tree(330, 520, 0.7, 'round', '#4D6152') +
      tree(880, 522, 0.8, 'poplar', '#4D6152') +
      lamp(chance.int(30, 80), 690, 1.45, true) +
      person(chance.int(230, 330), 668, 1.05, chance, { bag: true }) +
      person(chance.int(520, 650), 690, 1.1, chance, { old: chance.chance(0.5), mirrored: true }) +
      (chance.chance(0.5) ? person(720, 684, 1.05, chance, { child: true, mirrored: true }) : '')
    )
  },
  parking: (chance: Chance) => {
    const light = daylight(chance)
    const wall = chance.chance(0.5)
    const bays = repeat(5, (i) => line(`M${60 + i * 210} 520 L${i * 250 - 60} 720`, PAPER, 9))
    return (
      sky(light, chance) +
      repeat(4, (i) => block(i * 250 - 20, 470, 190, chance.int(230, 340), light, chance)) +
      (wall
        ? rect(0, 420, WIDTH, 60, BRICK, 0, 'opacity=".75"') +
          repeat(24, (i) => rect(i * 40, 420, 3, 60, PAPER, 0, 'opacity=".3"'))
        : repeat(8, (i) => bush(i * 130 + 40, 480, 0.9))) +
      tree(chance.int(60, 200), 482, 1.1, 'round') +
      tree(chance.int(700, 880), 482, 1, 'round', MOSS) +
      rect(0, 474, WIDTH, 246, '#A29B98') +
      rect(0, 510, WIDTH, 8, PAPER) +
      bays +
      [150, 370, 590, 800]
        .map((x) =>
          chance.chance(0.72) ? car(x, 590 + (x % 40), 0.95, chance.pick(CLOTHES), chance.chance(0.5)) : '',
        )
        .join('') +
      rect(850, 300, 14, 240, INK, 4) +
      rect(806, 262, 104, 92, NAVY, 16) +
      path(
        'M838 336 v-58 h24 a18 18 0 0 1 0 36 h-14 v22 Z M848 288 v16 h12 a8 8 0 0 0 0 -16 Z',
        PAPER,
        'fill-rule="evenodd"',
      ) +
      person(chance.int(60, 260), 700, 1, chance, { bag: true }) +
      person(chance.int(430, 620), 706, 1, chance, { mirrored: true, child: chance.chance(0.4) })
    )
  },
  busStop: (chance: Chance) => {
    const light = daylight(chance)
    const seated = chance.chance(0.5)
    return (
      sky(light, chance) +
      skyline(450, light, chance, 0.85) +
      tree(880, 470, 1.1, 'round') +
      pavement(446, 70) +
      rect(0, 516, WIDTH, 204, ASPHALT) +
      repeat(5, (i) => rect(i * 230, 690, 130, 9, CREAM, 4)) +
      rect(90, 246, 330, 20, RED, 8) +
      rect(76, 236, 358, 14, BRICK, 6) +
      rect(104, 262, 10, 236, INK) +
      rect(396, 262, 10, 236, INK) +
      rect(130, 284, 120, 140, MIST, 4, 'opacity=".8"') +
      rect(262, 284, 120, 140, chance.pick([GOLD, TEAL, OCHRE]), 6, 'opacity=".85"') +
      circle(322, 340, 30, PAPER) +
      rect(290, 384, 64, 8, PAPER, 3) +
      rect(290, 400, 44, 8, PAPER, 3) +
      rect(130, 446, 240, 14, BROWN, 4) +
      rect(146, 458, 10, 40, INK) +
      rect(344, 458, 10, 40, INK) +
      rect(470, 300, 10, 200, INK, 4) +
      rect(440, 284, 70, 66, TEAL, 10) +
      rect(452, 300, 46, 7, PAPER, 3) +
      rect(452, 314, 46, 7, PAPER, 3) +
      circle(475, 334, 7, PAPER) +
      person(chance.int(150, 210), 508, 0.95, chance, { old: seated }) +
      person(chance.int(270, 330), 508, 0.95, chance, { bag: true }) +
      person(410, 512, 0.95, chance, { child: true }) +
      bus(chance.int(640, 720), 646, 1.25, chance.pick([RED, TEAL, OCHRE, LEAF]))
    )
  },
  rain: (chance: Chance) => {
    const light = LIGHTS.overcast
    const drops = repeat(70, () => {
      const x = chance.int(0, WIDTH)
      const y = chance.int(0, 640)
      return line(`M${x} ${y} l-7 26`, PAPER, 3, 'opacity=".55"')
    })
    const umbrella = (x: number, y: number, fill: string) =>
      person(x, y, 1, chance) +
      line(`M${x + 40} ${y - 110} L${x + 30} ${y - 262}`, BROWN, 6) +
      path(
        `M${x - 80} ${y - 214} Q${x + 30} ${y - 340} ${x + 140} ${y - 214} q-28 -18 -55 0 q-27 -18 -55 0 q-28 -18 -55 0 q-28 -18 -55 0 Z`,
        fill,
      )
    return (
      sky(light, chance) +
      skyline(450, light, chance) +
      pavement(444, 60) +
      rect(0, 504, WIDTH, 216, '#737A80') +
      repeat(6, () =>
        ellipse(
          chance.int(60, 900),
          chance.int(540, 700),
          chance.int(40, 110),
          chance.int(7, 14),
          WATER,
          'opacity=".75"',
        ),
      ) +
      rect(chance.int(90, 160), 506, 120, 26, INK, 4) +
      repeat(6, (i) => rect(110 + i * 18, 510, 7, 18, STONE, 2)) +
      rect(620, 506, 120, 26, INK, 4) +
      repeat(6, (i) => rect(632 + i * 18, 510, 7, 18, STONE, 2)) +
      polygon([796, 640, 820, 556, 844, 640], RED) +
      rect(784, 636, 72, 12, RED, 4) +
      polygon([807, 602, 813, 580, 827, 580, 833, 602], PAPER) +
      umbrella(chance.int(220, 320), 660, chance.pick([RED, OCHRE])) +
      umbrella(chance.int(500, 600), 690, chance.pick([TEAL, NAVY, GOLD])) +
      drops
    )
  },
  school: (chance: Chance) => {
    const light = daylight(chance)
    const wall = chance.pick([CREAM, '#EBC9AE', '#F0D9BE'])
    return (
      sky(light, chance) +
      ridge(430, 60, light.near, chance) +
      rect(140, 210, 680, 250, wall) +
      rect(124, 196, 712, 20, BRICK, 5) +
      rect(380, 150, 200, 310, PAPER) +
      polygon([360, 156, 480, 92, 600, 156], RED) +
      repeat(3, (row) =>
        repeat(
          4,
          (i) =>
            rect(164 + i * 53, 234 + row * 72, 36, 46, MIST, 4) +
            rect(600 + i * 53, 234 + row * 72, 36, 46, MIST, 4),
        ),
      ) +
      circle(480, 214, 36, CREAM) +
      circle(480, 214, 36, 'none', `stroke="${BROWN}" stroke-width="7"`) +
      line('M480 214 V192 M480 214 L496 222', INK, 5) +
      repeat(3, (i) => rect(406 + i * 54, 274, 40, 52, MIST, 4)) +
      rect(428, 350, 104, 110, BROWN, 6) +
      rect(478, 350, 4, 110, CREAM) +
      tree(70, 480, 1.2, 'round') +
      tree(900, 480, 1.25, 'round', MOSS) +
      rect(0, 456, WIDTH, 264, '#D8C6A0') +
      rect(0, 456, 330, 70, LEAF) +
      rect(630, 456, 330, 70, LEAF) +
      rect(320, 400, 28, 130, RED, 4) +
      rect(612, 400, 28, 130, RED, 4) +
      repeat(7, (i) => rect(20 + i * 44, 452, 8, 74, PAPER, 3) + rect(656 + i * 44, 452, 8, 74, PAPER, 3)) +
      rect(0, 468, 320, 8, PAPER) +
      rect(640, 468, 320, 8, PAPER) +
      repeat(5, (i) =>
        person(220 + i * 105 + chance.int(-20, 20), 620 + chance.int(-40, 60), 1.02, chance, {
          child: i !== 3,
          bag: i !== 3,
          mirrored: chance.chance(0.4),
        }),
      ) +
      person(chance.pick([90, 850]), 690, 1.1, chance, { shirt: RED, mirrored: true })
    )
  },
  site: (chance: Chance) => {
    const light = daylight(chance)
    const x = chance.pick([180, 700])
    return (
      sky(light, chance) +
      skyline(470, light, chance, 0.55) +
      rect(x - 9, 60, 18, 440, OCHRE) +
      repeat(10, (i) => line(`M${x - 9} ${80 + i * 42} l18 36 M${x + 9} ${80 + i * 42} l-18 36`, BROWN, 3)) +
      rect(x - 130, 84, 480, 14, OCHRE, 3) +
      line(`M${x} 50 L${x + 330} 86 M${x} 50 L${x - 120} 86`, BROWN, 4) +
      rect(x - 128, 96, 44, 40, BROWN, 4) +
      line(`M${x + 270} 98 V220`, INK, 3) +
      rect(x + 236, 220, 70, 26, STONE, 3) +
      rect(380, 250, 300, 240, '#D9CBB6') +
      repeat(
        4,
        (i) =>
          rect(370, 246 + i * 62, 320, 10, BROWN) +
          repeat(5, (j) => rect(396 + j * 58, 262 + i * 62, 36, 40, j % 2 ? '#B9A98F' : '#9C8F7C')),
      ) +
      repeat(6, (i) => rect(372 + i * 62, 216, 6, 280, OCHRE, 0, 'opacity=".8"')) +
      rect(0, 486, WIDTH, 234, '#C9AC80') +
      rect(0, 470, WIDTH, 64, TEAL) +
      repeat(16, (i) => rect(i * 62, 470, 4, 64, PAPER, 0, 'opacity=".4"')) +
      rect(0, 462, WIDTH, 12, PAPER, 4) +
      ellipse(170, 660, 170, 60, '#B08F62') +
      path('M20 664 Q170 560 320 664 Z', MOSS) +
      repeat(9, (i) => line(`M${50 + i * 30} 656 q6 -20 14 0`, LEAF, 4)) +
      helmeted(chance.int(460, 540), 690, chance) +
      helmeted(chance.int(640, 720), 700, chance) +
      car(850, 640, 1.2, OCHRE, true)
    )
  },
} satisfies Record<string, (chance: Chance) => string>

function helmeted(x: number, y: number, chance: Chance): string {
  return (
    person(x, y, 1.12, chance, { shirt: chance.pick([OCHRE, RED, TEAL]) }) +
    path(`M${x - 34} ${y - 204} a34 34 0 0 1 68 0 Z`, chance.pick([GOLD, RED, PAPER])) +
    rect(x - 42, y - 208, 84, 9, GOLD, 4) +
    line(
      `M${x - 20} ${y - 150} L${x + 16} ${y - 90} M${x + 20} ${y - 150} L${x - 16} ${y - 90}`,
      PAPER,
      6,
      'opacity=".8"',
    )
  )
}
