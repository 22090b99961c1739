import type { Block } from '@shared/nomination/paper/collect'
import { XMLParser } from 'fast-xml-parser'
import { decodeEntities } from './entities'

/** As fast-xml-parser keeps order: one name with its children, or `#text`. */
type Node = { [name: string]: Node[] | string }

/** Word itself nests no deeper; the walk below goes as deep as the tree. */
const DEEPEST = 200

const parser = new XMLParser({
  preserveOrder: true,
  removeNSPrefix: true,
  ignoreAttributes: true,
  parseTagValue: false,
  // A DOCTYPE is refused, so that there are no entities but XML's own, which are decoded below.
  processEntities: false,
  trimValues: false,
  maxNestedTags: DEEPEST,
})

/** What is drawn instead where a program knows less: the same text again. */
const AGAIN = 'Fallback'

/** Tables and paragraphs of a `.docx`'s main part. Throws where it is no such XML. */
export function readDocument(xml: string): Block[] {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new Error('a document has no DOCTYPE')
  const blocks: Block[] = []
  let paragraphs: Block = []
  const flush = () => {
    if (paragraphs.length > 0) blocks.push(paragraphs)
    paragraphs = []
  }
  for (const node of find(parser.parse(xml) as Node[], 'p', 'tbl')) {
    if (isA(node, 'tbl')) {
      flush()
      blocks.push(rowsOf(node))
    } else paragraphs.push([textOf(node)])
  }
  flush()
  return blocks
}

const rowsOf = (table: Node): string[][] =>
  [...find(childrenOf(table), 'tr')].map((row) => [...find(childrenOf(row), 'tc')].map(cellText))

/** A cell's paragraphs are its lines; a table in it is lines of cells, set apart by tabs. */
function cellText(cell: Node): string {
  const lines = [...find(childrenOf(cell), 'p', 'tbl')].map((part) =>
    isA(part, 'tbl')
      ? rowsOf(part)
          .map((cells) => cells.join('\t'))
          .join('\n')
      : textOf(part),
  )
  return lines.join('\n').trim()
}

function textOf(paragraph: Node): string {
  let text = ''
  for (const node of find(childrenOf(paragraph), 't', 'tab', 'br', 'cr', 'p')) {
    if (isA(node, 't')) text += childrenOf(node).map(plain).join('')
    else if (isA(node, 'p'))
      text += `${textOf(node)}\n` // a text box
    else text += isA(node, 'tab') ? '\t' : '\n'
  }
  return text.trim()
}

/** The nearest elements of these names, in order, wherever they are wrapped. */
function* find(nodes: Node[], ...names: string[]): Generator<Node> {
  for (const node of nodes) {
    if (names.some((name) => isA(node, name))) yield node
    else if (!isA(node, AGAIN)) yield* find(childrenOf(node), ...names)
  }
}

const isA = (node: Node, name: string) => Object.hasOwn(node, name)

function childrenOf(node: Node): Node[] {
  const [children] = Object.values(node)
  return Array.isArray(children) ? children : []
}

const plain = (node: Node): string => decodeEntities(String(node['#text'] ?? ''))
