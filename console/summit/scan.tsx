import { Alert, Modal } from 'antd'
import { useEffect, useRef, useState } from 'react'

type Props = {
  /** What a code says, each time another one is seen. */
  onText: (text: string) => void
  onClose: () => void
}

const REASONS: Record<string, string> = {
  NotAllowedError: '浏览器没有得到使用摄像头的许可。请在地址栏旁的设置里允许摄像头，再打开一次。',
  NotFoundError: '这台设备没有摄像头。',
  NotReadableError: '摄像头正被别的程序占用，请关掉它再试。',
}

/** Looks through the camera for codes, until it is closed. */
export function Scan({ onText, onClose }: Props) {
  const video = useRef<HTMLVideoElement>(null)
  const [failed, setFailed] = useState<string | null>(null)
  const seen = useRef({ text: '', onText })
  seen.current.onText = onText
  useEffect(() => {
    const ending = new AbortController()
    watch(video.current!, ending.signal, (text) => {
      if (text === seen.current.text) return
      seen.current.text = text
      seen.current.onText(text)
    }).catch((error: Error) => setFailed(reasonOf(error)))
    return () => ending.abort()
  }, [])
  return (
    <Modal open title="扫二维码" footer={null} onCancel={onClose}>
      {failed ? (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={failed}
          description="也可以直接输入邀请码或姓名。"
        />
      ) : (
        <>
          <video ref={video} className="scan-view" playsInline muted autoPlay />
          <p className="faint">把来宾手机或邀请函上的二维码放在画面里。</p>
        </>
      )}
    </Modal>
  )
}

function reasonOf({ name }: Error): string {
  if (!isSecureContext) return '这个地址不是 https 开头的，浏览器不让用摄像头。请换成 https 地址打开。'
  return REASONS[name] ?? '摄像头没有打开，请再试一次。'
}

/** Tells what codes say that come before the camera. Rejects where there is none to be had. */
async function watch(
  video: HTMLVideoElement,
  signal: AbortSignal,
  tell: (text: string) => void,
): Promise<void> {
  const { QRCanvas, frameLoop, rearCamera } = await import('qr/dom.js')
  const camera = await rearCamera(video)
  if (signal.aborted) return camera.stop()
  const canvas = new QRCanvas()
  let busy = false
  const cancel = frameLoop(async () => {
    if (busy) return
    busy = true
    // A frame that cannot be read is followed by another one.
    const found = await camera.readFrame(canvas).catch(() => undefined)
    busy = false
    if (typeof found === 'string' && !signal.aborted) tell(found)
  })
  signal.addEventListener('abort', () => {
    cancel()
    camera.stop()
  })
}
