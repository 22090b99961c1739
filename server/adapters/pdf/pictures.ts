import sharp from 'sharp'
import { type Ink, MM } from './ink'
import { centred, NOTE, type Piece, space, stacked, together } from './pieces'

const GAP = 5 * MM
/** Of a picture's frame: as wide as its column, and no higher than this part of it. */
const RATIO = 0.75
const HIGHEST = 110 * MM
const DOTS_PER_POINT = 200 / 72

type Picture = { image: Buffer; caption: string }
type Printed = { bytes: Buffer; width: number; height: number }

/** Rows of pictures over their captions, as fine as print shows and no finer. */
export async function layPictures(
  ink: Ink,
  pictures: Picture[],
  perRow: number,
  width: number,
): Promise<Piece[]> {
  const own = (width - GAP * (perRow - 1)) / perRow
  const highest = Math.min(own * RATIO, HIGHEST)
  const pieces: Piece[] = []
  for (let from = 0; from < pictures.length; from += perRow) {
    const row = pictures.slice(from, from + perRow)
    const printed = await Promise.all(row.map(({ image }) => prepare(image, own, highest)))
    const height = Math.max(...printed.map((picture) => picture?.height ?? highest / 2))
    const frames = printed.map(
      (picture): Piece => ({
        height: height + 4,
        draw: (x, y) =>
          picture ? place(ink, picture, x, y, own, height) : apologise(ink, x, y, own, height),
      }),
    )
    const captions = row.map(({ caption }) => stacked([...centred(ink, caption, own, NOTE), space(8)]))
    pieces.push(...together([beside(frames, own + GAP), beside(captions, own + GAP)]))
  }
  return pieces
}

function beside(pieces: Piece[], step: number): Piece {
  return {
    height: Math.max(...pieces.map(({ height }) => height)),
    draw(x, y) {
      for (const [i, piece] of pieces.entries()) piece.draw(x + i * step, y)
    },
  }
}

/** The picture as JPEG, upright, at the size in points it is printed with; null where it cannot be read. */
async function prepare(image: Buffer, width: number, height: number): Promise<Printed | null> {
  try {
    const { data, info } = await sharp(image)
      .rotate()
      .flatten({ background: 'white' })
      .resize({
        width: Math.round(width * DOTS_PER_POINT),
        height: Math.round(height * DOTS_PER_POINT),
        fit: 'inside',
        withoutEnlargement: true,
      })
      .toColourspace('srgb')
      .jpeg({ quality: 85 })
      .toBuffer({ resolveWithObject: true })
    const scale = Math.min(width / info.width, height / info.height)
    return { bytes: data, width: info.width * scale, height: info.height * scale }
  } catch {
    return null
  }
}

function place(ink: Ink, picture: Printed, x: number, y: number, width: number, height: number): void {
  const left = x + (width - picture.width) / 2
  const top = y + (height - picture.height) / 2
  ink.pdf.image(picture.bytes, left, top, { width: picture.width, height: picture.height })
}

function apologise(ink: Ink, x: number, y: number, width: number, height: number): void {
  ink.pdf.rect(x, y, width, height).lineWidth(0.5).dash(3, {}).stroke('#888').undash()
  const [words] = centred(ink, '此图无法读取', width, NOTE)
  words?.draw(x, y + (height - NOTE.leading) / 2)
}
