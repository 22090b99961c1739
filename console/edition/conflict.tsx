import { type Change, listChanges } from '@shared/edition/changes'
import type { Edition, StaffEdition } from '@shared/edition/contract'
import { fullText } from '@shared/kernel/dates'
import { Alert, Button, Modal } from 'antd'
import { Changes } from './changes'

/** One's own changes to a version that is no longer the latest. */
export type Held = Change[]

type Props = {
  /** The version that was edited, what became of it here, and what others have made of it. */
  stored: StaffEdition
  draft: Edition
  latest: StaffEdition
  onClose: () => void
  onTake: (held: Held) => void
}

/** Somebody else was faster: nothing has been overwritten. Shows their changes and one's own. */
export function Conflict({ stored, draft, latest, onClose, onTake }: Props) {
  const theirs = listChanges(stored.edition, latest.edition)
  const mine = listChanges(stored.edition, draft)
  return (
    <Modal
      open
      className="conflict"
      width={880}
      title={`${latest.changedBy}刚刚改过这一届，您的改动没有保存`}
      onCancel={onClose}
      footer={[
        <Button key="stay" onClick={onClose}>
          先留在我的版本
        </Button>,
        <Button key="take" type="primary" onClick={() => onTake(mine)}>
          载入最新内容，我的改动留作参考
        </Button>,
      ]}
    >
      <h2>
        {latest.changedBy}的改动（{fullText(latest.changedAt)}）
      </h2>
      <Changes changes={theirs} titles={['原来', '对方改为']} />
      <h2>您的改动</h2>
      <Changes changes={mine} titles={['原来', '您改为（可复制）']} copyable />
    </Modal>
  )
}

/** One's own text after the latest version was taken over, for copying. */
export function KeptText({ held, onClose }: { held: Held; onClose: () => void }) {
  return (
    <Alert
      className="findings"
      type="info"
      showIcon
      title="您没有保存的改动，可以从这里复制"
      description={<Changes changes={held} titles={['原来', '您改为（可复制）']} copyable />}
      closable={{ onClose, 'aria-label': '不再需要' }}
    />
  )
}
