import { phaseLine, spanText } from '../../console/edition/phase'
import { innerPath } from '../../console/login/next'
import { addressOf } from '../../console/platform/request'
import { dutiesOf } from '../../console/staff/duties'

const phases = [
  { name: 'nomination' as const, opensAt: '2022-04-01T00:00:00.000Z', closesAt: '2022-04-30T16:00:00.000Z' },
  { name: 'voting' as const, opensAt: '2022-05-10T01:00:00.000Z', closesAt: '2022-05-19T10:00:00.000Z' },
  { name: 'published' as const, opensAt: '2022-06-01T00:00:00.000Z', closesAt: null },
]
const lineAt = (now: string) => phaseLine({ phases }, new Date(now))

test('the header counts down to the end of the open phase, between two to the next, after the last to nothing', () => {
  expect(lineAt('2022-05-19T09:59:00.000Z')).toMatchObject({ name: '网络投票', rest: '距结束 00:01:00' })
  expect(lineAt('2022-05-09T01:00:00.000Z')).toMatchObject({
    name: '等待网络投票',
    rest: '距开始 1天 00:00:00',
  })
  expect(lineAt('2022-07-01T00:00:00.000Z')).toMatchObject({ name: '公布展示', rest: '' })
})

test('an end at midnight is told as the end of the day before', () => {
  expect(lineAt('2022-04-02T00:00:00.000Z').until).toBe('4月30日 24:00 截止')
})

test('a span is never negative', () => {
  expect(spanText(-5000)).toBe('00:00:00')
  expect(spanText(90_061_000)).toBe('1天 01:01:01')
})

test('after logging in one is led to a page of the console only', () => {
  expect(innerPath('/audit?q=1')).toBe('/audit?q=1')
  for (const elsewhere of ['https://evil.example', '//evil.example', '/\\evil.example', 'audit', '', null]) {
    expect(innerPath(elsewhere)).toBe('/')
  }
})

test('an address has its parts filled in, escaped, and leaves out what is not asked for', () => {
  expect(addressOf('DELETE /api/staff/sessions/:id', { params: { id: 'a/b' } })).toBe(
    '/api/staff/sessions/a%2Fb',
  )
  expect(addressOf('GET /api/staff/audit', { query: { q: '张 三', actor: undefined, page: 2 } })).toBe(
    '/api/staff/audit?q=%E5%BC%A0+%E4%B8%89&page=2',
  )
})

test('what a role is said to do is what the policy lets it do: an auditor changes nothing', () => {
  expect(dutiesOf(['auditor'])).toContain('查看、导出操作记录')
  for (const duty of dutiesOf(['auditor'])) expect(duty).toMatch(/^查看/)
  expect(dutiesOf(['admin'])).toContain('管理工作人员与角色')
})
