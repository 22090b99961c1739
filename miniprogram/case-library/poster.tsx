import type { Experience } from '@shared/case-library/contract'
import { useState } from 'react'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { Icon } from '@/components/icon'
import { CanvasPlace, draw, keepPicture } from '@/platform/canvas'
import { WEB } from '@/platform/kind'
import { POSTER, paintPoster } from './paint'
import './poster.scss'

/** Offers a picture of the experience with a code that opens it: to be looked at and kept. */
export function Poster({ experience }: { experience: Experience }) {
  const [picture, setPicture] = useState<string | null>(null)
  const [state, setState] = useState<'idle' | 'busy' | 'failed' | 'kept'>('idle')
  const make = async () => {
    setState('busy')
    try {
      const made = await draw(POSTER, (pen, load) => paintPoster(pen, load, experience))
      if (WEB) setPicture(made)
      setState(WEB || (await keepPicture(made)) ? (WEB ? 'idle' : 'kept') : 'failed')
    } catch {
      setState('failed')
    }
  }
  const words = { idle: '海报', busy: '正在绘制…', failed: '没有成功，再试一次', kept: '已存到相册' }
  return (
    <>
      <Button kind="plain" busy={state === 'busy'} onClick={make}>
        <Icon name="copy" />
        {words[state]}
      </Button>
      <CanvasPlace {...POSTER} />
      {WEB && picture ? (
        <Dialog title="分享海报" onClose={() => setPicture(null)}>
          <img className="poster" src={picture} alt={`海报：${experience.title}，附阅读全文的码`} />
          <p className="poster-hint">手机上长按图片可保存或转发</p>
          <a className="button button-line" href={picture} download={`${experience.title}.png`}>
            保存图片
          </a>
        </Dialog>
      ) : null}
    </>
  )
}
