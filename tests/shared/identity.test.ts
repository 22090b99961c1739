import { safeNext } from '@shared/identity/rules'
import fc from 'fast-check'

test('places on this site are kept', () => {
  for (const next of ['/', '/pages/ballot/index?category=unit', '/sandbox/'])
    expect(safeNext(next)).toBe(next)
})

test('nothing leads off the site', () => {
  const tricks = [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil',
    '',
    ' /',
    '/a#b',
  ]
  for (const next of tricks) expect(safeNext(next)).toBe('/')
})

test('whatever it lets through stays on the origin', () => {
  const pieces = fc.constantFrom(
    '/',
    '\\',
    '.',
    '@',
    ':',
    'evil.example',
    '\n',
    '\t',
    '?',
    '#',
    ' ',
    '%2f',
    'http',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      expect(new URL(safeNext(parts.join('')), 'https://ours.example').origin).toBe('https://ours.example')
    }),
    { numRuns: 2000 },
  )
})
