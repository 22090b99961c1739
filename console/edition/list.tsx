import { PlusOutlined } from '@ant-design/icons'
import { PHASE_NAMES, phaseAt, stageOf } from '@shared/edition/rules'
import { fullText } from '@shared/kernel/dates'
import { Button, Flex, Table, Tag, Typography } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { Page } from '../components/page'
import { Trouble } from '../components/states'
import { useMay } from '../session'
import { CreateEdition } from './create'
import { MakeCurrent } from './current'
import { type Listed, useEditions } from './data'
import { useEdition } from './phase'

/** The editions, year by year; the public sees one of them. */
export default function EditionList() {
  const mayWrite = useMay()('edition.write')
  const list = useEditions()
  const [creating, setCreating] = useState(false)
  const [next, setNext] = useState<Listed | null>(null)
  const items = list.data?.items
  return (
    <Page
      intro="网友看到的是“当前届次”。新的一届从上一届复制而来，设置好以后再设为当前。"
      actions={
        mayWrite && (
          <Button
            type="primary"
            icon={<PlusOutlined />}
            disabled={!items?.length}
            onClick={() => setCreating(true)}
          >
            新建一届
          </Button>
        )
      }
    >
      {list.error ? (
        <Trouble error={list.error} retry={list.refetch} />
      ) : (
        <Table
          className="sheet-table"
          rowKey="id"
          dataSource={items}
          loading={list.isPending}
          pagination={false}
          scroll={{ x: 760 }}
          columns={[
            { title: '届次', key: 'name', render: (_, edition) => <Name edition={edition} /> },
            { title: '阶段', key: 'phase', render: (_, edition) => <Stage edition={edition} /> },
            {
              title: '最近修改',
              key: 'changed',
              render: (_, { changedAt, changedBy }) => `${changedBy}，${fullText(changedAt)}`,
            },
            {
              title: '操作',
              key: 'act',
              render: (_, edition) => (
                <Flex gap={8}>
                  <Link to={`/editions/${edition.id}`}>{mayWrite ? '编辑' : '查看'}</Link>
                  {mayWrite && !edition.current && (
                    <Button type="link" size="small" onClick={() => setNext(edition)}>
                      设为当前
                    </Button>
                  )}
                </Flex>
              ),
            },
          ]}
        />
      )}
      {creating && items && <CreateEdition editions={items} onClose={() => setCreating(false)} />}
      {next && <MakeCurrent edition={next} onClose={() => setNext(null)} />}
    </Page>
  )
}

function Name({ edition }: { edition: Listed }) {
  return (
    <Flex vertical>
      <span>
        {edition.name} {edition.current && <Tag color="success">当前届次</Tag>}
      </span>
      <Typography.Text type="secondary">{edition.id}</Typography.Text>
    </Flex>
  )
}

function Stage({ edition: { phases } }: { edition: Listed }) {
  const { data: current } = useEdition()
  const now = new Date(Date.now() + (current?.ahead ?? 0))
  const phase = phaseAt({ phases }, now)
  if (!phase) return <Typography.Text type="secondary">没有进行中的阶段</Typography.Text>
  return (
    <span>
      {PHASE_NAMES[phase]} {stageOf({ phase, phases }) === 'suspended' && <Tag color="warning">暂停</Tag>}
    </span>
  )
}
