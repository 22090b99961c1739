import type { Chance } from '../chance'
import {
  BROWN,
  CREAM,
  GLASS,
  GOLD,
  INK,
  type Light,
  PAPER,
  RED,
  ROOFS,
  SAND,
  STONE,
  TEAL,
  WALLS,
} from './palette'
import { circle, path, polygon, rect, repeat } from './shapes'

/** An apartment block whose foot is at y. Some windows shine in the dark. */
export function block(
  x: number,
  y: number,
  w: number,
  h: number,
  light: Light,
  chance: Chance,
  wall: string = chance.pick(WALLS),
): string {
  const columns = Math.max(2, Math.round(w / 62))
  const rows = Math.max(2, Math.round(h / 66))
  const cell = { w: w / columns, h: (h - 20) / rows }
  const balcony = chance.chance(0.5)
  const accent = chance.pick([RED, TEAL, '#C98B5B', '#8E9B79'])
  return (
    rect(x, y - h, w, h, wall) +
    rect(x + w * 0.82, y - h, w * 0.18, h, INK, 0, 'opacity=".07"') +
    rect(x - 8, y - h - 12, w + 16, 16, accent, 4) +
    repeat(rows * columns, (i) => {
      const wx = x + (i % columns) * cell.w + cell.w * 0.22
      const wy = y - h + 18 + Math.floor(i / columns) * cell.h
      const glass = light.dark
        ? chance.chance(0.55)
          ? GOLD
          : '#5F6B80'
        : chance.chance(0.15)
          ? CREAM
          : GLASS
      return (
        rect(wx, wy, cell.w * 0.56, cell.h * 0.52, glass, 3) +
        rect(wx + cell.w * 0.26, wy, 3, cell.h * 0.52, wall) +
        (balcony
          ? rect(wx - 5, wy + cell.h * 0.46, cell.w * 0.56 + 10, cell.h * 0.16, accent, 2, 'opacity=".55"')
          : '') +
        (chance.chance(0.12) ? rect(wx, wy + cell.h * 0.3, cell.w * 0.2, cell.h * 0.2, accent, 2) : '')
      )
    }) +
    (light.dark ? rect(x, y - h, w, h, '#2B3A52', 0, 'opacity=".28"') : '')
  )
}

/** A row of blocks along the back of a street. */
export function skyline(y: number, light: Light, chance: Chance, tall = 1): string {
  let drawn = ''
  for (let x = -30; x < 960; ) {
    const w = chance.int(110, 190)
    drawn += block(x, y, w, chance.int(150, 330) * tall, light, chance)
    x += w + chance.int(8, 40)
  }
  return drawn
}

/** Distant towers without detail. */
export function towers(y: number, fill: string, chance: Chance): string {
  return repeat(13, (i) =>
    rect(i * 78 + chance.int(-14, 14), y - chance.int(60, 250), chance.int(40, 70), 260, fill, 4),
  )
}

/** A farmhouse of white walls and grey tiles, foot at y. */
export function farmhouse(x: number, y: number, scale: number, chance: Chance): string {
  const roof = chance.pick(['#5F656B', '#6B6660', '#7A5A4C'])
  const wall = chance.pick([PAPER, '#F4EAD8', CREAM])
  const door = chance.pick([RED, BROWN, TEAL])
  return `<g transform="translate(${x} ${y}) scale(${scale})">${
    rect(-120, -110, 240, 110, wall) +
    rect(60, -110, 60, 110, INK, 0, 'opacity=".06"') +
    path('M-146 -102 Q-132 -112 -96 -168 L96 -168 Q132 -112 146 -102 Z', roof) +
    rect(-100, -176, 200, 10, INK, 4, 'opacity=".5"') +
    repeat(11, (i) => rect(-110 + i * 21, -160, 4, 54, INK, 2, 'opacity=".14"')) +
    rect(-22, -76, 44, 76, door, 3) +
    circle(10, -38, 4, GOLD) +
    rect(-92, -80, 44, 38, GLASS, 3) +
    rect(-72, -80, 4, 38, wall) +
    rect(52, -80, 44, 38, GLASS, 3) +
    rect(72, -80, 4, 38, wall)
  }</g>`
}

