import type { UnitImport } from '@shared/unit/import/contract'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { ReasonDialog } from '../components/reason'
import { request } from '../platform/request'
import { useMay } from '../session'

/** What came of an import, and the way back. */
export function Result({ one, onDone }: { one: UnitImport; onDone: () => void }) {
  const [asked, setAsked] = useState(false)
  const mayWrite = useMay()('unit.write')
  const { applied, skipped, restored, kept } = one.states
  if (one.status === 'undone') {
    const text = `已撤销：${restored} 个单位恢复原样${kept > 0 ? `，${kept} 个导入后又被改过或已有候选，保持现状` : ''}`
    return <Alert type="info" showIcon role="status" title={text} />
  }
  const isWritten = one.status === 'applied' || (one.status === 'failed' && applied > 0)
  if (!isWritten) return null
  const text = `已导入 ${applied} 个单位${skipped > 0 ? `；${skipped} 个在预览后被别人改过，没有覆盖` : ''}`
  return (
    <>
      <Alert
        type={one.status === 'applied' ? 'success' : 'warning'}
        showIcon
        role="status"
        title={text}
        action={mayWrite && applied > 0 && <Button onClick={() => setAsked(true)}>撤销这次导入</Button>}
      />
      <ReasonDialog
        open={asked}
        title="撤销这次导入"
        verb="撤销导入"
        danger
        run={(reason) =>
          request('POST /api/staff/unit-imports/:id/undo', { params: { id: one.id }, body: { reason } }).then(
            onDone,
          )
        }
        onClose={() => setAsked(false)}
      >
        新增的单位会删去，修改过的恢复原样；导入之后又被人改过的，保持现状并列出来。
      </ReasonDialog>
    </>
  )
}
