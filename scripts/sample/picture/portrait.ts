import type { Chance } from '../chance'
import { clothes, glasses, longHair, manHair, phones, womanHair } from './looks'
import { window } from './nature'
import {
  BRICK,
  BROWN,
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
  PLUM,
  RED,
  SAGE,
  SKINS,
  STONE,
  TEAL,
} from './palette'
import { circle, ellipse, HEIGHT, line, path, place, rect, repeat, WIDTH } from './shapes'

/** A worker at their desk: varied faces, hair, glasses, clothes and rooms. */
export function drawPortrait(gender: 'woman' | 'man', chance: Chance): string {
  const woman = gender === 'woman'
  const skin = chance.pick(SKINS)
  const hair = chance.chance(0.16) ? '#8D8781' : chance.pick(HAIRS)
  const wall = chance.pick([
    '#EBC9AE',
    '#D6DEC8',
    '#F2DDB4',
    '#CADBD8',
    '#E8C0AC',
    '#DCD3C2',
    '#BFD2D0',
    '#F0D2B6',
  ])
  const x = 480
  const back = woman ? chance.int(0, 5) : -1
  const front = woman ? chance.int(0, 3) : chance.int(0, 5)
  const headset = chance.chance(0.28)
  return (
    rect(0, 0, WIDTH, HEIGHT, wall) +
    circle(x, 340, 300, PAPER, 'opacity=".38"') +
    room(chance) +
    (woman ? longHair(back, hair) : '') +
    clothes(woman, skin, chance) +
    head(skin, woman, chance) +
    (woman ? womanHair(front, back, hair) : manHair(front, hair)) +
    (chance.chance(0.42) ? glasses(chance) : '') +
    (headset ? phones(chance.chance(0.5)) : '') +
    desk(chance)
  )
}

function room(chance: Chance): string {
  const left = chance.chance(0.5)
  const a = left ? 40 : 700
  const b = left ? 720 : 40
  const spines = [RED, TEAL, OCHRE, NAVY, SAGE, PLUM, BRICK, CREAM]
  const shelf = repeat(
    2,
    (row) =>
      rect(b - 10, 236 + row * 142, 230, 12, BROWN, 3) +
      repeat(7, (i) => {
        const h = chance.int(62, 100)
        return rect(b + i * 26, 236 + row * 142 - h, 21, h, chance.pick(spines), 3)
      }),
  )
  const board =
    rect(b - 10, 130, 230, 200, '#C79A6B', 8) +
    rect(b, 140, 210, 180, '#E7CFA4', 4) +
    repeat(
      6,
      (i) =>
        rect(
          b + 14 + (i % 3) * 66,
          154 + Math.floor(i / 3) * 82,
          52,
          62,
          chance.pick([PAPER, GOLD, PEACH, MIST]),
          3,
        ) +
        circle(b + 40 + (i % 3) * 66, 160 + Math.floor(i / 3) * 82, 5, RED) +
        repeat(3, (j) => rect(b + 22 + (i % 3) * 66, 176 + j * 11 + Math.floor(i / 3) * 82, 36, 4, STONE, 2)),
    )
  const map =
    rect(b - 10, 120, 230, 210, PAPER, 6) +
    path(`M${b + 10} 220 q40 -70 90 -40 t90 -10 q30 50 -10 90 t-100 20 q-60 10 -70 -60 Z`, SAGE) +
    line(`M${b + 10} 250 q60 -40 100 0 t100 -20`, '#86B3B5', 9) +
    repeat(4, (i) => circle(b + 40 + i * 42, 200 + ((i * 53) % 70), 8, i % 2 ? RED : OCHRE))
  const plant =
    rect(b + 60, 390, 70, 70, BRICK, 10) +
    repeat(7, (i) =>
      path(
        `M${b + 95} 394 q${-70 + i * 23} -60 ${-84 + i * 28} -${130 - Math.abs(3 - i) * 22} q${50 - i * 14} 50 ${84 - i * 28} ${130 - Math.abs(3 - i) * 22} Z`,
        i % 2 ? MOSS : LEAF,
      ),
    )
  return (
    (chance.chance(0.85) ? window(a + 14, 104, 192, 242, chance) : '') +
    chance.pick([shelf, board, map, plant])
  )
}

