import { foldText } from '../../kernel/text'

/** `一、` `1.` `（三）` `②` before a label. */
const NUMBERING = /^(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．:：]|[\u2460-\u249b\u3220-\u3229])[、.．]?/
const REMARK = /[(（[【〔][^()（）[\]【】〔〕]*[)）\]】〕]/g

/** A label as it is compared: no white space, numbering, punctuation or star. Whoever keeps a form keeps it in their own way. */
function bare(text: string): string {
  return foldText(text.replace(/\s+/g, '').replace(NUMBERING, '')).replace(/[\p{P}\p{S}]/gu, '')
}

/** Finds what a label of a form stands for; null for what is none. */
export type FindLabel = (text: string) => string | null

/**
 * Knows labels by what they stand for, also where they are spaced, numbered, starred, full-width, or carry a remark in
 * brackets (`联系电话（必填）`). What two things are called but for such a remark stands for neither.
 */
export function labelFinder(labels: Iterable<readonly [what: string, label: string]>): FindLabel {
  const exact = new Map<string, string>()
  const loose = new Map<string, string | null>()
  for (const [what, label] of labels) {
    if (!exact.has(bare(label))) exact.set(bare(label), what)
    const rough = bare(label.replace(REMARK, ''))
    loose.set(rough, loose.has(rough) && loose.get(rough) !== what ? null : what)
  }
  return (text) => {
    if (text.length > 80) return null
    const [whole, rough] = [bare(text), bare(text.replace(REMARK, ''))]
    return (whole && exact.get(whole)) || (rough && loose.get(rough)) || null
  }
}
