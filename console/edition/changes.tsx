import type { Change } from '@shared/edition/changes'
import { Table, Typography } from 'antd'

/** What differs, side by side. What is there now can be copied. */
export function Changes({ changes, titles }: { changes: Change[]; titles: [before: string, after: string] }) {
  return (
    <Table
      className="changes"
      rowKey="path"
      size="small"
      pagination={false}
      scroll={{ y: 320 }}
      dataSource={changes}
      locale={{ emptyText: '没有改动' }}
      columns={[
        { title: '项目', dataIndex: 'label', width: '26%' },
        { title: titles[0], dataIndex: 'before', render: (text) => <Text text={text} /> },
        { title: titles[1], dataIndex: 'after', render: (text) => <Text text={text} copyable /> },
      ]}
    />
  )
}

function Text({ text, copyable = false }: { text: string | null; copyable?: boolean }) {
  if (text === null) return <Typography.Text type="secondary">（无）</Typography.Text>
  return (
    <Typography.Paragraph className="changes-text" copyable={copyable && { text }}>
      {text}
    </Typography.Paragraph>
  )
}
