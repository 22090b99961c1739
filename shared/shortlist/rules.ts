import type { Form } from '../edition/form/contract'
import type { Weights } from '../edition/scoring/contract'
import { endText } from '../kernel/dates'
import type { Answers } from '../nomination/contract'
import { publicPartOf } from '../nomination/public'
import { LEVEL_NAMES } from '../unit/rules'
import type { Choice, Conflict, Contender, EntryText, Ranked, ShortlistState, Surroundings } from './contract'

export const STATE_NAMES: Record<ShortlistState, string> = {
  drafting: '挑选中',
  frozen: '已抽签，待发布',
  published: '已发布',
}

/** Of the points for a reply record: the answer rate, the number of answers, and how fast they came. */
export const RECORD_PARTS = { rate: 50, volume: 30, speed: 20 } as const

/** How the order comes about, for whoever looks at it. */
export function rankingWords({ deeds, replyRecord }: Pick<Weights, 'deeds' | 'replyRecord'>): string {
  const { rate, volume, speed } = RECORD_PARTS
  return (
    `综合分 = 事迹评分 × ${share(deeds, replyRecord)}% + 回复分 × ${share(replyRecord, deeds)}%（按本届权重折算）。` +
    `回复分满分 100：回复率占 ${rate}，回复量占 ${volume}、回复速度占 ${speed}，后两项看在通过的报名里超过多少。` +
    '没有评分、没有回复记录的按 0 计。同分时依次看事迹评分、回复分。'
  )
}

/** A part of two, in per cent; halves where neither weighs anything. */
function share(part: number, other: number): number {
  return part + other === 0 ? 50 : Math.round((part / (part + other)) * 100)
}

/**
 * All contenders, the best first, as {@link rankingWords} says. Every number is one: what is missing counts nothing. The
 * order depends on the contenders alone, not on how they came.
 */
export function rank<C extends Contender>(
  contenders: readonly C[],
  weights: Pick<Weights, 'deeds' | 'replyRecord'>,
): (C & Pick<Ranked, 'rank' | 'recordPoints' | 'total'>)[] {
  const answered = contenders.map(({ record }) => record?.answered ?? 0)
  // Slower is worse; who never answered is the slowest.
  const speed = contenders.map(({ record }) => -(record?.medianAnswerHours ?? Number.MAX_VALUE))
  const deedsShare = share(weights.deeds, weights.replyRecord) / 100
  const judged = contenders.map((contender, i) => {
    const { record, score } = contender
    const recordPoints = record?.answered
      ? rounded(
          RECORD_PARTS.rate * (record.rate ?? 0) +
            RECORD_PARTS.volume * shareBehind(answered, i) +
            RECORD_PARTS.speed * shareBehind(speed, i),
        )
      : 0
    const total = rounded((score ?? 0) * deedsShare + recordPoints * (1 - deedsShare))
    return { ...contender, recordPoints, total }
  })
  return judged
    .sort(
      (a, b) =>
        b.total - a.total ||
        (b.score ?? -1) - (a.score ?? -1) ||
        b.recordPoints - a.recordPoints ||
        (a.id < b.id ? -1 : 1),
    )
    .map((one, i) => ({ ...one, rank: i + 1 }))
}

/** Which share of the others, 0…1, a value is ahead of; equals count half, and who is alone is ahead of all. */
function shareBehind(values: readonly number[], at: number): number {
  if (values.length < 2) return 1
  const own = values[at]!
  const points = values.reduce((sum, value) => sum + (value < own ? 1 : value === own ? 0.5 : 0), -0.5)
  return points / (values.length - 1)
}

const rounded = (points: number) => Math.round(Math.min(Math.max(points, 0), 100) * 10) / 10

/** How many of the picked, and of all accepted, come from a level or a city. */
export type Spread = { value: string; name: string; picked: number; accepted: number }

