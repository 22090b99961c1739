import { Input } from 'antd'

type Props = {
  /** What can be found by. */
  label: string
  /** The same in a field that has no room for it. */
  placeholder?: string
  value: string | null
  width: number
  /** How many characters are taken. */
  most?: number
  onSearch: (q: string | null) => void
}

/** Where words to search for are typed; null for none. */
export function Search({ label, placeholder = label, value, width, most = 40, onSearch }: Props) {
  return (
    <Input.Search
      key={value ?? ''}
      aria-label={label}
      placeholder={placeholder}
      allowClear
      maxLength={most}
      style={{ width }}
      defaultValue={value ?? ''}
      onSearch={(q) => onSearch(q.trim() || null)}
    />
  )
}
