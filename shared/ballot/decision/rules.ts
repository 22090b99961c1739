import type { BallotStatus, Standing } from '../contract'
import { applyRuling, type RulingKind, STATUS_NAMES } from '../rules'
import type { DecisionState, Ground, LogEntry, Scope } from './contract'

/** What a decision may rest on: the public words, and which decisions they can carry. */
export const GROUNDS: Record<Ground, { text: string; carries: RulingKind[] }> = {
  machine: { text: '投票的间隔和选项像由程序投出', carries: ['quarantined', 'invalidated'] },
  bought: { text: '疑似有偿拉票或代投', carries: ['quarantined', 'invalidated'] },
  device: { text: '大量选票来自同样的设备和来源', carries: ['quarantined', 'invalidated'] },
  newcomers: { text: '大量刚关注几分钟的账号集中投给同一候选', carries: ['quarantined', 'invalidated'] },
  checking: { text: '需要进一步核实', carries: ['quarantined'] },
  genuine: { text: '经核实为真实投票', carries: ['restored'] },
  unproven: { text: '证据不足，按有效票处理', carries: ['restored'] },
  other: { text: '其他', carries: ['quarantined', 'invalidated', 'restored'] },
}

/** The reason as everybody reads it. */
export function reasonText(ground: Ground, words: string): string {
  if (ground === 'other') return words
  return words ? `${GROUNDS[ground].text}：${words}` : GROUNDS[ground].text
}

export const SCOPE_NAMES: Record<Scope, string> = {
  all: '计入的和已存疑的都处理，已作废的不动',
  counted: '只处理还在计入的',
  quarantined: '只处理已存疑的',
}

/** What a decision would do to a ballot: its effect on the counts, or null where it is none of its business. */
export function effectOf(status: BallotStatus, kind: RulingKind, scope: Scope): -1 | 0 | 1 | null {
  if (scope !== 'all' && scope !== status) return null
  return applyRuling(status, kind)?.effect ?? null
}

/** Which scopes make sense for a decision: where only one kind of ballot can be touched, there is nothing to choose. */
export function scopesOf(kind: RulingKind): Scope[] {
  if (kind === 'invalidated') return ['all', 'counted', 'quarantined']
  return [kind === 'restored' ? 'quarantined' : 'counted']
}

export const DECISION_STATE_NAMES: Record<DecisionState, string> = {
  proposed: '待另一位同事确认',
  running: '正在执行',
  done: '已执行，已公开',
  rejected: '未执行',
}

/** What people are told of each kind before they decide, about one ballot or many. */
export const CONSEQUENCES: Record<RulingKind, string> = {
  quarantined: `存疑的选票暂不计入票数，核实后可以恢复，也可以作废。网友凭回执会看到“${STATUS_NAMES.quarantined}”。`,
  invalidated: `作废不能撤销：作废的选票以后不能再恢复计入。网友凭回执会看到“${STATUS_NAMES.invalidated}”。拿不准就先存疑。`,
  restored: '恢复的选票重新计入票数。',
}

/** Under what is typed as the reason for anything ruled on ballots: where it will be read, and what not to write. */
export const REASON_HINTS = {
  two: '执行后写在“选票处理公示”里，人人可看。不要写人名、单位、回执、网络或设备代号。',
  one: '结果公示时随整本账公开，“选票处理公示”上只列当天张数。不要写人名、单位、回执、网络或设备代号。',
}

export const DECIDER_NAMES: Record<LogEntry['by'], string> = {
  two: '由两位工作人员确认',
  one: '由工作人员逐张处理',
  program: '由程序自动存疑，有异议可请工作人员核查',
}

/** The program's part in the public log, as it concerns people. */
export const PROGRAM_REASONS = {
  suspected: '程序按规则发现异常，先存疑，等工作人员核实',
  onePerson: '同一人的两个微信账号先后投票，只计最早的一张',
} as const
export const SINGLE_REASON = '凭回执逐张核查后处理'

/** Counts with votes put in or taken out; only of those candidates and of whoever else they move. */
export function standingWith(
  all: Standing,
  delta: Standing,
  shown: readonly string[],
): { before: Standing; after: Standing } {
  const ids = [...new Set([...shown, ...Object.keys(delta.counts).filter((id) => delta.counts[id] !== 0)])]
  const of = (by: 0 | 1): Standing => ({
    ballots: Math.max(all.ballots + by * delta.ballots, 0),
    counts: Object.fromEntries(
      ids.map((id) => [id, Math.max((all.counts[id] ?? 0) + by * (delta.counts[id] ?? 0), 0)]),
    ),
  })
  return { before: of(0), after: of(1) }
}

/** Whether the counts of an instant are public where counts until another one are; see `tallyVisibleUntil`. */
export const areCountsPublic = (at: Date, visibleUntil: Date | null): boolean =>
  visibleUntil !== null && at.getTime() <= visibleUntil.getTime()
