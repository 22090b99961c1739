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
  const { applied, skipped } = one.states
  if (one.status === 'cancelled') {
    return <Alert type="info" showIcon role="status" title="已放弃这次导入，没有写入任何内容" />
  }
  if (one.status === 'undone') {
    return <Alert type="info" showIcon role="status" title={undoneText(one.states)} />
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
        这次新增的单位会移除，这次修改的单位恢复原样。导入之后又有人改过的，以及已有候选的新单位，保持现状并列出来。
      </ReasonDialog>
    </>
  )
}

/** What became of the units when an import was taken back: `已撤销：移除 2 个新增的单位，1 个单位恢复原样`. */
function undoneText({ removed, restored, kept, needed }: UnitImport['states']): string {
  const parts = [
    removed > 0 && `移除 ${removed} 个新增的单位`,
    restored > 0 && `${restored} 个单位恢复原样`,
    kept > 0 && `${kept} 个导入后又有人改过，保持现状`,
    needed > 0 && `${needed} 个新增的单位已有候选，予以保留`,
  ]
  return `已撤销：${parts.filter(Boolean).join('，')}`
}
