import type { ClaimCodeStatus, RepresentativeStatus, RepresentedUnit, SkipReason } from './contract'

export const REPRESENTATIVE_STATUS_NAMES: Record<RepresentativeStatus, string> = {
  pending: '待审核',
  active: '代表',
  refused: '未通过',
  ended: '已停用',
}

export const CODE_STATUS_NAMES: Record<ClaimCodeStatus, string> = {
  open: '未使用',
  used: '已使用',
  revoked: '已作废',
}

export const SKIP_REASONS: Record<SkipReason, string> = {
  has_open: '已有未使用的认领码',
  not_certified: '不是认证单位',
  missing: '已不在单位库',
}

/** What claim codes are made of: no 0 or O, no 1, I or L, which look alike in print. */
export const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
export const CODE_LENGTH = 12

/** A code as it is compared, whatever was typed between its letters. */
export function foldCode(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
}

/** A folded code as it is printed, `XKP4-9MTD-3HWE`. */
export function printCode(code: string): string {
  return code.match(/.{1,4}/g)?.join('-') ?? ''
}

/** As much of a unit as those who file for it see. */
export const unitCardOf = ({ id, name, level, region, status }: RepresentedUnit): RepresentedUnit => ({
  ...{ id, name, level, region, status },
})
