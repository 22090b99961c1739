import { FIELD, fieldText, fieldTime, weappPage } from '@shared/notification/rules'

test.each([
  ['thing1', '某单位（示例）', '某单位（示例）'],
  ['thing1', `  多行\n文字 `, '多行 文字'],
  ['thing1', '长'.repeat(20), '长'.repeat(20)],
  ['thing1', '长'.repeat(21), `${'长'.repeat(19)}…`],
  ['thing1', '😀'.repeat(21), `${'😀'.repeat(19)}…`],
  ['thing1', '', '请点开查看'],
  ['short_thing2', '一二三四五六七八九十零', '一二三四五六七八九…'],
  ['phrase3', '已通过', '已通过'],
  ['phrase3', '请在三天内修改', '有新进展'],
  ['phrase3', 'OK', '有新进展'],
])('a field %s says %j as %j', (field, text, said) => {
  expect(fieldText(field, text)).toBe(said)
})

test('only kinds of fields that there is something for are taken', () => {
  for (const field of ['thing1', 'short_thing12', 'phrase3', 'time4', 'date5']) expect(field).toMatch(FIELD)
  for (const field of ['amount1', 'thing', 'name1', 'thing1.DATA', 'phone_number1'])
    expect(field).not.toMatch(FIELD)
})

test('an instant is told by Beijing time', () => {
  expect(fieldTime(new Date('2022-05-09T16:05:00Z'))).toBe('2022年5月10日 00:05')
})

test.each([
  ['/mine', 'pages/mine/index'],
  ['/nomination-form?id=1&part=deeds', 'pages/nomination-form/index?id=1&part=deeds'],
  ['/', 'pages/home/index'],
])('%s is %s in the mini-program', (path, page) => {
  expect(weappPage(path)).toBe(page)
})
