import { createSecretBox } from '../../server/adapters/secret-box'

const [key, older] = ['a'.repeat(32), 'b'.repeat(32)]
const box = createSecretBox([key, older])

test('what is sealed opens again, and tells nothing, not even whether two texts are the same', () => {
  const sealed = ['13800001234', '13800001234'].map((text) => box.seal(text, 'unit.phone'))
  expect(sealed.map((one) => box.open(one, 'unit.phone'))).toEqual(['13800001234', '13800001234'])
  expect(sealed[0]).not.toBe(sealed[1])
  expect(sealed.join()).not.toContain('1380')
  expect(box.open(box.seal('', 'unit.phone'), 'unit.phone')).toBe('')
})

test('the first key seals, all open, and a stranger’s opens nothing', () => {
  const sealed = createSecretBox([older]).seal('示例', 'staff.totp')
  expect(box.open(sealed, 'staff.totp')).toBe('示例')
  expect(sealed.startsWith(box.prefix)).toBe(false)
  expect(box.seal('示例', 'staff.totp').startsWith(box.prefix)).toBe(true)
  expect(createSecretBox(['c'.repeat(32)]).open(sealed, 'staff.totp')).toBeNull()
})

test('what was sealed as one thing does not open as another, nor once it was changed', () => {
  const sealed = box.seal('13800001234', 'unit.phone')
  expect(box.open(sealed, 'staff.totp')).toBeNull()
  for (let at = box.prefix.length; at < sealed.length - 1; at++) {
    const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`
    expect(box.open(changed, 'unit.phone')).toBeNull()
  }
  for (const short of [box.prefix, `${box.prefix}AA`, sealed.slice(0, -4)]) {
    expect(box.open(short, 'unit.phone')).not.toBe('13800001234')
  }
})

test('what was never sealed stands as it is', () => {
  expect(box.open('027-88880000', 'unit.phone')).toBe('027-88880000')
})
