import { XMLParser, XMLValidator } from 'fast-xml-parser'

/** An element's content: its text, its children by name, or several of one name. */
export type XmlNode = string | number | XmlTree | XmlNode[]
export type XmlTree = { [name: string]: XmlNode }

export type ParsedXml = { ok: true; tree: XmlTree } | { ok: false; reason: 'oversize' | 'malformed' }

/** Nothing WeChat sends comes near these. */
const MAX_BYTES = 64 * 1024
const MAX_DEPTH = 10
const MAX_ELEMENTS = 1000

const CDATA = '<![CDATA['
const CDATA_END = ']]>'
const DECLARATION = /^\uFEFF?\s*(<\?xml[^<>]{0,100}\?>)?/
const TAG = /<(\/?)[A-Za-z_][\w.-]{0,63}\s*(\/?)>/y

/** `#cdata` keeps character data apart from text, in which white space is only layout. */
const parser = new XMLParser({
  preserveOrder: true,
  cdataPropName: '#cdata',
  parseTagValue: false,
  processEntities: false,
  trimValues: false,
  maxNestedTags: MAX_DEPTH,
})

/**
 * Reads the `<xml>` of a delivery. Of XML only what WeChat sends is understood: elements, text, CDATA. DOCTYPE, entities,
 * attributes, comments and a field that occurs twice are refused; only groups (elements with children) may repeat, and
 * become lists. Never throws.
 */
export function parseXml(text: string): ParsedXml {
  if (Buffer.byteLength(text) > MAX_BYTES) return { ok: false, reason: 'oversize' }
  const body = text.replace(DECLARATION, '')
  const tree = isPlain(body) ? readRoot(body) : null
  return tree ? { ok: true, tree } : { ok: false, reason: 'malformed' }
}

/**
 * Whether there is nothing but plain tags outside of CDATA, not too many and not too deep. Looking before parsing keeps
 * the parser from ever seeing a DOCTYPE, while a person may well write one in a message.
 */
function isPlain(text: string): boolean {
  let depth = 0
  let elements = 0
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    if (text.startsWith(CDATA, at)) {
      const end = text.indexOf(CDATA_END, at + CDATA.length)
      if (end < 0) return false
      at = end + CDATA_END.length
      continue
    }
    TAG.lastIndex = at
    const tag = TAG.exec(text)
    if (!tag) return false
    const [, closing, empty] = tag
    if (closing) depth--
    else {
      elements++
      if (!empty) depth++
    }
    if (depth > MAX_DEPTH || elements > MAX_ELEMENTS) return false
    at = TAG.lastIndex
  }
  return elements > 0
}

type Ordered = Record<string, unknown>

function readRoot(text: string): XmlTree | null {
  try {
    if (XMLValidator.validate(text) !== true) return null
    const elements = (parser.parse(text) as Ordered[]).filter((node) => !isText(node))
    const root = elements[0]
    if (elements.length !== 1 || !root || nameOf(root) !== 'xml') return null
    const content = readContent(root.xml as Ordered[], true)
    return typeof content === 'object' ? (content as XmlTree) : null
  } catch {
    return null
  }
}

const isText = (node: Ordered) => '#text' in node
const nameOf = (node: Ordered) => Object.keys(node).find((key) => key !== ':@')!

/** Throws where a field occurs twice. */
function readContent(nodes: Ordered[], top = false): XmlNode {
  const children = nodes.filter((node) => !isText(node) && !('#cdata' in node))
  if (children.length === 0) return readText(nodes)
  const tree: XmlTree = Object.create(null)
  for (const child of children) {
    const name = nameOf(child)
    const content = readContent(child[name] as Ordered[])
    const earlier = tree[name]
    if (earlier === undefined) {
      tree[name] = content
    } else if (top && (typeof earlier === 'string' || typeof content === 'string')) {
      throw new Error('doubled field')
    } else {
      tree[name] = [...(Array.isArray(earlier) ? earlier : [earlier]), content]
    }
  }
  return tree
}

function readText(nodes: Ordered[]): string {
  const hasCdata = nodes.some((node) => '#cdata' in node)
  const pieces = nodes.map((node) =>
    '#cdata' in node
      ? (node['#cdata'] as Ordered[]).map((piece) => String(piece['#text'])).join('')
      : String(node['#text']).trim(),
  )
  return hasCdata ? pieces.join('') : pieces.join('').trim()
}

/** Writes an `<xml>` document: numbers as they are, texts in CDATA, lists as repeated elements. */
export function buildXml(tree: XmlTree): string {
  return element('xml', tree)
}

function element(name: string, content: XmlNode): string {
  if (Array.isArray(content)) return content.map((one) => element(name, one)).join('')
  return `<${name}>${inner(content)}</${name}>`
}

function inner(content: Exclude<XmlNode, XmlNode[]>): string {
  if (typeof content === 'number') return String(content)
  if (typeof content === 'string') return cdata(content)
  return Object.entries(content)
    .map(([name, child]) => element(name, child))
    .join('')
}

/** A `]]>` inside is divided between two sections, so that no text can end its own. */
function cdata(text: string): string {
  return `${CDATA}${legalText(text).replaceAll(CDATA_END, `]]${CDATA_END}${CDATA}>`)}${CDATA_END}`
}

/**
 * Text as XML 1.0 can carry it: no control characters, no halves of surrogate pairs, lines ended by `\n`. With one of
 * those in a reply WeChat would tell the person that the account is out of order.
 */
export function legalText(text: string): string {
  return (
    text
      .replace(/\r\n?/g, '\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '')
  )
}
