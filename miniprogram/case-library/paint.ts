import { jpegOf } from '@shared/candidate/rules'
import type { Experience } from '@shared/case-library/contract'
import { placeText } from '@/candidate/place'
import type { LoadPicture, Pen } from '@/platform/canvas'
import { linesOf } from './lines'

/** Pixels; a phone's screen shows all of it. */
export const POSTER = { width: 750, height: 1200 }

const MARGIN = 56
const INNER = POSTER.width - 2 * MARGIN
const COVER = 420
const CODE = 200
const FONTS = '"PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif'

/** Draws the poster: picture, title, who and where, what they did, and the code. */
export async function paintPoster(pen: Pen, load: LoadPicture, experience: Experience): Promise<void> {
  const { id, title, summary, unitName, region, cover, sample } = experience
  const code = await load(`/api/case-library/${encodeURIComponent(id)}/code`)
  if (!code) throw new Error('there is no poster without its code')
  const picture = cover && (await load(jpegOf(cover.url)))

  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, POSTER.width, POSTER.height)
  pen.fillStyle = '#8c1a15'
  pen.fillRect(0, 0, POSTER.width, 96)
  write(pen, '经验谈', { at: [MARGIN, 62], size: 36, colour: '#f3d9a8', bold: true })
  write(pen, '荆楚问政 · 案例库', { at: [MARGIN + 132, 60], size: 26, colour: '#ffffff' })
  if (picture) fill(pen, picture, { y: 96, width: POSTER.width, height: COVER })

  let y = 96 + (picture ? COVER : 60) + 72
  const name = sample && !title.includes('示例') ? `${title}（示例）` : title
  y = paragraph(pen, name, { y, size: 44, colour: '#231e1b', bold: true, most: 3 })
  y = paragraph(pen, `${unitName} · ${placeText(region)}`, { y: y + 8, size: 26, colour: '#6d655f', most: 1 })
  paragraph(pen, summary, { y: y + 14, size: 30, colour: '#544d48', most: 3 })

  const foot = POSTER.height - CODE - 48
  pen.fillStyle = '#e5e0da'
  pen.fillRect(MARGIN, foot - 24, INNER, 2)
  pen.drawImage(code.image as CanvasImageSource, POSTER.width - MARGIN - CODE, foot, CODE, CODE)
  write(pen, '长按识别，阅读全文', { at: [MARGIN, foot + 92], size: 32, colour: '#231e1b', bold: true })
  write(pen, '荆楚网（湖北日报网）', { at: [MARGIN, foot + 140], size: 26, colour: '#6d655f' })
}

type Style = { size: number; colour: string; bold?: boolean }

function write(pen: Pen, text: string, { at, size, colour, bold }: Style & { at: [number, number] }): void {
  pen.font = `${bold ? 'bold ' : ''}${size}px ${FONTS}`
  pen.fillStyle = colour
  pen.fillText(text, ...at)
}

/** Writes at most so many lines from a base line on; answers the base line of what comes next. */
function paragraph(
  pen: Pen,
  text: string,
  { y, most, ...style }: Style & { y: number; most: number },
): number {
  pen.font = `${style.bold ? 'bold ' : ''}${style.size}px ${FONTS}`
  const lines = linesOf(text, INNER, most, (part) => pen.measureText(part).width)
  lines.forEach((line, i) => {
    write(pen, line, { ...style, at: [MARGIN, y + i * style.size * 1.45] })
  })
  return y + lines.length * style.size * 1.45
}

/** Fills a frame with a picture, its middle shown. */
function fill(
  pen: Pen,
  { image, width, height }: NonNullable<Awaited<ReturnType<LoadPicture>>>,
  frame: { y: number; width: number; height: number },
): void {
  const scale = Math.max(frame.width / width, frame.height / height)
  const [w, h] = [frame.width / scale, frame.height / scale]
  pen.drawImage(
    image as CanvasImageSource,
    ...[(width - w) / 2, (height - h) / 2, w, h],
    ...[0, frame.y, frame.width, frame.height],
  )
}
