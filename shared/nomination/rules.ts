import type { MoveName, NominationStatus } from './contract'

export const STATUS_NAMES: Record<NominationStatus, string> = {
  draft: '草稿',
  submitted: '已提交',
  returned: '退回修改',
  accepted: '通过',
  rejected: '未通过',
  withdrawn: '已撤回',
}

type Side = 'representative' | 'staff'
type Move = { by: Side; from: readonly NominationStatus[]; to: NominationStatus; why?: 'reason' }

/**
 * All that may happen to a nomination; there is no other way from one status to another. `why` marks what the other side
 * must be told a reason for.
 */
export const MOVES = {
  submit: { by: 'representative', from: ['draft', 'returned'], to: 'submitted' },
  /** Takes a submitted one back to work on it: it is not in the race until it is submitted again. */
  amend: { by: 'representative', from: ['submitted'], to: 'draft' },
  withdraw: { by: 'representative', from: ['draft', 'submitted', 'returned'], to: 'withdrawn' },
  resume: { by: 'representative', from: ['withdrawn'], to: 'draft' },
  /** Hands it in for a unit that wrote by mail. */
  file: { by: 'staff', from: ['draft', 'returned'], to: 'submitted', why: 'reason' },
  return: { by: 'staff', from: ['submitted'], to: 'returned', why: 'reason' },
  accept: { by: 'staff', from: ['submitted'], to: 'accepted' },
  reject: { by: 'staff', from: ['submitted'], to: 'rejected', why: 'reason' },
  /** A decision is taken back, to be made again. */
  reconsider: { by: 'staff', from: ['accepted', 'rejected'], to: 'submitted', why: 'reason' },
} as const satisfies Record<MoveName, Move>

/** Where a move leads from a status; null where there is no such way. */
export function statusAfter(move: MoveName, from: NominationStatus): NominationStatus | null {
  const { from: starts, to } = MOVES[move]
  return (starts as readonly NominationStatus[]).includes(from) ? to : null
}

/** What a side can do with a nomination as it is. */
export function movesFrom(status: NominationStatus, by: Side): MoveName[] {
  return (Object.keys(MOVES) as MoveName[]).filter(
    (move) => MOVES[move].by === by && statusAfter(move, status) !== null,
  )
}

/** Whether answers may be written. */
export const isWritable = (status: NominationStatus): boolean => status === 'draft' || status === 'returned'

export const MOVE_NAMES: Record<MoveName, string> = {
  submit: '提交',
  amend: '收回修改',
  withdraw: '撤回',
  resume: '恢复',
  file: '代为提交',
  return: '退回修改',
  accept: '通过',
  reject: '不通过',
  reconsider: '重新审核',
}
