import { EditOutlined } from '@ant-design/icons'
import type { Field } from '@shared/edition/form/contract'
import { Button, Flex, Input } from 'antd'
import { useKept } from '../platform/keep'
import type { Screening } from './data'

/** What a screener wants changed, by the key of the field; kept in this window until it is sent. */
export type Remarks = Record<string, string>

/** The remarks on a nomination that were not sent yet; they outlive a reload. */
export const useRemarks = (id: string) => useKept<Remarks>(`remarks:${id}`, {})

/** The remarks that say something, as they are sent. */
export const writtenOf = (remarks: Remarks) =>
  Object.entries(remarks)
    .map(([key, message]) => ({ key, message: message.trim() }))
    .filter(({ message }) => message.length >= 2)

type Props = { field: Field; remarks: Remarks; onChange: (remarks: Remarks) => void }

/** Begins a remark on a field. */
export function RemarkButton({ field, remarks, onChange }: Props) {
  if (remarks[field.key] !== undefined) return null
  return (
    <Button
      size="small"
      type="text"
      icon={<EditOutlined />}
      aria-label={`给“${field.label}”写批注`}
      onClick={() => onChange({ ...remarks, [field.key]: '' })}
    >
      写批注
    </Button>
  )
}

/** A remark being written, below its field. */
export function RemarkEditor({ field, remarks, onChange }: Props) {
  const text = remarks[field.key]
  if (text === undefined) return null
  const { [field.key]: _, ...others } = remarks
  return (
    <Flex className="remark" gap={8} align="start">
      <Input.TextArea
        autoFocus={text === ''}
        aria-label={`对“${field.label}”的批注`}
        placeholder="写明要改什么，单位在这一栏看到"
        value={text}
        maxLength={200}
        autoSize
        onChange={({ target }) => onChange({ ...remarks, [field.key]: target.value })}
      />
      <Button type="text" aria-label={`删除“${field.label}”的批注`} onClick={() => onChange(others)}>
        删除
      </Button>
    </Flex>
  )
}

/** What the unit was asked to change here the last time. */
export function EarlierRemark({ field, one }: { field: Field; one: Screening }) {
  const last = one.history.filter(({ move }) => move === 'return').at(-1)
  const remark = last?.fields.find(({ key }) => key === field.key)
  if (!remark) return null
  return (
    <p className="remark-earlier">
      <b>{one.status === 'returned' ? '请单位修改：' : '上次退回时请单位修改：'}</b>
      {remark.message}
    </p>
  )
}
