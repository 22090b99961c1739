import { useState } from 'react'
import { PRESS, WEB } from '@/platform/kind'
import { copyLink, hasShareSheet, type Shared, shareSheet } from '@/platform/share'
import { Icon } from './icon'
import './button.scss'

/** Offers to pass a page on: WeChat's own card, the browser's sheet, or the link. */
export function Share({ shared }: { shared: Shared }) {
  const [told, setTold] = useState('')
  if (!WEB) {
    return (
      <button type="button" {...PRESS} className="button button-plain" {...{ openType: 'share' }}>
        <Icon name="share" />
        转发
      </button>
    )
  }
  const pass = async () => {
    if (hasShareSheet()) {
      await shareSheet(shared)
      return
    }
    setTold((await copyLink(shared)) ? '链接已复制' : '没有复制成功，请复制地址栏')
    setTimeout(() => setTold(''), 3000)
  }
  return (
    <button type="button" {...PRESS} className="button button-plain" onClick={pass}>
      <Icon name="share" />
      <span aria-live="polite">{told || (hasShareSheet() ? '分享' : '复制链接')}</span>
    </button>
  )
}