function head(skin: string, woman: boolean, chance: Chance): string {
  const jaw = chance.int(0, 2)
  const rx = 112 + jaw * 5
  const face = path(
    `M${480 - rx} 320 Q${480 - rx} 196 480 196 Q${480 + rx} 196 ${480 + rx} 320 Q${480 + rx - 4} 412 ${480 + 46 + jaw * 7} 456 Q480 486 ${480 - 46 - jaw * 7} 456 Q${480 - rx + 4} 412 ${480 - rx} 320 Z`,
    skin,
  )
  const ears = ellipse(480 - rx, 342, 19, 28, skin) + ellipse(480 + rx, 342, 19, 28, skin)
  const brow = chance.int(-3, 4)
  const brows = line(
    `M412 ${300 + brow} Q434 ${288 - brow} 458 ${297} M502 297 Q526 ${288 - brow} 548 ${300 + brow}`,
    INK,
    woman ? 6 : 9,
  )
  const eyes = chance.chance(0.3)
    ? line('M420 334 Q436 320 452 334 M508 334 Q524 320 540 334', INK, 7)
    : ellipse(436, 332, 10, 12, INK) +
      ellipse(524, 332, 10, 12, INK) +
      circle(440, 328, 3.5, PAPER) +
      circle(528, 328, 3.5, PAPER) +
      (woman ? line('M422 324 L414 318 M538 324 L546 318', INK, 4) : '')
  const nose = line('M480 342 Q492 372 474 376', BROWN, 5, 'opacity=".55"')
  const mouth = chance.pick([
    line('M446 410 Q480 438 514 410', woman ? RED : '#A0503F', 7),
    path('M442 406 Q480 414 518 406 Q510 446 480 446 Q450 446 442 406 Z', '#9C3B33') +
      path('M450 410 Q480 417 510 410 L507 420 Q480 426 453 420 Z', PAPER),
    line('M452 414 Q482 430 512 408', woman ? RED : '#A0503F', 7),
  ])
  const blush =
    ellipse(410, 384, 23, 14, BRICK, 'opacity=".22"') + ellipse(550, 384, 23, 14, BRICK, 'opacity=".22"')
  return ears + face + blush + brows + eyes + nose + mouth
}

function desk(chance: Chance): string {
  const wood = chance.pick(['#C49A6C', '#A87C57', '#D2AE82'])
  const laptop = place(
    chance.pick([200, 760]),
    690,
    1,
    path('M-120 -110 h240 l14 110 h-268 Z', '#D8D3CC') + circle(0, -56, 13, RED, 'opacity=".8"'),
  )
  const mug = (x: number) =>
    rect(x, 618, 62, 70, chance.pick([RED, TEAL, OCHRE, PAPER]), 10) +
    line(`M${x + 62} 636 q28 2 22 22 q-4 14 -22 14`, STONE, 8) +
    line(`M${x + 18} 600 q-8 -12 2 -24 M${x + 40} 602 q-8 -12 2 -26`, PAPER, 5, 'opacity=".7"')
  const papers = (x: number) =>
    rect(x, 660, 150, 26, PAPER, 3) +
    rect(x + 10, 648, 140, 18, CREAM, 3) +
    rect(x - 6, 676, 160, 14, MIST, 3)
  const phone = (x: number) =>
    path(`M${x} 690 l12 -52 h96 l12 52 Z`, INK) + line(`M${x + 6} 632 q54 -34 108 0`, INK, 20)
  const left = chance.chance(0.5)
  return (
    rect(0, 684, WIDTH, 40, wood) +
    rect(0, 684, WIDTH, 6, PAPER, 0, 'opacity=".35"') +
    laptop +
    chance.pick([mug, papers, phone])(left ? 330 : 560) +
    chance.pick([mug, papers, phone])(left ? 840 : 30)
  )
}
