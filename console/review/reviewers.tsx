import type { Category } from '@shared/edition/contract'
import { momentText } from '@shared/kernel/dates'
import type { Reviewer } from '@shared/review/contract'
import { Button, Empty, Flex, Table, Tag } from 'antd'
import { useState } from 'react'
import { ReasonDialog } from '../components/reason'
import { request } from '../platform/request'
import { useMay } from '../session'
import { useRenew } from './data'
import { Invite } from './invite'
import { ReviewerForm } from './reviewer'

type Props = { items: Reviewer[]; categories: Category[] }

/** Who the experts are, how they come in, and how far each is. */
export function Reviewers({ items, categories }: Props) {
  const mayWrite = useMay()('review.write')
  const renew = useRenew()
  const [edited, setEdited] = useState<Reviewer | 'new' | null>(null)
  const [invited, setInvited] = useState<string | null>(null)
  const [ended, setEnded] = useState<Reviewer | null>(null)
  const nameOf = (id: string) => categories.find((one) => one.id === id)?.shortName ?? id
  const invitee = items.find(({ id }) => id === invited)
  return (
    <>
      {mayWrite && (
        <Flex justify="end" className="review-tools">
          <Button type="primary" onClick={() => setEdited('new')}>
            添加专家
          </Button>
        </Flex>
      )}
      <Table
        className="sheet-table"
        rowKey="id"
        size="middle"
        pagination={false}
        dataSource={items}
        scroll={{ x: 1000 }}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="还没有专家" /> }}
        columns={[
          {
            title: '专家',
            key: 'name',
            render: (_, { name, organisation, title, disabled, phone }) => (
              <>
                <div>
                  <b>{name}</b> {disabled && <Tag>已停用</Tag>}
                </div>
                <small className="faint">{[organisation, title, phone].filter(Boolean).join(' · ')}</small>
              </>
            ),
          },
          {
            title: '所在单位（回避）',
            key: 'units',
            render: (_, { units }) =>
              units.length ? units.map(({ name }) => name).join('、') : <span className="faint">没有</span>,
          },
          {
            title: '奖项与进度',
            key: 'progress',
            width: 190,
            render: (_, { categories, progress }) =>
              categories.map((id) => {
                const done = progress.find(({ category }) => category === id)
                return (
                  <div key={id}>
                    {nameOf(id)}{' '}
                    <span className="faint">
                      {done?.assigned ? `${done.submitted}/${done.assigned}` : '未分配'}
                    </span>
                  </div>
                )
              }),
          },
          { title: '登录', key: 'access', width: 170, render: (_, reviewer) => <Access of={reviewer} /> },
          ...(mayWrite
            ? [
                {
                  title: '操作',
                  key: 'act',
                  width: 210,
                  render: (_: unknown, reviewer: Reviewer) => (
                    <Flex gap={4} wrap>
                      <Button
                        size="small"
                        type="link"
                        aria-label={`编辑${reviewer.name}`}
                        onClick={() => setEdited(reviewer)}
                      >
                        编辑
                      </Button>
                      <Button
                        size="small"
                        type="link"
                        aria-label={`${reviewer.invitation?.status === 'open' ? '看邀请' : '发邀请'}：${reviewer.name}`}
                        onClick={() => setInvited(reviewer.id)}
                      >
                        {reviewer.invitation?.status === 'open' ? '看邀请' : '发邀请'}
                      </Button>
                      {(reviewer.wechat || reviewer.login) && (
                        <Button
                          size="small"
                          type="link"
                          aria-label={`解除登录：${reviewer.name}`}
                          onClick={() => setEnded(reviewer)}
                        >
                          解除登录
                        </Button>
                      )}
                    </Flex>
                  ),
                },
              ]
            : []),
        ]}
      />
      {edited && (
        <ReviewerForm
          reviewer={edited === 'new' ? null : edited}
          categories={categories}
          onClose={() => setEdited(null)}
          onCreated={(one) => setInvited(one.id)}
        />
      )}
      {invitee && <Invite reviewer={invitee} onClose={() => setInvited(null)} />}
      <ReasonDialog
        open={ended !== null}
        title="解除登录"
        verb="解除"
        danger
        run={(reason) =>
          request('DELETE /api/staff/reviewers/:id/access', {
            params: { id: ended!.id },
            body: { reason },
          }).finally(renew)
        }
        onClose={() => setEnded(null)}
      >
        {ended?.name}的微信绑定和密码都会失效，全部设备退出；打的分不变。可以另发邀请。
      </ReasonDialog>
    </>
  )
}

function Access({ of: { wechat, login, invitation, lastSeenAt } }: { of: Reviewer }) {
  return (
    <>
      {wechat && <Tag color="success">微信</Tag>}
      {login && <Tag color="success">密码 · {login}</Tag>}
      {!wechat && !login && (
        <Tag color={invitation?.status === 'open' ? 'processing' : 'default'}>
          {invitation === null
            ? '还没邀请'
            : { open: '已邀请', used: '已用', expired: '邀请过期', revoked: '邀请作废' }[invitation.status]}
        </Tag>
      )}
      {lastSeenAt && <div className="faint">{momentText(lastSeenAt)} 来过</div>}
    </>
  )
}
