import { cleanName, fileNameOf, sizeText, TYPES } from '@shared/upload/rules'
import fc from 'fast-check'

test.each([
  ['活动现场.jpg', '活动现场.jpg'],
  ['C:\\Users\\zhang\\桌面\\证明.pdf', '证明.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['  事迹  材料 .docx ', '事迹 材料.docx'],
  ['a\u202efdp.exe', 'afdp.exe'],
  ['a\u0000b\r\nSet-Cookie: x.pdf', 'abSet-Cookie x.pdf'],
  ['....', '未命名'],
  ['', '未命名'],
])('%j is kept as %j', (given, kept) => {
  expect(cleanName(given)).toBe(kept)
})

test('a kept name is short, has nothing invisible and no folder in it, can be sent in a header, and stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
      const name = cleanName(given)
      expect(name).not.toMatch(/[\p{C}/\\<>:"|?*]/u)
      expect([...name].length).toBeLessThanOrEqual(109)
      expect(name.trim()).toBe(name)
      expect(name).not.toBe('')
      expect(() => encodeURIComponent(name)).not.toThrow()
      expect(cleanName(name)).toBe(name)
    }),
    { numRuns: 500 },
  )
})

test('a file is handed out under the ending of what it is, and keeps its name otherwise', () => {
  const types = Object.entries({ ...TYPES.picture, ...TYPES.document })
  fc.assert(
    fc.property(fc.constantFrom(...types), fc.string(), ([type, ending], given) => {
      expect(fileNameOf({ name: cleanName(given), type }).toLowerCase()).toMatch(new RegExp(`\\.${ending}$`))
    }),
  )
  expect(fileNameOf({ name: '照片.JPG', type: 'image/webp' })).toBe('照片.webp')
  expect(fileNameOf({ name: '证明.PDF', type: 'application/pdf' })).toBe('证明.PDF')
  expect(fileNameOf({ name: '证明.v2', type: 'application/pdf' })).toBe('证明.pdf')
})

test.each([
  [1, '1 KB'],
  [350 * 1024, '350 KB'],
  [2 ** 20, '1 MB'],
  [4.2 * 2 ** 20, '4.2 MB'],
])('%d bytes are read as %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text)
})
