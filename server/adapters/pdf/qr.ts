import qrcode from 'qrcode-generator'

/** Draws a QR as vectors, with the white margin of four modules that scanners ask for inside its size. */
export function drawQr(pdf: PDFKit.PDFDocument, text: string, x: number, y: number, size: number): void {
  const code = qrcode(0, 'M')
  code.addData(text, 'Byte')
  code.make()
  const count = code.getModuleCount()
  const module = size / (count + 8)
  for (let row = 0; row < count; row++) {
    for (let from = 0; from < count; from++) {
      let to = from
      while (to < count && code.isDark(row, to)) to++
      if (to > from) {
        pdf.rect(x + (from + 4) * module, y + (row + 4) * module, (to - from) * module, module)
        from = to
      }
    }
  }
  pdf.fill('black')
}
