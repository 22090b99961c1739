import type { Change } from '@shared/edition/changes'
import { Table, Typography } from 'antd'

type Props = {
  changes: Change[]
  titles: [before: string, after: string]
  /** Whether what it became can be copied. */
  copyable?: boolean
}

/** What differs, side by side. */
export function Changes({ changes, titles, copyable = false }: Props) {
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
        { title: titles[1], dataIndex: 'after', render: (text) => <Text text={text} copyable={copyable} /> },
      ]}
    />
  )
}

function Text({ text, copyable }: { text: string | null; copyable?: boolean }) {
  if (text === null) return <Typography.Text type="secondary">（无）</Typography.Text>
  return (
    <Typography.Paragraph
      className="changes-text"
      copyable={copyable && { text, tooltips: ['复制', '已复制'] }}
    >
      {text}
    </Typography.Paragraph>
  )
}
