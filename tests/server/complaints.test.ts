import { Edition } from '@shared/edition/contract'
import { z } from 'zod'
import edition2021 from '../../config/editions/2021.json'
import { complainInChinese } from '../../server/http/complaints'

beforeAll(complainInChinese)

const complaintOf = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues[0]?.message

test.each<[string, z.ZodType, unknown, string]>([
  ['nothing where something is needed', z.string(), undefined, '请填写'],
  ['a field that was emptied', z.string().min(1), '', '请填写'],
  ['a number that was emptied', z.int(), null, '请填写'],
  ['a text for a number', z.number(), '十', '应为数字'],
  ['a fraction', z.int(), 1.5, '应为整数'],
  ['too small a number', z.int().min(2018), 2017, '不能小于 2018'],
  ['too large a number', z.number().max(100), 101, '不能大于 100'],
  ['too short a text', z.string().min(2), '一', '至少 2 个字'],
  ['too long a text', z.string().max(3), '一二三四', '最多 3 个字'],
  ['too short a list', z.array(z.int()).min(1), [], '至少要有 1 项'],
  ['too long a list', z.array(z.int()).max(1), [1, 2], '最多 1 项'],
  ['what cannot be chosen', z.enum(['live', 'daily']), 'never', '不在可选的范围内'],
  ['what has another form', z.string().regex(/^[A-Z]$/), 'a', '格式不对'],
  ["what has a contract's own words", z.string().regex(/^\d+$/, '只能是数字'), 'a', '只能是数字'],
])('%s is complained of as people at a form need it', (_what, schema, value, words) => {
  expect(complaintOf(schema, value)).toBe(words)
})

test('no field of an edition that somebody empties is complained of in words of programs', () => {
  for (const field of Object.keys(edition2021)) {
    for (const empty of [null, '', undefined]) {
      for (const { message } of Edition.safeParse({ ...edition2021, [field]: empty }).error?.issues ?? []) {
        expect(message).not.toMatch(/[a-z]/i)
      }
    }
  }
})
