/** A line of a paragraph; `width` as {@link breakLines} was told to measure. */
export type Line = { text: string; width: number; last: boolean }

/** Closing marks have their ink on the left, opening ones on the right; the other half is blank. */
const CLOSING = '，。、；：！？”’）》〉」』】〕〗'
const OPENING = '“‘（《〈「『【〔〖'
/** What must not begin a line (GB/T 15834), and what must not end one. */
const NEVER_FIRST = new Set(`${CLOSING}·～…％℃,.;:!?)]}%`)
const NEVER_LAST = new Set(`${OPENING}￥№([{$`)
const CLOSES = new Set(CLOSING)
const OPENS = new Set(OPENING)

/** What is never divided: a word, a number or part of a date, an ellipsis, a dash; else a character. */
const UNIT = /\d+[年月日]|[\u0021-\u007e\u00c0-\u024f]+|…+|—+|./gsu

/** Whether two marks share the blank half between them, as the font's feature `chws` sets them. */
export function areSqueezed(first: string, second: string): boolean {
  if (CLOSES.has(first)) return CLOSES.has(second) || OPENS.has(second) || second === '\u3000'
  return (OPENS.has(first) || first === '\u3000') && OPENS.has(second)
}

/**
 * Breaks a paragraph into lines as Chinese is broken: anywhere but within words, before closing marks and after opening ones.
 * Only what is longer than a line is divided all the same.
 * @param width of a line, in ems; the first one begins at `indent`
 * @param widthOf a text, in ems
 */
export function breakLines(
  text: string,
  width: number,
  widthOf: (text: string) => number,
  indent = 0,
): Line[] {
  const lines: Line[] = []
  let line = ''
  let used = indent
  const next = () => {
    lines.push({ text: line.trimEnd(), width: visible(line.trimEnd(), widthOf), last: false })
    line = ''
    used = 0
  }
  for (const part of clusters(text)) {
    const pieces = visible(part, widthOf) > width - indent ? [...part] : [part]
    for (const piece of pieces) {
      const added = visible(last(line) + piece, widthOf) - widthOf(last(line))
      if (line !== '' && used + added > width) next()
      used += widthOf(last(line) + piece) - widthOf(last(line))
      line += piece
    }
  }
  if (line !== '' || lines.length === 0) next()
  lines.at(-1)!.last = true
  return lines
}

/** The parts of a text between which a line may end. */
function clusters(text: string): string[] {
  const parts: string[] = []
  for (const [unit] of text.matchAll(UNIT)) {
    const before = parts.at(-1)
    const sticks =
      before !== undefined &&
      (unit.trim() === '' || NEVER_FIRST.has(unit[0]!) || NEVER_LAST.has(before.trimEnd().at(-1) ?? ''))
    if (sticks) parts[parts.length - 1] = before + unit
    else parts.push(unit)
  }
  return parts
}

const last = (line: string) => [...line.slice(-2)].at(-1) ?? ''

/** Width of a text at a line's end, where the blank half of a closing mark may reach into the margin. */
function visible(text: string, widthOf: (text: string) => number): number {
  const seen = text.trimEnd()
  return widthOf(seen) - (CLOSES.has(seen.at(-1) ?? '') ? 0.5 : 0)
}
