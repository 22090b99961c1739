import type { Chance } from '../chance'
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
  SAND,
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
  const window =
    rect(a, 90, 220, 270, PAPER, 8) +
    rect(a + 14, 104, 192, 242, chance.pick([MIST, '#BFDCDD', '#F6D7A8'])) +
    ellipse(a + 60, 340, 90, 46, chance.pick([SAGE, LEAF])) +
    ellipse(a + 160, 346, 70, 60, MOSS) +
    rect(a + 14, 330, 192, 20, PAPER) +
    rect(a + 106, 104, 8, 242, PAPER) +
    rect(a + 14, 214, 192, 8, PAPER) +
    rect(a - 12, 356, 244, 14, SAND, 4)
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
  return (chance.chance(0.85) ? window : '') + chance.pick([shelf, board, map, plant])
}

function clothes(woman: boolean, skin: string, chance: Chance): string {
  const main = chance.pick([NAVY, TEAL, RED, '#5E6F7D', PLUM, MOSS, BRICK, '#8A6A4E', '#47607A', OCHRE])
  const shoulders = woman
    ? 'M230 720 Q236 560 372 528 L588 528 Q724 560 730 720 Z'
    : 'M196 720 Q200 552 360 520 L600 520 Q760 552 764 720 Z'
  const neck =
    path('M424 430 L424 528 Q480 590 536 528 L536 430 Z', skin) +
    path('M424 452 Q480 520 536 452 L536 486 Q480 540 424 486 Z', BROWN, 'opacity=".2"')
  const shirt = path('M404 520 L480 640 L556 520 L620 540 L590 720 L370 720 L340 540 Z', PAPER)
  const tie = path('M462 606 L498 606 L490 634 L508 720 L452 720 L470 634 Z', chance.pick([RED, NAVY, PLUM]))
  const collar =
    path('M404 516 L480 610 L436 642 L376 540 Z', PAPER) +
    path('M556 516 L480 610 L524 642 L584 540 Z', PAPER)
  const badge =
    rect(600, 628, 54, 34, PAPER, 5) + rect(608, 638, 26, 5, RED, 2) + rect(608, 648, 38, 4, STONE, 2)
  const fold = line('M318 720 Q306 640 322 606 M642 720 Q654 640 638 606', INK, 5, 'opacity=".2"')
  switch (chance.int(0, 4)) {
    case 0: // suit over a shirt
      return (
        path(shoulders, main) +
        shirt +
        (woman ? '' : tie) +
        neck +
        collar +
        path('M376 536 L470 720 L300 720 L336 548 Z', main) +
        path('M584 536 L490 720 L660 720 L624 548 Z', main) +
        path('M376 536 L352 612 L388 622 L372 646 L440 720 L480 720 Z', INK, 'opacity=".16"') +
        path('M584 536 L608 612 L572 622 L588 646 L520 720 L480 720 Z', INK, 'opacity=".16"') +
        badge +
        fold
      )
    case 1: // shirt with a collar
      return (
        path(shoulders, chance.pick([PAPER, MIST, '#DCE4EA', '#F3DCCB'])) +
        neck +
        collar +
        rect(476, 616, 8, 104, STONE, 3) +
        repeat(3, (i) => circle(480, 640 + i * 30, 5, STONE)) +
        badge +
        fold
      )
    case 2: // round-necked jumper
      return (
        path(shoulders, main) +
        neck +
        line('M414 520 Q480 606 546 520', PAPER, 16) +
        line('M414 520 Q480 606 546 520', INK, 3, 'opacity=".2"') +
        fold +
        badge
      )
    case 3: // volunteer's red vest
      return (
        path(shoulders, chance.pick([PAPER, MIST, '#C8D2CC'])) +
        neck +
        collar +
        path('M352 530 Q420 600 456 720 L286 720 L300 552 Z', RED) +
        path('M608 530 Q540 600 504 720 L674 720 L660 552 Z', RED) +
        line('M368 548 Q420 620 440 720 M592 548 Q540 620 520 720', GOLD, 6) +
        circle(612, 640, 20, PAPER) +
        path('M612 652 q-18 -12 -10 -22 q7 -5 10 3 q3 -8 10 -3 q8 10 -10 22 Z', RED)
      )
    default: // zipped jacket
      return (
        path(shoulders, main) +
        neck +
        path('M404 512 Q400 560 476 596 L476 620 Q384 590 376 536 Z', main) +
        path('M556 512 Q560 560 484 596 L484 620 Q576 590 584 536 Z', main) +
        path(
          'M404 512 Q400 560 476 596 L476 620 Q384 590 376 536 Z M556 512 Q560 560 484 596 L484 620 Q576 590 584 536 Z',
          INK,
          'opacity=".18"',
        ) +
        line('M480 604 L480 720', PAPER, 5) +
        badge +
        fold
      )
  }
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

/** What hangs behind the shoulders. */
function longHair(style: number, fill: string): string {
  switch (style) {
    case 0: // long and straight
      return path(
        'M350 300 Q344 164 480 160 Q616 164 610 300 L636 600 Q560 640 480 620 Q400 640 324 600 Z',
        fill,
      )
    case 1: // bob
      return path(
        'M344 310 Q334 164 480 160 Q626 164 616 310 Q634 420 606 476 Q480 520 354 476 Q326 420 344 310 Z',
        fill,
      )
    case 2: // bun
      return circle(480, 132, 62, fill) + circle(464, 118, 26, PAPER, 'opacity=".07"')
    case 3: // wavy
      return path(
        'M348 300 Q340 162 480 160 Q620 162 612 300 Q650 352 622 400 Q660 460 624 512 Q640 570 590 590 L370 590 Q320 570 336 512 Q300 460 338 400 Q310 352 348 300 Z',
        fill,
      )
    case 4: // ponytail over one shoulder
      return (
        path('M560 200 Q690 210 668 380 Q690 500 632 590 Q590 520 606 420 Q590 300 540 260 Z', fill) +
        circle(594, 226, 17, RED)
      )
    default: // low plaits
      return (
        path(
          'M368 400 Q330 480 352 590 Q372 620 392 590 Q400 480 410 420 Z M592 400 Q630 480 608 590 Q588 620 568 590 Q560 480 550 420 Z',
          fill,
        ) +
        rect(348, 570, 46, 14, RED, 6) +
        rect(566, 570, 46, 14, RED, 6)
      )
  }
}

function womanHair(front: number, back: number, fill: string): string {
  const sides =
    back === 2 || back >= 4
      ? ''
      : path(
          'M362 330 Q352 250 392 220 L384 380 Q366 396 358 440 Q344 380 362 330 Z M598 330 Q608 250 568 220 L576 380 Q594 396 602 440 Q616 380 598 330 Z',
          fill,
        )
  const top = [
    'M358 322 Q338 160 480 156 Q622 160 602 322 Q590 250 540 226 Q490 262 420 246 Q372 262 358 322 Z',
    'M358 326 Q336 158 480 156 Q624 158 602 326 Q590 244 480 218 Q370 244 358 326 Z',
    'M358 316 Q340 158 480 156 Q620 158 602 316 Q600 282 586 272 Q480 292 374 272 Q360 284 358 316 Z',
    'M358 324 Q334 156 492 156 Q628 162 602 324 Q588 234 506 214 Q430 290 366 292 Q360 302 358 324 Z',
  ][front]!
  return sides + path(top, fill) + line('M404 208 Q440 180 492 182', PAPER, 8, 'opacity=".12"')
}

function manHair(style: number, fill: string): string {
  const sides = path(
    'M362 330 Q350 262 384 226 L388 292 Q372 300 368 334 Z M598 330 Q610 262 576 226 L572 292 Q588 300 592 334 Z',
    fill,
  )
  const top = [
    'M360 300 Q340 170 470 160 Q610 156 602 300 Q586 258 560 240 Q480 256 398 236 Q372 258 360 300 Z',
    'M358 306 Q336 178 420 164 Q452 136 530 154 Q624 168 602 306 Q592 262 566 232 Q520 206 440 232 Q380 236 358 306 Z',
    'M362 290 Q352 184 480 172 Q608 184 598 290 Q580 236 480 228 Q380 236 362 290 Z',
    'M358 304 Q330 166 460 158 Q520 134 590 190 Q616 232 602 304 Q594 268 574 250 Q520 252 470 214 Q440 262 380 262 Q364 276 358 304 Z',
    'M360 300 Q346 210 392 186 Q404 150 446 168 Q476 136 512 164 Q556 148 570 190 Q612 210 600 300 Q590 254 562 246 Q540 226 508 242 Q476 222 446 244 Q412 230 394 250 Q370 262 360 300 Z',
    'M362 300 Q356 236 384 214 Q420 178 480 178 Q540 178 576 214 Q604 236 598 300 Q584 262 560 250 Q520 226 480 226 Q440 226 400 250 Q376 262 362 300 Z',
  ][style]!
  return sides + path(top, fill) + line('M420 204 Q460 182 506 186', PAPER, 8, 'opacity=".12"')
}

function glasses(chance: Chance): string {
  const frame = chance.pick([INK, BROWN, '#6B3A35', NAVY])
  const lens = `fill="${PAPER}" fill-opacity=".22" stroke="${frame}" stroke-width="7"`
  const shape = chance.chance(0.5)
    ? `<circle cx="434" cy="334" r="36" ${lens}/><circle cx="526" cy="334" r="36" ${lens}/>`
    : `<rect x="394" y="306" width="78" height="58" rx="18" ${lens}/><rect x="488" y="306" width="78" height="58" rx="18" ${lens}/>`
  return shape + line('M470 330 Q480 322 490 330 M396 326 L368 320 M564 326 L592 320', frame, 6)
}

function phones(dark: boolean): string {
  const fill = dark ? INK : RED
  return (
    line('M356 330 Q344 140 480 140 Q616 140 604 330', fill, 16) +
    rect(340, 304, 38, 78, fill, 17) +
    rect(582, 304, 38, 78, fill, 17) +
    line('M360 378 Q372 446 440 440', fill, 7) +
    ellipse(446, 438, 17, 11, fill)
  )
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
