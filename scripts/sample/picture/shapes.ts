/** SVG as text: the few shapes that every picture is made of. Coordinates are those of a 960 × 720 sheet. */
export const WIDTH = 960
export const HEIGHT = 720

const n = (value: number) => String(Math.round(value * 10) / 10)

export function rect(
  x: number,
  y: number,
  w: number,
  h: number,
  fill: string,
  radius = 0,
  more = '',
): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" fill="${fill}"${radius ? ` rx="${n(radius)}"` : ''} ${more}/>`
}

export function circle(x: number, y: number, r: number, fill: string, more = ''): string {
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${fill}" ${more}/>`
}

export function ellipse(x: number, y: number, rx: number, ry: number, fill: string, more = ''): string {
  return `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}" ${more}/>`
}

/** A closed polygon through the points given as x, y, x, y … */
export function polygon(points: readonly number[], fill: string, more = ''): string {
  return `<polygon points="${points.map(n).join(' ')}" fill="${fill}" ${more}/>`
}

/** A filled path. */
export function path(d: string, fill: string, more = ''): string {
  return `<path d="${d}" fill="${fill}" ${more}/>`
}

/** A stroked path without filling, with round ends. */
export function line(d: string, stroke: string, width: number, more = ''): string {
  return `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`
}

/** Moves and scales what was drawn around the origin. */
export function place(x: number, y: number, scale: number, content: string, mirrored = false): string {
  return `<g transform="translate(${n(x)} ${n(y)}) scale(${mirrored ? -scale : scale} ${scale})">${content}</g>`
}

/** Times a piece is repeated, joined. */
export function repeat(count: number, piece: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => piece(i)).join('')
}

/** What is seen through an opening: everything outside of it is cut off. Coordinates stay those of the sheet. */
export function opening(x: number, y: number, w: number, h: number, content: string): string {
  return `<svg x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" viewBox="${n(x)} ${n(y)} ${n(w)} ${n(h)}">${content}</svg>`
}
