import type { Chance } from '../chance'
import { BRICK, CLOTHES, GOLD, HAIRS, INK, MIST, NAVY, PAPER, RED, SKINS, STONE } from './palette'
import { circle, ellipse, line, path, place, polygon, rect, repeat } from './shapes'

export type Pose = {
  child?: boolean
  old?: boolean
  bag?: boolean
  mirrored?: boolean
  shirt?: string
  broom?: boolean
}

/** A small walking person standing on (x, y), 200 high at scale 1. */
export function person(x: number, y: number, scale: number, chance: Chance, pose: Pose = {}): string {
  const skin = chance.pick(SKINS)
  const hair = pose.old ? '#CFC8C0' : chance.pick(HAIRS)
  const shirt = pose.shirt ?? chance.pick(CLOTHES)
  const trousers = chance.pick([INK, NAVY, '#5C5149', '#6B5A66'])
  const skirt = chance.chance(0.4)
  const legs =
    line('M-8 -78 L-20 -6', trousers, 19) +
    line('M8 -78 L22 -6', trousers, 19) +
    ellipse(-16, -3, 15, 7, INK) +
    ellipse(28, -3, 15, 7, INK)
  const body = skirt
    ? path('M-26 -142 Q0 -152 26 -142 L38 -66 Q0 -54 -38 -66 Z', shirt)
    : path('M-28 -142 Q0 -152 28 -142 L30 -72 Q0 -66 -30 -72 Z', shirt)
  const arms =
    line('M-24 -134 Q-40 -112 -34 -88', shirt, 15) +
    line('M24 -134 Q44 -114 42 -90', shirt, 15) +
    circle(-34, -84, 8, skin) +
    circle(42, -86, 8, skin)
  const head =
    rect(-8, -160, 16, 20, skin) +
    circle(0, -176, 25, skin) +
    circle(-4, -176, 2.6, INK) +
    circle(12, -176, 2.6, INK) +
    line('M-1 -165 Q4 -160 10 -165', '#A0503F', 2.6)
  const style = skirt
    ? path(
        'M-27 -170 Q-30 -206 0 -206 Q30 -206 27 -170 L28 -146 Q20 -150 20 -176 Q0 -180 -10 -192 Q-16 -178 -20 -172 L-22 -146 Q-30 -150 -27 -170 Z',
        hair,
      )
    : path('M-26 -174 Q-28 -206 2 -205 Q30 -204 26 -172 Q20 -188 6 -190 Q-16 -192 -26 -174 Z', hair)
  const bag = pose.bag ? rect(-50, -136, 24, 48, BRICK, 9) : ''
  const stick = pose.old ? line('M46 -92 L56 0', '#8A6A4E', 6) : ''
  const broom = pose.broom
    ? line('M42 -150 L66 -10', '#9A7650', 7) + polygon([52, -26, 78, -30, 92, 6, 48, 8], GOLD)
    : ''
  const shadow = ellipse(4, 0, 48, 8, INK, 'opacity=".14"')
  return place(
    x,
    y,
    scale * (pose.child ? 0.68 : 1),
    shadow + stick + bag + legs + body + arms + head + style + broom,
    pose.mirrored,
  )
}

/** A car on (x, y), 210 long. */
export function car(x: number, y: number, scale: number, fill: string, mirrored = false): string {
  return place(
    x,
    y,
    scale,
    ellipse(0, 0, 112, 9, INK, 'opacity=".16"') +
      path(
        'M-104 -14 Q-108 -52 -72 -56 L-44 -88 Q-38 -94 -28 -94 L30 -94 Q40 -94 48 -86 L74 -56 Q104 -52 104 -30 L104 -14 Z',
        fill,
      ) +
      path('M-52 -58 L-32 -82 L-2 -82 L-2 -58 Z', MIST) +
      path('M8 -58 L8 -82 L32 -82 L56 -58 Z', MIST) +
      wheel(-60) +
      wheel(58) +
      circle(98, -40, 6, GOLD),
    mirrored,
  )
}

function wheel(x: number): string {
  return circle(x, -12, 20, INK) + circle(x, -12, 9, STONE)
}

/** A city bus on (x, y), 420 long. */
export function bus(x: number, y: number, scale: number, fill: string): string {
  return place(
    x,
    y,
    scale,
    ellipse(0, 0, 214, 12, INK, 'opacity=".16"') +
      rect(-208, -168, 416, 156, fill, 26) +
      rect(-208, -66, 416, 18, PAPER) +
      repeat(4, (i) => rect(-184 + i * 76, -146, 62, 62, MIST, 8)) +
      rect(126, -146, 44, 132, MIST, 6) +
      line('M148 -146 L148 -14', fill, 5) +
      rect(180, -146, 28, 66, MIST, 8) +
      circle(-120, -14, 30, INK) +
      circle(-120, -14, 13, STONE) +
      circle(82, -14, 30, INK) +
      circle(82, -14, 13, STONE) +
      rect(196, -40, 12, 16, GOLD, 4),
  )
}

/** A street lamp standing on (x, y); lit ones throw a cone. */
export function lamp(x: number, y: number, scale: number, lit: boolean, mirrored = false): string {
  const cone = lit
    ? `<g opacity=".34">${polygon([92, -296, 44, -6, 210, -6, 122, -296], GOLD)}</g>${ellipse(127, -4, 92, 14, GOLD, 'opacity=".42"')}${circle(107, -294, 36, GOLD, 'opacity=".35"')}`
    : ''
  const pole =
    rect(-6, -300, 12, 300, INK, 5) +
    line('M0 -292 Q6 -326 60 -318 L104 -308', INK, 9) +
    rect(-13, -22, 26, 22, INK, 5)
  return place(
    x,
    y,
    scale,
    cone + pole + path('M80 -312 L134 -302 L126 -290 L84 -298 Z', lit ? '#FFF3C9' : STONE),
    mirrored,
  )
}

/** A plain red flag on a pole. */
export function flag(x: number, y: number, height: number): string {
  return (
    rect(x - 3, y - height, 6, height, STONE, 3) +
    circle(x, y - height, 6, GOLD) +
    path(`M${x + 3} ${y - height + 8} q30 -12 52 0 t46 0 v52 q-24 12 -46 0 t-52 0 Z`, RED)
  )
}
