import { useState } from 'react'
import { copy } from '@/platform/share'
import { Button } from './button'
import { Icon } from './icon'

type Props = { text: string; words: string; kind?: 'line' | 'plain'; label?: string }

/** Copies a text, and says for a moment whether it could. */
export function Copy({ text, words, kind = 'line', label }: Props) {
  const [told, setTold] = useState('')
  const keepIt = async () => {
    setTold((await copy(text)) ? '已复制' : '没有复制成功')
    setTimeout(() => setTold(''), 3000)
  }
  return (
    <Button kind={kind} label={told || label} onClick={keepIt}>
      <Icon name="copy" />
      <span aria-live="polite">{told || words}</span>
    </Button>
  )
}
