import type { Chance } from '../chance'
import { BRICK, BROWN, GOLD, INK, MIST, MOSS, NAVY, OCHRE, PAPER, PLUM, RED, STONE, TEAL } from './palette'
import { circle, ellipse, line, path, rect, repeat } from './shapes'

/** Shoulders in one of five kinds of clothes. */
export function clothes(woman: boolean, skin: string, chance: Chance): string {
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

/** What hangs behind the shoulders. */
export function longHair(style: number, fill: string): string {
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

/** A woman's fringe and sides, fitting what hangs behind. */
export function womanHair(front: number, back: number, fill: string): string {
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

/** One of six short haircuts. */
export function manHair(style: number, fill: string): string {
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

/** Round or square glasses. */
export function glasses(chance: Chance): string {
  const frame = chance.pick([INK, BROWN, '#6B3A35', NAVY])
  const lens = `fill="${PAPER}" fill-opacity=".22" stroke="${frame}" stroke-width="7"`
  const shape = chance.chance(0.5)
    ? `<circle cx="434" cy="334" r="36" ${lens}/><circle cx="526" cy="334" r="36" ${lens}/>`
    : `<rect x="394" y="306" width="78" height="58" rx="18" ${lens}/><rect x="488" y="306" width="78" height="58" rx="18" ${lens}/>`
  return shape + line('M470 330 Q480 322 490 330 M396 326 L368 320 M564 326 L592 320', frame, 6)
}

/** A headset with a microphone, as those wear who answer calls. */
export function phones(dark: boolean): string {
  const fill = dark ? INK : RED
  return (
    line('M356 330 Q344 140 480 140 Q616 140 604 330', fill, 16) +
    rect(340, 304, 38, 78, fill, 17) +
    rect(582, 304, 38, 78, fill, 17) +
    line('M360 378 Q372 446 440 440', fill, 7) +
    ellipse(446, 438, 17, 11, fill)
  )
}
