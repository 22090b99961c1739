import { type Command, parseCommand } from '@shared/chat/rules'
import fc from 'fast-check'

test.each<[string, Command]>([
  ['帮助', { kind: 'help' }],
  ['ｈｅｌｐ', { kind: 'help' }],
  ['？', { kind: 'help' }],
  ['投票', { kind: 'howToVote' }],
  [' 投 票 ！', { kind: 'howToVote' }],
  ['怎么投票', { kind: 'howToVote' }],
  ['投', { kind: 'howToVote' }],
  ['投 A03 A07', { kind: 'cast', numbers: ['A03', 'A07'] }],
  ['投票 A03', { kind: 'cast', numbers: ['A03'] }],
  ['投票给a03', { kind: 'cast', numbers: ['A03'] }],
  ['我投Ａ３、ａ７', { kind: 'cast', numbers: ['A03', 'A07'] }],
  ['投：Ａ０３，Ａ０７。', { kind: 'cast', numbers: ['A03', 'A07'] }],
  ['投A03A07', { kind: 'cast', numbers: ['A03', 'A07'] }],
  ['投 A 03号 + a-7 号', { kind: 'unclearVote' }],
  ['投 A03号 + A07号', { kind: 'cast', numbers: ['A03', 'A07'] }],
  ['投 A03 A03 a3', { kind: 'cast', numbers: ['A03'] }],
  ['投 B112', { kind: 'cast', numbers: ['B112'] }],
  ['候选 A03', { kind: 'candidate', query: 'A03' }],
  ['候选人：ａ３', { kind: 'candidate', query: 'A03' }],
  ['候选 武汉市公安局', { kind: 'candidate', query: '武汉市公安局' }],
  ['候选武汉', { kind: 'candidate', query: '武汉' }],
  ['投 张三', { kind: 'candidate', query: '张三' }],
  ['投票给张三', { kind: 'candidate', query: '张三' }],
  ['A03', { kind: 'candidate', query: 'A03' }],
  ['a 3号', { kind: 'candidate', query: 'A03' }],
  ['候选', { kind: 'candidates' }],
  ['排名', { kind: 'ranking', letter: null }],
  ['排名 a', { kind: 'ranking', letter: 'A' }],
  ['票数：Ｂ类', { kind: 'ranking', letter: 'B' }],
  ['我的票', { kind: 'mine' }],
  ['报名', { kind: 'nomination' }],
  ['进度', { kind: 'progress' }],
  ['结果', { kind: 'result' }],
  ['公告', { kind: 'announcement' }],
  ['人工', { kind: 'human' }],
  ['今天天气不错', { kind: 'unknown', text: '今天天气不错' }],
  ['', { kind: 'unknown', text: '' }],
])('%s', (message, command) => {
  expect(parseCommand(message)).toEqual(command)
})

test.each([
  '投 A03 张三',
  '投 A03吗？',
  '投 A03?',
  '投 A03-A07',
  '投 A01~A05',
  '投 A03 不投 A07',
  '投 A0307',
  '投 A03 07',
  'A03 A07',
])('%s is not clear enough to cast a ballot that stands for good', (message) => {
  expect(parseCommand(message)).toEqual({ kind: 'unclearVote' })
})

test.each([
  '不投 A03',
  '别投A03',
  '投诉 A03',
  '投诉',
  '投了吗',
  '取消投票 A03',
  '谁投 A03',
  '投资',
  '为什么投 A03',
])('%s is no vote', (message) => {
  expect(['unknown', 'unclearVote']).toContain(parseCommand(message).kind)
})

const number = fc
  .tuple(fc.constantFrom(...'ABC'), fc.integer({ min: 1, max: 999 }))
  .map(([letter, digits]) => `${letter}${String(digits).padStart(2, '0')}`)
const between = fc.constantFrom(
  ' ',
  '  ',
  '　',
  ',',
  '，',
  '、',
  ';',
  '；',
  ', ',
  ' 、',
  '+',
  '/',
  '\n',
  '。',
  '',
)
/** The same text as another keyboard gives it. */
const typed = (text: string, wide: boolean, small: boolean) => {
  const cased = small ? text.toLowerCase() : text
  return wide ? cased.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)) : cased
}

test('a vote is the same however it is typed', () => {
  const verb = fc.constantFrom('投', '投票', '投给', '投：', '投票:', '投 ', ' 投票　', '我要投', '投一票给')
  fc.assert(
    fc.property(
      ...([
        verb,
        fc.array(fc.tuple(number, between), { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        fc.boolean(),
      ] as const),
      (word, parts, wide, small) => {
        const message = word + parts.map(([one, gap]) => typed(one, wide, small) + gap).join('')
        expect(parseCommand(message)).toEqual({
          kind: 'cast',
          numbers: [...new Set(parts.map(([one]) => one))],
        })
      },
    ),
    { numRuns: 1000 },
  )
})

test('whatever is cast was written: a verb first, and every number in the message', () => {
  const piece = fc.oneof(
    number,
    between,
    fc.constantFrom('投', '票', '不', '吗', '号', '-', '?', '😀', '给', '03', 'A'),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
      const message = pieces.join('')
      const command = parseCommand(message)
      if (command.kind !== 'cast') return
      const written = message
        .normalize('NFKC')
        .toUpperCase()
        .replace(/[\s\p{Cf}]+/gu, '')
      expect(written).toMatch(/^[^\p{L}\p{N}]*(我要|我)?投/u)
      expect(written).not.toMatch(/不|吗|\?/)
      for (const one of command.numbers) {
        expect(written).toMatch(new RegExp(`${one[0]}-?0*${Number(one.slice(1))}(?!\\d)`))
      }
    }),
    { numRuns: 3000 },
  )
})

test('no message is too strange or too long to be answered', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 5000 }), (message) => {
      expect(typeof parseCommand(message).kind).toBe('string')
    }),
    { numRuns: 500 },
  )
  const startedAt = performance.now()
  for (const unit of ['投', 'A', 'A0', 'A03 ', ' ', '-', '投 ', '号', 'A -'])
    parseCommand(unit.repeat(50_000))
  expect(performance.now() - startedAt).toBeLessThan(5000)
})
