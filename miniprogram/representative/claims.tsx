import { momentText } from '@shared/kernel/dates'
import type { Representation } from '@shared/representative/contract'
import { useState } from 'react'
import { Button } from '@/components/button'
import { Confirm } from '@/components/confirm'
import { asVoter } from '@/identity/session'
import { open } from '@/platform/navigate'
import type { ApiError } from '@/platform/request'
import { UnitName } from './unit'
import './claims.scss'

const STATES = { pending: '等待审核', active: '', refused: '没有通过', ended: '已停用' }

/** A unit that one asked to speak for and does not, or no longer: where that stands. */
export function Claim({ claim, onChange }: { claim: Representation; onChange: () => void }) {
  const { unit, status, reason, since, id } = claim
  const [asking, setAsking] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const leave = async () => {
    setBusy(true)
    try {
      await asVoter('DELETE /api/representatives/:id', { params: { id } }, 'ask')
      onChange()
    } catch (error) {
      setFailed((error as ApiError).message ?? '没有撤回，请重试')
    }
    setBusy(false)
    setAsking(false)
  }
  return (
    <section className="pending">
      <UnitName unit={unit}>
        <span className={`pending-state is-${status}`}>{STATES[status]}</span>
      </UnitName>
      <p className="pending-words">
        {status === 'pending'
          ? `${momentText(since)} 提交的申请正在审核，通过后就可以为单位填写报名表。`
          : status === 'refused'
            ? '申请没有通过。'
            : '您不再是这个单位的代表。'}
        {reason ? `原因：${reason}` : ''}
      </p>
      {failed ? (
        <p className="pending-failed" role="alert">
          {failed}
        </p>
      ) : null}
      <div className="pending-actions">
        {status === 'pending' ? (
          <Button kind="line" onClick={() => setAsking(true)}>
            撤回申请
          </Button>
        ) : (
          <Button kind="line" onClick={() => open('claim-request')}>
            重新申请
          </Button>
        )}
      </div>
      {asking ? (
        <Confirm title="撤回申请？" yes="撤回申请" busy={busy} onYes={leave} onNo={() => setAsking(false)}>
          撤回后不再审核，您可以随时重新申请。
        </Confirm>
      ) : null}
    </section>
  )
}