/** The picked among all accepted: by level from the province down, and by city, most picked first. */
export function spreadOf(
  accepted: readonly Pick<Contender, 'id' | 'unit'>[],
  picks: readonly string[],
): { levels: Spread[]; cities: Spread[] } {
  const picked = new Set(picks)
  const count = (keyOf: (unit: Contender['unit']) => [string, string]) => {
    const found = new Map<string, Spread>()
    for (const { id, unit } of accepted) {
      const [value, name] = keyOf(unit)
      const one = found.get(value) ?? { value, name, picked: 0, accepted: 0 }
      found.set(value, {
        ...one,
        picked: one.picked + (picked.has(id) ? 1 : 0),
        accepted: one.accepted + 1,
      })
    }
    return [...found.values()]
  }
  const order = Object.keys(LEVEL_NAMES)
  return {
    levels: count(({ level }) => [level, LEVEL_NAMES[level]]).sort(
      (a, b) => order.indexOf(a.value) - order.indexOf(b.value),
    ),
    cities: count(({ region }) => [region.cityCode, region.city]).sort(
      (a, b) => b.picked - a.picked || b.accepted - a.accepted || (a.value < b.value ? -1 : 1),
    ),
  }
}

/** All one should know before numbers are drawn, what blocks that first. */
export function findConflicts(
  accepted: readonly Contender[],
  picks: readonly Choice[],
  around: Surroundings,
): Conflict[] {
  const known = new Map(accepted.map((one) => [one.id, one]))
  const found: Conflict[] = []
  const tell = (kind: Conflict['kind'], nominations: string[], text: string, blocks = false) =>
    found.push({ kind, nominations, text, blocks })
  if (picks.length === 0) tell('none_picked', [], '还没有挑选', true)
  const byUnit = new Map<string, Contender[]>()
  for (const { id, acceptedAt, title } of picks) {
    const one = known.get(id)
    if (!one) {
      tell('gone', [id], `${title || '一份报名'}已不是“通过”状态，请移出名单`, true)
      continue
    }
    const name = nameOf(one)
    byUnit.set(one.unit.id, [...(byUnit.get(one.unit.id) ?? []), one])
    if (one.unit.status !== 'certified') tell('not_certified', [id], `${name}的单位已不是认证单位`, true)
    if (one.acceptedAt !== acceptedAt) tell('changed', [id], `${name}的报名在挑选后重新审核过，内容可能变了`)
    if (one.flagged) tell('flagged', [id], `${name}有内容被微信提示需要人工核对`)
    if (one.hasOpenObjection) tell('objection_open', [id], `${name}对回复数据的异议还没有答复`)
    if (one.score === null) tell('no_score', [id], `${name}还没有事迹评分`)
    if (!one.hasPicture) tell('no_picture', [id], `${name}没有照片，发布前要补一张`)
  }
  for (const those of byUnit.values()) {
    if (those.length < 2) continue
    const titles = those.map(({ title }) => `“${title}”`).join('、')
    tell(
      'same_unit',
      those.map(({ id }) => id),
      `${those[0]!.unit.name}有 ${those.length} 份入选：${titles}`,
    )
  }
  const [blocking, open] = [found.filter(({ blocks }) => blocks), found.filter(({ blocks }) => !blocks)]
  return [...blocking, ...warningsOf(around), ...open]
}

/** What one should know of a list whoever is on it, also when it is published. */
export function warningsOf({ nominating, waiting, others }: Surroundings): Conflict[] {
  const until = nominating?.closesAt ? `（${endText(nominating.closesAt)} 截止）` : ''
  const found: [Conflict['kind'], string | false | null][] = [
    ['nominations_open', nominating && `报名尚未截止${until}，还可能有新的报名`],
    ['unscreened', waiting > 0 && `还有 ${waiting} 份报名等待初审`],
    [
      'others',
      others > 0 && `另有 ${others} 位单独导入的候选不在这份名单上：编号排在前面，投票开始时一同公开`,
    ],
  ]
  return found.flatMap(([kind, text]) => (text ? [{ kind, text, nominations: [], blocks: false }] : []))
}

const nameOf = ({ title, unit }: Pick<Contender, 'title' | 'unit'>) =>
  title && title !== unit.name ? `${unit.name}“${title}”` : unit.name

