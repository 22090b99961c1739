/** A document as it is found: each term once, with its weight in it. `length` is the sum of the weights. */
export type Terms = { terms: string[]; weights: number[]; length: number }

/** How a text is cut into words; the program's is jieba's. */
export type Cut = (text: string) => string[]

/** How much a word counts by where it stands. */
export const WEIGHTS = { title: 6, topics: 3, unit: 3, summary: 3, body: 1 } as const
export type Parts = Record<keyof typeof WEIGHTS, string>

/** Words that are in every text and say nothing. */
const SILENT = new Set(
  '的 了 在 是 和 与 及 等 对 为 将 把 被 从 到 由 于 以 就 也 都 而 或 但 并 其 这 那 我 你 他 她 它 们 我们 一个 有 不 上 下 中 个 之 着 还 又 已 年 月 日'.split(
    ' ',
  ),
)

/** Letters as they are compared: half-width and small, each in its place, so that what is found can be marked. */
export function foldInPlace(text: string): string {
  return text.replace(/[^\u4e00-\u9fff]/g, (sign) => {
    const folded = sign.normalize('NFKC').toLowerCase()
    return folded.length === sign.length ? folded : sign
  })
}

/** The words of a text that say something. */
export function wordsIn(text: string, cut: Cut): string[] {
  return cut(foldInPlace(text))
    .map((word) => word.trim())
    .filter((word) => /[\p{L}\p{N}]/u.test(word) && !SILENT.has(word))
}

/** Every two neighbouring characters: a name that is cut otherwise in another sentence is still found by them. */
export function pairsIn(text: string): string[] {
  const runs = foldInPlace(text).match(/\p{Script=Han}+/gu) ?? []
  return runs.flatMap((run) => Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2)))
}

/** What a document is found by: the words of its parts, weighted, and the pairs of all that is short. */
export function termsOf(parts: Parts, cut: Cut): Terms {
  const found = new Map<string, number>()
  const add = (term: string, weight: number) => found.set(term, (found.get(term) ?? 0) + weight)
  for (const [part, weight] of Object.entries(WEIGHTS)) {
    const text = parts[part as keyof Parts]
    for (const word of wordsIn(text, cut)) add(word, weight)
    if (part !== 'body') for (const pair of pairsIn(text)) if (!found.has(pair)) add(pair, 1)
  }
  const weights = [...found.values()]
  return { terms: [...found.keys()], weights, length: weights.reduce((sum, weight) => sum + weight, 0) }
}

/** Who has a term, by slot, and with which weight. */
type Posting = { term: string; slots: number[]; weights: number[] }
type Document = { id: string; length: number; postings: Posting[] }

/** An inverted index. Slots are only added: a document that changes leaves its old slot empty. */
export type Index = {
  documents: (Document | null)[]
  slotOf: Map<string, number>
  postings: Map<string, Posting>
  /** Sum of the lengths of all that are there. */
  length: number
}

export const createIndex = (): Index => ({
  documents: [],
  slotOf: new Map(),
  postings: new Map(),
  length: 0,
})

/** Puts a document in, in place of the one of the same id. */
export function put(index: Index, id: string, { terms, weights, length }: Terms): void {
  remove(index, id)
  const slot = index.documents.length
  const postings = terms.map((term, i) => {
    const known = index.postings.get(term)
    const posting = known ?? { term, slots: [], weights: [] }
    if (!known) index.postings.set(term, posting)
    posting.slots.push(slot)
    posting.weights.push(weights[i]!)
    return posting
  })
  index.documents.push({ id, length, postings })
  index.slotOf.set(id, slot)
  index.length += length
}

export function remove(index: Index, id: string): void {
  const slot = index.slotOf.get(id)
  if (slot === undefined) return
  index.length -= index.documents[slot]!.length
  index.documents[slot] = null
  index.slotOf.delete(id)
}

/** The same without its empty slots, once they are many. */
export function compacted(index: Index): Index {
  if (index.documents.length <= 2 * index.slotOf.size + 100) return index
  const fresh = createIndex()
  for (const [slot, document] of index.documents.entries()) {
    if (!document) continue
    const weights = document.postings.map((posting) => posting.weights[posting.slots.indexOf(slot)]!)
    const terms = document.postings.map(({ term }) => term)
    put(fresh, document.id, { terms, weights, length: document.length })
  }
  return fresh
}

