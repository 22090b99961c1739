import { changesOf } from '@shared/audit/changes'
import type { AuditEntry } from '@shared/audit/contract'
import { actionName } from '@shared/audit/words'
import { exactText } from '@shared/kernel/dates'
import { WORDS } from '@shared/words'
import { Alert, Descriptions, Drawer, Empty, Table, Typography } from 'antd'

/** All that is kept of an action, with before and after side by side. */
export function EntryDrawer({ entry, onClose }: { entry: AuditEntry | null; onClose: () => void }) {
  return (
    <Drawer open={entry !== null} size={720} title={entry && `第 ${entry.seq} 条记录`} onClose={onClose}>
      {entry && <Entry entry={entry} />}
    </Drawer>
  )
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { at, actor, action, subject, before, after, reason, failed, hash } = entry
  return (
    <>
      {failed !== null && (
        <Alert
          type="warning"
          showIcon
          title={`第 ${failed} 条记录的操作没有完成`}
          description={reason}
          style={{ marginBottom: 16 }}
        />
      )}
      <Descriptions
        column={1}
        size="small"
        items={[
          { key: 'at', label: '时间', children: exactText(at) },
          { key: 'actor', label: '操作人', children: actor.name },
          { key: 'action', label: '操作', children: actionName(action) },
          { key: 'subject', label: '对象', children: subject.name || subject.id },
          ...(failed === null ? [{ key: 'reason', label: '原因', children: reason ?? '—' }] : []),
        ]}
      />
      <h2 className="changes-title">变更</h2>
      <Table
        size="small"
        rowKey="field"
        dataSource={changesOf(before, after, WORDS, subject.kind)}
        pagination={false}
        locale={{
          emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="这次操作没有改动内容" />,
        }}
        columns={[
          { title: '项目', dataIndex: 'field', width: '28%' },
          { title: '之前', dataIndex: 'before', className: 'was', render: shown },
          { title: '之后', dataIndex: 'after', className: 'now', render: shown },
        ]}
      />
      <Typography.Paragraph type="secondary" className="hash">
        校验码 {hash}
      </Typography.Paragraph>
    </>
  )
}

const shown = (text: string | null) => text ?? <Typography.Text type="secondary">无</Typography.Text>