/** A public office. `style` chooses columns, a modern front, or a small township hall. */
export function office(
  x: number,
  y: number,
  style: 'columns' | 'modern' | 'hall',
  light: Light,
  chance: Chance,
): string {
  const wall = chance.pick(WALLS)
  const roof = chance.pick(ROOFS)
  const glass = light.dark ? GOLD : GLASS
  const steps = repeat(3, (i) =>
    rect(x - 110 - i * 14, y - 30 + i * 11, 220 + i * 28, 12, i % 2 ? SAND : STONE, 2),
  )
  const emblem = circle(x, y - 236, 19, RED) + circle(x, y - 236, 11, GOLD)
  if (style === 'columns')
    return (
      rect(x - 250, y - 200, 500, 200, wall) +
      repeat(
        5,
        (i) =>
          rect(x - 232 + i * 24, y - 176, 14, 52, glass, 2) +
          rect(x - 232 + i * 24, y - 96, 14, 62, glass, 2),
      ) +
      repeat(
        5,
        (i) =>
          rect(x + 122 + i * 24, y - 176, 14, 52, glass, 2) +
          rect(x + 122 + i * 24, y - 96, 14, 62, glass, 2),
      ) +
      rect(x - 116, y - 206, 232, 206, PAPER) +
      polygon([x - 142, y - 204, x, y - 278, x + 142, y - 204], roof) +
      emblem +
      repeat(
        4,
        (i) =>
          rect(x - 98 + i * 57, y - 200, 26, 180, CREAM, 4) +
          rect(x - 102 + i * 57, y - 204, 34, 12, SAND, 3),
      ) +
      rect(x - 30, y - 116, 60, 100, BROWN, 4) +
      rect(x - 262, y - 214, 146, 16, roof, 3) +
      rect(x + 116, y - 214, 146, 16, roof, 3) +
      steps
    )
  if (style === 'modern') {
    const floors = chance.int(4, 6)
    const h = floors * 58 + 40
    return (
      rect(x - 170, y - h, 340, h, wall) +
      rect(x + 110, y - h, 60, h, INK, 0, 'opacity=".07"') +
      repeat(floors, (i) => repeat(7, (j) => rect(x - 150 + j * 44, y - h + 24 + i * 58, 32, 34, glass, 3))) +
      rect(x - 186, y - h - 14, 372, 18, roof, 4) +
      rect(x - 250, y - 118, 500, 118, wall) +
      rect(x - 262, y - 132, 524, 18, roof, 4) +
      repeat(9, (i) => rect(x - 232 + i * 54, y - 98, 36, 60, glass, 3)) +
      rect(x - 66, y - 112, 132, 100, TEAL, 4, 'opacity=".55"') +
      rect(x - 2, y - 112, 4, 100, PAPER) +
      rect(x - 92, y - 124, 184, 18, RED, 6) +
      steps
    )
  }
  return (
    rect(x - 200, y - 168, 400, 168, wall) +
    rect(x + 140, y - 168, 60, 168, INK, 0, 'opacity=".06"') +
    path(
      `M${x - 232} ${y - 158} L${x - 176} ${y - 222} L${x + 176} ${y - 222} L${x + 232} ${y - 158} Z`,
      roof,
    ) +
    repeat(15, (i) => rect(x - 168 + i * 24, y - 216, 4, 54, INK, 2, 'opacity=".13"')) +
    repeat(3, (i) => rect(x - 178 + i * 46, y - 126, 32, 50, glass, 3)) +
    repeat(3, (i) => rect(x + 54 + i * 46, y - 126, 32, 50, glass, 3)) +
    rect(x - 38, y - 122, 76, 104, RED, 4) +
    rect(x - 2, y - 122, 4, 104, '#8E1D17') +
    path(`M${x - 64} ${y - 118} L${x - 48} ${y - 150} L${x + 48} ${y - 150} L${x + 64} ${y - 118} Z`, BROWN) +
    steps
  )
}
