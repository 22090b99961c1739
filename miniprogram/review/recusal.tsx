import { useId, useState } from 'react'
import { Confirm } from '@/components/confirm'
import { typed } from '@/platform/field'
import type { ApiError } from '@/platform/request'
import { recuse } from './save'

/** Asks why one does not judge a candidate, and says so to the organiser. */
export function Recusal({ id, title, onClose }: { id: string; title: string; onClose: () => void }) {
  const at = useId()
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const send = async () => {
    if (reason.trim().length < 2) return setProblem('请写明原因')
    setBusy(true)
    try {
      await recuse(id, reason.trim())
      onClose()
    } catch (error) {
      setProblem((error as ApiError).message ?? '没有连上网络，请检查后重试')
      setBusy(false)
    }
  }
  return (
    <Confirm title="回避这位候选" yes="确定回避" busy={busy} onYes={send} onNo={onClose}>
      <p>与“{title}”有利害关系的，请回避。回避以后不用评，已打的分不计入；要恢复请联系荆楚网。</p>
      <label className="sheet-label" htmlFor={at}>
        原因
      </label>
      <textarea
        id={at}
        className="sheet-comment is-short"
        value={reason}
        maxLength={200}
        placeholder="如：曾在该单位任职"
        onInput={(event) => setReason(typed(event))}
        onChange={() => {}}
      />
      {problem ? (
        <p className="scoring-failed" role="alert">
          {problem}
        </p>
      ) : null}
    </Confirm>
  )
}
