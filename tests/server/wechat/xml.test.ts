import fc from 'fast-check'
import { buildXml, legalText, parseXml, type XmlTree } from '../../../server/adapters/wechat/xml'

const read = (xml: string) => {
  const parsed = parseXml(xml)
  return parsed.ok ? parsed.tree : parsed.reason
}

/** What a text is after the journey: without what XML cannot carry. */
const carried = (content: string) => legalText(content)

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          ']]>',
          '<![CDATA[',
          ']]',
          '>',
          '<',
          '&',
          '&amp;',
          '&#65;',
          '<xml>',
          '</xml>',
          '</Content>',
          '\u0000',
        ],
        ...[
          '\u001b',
          '\r\n',
          '\r',
          '\n',
          '\t',
          ' ',
          '😀',
          '𠮷',
          '👨‍👩‍👧',
          '\ud83d',
          '<!DOCTYPE x>',
          '<!--',
          '-->',
          '投 A03',
          '0012',
          '1e5',
        ],
      ),
      { maxLength: 20 },
    )
    .map((pieces) => pieces.join('')),
)

test('any text survives the journey, whatever it looks like', () => {
  fc.assert(
    fc.property(nasty, nasty, (content, title) => {
      const xml = buildXml({ Content: content, Nested: { Title: title }, CreateTime: 12 })
      expect(read(xml)).toEqual({
        Content: carried(content),
        Nested: { Title: carried(title) },
        CreateTime: '12',
      })
    }),
    { numRuns: 1000 },
  )
})

test('a text cannot end its own CDATA', () => {
  const xml = buildXml({
    Content: ']]></Content><FromUserName>somebody else</FromUserName><Content><![CDATA[',
  })
  expect(read(xml)).toEqual({
    Content: ']]></Content><FromUserName>somebody else</FromUserName><Content><![CDATA[',
  })
  // The characters left when control characters are gone do not join into an end either.
  expect(read(buildXml({ Content: ']]\u0001>' }))).toEqual({ Content: ']]>' })
})

test('digits stay digits as they are written', () => {
  expect(
    read('<xml><MsgId>0012345678901234567890</MsgId><EventKey><![CDATA[0012]]></EventKey></xml>'),
  ).toEqual({
    MsgId: '0012345678901234567890',
    EventKey: '0012',
  })
})

test('white space around a field is layout, within its CDATA it is text', () => {
  const xml =
    '\n<xml>\n  <A>\n  <![CDATA[ a ]]>\n </A>\n  <B> b </B>\n<C></C><D/>\n<E><![CDATA[]]></E></xml>\n'
  expect(read(xml)).toEqual({ A: ' a ', B: 'b', C: '', D: '', E: '' })
})

test('a declaration and a byte order mark are let pass', () => {
  expect(read('\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<xml><A>1</A></xml>')).toEqual({ A: '1' })
})

test('a field that occurs twice is refused; groups may repeat', () => {
  for (const doubled of [
    '<xml><FromUserName>a</FromUserName><FromUserName>b</FromUserName></xml>',
    '<xml><FromUserName><![CDATA[a]]></FromUserName><X/><FromUserName><![CDATA[a]]></FromUserName></xml>',
    '<xml><A>1</A><A><B>2</B></A></xml>',
    '<xml><A><B>2</B></A><A/></xml>',
  ]) {
    expect(read(doubled)).toBe('malformed')
  }
  const groups = '<xml><L><T>1</T></L><L><T>2</T></L><P><i><u>1</u></i><i><u>2</u></i></P></xml>'
  expect(read(groups)).toEqual({ L: [{ T: '1' }, { T: '2' }], P: { i: [{ u: '1' }, { u: '2' }] } })
})

const BILLION =
  '<!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><xml><Content>&b;</Content></xml>'

test.each([
  ['a DOCTYPE', '<!DOCTYPE xml><xml><A>1</A></xml>'],
  ['an external entity', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><A>&e;</A></xml>'],
  ['entities that multiply', BILLION],
  ['a DOCTYPE within', '<xml><A><!DOCTYPE x></A></xml>'],
  ['a DOCTYPE after a declaration', '<?xml version="1.0"?><!doctype x><xml/>'],
  ['a comment', '<xml><A>1<!-- x --></A></xml>'],
  ['a processing instruction', '<xml><?php echo 1 ?><A>1</A></xml>'],
  ['attributes', '<xml a="1"><A>1</A></xml>'],
  ['another root', '<html><A>1</A></html>'],
  ['two roots', '<xml><A>1</A></xml><xml><A>2</A></xml>'],
  ['text only', 'hello'],
  ['nothing', ''],
  ['an empty root', '<xml></xml>'],
  ['an open tag', '<xml><A>1</xml>'],
  ['an open CDATA', '<xml><A><![CDATA[1</A></xml>'],
  ['tags that cross', '<xml><A><B>1</A></B></xml>'],
  ['a lone end', '</xml>'],
  ['JSON', '{"ToUserName":"x"}'],
  ['depth', `<xml>${'<a>'.repeat(11)}1${'</a>'.repeat(11)}</xml>`],
  ['breadth', `<xml><L>${'<i><u>1</u></i>'.repeat(600)}</L></xml>`],
])('%s is refused', (_, xml) => {
  expect(read(xml)).toBe('malformed')
})

test('what belongs to every object cannot be taken for a field', () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype']) {
    const parsed = read(`<xml><${name}>x</${name}><A>1</A></xml>`)
    expect(({} as Record<string, unknown>).x).toBeUndefined()
    if (typeof parsed === 'object') expect(Object.getPrototypeOf(parsed)).toBeNull()
  }
})

test('a person may write a DOCTYPE in a message', () => {
  expect(read(buildXml({ Content: '<!DOCTYPE html><!ENTITY x>' }))).toEqual({
    Content: '<!DOCTYPE html><!ENTITY x>',
  })
})

test('64 KiB is the most, in bytes', () => {
  const room = 64 * 1024 - Buffer.byteLength('<xml><A><![CDATA[]]></A></xml>')
  const fit: XmlTree = { A: `${'好'.repeat(Math.floor(room / 3))}${'x'.repeat(room % 3)}` }
  expect(read(buildXml(fit))).toEqual(fit)
  expect(read(buildXml({ A: `${fit.A}x` }))).toBe('oversize')
})
