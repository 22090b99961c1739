import { Field, Form } from '@shared/edition/form/contract'
import { type MoveName, NominationStatus } from '@shared/nomination/contract'
import { findObstacles, GRACE_MS, windowObstacle } from '@shared/nomination/eligibility'
import { countWords, findProblems, fitting, problemOf } from '@shared/nomination/form'
import { MOVES, movesFrom, statusAfter } from '@shared/nomination/rules'
import fc from 'fast-check'

const field = (more: object) => Field.parse({ key: 'deeds', label: '事迹', ...more })

describe('words', () => {
  test.each([
    ['', 0],
    ['为群众办实事', 6],
    ['“网上群众路线”，好！', 11],
    ['2021年收到3963件', 6],
    ['COVID-19 期间 7x24 小时', 6],
    ['  \n ', 0],
  ])('%j are %i, as Word counts them', (text, words) => {
    expect(countWords(text)).toBe(words)
  })

  test('paragraphs count as their parts do', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 6 }), (parts) => {
        const sum = parts.reduce((total, part) => total + countWords(part), 0)
        expect(countWords(parts.join('\n'))).toBe(sum)
      }),
    )
  })
})

describe('answers', () => {
  test.each([
    [{ kind: 'line', max: 3 }, '一二三', null],
    [{ kind: 'line', max: 3 }, '一二三四', '最多 3 字，现在是 4 字，多出 1 字'],
    [{ kind: 'line', max: 3 }, '  ', '请填写事迹'],
    [{ kind: 'line', max: 3, required: false }, '', null],
    [{ kind: 'prose', min: 3, max: 5 }, '一二', '至少 3 字，现在是 2 字'],
    [{ kind: 'phone' }, '138 0000 0000', null],
    [{ kind: 'phone' }, '027-88567717', null],
    [{ kind: 'phone' }, '12345', '请填写 11 位手机号，或带区号的座机号，如 027-88567717'],
    [{ kind: 'link' }, 'https://v.qq.com/x/page.html', null],
    [{ kind: 'link' }, 'javascript:alert(1)', '请填写以 https:// 开头的完整网址'],
    [{ kind: 'figures', max: 2 }, [{ label: '受益群众', value: '3200', unit: '人' }], null],
    [
      { kind: 'figures', max: 2 },
      [{ label: '受益群众', value: '', unit: '人' }],
      '第 1 行没有填完：要有指标名称和数字',
    ],
    [
      { kind: 'figures', max: 2 },
      [{ label: '受益群众', value: '三千', unit: '人' }],
      '第 1 行的“三千”不是数字',
    ],
    [{ kind: 'photos', min: 3, max: 9 }, ['a', 'b'], '至少 3 张，现在是 2 张'],
    [{ kind: 'photos', max: 9 }, [], '请上传事迹'],
    [{ kind: 'files', max: 1 }, ['a', 'b'], '最多 1 个，现在是 2 个，多出 1 个'],
    [{ kind: 'consent' }, false, '请阅读后勾选同意'],
    [{ kind: 'consent' }, true, null],
    [{ kind: 'prose', max: 5 }, ['a'], '“事迹”的内容无法识别，请重新填写'],
  ])('to %j, %j: %j', (definition, answer, message) => {
    expect(problemOf(field(definition), answer)).toBe(message)
  })

  const form = Form.parse([
    { key: 'name', label: '姓名', kind: 'line', max: 20 },
    { key: 'deeds', label: '事迹', kind: 'prose', max: 1500 },
    { key: 'agreed', label: '本人同意', kind: 'consent' },
  ])

  test('everything that is wrong is told at once, in the order of the form', () => {
    expect(findProblems(form, { agreed: false }).map(({ key }) => key)).toEqual(['name', 'deeds', 'agreed'])
    expect(findProblems(form, { name: '示例', deeds: '解难题', agreed: true })).toEqual([])
  })

  test('what the form does not ask for, or in another kind, is left out', () => {
    expect(fitting(form, { name: '示例', deeds: true, votes: '100' })).toEqual({ name: '示例' })
  })
})

