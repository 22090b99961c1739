import type { Field } from './contract'

export const KIND_NAMES: Record<Field['kind'], string> = {
  line: '一行文字',
  prose: '段落',
  phone: '电话',
  link: '网址',
  figures: '数据',
  photos: '照片',
  files: '附件',
  consent: '勾选同意',
}

/** What of a candidate an answer becomes. */
export const BECOMES_NAMES = {
  name: '候选名称',
  position: '职务',
  summary: '一句话介绍',
  deeds: '事迹',
  pictures: '照片',
  library: '案例库经验谈',
} as const

/** How much may be written or uploaded, `300–2000 字`; empty where there is nothing to say. */
export function limitText(field: Field): string {
  switch (field.kind) {
    case 'line':
      return `不超过 ${field.max} 字`
    case 'prose':
      return between(field, '字')
    case 'photos':
      return between(field, '张')
    case 'files':
      return `最多 ${field.max} 个`
    case 'figures':
      return `最多 ${field.max} 项`
    default:
      return ''
  }
}

function between({ min, max }: { min: number; max: number }, unit: string): string {
  if (min === max) return `${max} ${unit}`
  return min > 0 ? `${min}–${max} ${unit}` : `不超过 ${max} ${unit}`
}
