/** Marks that begin no line. */
const CLOSING = '，。、；：？！”’）》」…·'

/** A text in at most so many lines of a width; where more would be needed the last one ends in `…`. */
export function linesOf(
  text: string,
  width: number,
  most: number,
  measure: (part: string) => number,
): string[] {
  const lines: string[] = []
  let line = ''
  const characters = [...text]
  for (const [i, character] of characters.entries()) {
    if (line && measure(line + character) > width && !CLOSING.includes(character)) {
      if (lines.length === most - 1) return [...lines, ended(line, width, measure)]
      lines.push(line)
      line = ''
    }
    line += character
    if (i === characters.length - 1) lines.push(line)
  }
  return lines
}

function ended(line: string, width: number, measure: (part: string) => number): string {
  let shown = [...line]
  while (shown.length > 1 && measure(`${shown.join('')}…`) > width) shown = shown.slice(0, -1)
  return `${shown.join('')}…`
}
