import type { PrintedCertificate } from '../../ports/pdf'
import { type Ink, MM, type Style } from './ink'
import { centred, running, space, stacked } from './pieces'
import { drawQr } from './qr'

const PAGE = { width: 297 * MM, height: 210 * MM }
const RED = '#b3151c'
const GOLD = '#b08d4c'
const LEFT = 46 * MM
const WIDTH = PAGE.width - 2 * LEFT

const EDITION: Style = { size: 16, leading: 26, color: '#6b4f1d' }
const TITLE: Style = { size: 50, leading: 70, weight: 'bold', color: RED }
const RECIPIENT: Style = { size: 22, leading: 38, weight: 'bold' }
const TEXT: Style = { size: 19, leading: 36 }
const SIGNER: Style = { size: 16, leading: 27 }
const NOTE: Style = { size: 9.5, leading: 14, color: '#666' }
const QR = 25 * MM

/** Draws a certificate on a page of its own, A4 across, between a red and a golden frame. */
export function drawCertificate(ink: Ink, certificate: PrintedCertificate): void {
  const { edition, title, recipient, text, signers, date, number, check, note } = certificate
  ink.pdf.addPage({ size: 'A4', layout: 'landscape', margin: 0 })
  drawFrame(ink.pdf)
  stacked([
    ...centred(ink, edition, WIDTH, EDITION),
    ...centred(ink, [...title].join('　'), WIDTH, TITLE),
    space(9 * MM),
    ...running(ink, `${recipient}：`, WIDTH, RECIPIENT),
    ...running(ink, text, WIDTH, TEXT, 2),
  ]).draw(LEFT, 27 * MM)

  const foot = PAGE.height - 30 * MM
  drawQr(ink.pdf, check.url, LEFT - 4, foot - QR - 4 * MM, QR)
  ink.write(`编号 ${number}`, LEFT, foot - 4 * MM, NOTE)
  ink.write(check.words, LEFT, foot - 4 * MM + NOTE.leading, NOTE)

  const lines = [...signers, date].flatMap((line) => ink.lines(line, WIDTH / 2, SIGNER))
  const half = (Math.max(...lines.map(({ width }) => width)) * SIGNER.size) / 2
  const axis = PAGE.width - LEFT - half
  const top = foot - lines.length * SIGNER.leading + 6 * MM
  lines.forEach((line, i) => {
    ink.write(line.text, axis - (line.width * SIGNER.size) / 2, top + i * SIGNER.leading, SIGNER)
  })
  if (note) drawNote(ink, note)
}

/** Two frames, the inner one with corners cut to squares, as on certificates that hang on a wall. */
function drawFrame(pdf: PDFKit.PDFDocument): void {
  const frame = (inset: number, width: number, color: string) =>
    pdf
      .rect(inset, inset, PAGE.width - 2 * inset, PAGE.height - 2 * inset)
      .lineWidth(width)
      .stroke(color)
  frame(9 * MM, 3.2, RED)
  frame(11.2 * MM, 0.7, GOLD)
  const [inset, corner] = [14.5 * MM, 9 * MM]
  const [right, bottom] = [PAGE.width - inset, PAGE.height - inset]
  pdf.lineWidth(1.4).strokeColor(GOLD)
  pdf
    .moveTo(inset + corner, inset)
    .lineTo(right - corner, inset)
    .lineTo(right - corner, inset + corner)
    .lineTo(right, inset + corner)
    .lineTo(right, bottom - corner)
    .lineTo(right - corner, bottom - corner)
    .lineTo(right - corner, bottom)
    .lineTo(inset + corner, bottom)
    .lineTo(inset + corner, bottom - corner)
    .lineTo(inset, bottom - corner)
    .lineTo(inset, inset + corner)
    .lineTo(inset + corner, inset + corner)
    .closePath()
    .stroke()
  for (const [x, y] of [
    [inset, inset],
    [right - corner, inset],
    [inset, bottom - corner],
    [right - corner, bottom - corner],
  ] as const) {
    const room = corner * 0.62
    pdf.rect(x + (corner - room) / 2, y + (corner - room) / 2, room, room).fill(GOLD)
    const heart = room * 0.42
    pdf
      .save()
      .rotate(45, { origin: [x + corner / 2, y + corner / 2] })
      .rect(x + (corner - heart) / 2, y + (corner - heart) / 2, heart, heart)
      .fill('#fff')
      .restore()
  }
}

/** A word across the page that none can overlook, as on samples. */
function drawNote(ink: Ink, note: string): void {
  const style: Style = { size: 120, leading: 150, weight: 'bold', color: RED }
  const [line] = ink.lines(note, PAGE.width, style)
  ink.pdf
    .save()
    .opacity(0.1)
    .rotate(-24, { origin: [PAGE.width / 2, PAGE.height / 2] })
  ink.write(line!.text, (PAGE.width - line!.width * style.size) / 2, PAGE.height / 2 - 75, style)
  ink.pdf.opacity(1).restore()
}
