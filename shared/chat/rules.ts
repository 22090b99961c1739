/** What a person wants who writes to the official account. Numbers are candidates' public numbers, `A03`. */
export type Command =
  | { kind: 'help' }
  | { kind: 'howToVote' }
  /** Casts a ballot: numbers only, each once, in the order they were written. */
  | { kind: 'cast'; numbers: string[] }
  /** Looks like a vote and is not clear enough to be one. A ballot stands for good, so nothing is guessed. */
  | { kind: 'unclearVote' }
  /** A candidate's card, by number or by what may be part of a name. */
  | { kind: 'candidate'; query: string }
  | { kind: 'candidates' }
  /** `letter` of one category, or all of them. */
  | { kind: 'ranking'; letter: string | null }
  | { kind: 'mine' }
  | { kind: 'nomination' }
  | { kind: 'progress' }
  | { kind: 'result' }
  | { kind: 'announcement' }
  | { kind: 'human' }
  /** Ends all sessions of whoever writes, after a log-in that was not theirs. */
  | { kind: 'logout' }
  /** Anything else; `text` as it was compared, for a search. */
  | { kind: 'unknown'; text: string }

/** Longer than any command; what is longer is a letter, not a command. */
const MAX_LENGTH = 120
const MAX_QUERY = 40

type Plain = Exclude<Command['kind'], 'cast' | 'candidate' | 'ranking' | 'unknown' | 'unclearVote'>

/** Ways to say a command that takes nothing more. */
const WORDS: Record<Plain, string[]> = {
  help: ['帮助', '求助', '菜单', '指令', '使用帮助', 'HELP', '?', 'H'],
  howToVote: ['投', '投票', '我要投票', '怎么投票', '怎样投票', '如何投票', '投票方法', 'VOTE'],
  candidates: ['候选', '候选人', '候选名单', '候选单位', '名单'],
  mine: ['我的票', '我的投票', '我的选票', '我的回执', '回执', '我投了谁', '我投的票'],
  nomination: ['报名', '我要报名', '参评', '申报', '怎么报名', '如何报名'],
  progress: ['进度', '报名进度', '评选进度', '日程', '时间', '时间表'],
  result: ['结果', '评选结果', '获奖名单', '获奖', '榜单'],
  announcement: ['公告', '通知', '公示', '最新公告'],
  logout: ['退出', '退出登录', '登出', '注销登录'],
  human: ['人工', '客服', '人工客服', '人工服务', '转人工', '找人工'],
}
const BY_WORD = new Map(
  Object.entries(WORDS).flatMap(([kind, words]) => words.map((word) => [word, kind as Plain] as const)),
)

/** Between numbers: anything that is neither letter nor digit, nor asks (`?`) nor spans (`-`, `~`). */
const BETWEEN = '[^\\p{L}\\p{N}?\\-~–—〜]'
const NUMBER = '[A-Z][\\s-]*\\d{1,3}(?!\\d)'
const NUMBERS = new RegExp(`^${BETWEEN}*(?:${NUMBER}号?${BETWEEN}*)+$`, 'u')
const ONE_NUMBER = new RegExp(`^${NUMBER}号?$`, 'u')
const VOTE = /^(?:我要|我)?投(?:票给|票|给|一票给|一票)?/u
const CANDIDATE = /^候选(?:人|单位)?/u
const RANKING = /^(?:排名|排行榜|排行|票数|得票)(?:[^\p{L}\p{N}]*([A-Z])[类组]?)?$/u

/**
 * Reads a chat message as a command. Width, case, white space and punctuation do not matter: `投 A03 A07`, `投a03、a07`
 * and `投：Ａ３，Ａ７。` are one.
 */
export function parseCommand(message: string): Command {
  const text = normalise(message.slice(0, 2 * MAX_LENGTH))
  if (message.length > 2 * MAX_LENGTH || text.length > MAX_LENGTH) {
    return { kind: 'unknown', text: text.slice(0, MAX_LENGTH) }
  }
  const word = BY_WORD.get(text.replace(/\s+/g, ''))
  if (word) return { kind: word }

  const ranking = RANKING.exec(text.replace(/\s+/g, ''))
  if (ranking) return { kind: 'ranking', letter: ranking[1] ?? null }
  if (ONE_NUMBER.test(text)) return { kind: 'candidate', query: numbersOf(text)[0]! }
  // Numbers without a verb may be a question or a vote.
  if (NUMBERS.test(text)) return { kind: 'unclearVote' }

  const vote = VOTE.exec(text)
  if (vote) return readVote(text, vote[0])
  const candidate = CANDIDATE.exec(text)
  if (candidate) return { kind: 'candidate', query: readQuery(text.slice(candidate[0].length)) }
  return { kind: 'unknown', text }
}

function readVote(text: string, verb: string): Command {
  const rest = text.slice(verb.length)
  if (NUMBERS.test(rest)) return { kind: 'cast', numbers: [...new Set(numbersOf(rest))] }
  if (/\p{N}/u.test(rest)) return { kind: 'unclearVote' }
  // 投 张三: a name may mean several. Without anything between it is another word, 投诉 for one.
  return verb.endsWith('给') || /^[^\p{L}\p{N}]/u.test(rest)
    ? { kind: 'candidate', query: readQuery(rest) }
    : { kind: 'unknown', text }
}

/** A number as it is printed, or the text to search for. */
function readQuery(rest: string): string {
  const query = rest.replace(/^[^\p{L}\p{N}]+/u, '').trim()
  return ONE_NUMBER.test(query) ? numbersOf(query)[0]! : query.slice(0, MAX_QUERY)
}

/** `a 3` is A03. */
function numbersOf(text: string): string[] {
  return Array.from(
    text.matchAll(/([A-Z])[\s-]*(\d{1,3})/g),
    ([, letter, digits]) => `${letter}${digits!.padStart(2, '0')}`,
  )
}

/** One width, upper case, single spaces, without what cannot be seen and without punctuation around. */
function normalise(message: string): string {
  return message
    .normalize('NFKC')
    .replace(/\p{Cf}|\ufe0f/gu, '')
    .toUpperCase()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/^[^\p{L}\p{N}?]+|[^\p{L}\p{N}?]+$/gu, '')
}
