import { listChanges } from '@shared/edition/changes'
import type { Phase, StaffEdition } from '@shared/edition/contract'
import { extendPhase, PHASE_NAMES } from '@shared/edition/rules'
import { endText } from '@shared/kernel/dates'
import { App, Form } from 'antd'
import { useState } from 'react'
import { ReasonDialog } from '../components/reason'
import { type ApiError, request } from '../platform/request'
import { Changes } from './changes'
import { Moment } from './moment'

/** What can be done with a phase at once. */
export type Act = 'extend' | 'suspend' | 'resume'

const VERBS: Record<Act, string> = { extend: '延长', suspend: '暂停', resume: '恢复' }
const DONE: Record<Act, string> = {
  extend: '已延长，网友几秒内就会看到',
  suspend: '已暂停，网友几秒内就会看到原因',
  resume: '已恢复',
}

type Props = {
  what: Act
  phase: Phase
  stored: StaffEdition
  onClose: () => void
  onStored: (latest: StaffEdition) => void
  onConflict: (latest: StaffEdition) => void
}

/** Extends, suspends or resumes a phase, with a reason; nothing else of the edition changes. */
export function PhaseAct({ what, phase, stored, onClose, onStored, onConflict }: Props) {
  const { message } = App.useApp()
  const [closesAt, setClosesAt] = useState(phase.closesAt)
  const { version, edition } = stored
  const params = { id: edition.id, name: phase.name }
  const send = (reason: string) => {
    if (what === 'extend') {
      if (!closesAt) throw new Error('请填写新的结束时间')
      const body = { version, closesAt, reason }
      return request('POST /api/staff/editions/:id/phases/:name/extension', { params, body })
    }
    const body = { version, reason }
    return what === 'suspend'
      ? request('POST /api/staff/editions/:id/phases/:name/suspension', { params, body })
      : request('DELETE /api/staff/editions/:id/phases/:name/suspension', { params, body })
  }
  const run = async (reason: string) => {
    try {
      onStored(await send(reason))
      message.success(DONE[what])
    } catch (cause) {
      const error = cause as ApiError
      if (error.code !== 'version_conflict') throw error
      onConflict(error.details as StaffEdition)
    }
  }
  return (
    <ReasonDialog
      open
      title={VERBS[what] + PHASE_NAMES[phase.name]}
      verb={VERBS[what]}
      danger={what === 'suspend'}
      width={what === 'extend' ? 640 : undefined}
      run={run}
      onClose={onClose}
    >
      {what === 'extend' && <Extension {...{ edition, phase, closesAt }} onChange={setClosesAt} />}
      {what === 'suspend' && (
        <p>
          {phase.name === 'voting'
            ? '网友随即不能投票，已投出的选票有效，票数照常显示。'
            : '网友随即看到这个阶段已暂停。'}
          下面写的原因会原样告诉网友。暂停不改变结束时间，需要时请另外延长。
        </p>
      )}
      {what === 'resume' && (
        <p>
          随即恢复{phase.closesAt ? `，仍在 ${endText(phase.closesAt)} 结束` : ''}
          。暂停占去的时间，需要时请另外延长。
        </p>
      )}
    </ReasonDialog>
  )
}

type ExtensionProps = {
  edition: StaffEdition['edition']
  phase: Phase
  closesAt: string | null
  onChange: (closesAt: string | null) => void
}

function Extension({ edition, phase, closesAt, onChange }: ExtensionProps) {
  const extended = closesAt && extendPhase(edition, phase.name, closesAt)
  return (
    <>
      <Form.Item label="新的结束时间（北京时间）" htmlFor="closesAt">
        <Moment id="closesAt" value={closesAt} onChange={onChange} />
      </Form.Item>
      {extended ? (
        <Changes changes={listChanges(edition, extended)} titles={['现在', '延长后']} />
      ) : (
        <p className="hint">要晚于现在定的 {endText(phase.closesAt!)}。</p>
      )}
    </>
  )
}
