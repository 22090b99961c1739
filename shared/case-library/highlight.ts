import type { Segment } from './contract'
import { foldInPlace } from './search'

type Range = { from: number; to: number; word: number }

/** Where words stand in a text, in order; none within another. */
function rangesOf(text: string, words: readonly string[]): Range[] {
  const folded = foldInPlace(text)
  const found: Range[] = words.flatMap((word, i) => {
    const ranges: Range[] = []
    for (let at = folded.indexOf(word); word && at >= 0; at = folded.indexOf(word, at + 1))
      ranges.push({ from: at, to: at + word.length, word: i })
    return ranges
  })
  found.sort((a, b) => a.from - b.from || b.to - a.to)
  let end = 0
  return found.filter(({ from, to }) => {
    if (to <= end) return false
    end = Math.max(end, to)
    return from >= 0
  })
}

/** A text in stretches, the words marked. Put together they are the text. */
export function highlight(text: string, words: readonly string[]): Segment[] {
  const segments: Segment[] = []
  let at = 0
  const add = (to: number, hit: boolean) => {
    if (to <= at) return
    const last = segments.at(-1)
    if (last?.hit === hit) last.text += text.slice(at, to)
    else segments.push({ text: text.slice(at, to), hit })
    at = to
  }
  for (const { from, to } of rangesOf(text, words)) {
    add(from, false)
    add(to, true)
  }
  add(text.length, false)
  return segments
}

/** Characters before the first word of a snippet, so that one sees what it is about. */
const BEFORE = 12

/** About `size` characters of the paragraphs where the most of the words stand together, marked; their beginning where there are none. */
export function snippetOf(paragraphs: readonly string[], words: readonly string[], size = 90): Segment[] {
  const text = paragraphs.join(' ')
  const ranges = rangesOf(text, words)
  let best = { from: 0, count: 0 }
  for (const { from } of ranges) {
    const inside = ranges.filter((one) => one.from >= from && one.to <= from + size - BEFORE)
    const count = new Set(inside.map(({ word }) => word)).size
    if (count > best.count) best = { from, count }
    if (count === words.length) break
  }
  const start = best.count === 0 || best.from <= BEFORE ? 0 : best.from - BEFORE
  const end = Math.min(text.length, start + size)
  const shown = `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`
  return highlight(shown, words)
}
