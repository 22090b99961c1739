import { z } from 'zod'

/**
 * What is wrong with a field, as people at a form need it; what only a program can get wrong keeps zod's words. A contract's
 * own words come before these.
 */
const inPlainWords: z.core.$ZodErrorMap = (issue) => {
  const { code, input } = issue
  if (code === 'invalid_type' && (input === undefined || input === null || input === '')) return '请填写'
  if (code === 'invalid_type' && issue.expected === 'number') return '应为数字'
  if (code === 'invalid_type' && issue.expected === 'int') return '应为整数'
  if (code === 'too_small') {
    if (issue.origin === 'string') return issue.minimum === 1 ? '请填写' : `至少 ${issue.minimum} 个字`
    if (issue.origin === 'number' || issue.origin === 'int') return `不能小于 ${issue.minimum}`
    if (issue.origin === 'array') return `至少要有 ${issue.minimum} 项`
  }
  if (code === 'too_big') {
    if (issue.origin === 'string') return `最多 ${issue.maximum} 个字`
    if (issue.origin === 'number' || issue.origin === 'int') return `不能大于 ${issue.maximum}`
    if (issue.origin === 'array') return `最多 ${issue.maximum} 项`
  }
  if (code === 'invalid_format') return '格式不对'
  if (code === 'invalid_value' || code === 'invalid_union') return '不在可选的范围内'
}

/** Has everything that is checked from now on complained of in Chinese. */
export function complainInChinese(): void {
  z.config({ ...z.locales.zhCN(), customError: inPlainWords })
}
