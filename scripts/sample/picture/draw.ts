import type { PictureSubject } from './subject'

export type PictureSize = { width: number; height: number }

export async function drawPicture(
  _subject: PictureSubject,
  _seed: string,
  _size: PictureSize,
): Promise<Buffer> {
  throw new Error('not drawn yet')
}
