import { Confirm } from '@/components/confirm'
import { confirm, decline, useCheck } from './ask'
import './dialog.scss'

/** Asks whether a person votes, where ballots like this one come from machines. Nothing to read off, nothing to solve. */
export function CheckDialog() {
  const { challenge, progress } = useCheck()
  if (!challenge) return null
  const busy = progress !== null
  const percent = Math.round((progress ?? 0) * 100)
  return (
    <Confirm
      title="请您本人确认一下"
      yes={busy ? '正在确认…' : '是我本人，投出'}
      no="先不投"
      busy={busy}
      onYes={() => void confirm()}
      onNo={decline}
    >
      <p>为了防范程序刷票，有些选票在投出前要请投票人按一下确认，并不是说您的选票有问题。</p>
      <p>不用输入验证码：按下按钮后稍等几秒，选票就会投出，您的选择不会丢。</p>
      <div
        className="check-bar"
        style={{ visibility: busy ? 'visible' : 'hidden' }}
        role="progressbar"
        aria-label="确认进度"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <div className="check-done" style={{ width: `${percent}%` }} />
      </div>
      <p className="check-state" role="status">
        {busy ? '正在确认，请稍等' : ''}
      </p>
    </Confirm>
  )
}
