import type { Form } from '@shared/edition/form/contract'
import { problemOf } from '@shared/nomination/form'
import type { Draft } from './draft'

export const MOST_WORDS = 2000

/** What is asked of who objects, as nominations ask. Six and three: the server takes nine pieces of evidence. */
export const FIELDS = {
  text: {
    ...{ key: 'text', label: '异议内容', required: true, kind: 'prose', min: 10, max: MOST_WORDS },
    help: '写明哪一项不对、您认为应当怎样、依据是什么。',
  },
  photos: {
    ...{ key: 'photos', label: '证据图片', required: false, kind: 'photos', min: 0, max: 6 },
    help: '截图、照片，只供核查，不公开。',
  },
  files: {
    ...{ key: 'files', label: '证据文件', required: false, kind: 'files', max: 3 },
    help: 'PDF、Word、Excel 等。',
  },
  name: {
    ...{ key: 'name', label: '您的真实姓名', required: true, kind: 'line', max: 20 },
    help: '异议须实名提出。姓名和电话只用于核查和答复，不公开。',
  },
  phone: {
    ...{ key: 'phone', label: '联系电话', required: true, kind: 'phone' },
    help: '手机号，或带区号的座机号。',
  },
} as const satisfies Record<string, Form[number]>

/** What is typed, in the order of the form. */
export const TYPED = ['text', 'name', 'phone'] as const
export type Typed = (typeof TYPED)[number]

/** What is wrong with something typed; null for nothing. */
export function problemIn(draft: Draft, key: Typed): string | null {
  const value = draft[key].trim()
  if (key === 'text' && value.length > MOST_WORDS) return `最多 ${MOST_WORDS} 字，现在是 ${value.length} 字`
  if (key === 'name' && value.length === 1) return '请填写完整的姓名'
  return problemOf(FIELDS[key], draft[key])
}
