import { changesOf, changeText } from '@shared/audit/changes'
import type { AuditEntry } from '@shared/audit/contract'
import { actionName } from '@shared/audit/words'
import { exactText } from '@shared/kernel/dates'
import { WORDS } from '@shared/words'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Flex, Tag } from 'antd'
import { useState } from 'react'
import { Listing } from '../components/listing'
import { Page } from '../components/page'
import { request } from '../platform/request'
import { useWish } from '../platform/wish'
import { EntryDrawer } from './entry'
import { Export } from './export'
import { FIELDS, filterOf } from './filter'
import { Filters } from './filters'
import { Verify } from './verify'

/** Who did what, when and why; newest first. */
export default function AuditList() {
  const { wish, change, page, pageSize } = useWish(FIELDS)
  const [shown, setShown] = useState<AuditEntry | null>(null)
  const filter = filterOf(wish)
  const query = { ...filter, page, pageSize }
  const list = useQuery({
    queryKey: ['audit', query],
    queryFn: ({ signal }) => request('GET /api/staff/audit', { query }, signal),
    placeholderData: keepPreviousData,
  })
  return (
    <Page
      intro="工作人员的每一次操作都留有记录，不能修改或删除。"
      actions={
        <>
          <Verify />
          <Export filter={filter} />
        </>
      }
    >
      <Filters wish={wish} change={change} />
      <Listing
        {...{ list, page, pageSize, change }}
        rowKey="seq"
        width={880}
        unit="条"
        empty="没有符合条件的记录"
        columns={[
          { title: '时间', dataIndex: 'at', width: 130, render: (at) => exactText(at) },
          { title: '操作人', dataIndex: ['actor', 'name'], width: 130 },
          { title: '操作', key: 'action', width: 150, render: (_, entry) => <Action entry={entry} /> },
          { title: '对象', dataIndex: ['subject', 'name'], width: 140 },
          { title: '变更', key: 'changes', ellipsis: true, render: (_, entry) => gistOf(entry) },
          { title: '原因', dataIndex: 'reason', ellipsis: true },
          {
            title: '详情',
            key: 'more',
            width: 72,
            render: (_, entry) => (
              <Button
                type="link"
                size="small"
                aria-label={`查看第 ${entry.seq} 条的详情`}
                onClick={() => setShown(entry)}
              >
                查看
              </Button>
            ),
          },
        ]}
      />
      <EntryDrawer entry={shown} onClose={() => setShown(null)} />
    </Page>
  )
}

function Action({ entry }: { entry: AuditEntry }) {
  return (
    <Flex gap={4} align="center">
      {actionName(entry.action)}
      {entry.failed !== null && <Tag color="warning">没有完成</Tag>}
    </Flex>
  )
}

/** A line on what changed. */
function gistOf({ before, after, subject }: AuditEntry): string {
  const changes = changesOf(before, after, WORDS, subject.kind)
  return changes
    .slice(0, 3)
    .map(changeText)
    .concat(changes.length > 3 ? [`等 ${changes.length} 处`] : [])
    .join('；')
}
