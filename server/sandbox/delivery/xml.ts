import { XMLParser, XMLValidator } from 'fast-xml-parser'

export type Fields = { [name: string]: string | number | Fields }

const parser = new XMLParser({ parseTagValue: false, processEntities: false })

/** A message as WeChat writes it: numbers as they are, texts in CDATA. */
export function writeXml(fields: Fields): string {
  return `<xml>${inner(fields)}</xml>`
}

function inner(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => `<${name}>${typeof value === 'object' ? inner(value) : leaf(value)}</${name}>`)
    .join('')
}

function leaf(value: string | number): string {
  return typeof value === 'number'
    ? String(value)
    : `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}

/** The fields below `<xml>`; throws in words where it is none. */
export function readXml(text: string): Record<string, unknown> {
  const valid = XMLValidator.validate(text)
  if (valid !== true) throw new Error(`应答不是合法的 XML：${valid.err.msg}`)
  const { xml } = parser.parse(text) as { xml?: unknown }
  if (typeof xml !== 'object' || xml === null) throw new Error('应答的 XML 没有 <xml> 根元素')
  return xml as Record<string, unknown>
}