/** How soon more of the same word says no more, and how much a long text is held against it. */
const SATURATION = 1.2
const LONG = 0.5

/** What a word is worth by how few have it (BM25's, never negative). */
const rarity = (having: number, all: number) => Math.log(1 + (all - having + 0.5) / (having + 0.5))

/** The documents that have a term, with its weight. */
function* having(index: Index, term: string): Generator<[slot: number, document: Document, weight: number]> {
  const posting = index.postings.get(term)
  if (!posting) return
  for (let i = 0; i < posting.slots.length; i++) {
    const document = index.documents[posting.slots[i]!]
    if (document) yield [posting.slots[i]!, document, posting.weights[i]!]
  }
}

function countHaving(index: Index, term: string): number {
  let count = 0
  for (const _ of having(index, term)) count++
  return count
}

/** What of a question there is in the index: a word that no document has counts by its pairs. Each once, in order. */
export function known(index: Index, words: readonly string[]): string[] {
  const inIndex = (term: string) => !having(index, term).next().done
  return [
    ...new Set(words.flatMap((word) => (inIndex(word) ? [word] : [word, ...pairsIn(word).filter(inIndex)]))),
  ]
}

export type Hit = { id: string; score: number }

/**
 * The documents that have the most of the words, the best first; equals by id. A document's score is BM25's over weighted words:
 * for each word its rarity × w(k+1) / (w + k(1 − b + b·length/mean length)), with k 1.2 and b 0.5.
 */
export function find(
  index: Index,
  words: readonly string[],
  accepts: (id: string) => boolean = () => true,
): Hit[] {
  const all = index.slotOf.size
  const mean = index.length / all || 1
  const scores = new Float64Array(index.documents.length)
  const matched = new Uint8Array(index.documents.length)
  for (const word of words) {
    const worth = rarity(countHaving(index, word), all)
    for (const [slot, { length }, weight] of having(index, word)) {
      const held = SATURATION * (1 - LONG + (LONG * length) / mean)
      scores[slot]! += (worth * weight * (SATURATION + 1)) / (weight + held)
      matched[slot]! += 1
    }
  }
  const hits: (Hit & { matched: number })[] = []
  let most = 1
  index.documents.forEach((document, slot) => {
    const count = matched[slot]!
    if (!document || count < most || !accepts(document.id)) return
    most = count
    hits.push({ id: document.id, score: scores[slot]!, matched: count })
  })
  return hits
    .filter(({ matched }) => matched === most)
    .map(({ id, score }) => ({ id, score }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
}

/** Words that more than this share of all have tell nothing of two that share them. */
const COMMON = 0.1
/** What a shared topic is worth beside rare words. */
const TOPIC = 6

/** The documents nearest to one: by topics both have, and by rare words, each by its rarity. Nearest first, equals by id. */
export function nearest(
  index: Index,
  id: string,
  topicsOf: (id: string) => readonly string[],
  most: number,
): Hit[] {
  const own = index.documents[index.slotOf.get(id) ?? -1]
  if (!own) return []
  const all = index.slotOf.size
  const scores = new Map<string, number>()
  const add = (other: string, score: number) => scores.set(other, (scores.get(other) ?? 0) + score)
  for (const { term } of own.postings) {
    if (term.length < 2) continue
    const count = countHaving(index, term)
    if (count > Math.max(2, COMMON * all)) continue
    for (const [, other] of having(index, term)) add(other.id, rarity(count, all))
  }
  const topics = topicsOf(id)
  if (topics.length > 0) {
    for (const document of index.documents) {
      const shared = document ? topicsOf(document.id).filter((topic) => topics.includes(topic)).length : 0
      if (shared > 0) add(document!.id, shared * TOPIC)
    }
  }
  scores.delete(id)
  return [...scores]
    .map(([id, score]) => ({ id, score }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, most)
}

/** Of what nobody can find. */
export const EMPTY: Terms = { terms: [], weights: [], length: 0 }
