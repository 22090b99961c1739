import { pipeline, type Readable } from 'node:stream'
import { Refusal } from '@shared/kernel/errors'
import sharp, { type Sharp } from 'sharp'

/** Longest sides in pixels. */
const LONGEST = { whole: 2560, thumb: 480 }
/** Pixels of a picture that came: what a good camera makes, and no bomb. */
const MOST_PIXELS = 50_000_000
const MOST_SECONDS = 30
/** Pictures made at once in a process: each may take some hundred megabytes for a moment. */
const AT_ONCE = 2

/** What was made of a picture that came. */
export type MadePicture = { width: number; height: number; bytes: number }

/**
 * Writes a picture anew, upright and without what its camera wrote into it (place, owner, device), and a small one of it, both
 * as WebP. Nothing of the bytes that came is kept. Refusals: `upload_refused`.
 */
export function makePictures(from: string, to: { whole: string; thumb: string }): Promise<MadePicture> {
  return inTurn(async () => {
    await expectSize(from)
    try {
      const options = { limitInputPixels: MOST_PIXELS, failOn: 'error', autoOrient: true } as const
      const { width, height, size } = await shrunk(sharp(from, options), LONGEST.whole).toFile(to.whole)
      await shrunk(sharp(to.whole), LONGEST.thumb).toFile(to.thumb)
      return { width, height, bytes: size }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw error
      throw unreadable()
    }
  })
}

const shrunk = (picture: Sharp, side: number) =>
  picture
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 82 })
    .timeout({ seconds: MOST_SECONDS })

/** Reads the header only. */
async function expectSize(path: string): Promise<void> {
  const { width, height } = await sharp(path, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw unreadable()
    })
  if (width * height <= MOST_PIXELS) return
  const message = `图片尺寸过大（${width}×${height}），请缩小到 5000 万像素以内再上传`
  throw new Refusal('upload_refused', undefined, message)
}

const unreadable = () =>
  new Refusal('upload_refused', undefined, '图片读不出来，可能已损坏，请重新导出或拍摄后再上传')

/** The same picture for who reads no WebP. */
export function asJpeg<F extends { name: string; content: Readable }>(file: F) {
  const content = sharp().flatten({ background: '#fff' }).jpeg({ quality: 82 })
  pipeline(file.content, content, () => {}) // whoever reads it learns of an error
  return { ...file, type: 'image/jpeg', name: file.name.replace(/\.webp$/, '.jpg'), content }
}

let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go))
  else running++
  try {
    return await work()
  } finally {
    // The place goes to who has waited longest, or is free.
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
