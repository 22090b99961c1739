import sharp from 'sharp'
import { Chance } from '../chance'
import { drawPortrait } from './portrait'
import { drawScene } from './scenes'
import { drawSeat } from './seat'
import { HEIGHT, WIDTH } from './shapes'
import type { PictureSubject } from './subject'

/** In pixels. */
export type PictureSize = { width: number; height: number }

/**
 * Draws a subject as a WebP picture. The same subject, seed and size give the same bytes with the same build of
 * sharp. There is no text in it, so it needs no fonts.
 */
export async function drawPicture(subject: PictureSubject, seed: string, size: PictureSize): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${size.width}" height="${size.height}" preserveAspectRatio="xMidYMid slice">${drawing(subject, seed)}</svg>`
  return sharp(Buffer.from(svg)).webp({ quality: 82, effort: 2 }).toBuffer()
}

/** The picture as SVG shapes on a sheet of {@link WIDTH} × {@link HEIGHT}. */
export function drawing(subject: PictureSubject, seed: string): string {
  const chance = new Chance(`picture/${seed}`)
  switch (subject.kind) {
    case 'scene':
      return drawScene(subject.scene, chance)
    case 'portrait':
      return drawPortrait(subject.gender, chance)
    case 'seat':
      return drawSeat(subject.flavour, subject.township, chance)
  }
}