/** `A01`, `A100`. */
export const numberOf = (letter: string, n: number): string => `${letter}${String(n).padStart(2, '0')}`

/** The count of a number: 7 of `A07`; 0 for what is none of the letter. */
export const countOf = (letter: string, number: string): number =>
  number.startsWith(letter) ? Number(number.slice(1)) || 0 : 0

type Lots = {
  seed: string
  letter: string
  /** Numbers begin after this one. */
  after: number
  /** SHA-256 of a text in UTF-8, as 64 lower-case hexadecimal digits. */
  sha256: (text: string) => string
}

/**
 * Draws numbers by a seed: each id's key is the SHA-256 of the seed, a line feed and the id; the keys in ascending order
 * have the numbers. So the order in which ids came decides nothing, and whoever has the seed can draw again.
 */
export function drawNumbers(
  ids: readonly string[],
  { seed, letter, after, sha256 }: Lots,
): { id: string; key: string; number: string }[] {
  return ids
    .map((id) => ({ id, key: sha256(`${seed}\n${id}`) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.id < b.id ? -1 : 1))
    .map((one, i) => ({ ...one, number: numberOf(letter, after + i + 1) }))
}

/** How numbers are drawn, for anybody who wants to draw them again. */
export const DRAW_WORDS = [
  '把种子、一个换行符、候选标识按这个次序连成一段文字（UTF-8），求它的 SHA-256，得到 64 位十六进制的校验值。',
  '把同一奖项全部候选的校验值从小到大排列，依次得到编号。名单先定、种子后用，报名先后不影响编号。',
  "验证：printf '%s\\n%s' 种子 候选标识 | sha256sum",
]

/** The number after the last one; those of who was taken off stay unused. */
export const nextNumber = (letter: string, numbers: readonly string[], after: number): string =>
  numberOf(letter, Math.max(after, ...numbers.map((number) => countOf(letter, number))) + 1)

/** A text as the nomination has it; bounds are not kept yet. */
export function proposeText(
  form: Form,
  { title, answers, unit }: { title: string; answers: Answers; unit: { name: string } },
): EntryText {
  const { name, position, summary, deeds, pictures } = publicPartOf(form, answers)
  const called = name || title || unit.name
  return {
    ...{ name: called, position, summary, deeds },
    picture: pictures[0] ?? null,
    alt: pictures[0] ? `${called}的照片` : '',
  }
}

/** Characters of deeds a candidate's page takes. */
export const MOST_DEEDS = 10_000

/** What keeps a text from being published, a sentence each. */
export function textProblems({ name, summary, deeds, picture, alt }: EntryText): string[] {
  const length = deeds.reduce((sum, paragraph) => sum + paragraph.length, 0)
  return [
    ...(name ? [] : ['没有名称']),
    ...(name.length > 60 ? ['名称超过 60 字'] : []),
    ...(summary ? [] : ['没有一句话介绍']),
    ...(summary.length > 200 ? ['一句话介绍超过 200 字'] : []),
    ...(deeds.length === 0 ? ['没有事迹'] : []),
    ...(length > MOST_DEEDS ? [`事迹有 ${length} 字，请删节到 ${MOST_DEEDS} 字以内`] : []),
    ...(picture ? [] : ['没有图片']),
    ...(picture && !alt ? ['没有图片说明'] : []),
  ]
}

/** What may be done with a list, and in which states. */
export const MOVES = {
  pick: ['drafting'],
  freeze: ['drafting'],
  unfreeze: ['frozen'],
  polish: ['frozen'],
  publish: ['frozen'],
  unpublish: ['published'],
  replace: ['frozen', 'published'],
} as const satisfies Record<string, readonly ShortlistState[]>
export type Move = keyof typeof MOVES

/** Whether a move starts from a state; what is public since voting began can no longer be changed by any. */
export function canMove(move: Move, state: ShortlistState, begun: boolean): boolean {
  const isPossible = (MOVES[move] as readonly ShortlistState[]).includes(state)
  return isPossible && !(begun && state === 'published')
}