describe('moves', () => {
  const names = Object.keys(MOVES) as MoveName[]
  const statuses = NominationStatus.options

  test('whatever is tried in whatever order, only the ways of the table are gone', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...names), { maxLength: 30 }), (tried) => {
        let status: NominationStatus = 'draft'
        for (const move of tried) {
          const next = statusAfter(move, status)
          const allowed = (MOVES[move].from as readonly string[]).includes(status)
          expect(next !== null).toBe(allowed)
          status = next ?? status
        }
      }),
    )
  })

  test.each(statuses)(
    'from %s nobody has the other side’s moves, and a representative never decides',
    (status) => {
      const own = movesFrom(status, 'representative')
      expect(own.some((move) => movesFrom(status, 'staff').includes(move))).toBe(false)
      for (const move of own) expect(['accepted', 'rejected', 'returned']).not.toContain(MOVES[move].to)
    },
  )

  test('what was decided can be reconsidered only by staff who say why', () => {
    expect(movesFrom('accepted', 'representative')).toEqual([])
    expect(movesFrom('accepted', 'staff')).toEqual(['reconsider'])
    expect(MOVES.reconsider.why).toBe('reason')
  })
})

describe('entering', () => {
  const record = { year: 2021, received: 20, answered: 12, medianAnswerHours: 20 }
  const months = { monthlyReceived: Array(12).fill(0), monthlyAnswered: Array(12).fill(0) }
  const phase = {
    name: 'nomination' as const,
    opensAt: '2022-04-13T16:00:00.000Z',
    closesAt: '2022-04-30T16:00:00.000Z',
  }
  const asked = {
    category: 'worker' as const,
    window: windowObstacle(phase, new Date('2022-04-20T00:00:00Z')),
    year: 2021,
    minAnswered: 10,
    unit: { name: '示例局', status: 'certified' as const, replyRecords: [{ ...record, ...months }] },
    taken: null,
  }
  const reasons = (more: Partial<typeof asked> | object) =>
    findObstacles({ ...asked, ...more }).map(({ reason }) => reason)

  test('a certified unit that has answered enough may enter while the window is open', () => {
    expect(reasons({})).toEqual([])
  })

  test('everything that stands in the way is told', () => {
    expect(
      reasons({
        window: windowObstacle(phase, new Date('2022-04-01T00:00:00Z')),
        unit: { name: '示例局', status: 'suspended', replyRecords: [] },
        taken: '示例同志',
      }),
    ).toEqual(['not_open', 'not_certified', 'too_few_answers', 'already_nominated'])
  })

  test('a case may come from a unit that has not answered anybody', () => {
    expect(reasons({ category: 'caseStudy', unit: { ...asked.unit, replyRecords: [] } })).toEqual([])
  })

  const end = Date.parse(phase.closesAt)
  const at = (ms: number, form: Parameters<typeof windowObstacle>[2]) =>
    windowObstacle(phase, new Date(end + ms), form)?.reason

  test('a form whose content came before the end is taken for the time of grace, and no longer', () => {
    const arrivedAt = new Date(end - 1)
    expect([at(-1, {}), at(0, {}), at(0, { arrivedAt: new Date(end) })]).toEqual([
      ...[undefined, 'closed', 'closed'],
    ])
    expect([at(GRACE_MS - 1, { arrivedAt }), at(GRACE_MS, { arrivedAt })]).toEqual([undefined, 'closed'])
  })

  test('what was returned may come again until it is due', () => {
    const dueAt = new Date(end + 86_400_000).toISOString()
    expect([at(86_400_000 - 1, { dueAt }), at(86_400_000, { dueAt })]).toEqual([undefined, 'closed'])
    expect(at(-1, { dueAt: new Date(end - 86_400_000).toISOString() })).toBeUndefined()
  })

  test('which end is later is a matter of time, not of how it is written', () => {
    const closesAt = '2022-04-30T16:00:00.500Z'
    const dueAt = '2022-04-30T16:00:00Z'
    const after = new Date('2022-04-30T16:00:00.200Z')
    expect(windowObstacle({ ...phase, closesAt }, after, { dueAt })).toBeNull()
  })
})
