import type { Chance } from '../chance'
import { block, skyline } from './buildings'
import { lamp, person } from './figures'
import { bush, sky, tree } from './nature'
import {
  BROWN,
  daylight,
  GOLD,
  INK,
  LEAF,
  LIGHTS,
  MOSS,
  NAVY,
  OCHRE,
  PAPER,
  PLUM,
  RED,
  SAND,
  STONE,
  TEAL,
} from './palette'
import { circle, line, path, rect, repeat, WIDTH } from './shapes'

/** Scenes of courtyards and squares. */
export const SQUARES = {
  bins: (chance: Chance) => {
    const light = daylight(chance)
    const x = chance.int(60, 150)
    const bin = (at: number, fill: string, sign: string) =>
      rect(at, 520, 92, 120, fill, 10) +
      rect(at - 6, 504, 104, 22, fill, 8) +
      rect(at - 6, 520, 104, 6, INK, 0, 'opacity=".16"') +
      circle(at + 46, 584, 25, PAPER) +
      sign +
      rect(at + 8, 636, 20, 12, INK, 4) +
      rect(at + 64, 636, 20, 12, INK, 4)
    const leaf = (at: number) => path(`M${at + 34} 594 q-2 -26 26 -26 q2 26 -26 26 Z`, LEAF)
    const bottle = (at: number) => rect(at + 38, 572, 16, 26, TEAL, 5) + rect(at + 42, 564, 8, 10, TEAL)
    const box = (at: number) => rect(at + 33, 573, 26, 22, BROWN, 3)
    return (
      sky(light, chance) +
      repeat(4, (i) => block(i * 250 - 40, 476, 200, chance.int(200, 340), light, chance)) +
      repeat(8, (i) => bush(i * 130 + 30, 492, 1, i % 2 ? LEAF : MOSS)) +
      rect(0, 484, WIDTH, 236, SAND) +
      rect(0, 640, WIDTH, 80, '#D8C6A0') +
      tree(chance.pick([40, 900]), 500, 1.2, 'round') +
      rect(x - 30, 400, 470, 16, RED, 6) +
      rect(x - 20, 416, 12, 230, INK) +
      rect(x + 418, 416, 12, 230, INK) +
      bin(x + 10, LEAF, leaf(x + 10)) +
      bin(x + 120, NAVY, bottle(x + 120)) +
      bin(x + 230, OCHRE, box(x + 230)) +
      bin(x + 324, STONE, circle(x + 370, 584, 9, INK)) +
      person(x + 500, 690, 1.15, chance, { shirt: RED, broom: true }) +
      person(x + 640, 700, 1.15, chance, { bag: true, mirrored: true, old: chance.chance(0.4) }) +
      (chance.chance(0.6) ? person(x + 720, 700, 1.1, chance, { child: true, mirrored: true }) : '')
    )
  },
  square: (chance: Chance) => {
    const light = chance.pick([LIGHTS.dusk, LIGHTS.rosy, LIGHTS.night])
    const dancer = (x: number, y: number) => {
      const shirt = chance.pick([RED, OCHRE, TEAL, PLUM])
      return (
        person(x, y, 1.02, chance, { shirt }) +
        line(`M${x + 24} ${y - 136} L${x + 62} ${y - 176}`, shirt, 15) +
        circle(x + 64, y - 180, 9, '#EDBE97') +
        path(`M${x + 64} ${y - 182} l-12 -38 q26 -16 48 4 Z`, chance.pick([RED, GOLD]))
      )
    }
    return (
      sky(light, chance) +
      skyline(460, light, chance, 0.95) +
      rect(0, 456, WIDTH, 264, light.dark ? '#8B7F86' : SAND) +
      repeat(7, (i) => line(`M${i * 190 - 120} 720 L${140 + i * 112} 458`, PAPER, 3, 'opacity=".28"')) +
      tree(60, 490, 1.1, 'round', light.dark ? '#4D6152' : LEAF) +
      tree(900, 490, 1.1, 'willow', light.dark ? '#4D6152' : MOSS) +
      lamp(170, 540, 0.95, light.dark) +
      lamp(770, 540, 0.95, light.dark, true) +
      rect(420, 340, 130, 84, INK, 8) +
      rect(430, 350, 110, 64, LEAF, 4) +
      repeat(5, (i) => rect(444 + i * 18, 392 - ((i * 23) % 34), 11, 16 + ((i * 23) % 34), PAPER, 3)) +
      rect(478, 424, 12, 70, INK) +
      rect(830, 590, 66, 96, INK, 8) +
      circle(863, 620, 15, STONE) +
      circle(863, 656, 21, STONE) +
      line('M806 610 q-14 26 0 52 M790 598 q-22 38 0 76', PAPER, 5, 'opacity=".7"') +
      repeat(3, (i) => dancer(300 + i * 170, 610)) +
      repeat(3, (i) => dancer(210 + i * 190, 704))
    )
  },
} satisfies Record<string, (chance: Chance) => string>
