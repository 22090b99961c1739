import { useState } from 'react'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { Icon } from '@/components/icon'
import { PRESS } from '@/platform/kind'
import { ON_PHONE, sandboxFor } from '@/platform/login'
import { copyAddress } from '@/platform/share'
import { closeScan, renew, useScan } from './scan'
import './scan-dialog.scss'

/** Logging in where there is no WeChat: a code to scan, or why there is none. Shown above any page that asks for it. */
export function ScanDialog() {
  const { step, code, reason, shaky } = useScan()
  if (step === 'closed') return null
  const sandbox = code && sandboxFor(code)
  return (
    <Dialog title="微信扫码登录" onClose={closeScan}>
      {reason ? <p className="scan-reason">{reason}</p> : null}
      <div className="scan-box" aria-live="polite" aria-busy={step === 'asking'}>
        <Code />
      </div>
      <p className="scan-words" role="status">
        {step === 'done' ? (
          '正在回到刚才的页面'
        ) : (
          <>
            <span className="scan-part">请用微信扫一扫，</span>
            <span className="scan-part">关注“荆楚网”公众号后即登录</span>
          </>
        )}
      </p>
      {shaky ? (
        <p className="scan-shaky" role="status">
          网络不太稳定，正在重新连接，请不要关闭
        </p>
      ) : null}
      <div className={step === 'done' ? 'scan-over' : ''}>
        {ON_PHONE ? <OnPhone /> : null}
        <p className="scan-note">登录只为确认一人一票，不读取您的昵称和头像。</p>
        {sandbox ? (
          <p className="scan-sandbox">
            <a className="scan-link" href={sandbox} target="pingxuan-sandbox">
              演示环境：在微信沙箱里扫这个码
            </a>
          </p>
        ) : null}
      </div>
    </Dialog>
  )
}

/** What stands in the square: the code, or what came of it. All of the same size, so that nothing jumps. */
function Code() {
  const { step, code, error } = useScan()
  const [broken, setBroken] = useState<string | null>(null)
  if (step === 'asking') return <span className="scan-blank" role="img" aria-label="正在取二维码" />
  if (step === 'done') {
    return (
      <div className="scan-done">
        <span className="scan-tick">
          <Icon name="check" />
        </span>
        登录成功
      </div>
    )
  }
  if (step === 'failed' || (code && broken === code.ticket)) {
    return (
      <div className="scan-trouble">
        <p>{error?.message ?? '二维码没有加载出来，请检查网络'}</p>
        <Button kind="line" onClick={renew}>
          重试
        </Button>
      </div>
    )
  }
  return (
    <>
      <img
        className={`scan-code ${step === 'expired' ? 'is-old' : ''}`}
        src={code?.qrUrl}
        alt="“荆楚网”公众号的登录二维码"
        onError={() => setBroken(code?.ticket ?? null)}
      />
      {step === 'expired' ? (
        <button type="button" {...PRESS} className="scan-renew" onClick={renew}>
          二维码已过期，点击刷新
        </button>
      ) : null}
    </>
  )
}

/** A phone cannot scan its own screen. */
function OnPhone() {
  const [told, setTold] = useState('')
  const pass = async () => setTold((await copyAddress()) ? '链接已复制，请到微信里打开' : '没有复制成功')
  return (
    <div className="scan-phone">
      <p className="scan-balanced">正在用手机看？复制本页链接，发到微信里打开就能登录。</p>
      <Button kind="line" onClick={pass}>
        <Icon name="copy" />
        <span aria-live="polite">{told || '复制本页链接'}</span>
      </Button>
    </div>
  )
}
