import { changesOf as changesIn, changeText } from '@shared/audit/changes'
import { WORDS } from '@shared/words'

const changesOf = (before: unknown, after: unknown, kind?: string) => changesIn(before, after, WORDS, kind)

test('what was added has no before, what was taken away no after', () => {
  expect(changesOf(null, { name: '张三', disabled: false })).toEqual([
    { field: '名称', before: null, after: '张三' },
    { field: '停用', before: null, after: '否' },
  ])
  expect(changesOf({ name: '张三' }, null)).toEqual([{ field: '名称', before: '张三', after: null }])
})

test('fields that are as they were are left out, nested ones named by their way', () => {
  const before = { contact: { email: 'a@example.org', phone: '027-1' }, year: 2021 }
  const after = { contact: { email: 'b@example.org', phone: '027-1' }, year: 2021 }
  expect(changesOf(before, after)).toEqual([
    { field: '联系方式 › 邮箱', before: 'a@example.org', after: 'b@example.org' },
  ])
})

test('people have a name of their own word, things another', () => {
  const named = (name: string) => ({ name, contact: { name } })
  expect(changesOf(named('甲'), named('乙'), 'unit').map(({ field }) => field)).toEqual([
    '名称',
    '联系方式 › 姓名',
  ])
  expect(changesOf({ name: '甲' }, { name: '乙' }, 'staff').map(({ field }) => field)).toEqual(['姓名'])
})

test('a list of things is compared thing by thing, wherever each one moved to', () => {
  const voting = { name: 'voting', closesAt: '2022-05-19T10:00:00.000Z' }
  const review = { name: 'review', closesAt: null }
  const extended = { ...voting, closesAt: '2022-05-21T10:00:00.000Z' }
  expect(changesOf({ phases: [voting, review] }, { phases: [review, extended] })).toEqual([
    {
      field: '阶段 › 网络投票 › 结束',
      before: '2022年5月19日 18:00:00',
      after: '2022年5月21日 18:00:00',
    },
  ])
})

test('values are told in words: roles, instants in Beijing, numbers, lists', () => {
  expect(changesOf({ roles: ['editor'] }, { roles: ['editor', 'publisher'] })).toEqual([
    { field: '角色', before: '编辑', after: '编辑、发布' },
  ])
  expect(changesOf({ ballots: 1200 }, { ballots: 1199 })).toEqual([
    { field: '选票数', before: '1,200', after: '1,199' },
  ])
  expect(changesOf({ mode: 'live' }, { mode: 'afterClose' })).toEqual([
    { field: '方式', before: '实时', after: '截止后' },
  ])
})

test('a change fits in a line', () => {
  expect(changesOf({ seats: 10 }, { seats: 15 }).map(changeText)).toEqual(['名额：10 → 15'])
  expect(changesOf(null, { seats: 15 }).map(changeText)).toEqual(['名额：15'])
  expect(changesOf({ seats: 10 }, null).map(changeText)).toEqual(['名额：10 → —'])
})

test('a value is called what its owner calls it', () => {
  const withdrawn = (kind: string) => changesOf(null, { status: 'withdrawn' }, kind).map(({ after }) => after)
  expect([withdrawn('unit'), withdrawn('nomination')]).toEqual([['已撤销'], ['已撤回']])
})
