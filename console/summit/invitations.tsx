import { fullText, momentText } from '@shared/kernel/dates'
import type { Reply, StaffSummit } from '@shared/summit/contract'
import { DIET_NAMES } from '@shared/summit/rules'
import { App, Button, Empty, Table, Tag } from 'antd'
import { useState } from 'react'
import { ReasonDialog } from '../components/reason'
import { request } from '../platform/request'
import { useMay } from '../session'
import { type Invited, isOpen, type Open, useTake } from './data'
import { Letter } from './letter'
import { ReplyDrawer } from './reply'

type Props = { data: StaffSummit; shown: Invited[] }

/** Invitations with what was answered, and what staff can do about each. */
export function Invitations({ data, shown }: Props) {
  const may = useMay()
  const take = useTake()
  const { message } = App.useApp()
  const [acting, setActing] = useState<{ what: 'letter' | 'reply' | 'withdraw'; on: Open } | null>(null)
  const close = () => setActing(null)
  const mayWrite = may('summit.write')
  return (
    <>
      <Table<Invited>
        className="sheet-table"
        rowKey={({ id, invitedAt }) => id + invitedAt}
        dataSource={shown}
        scroll={{ x: 900 }}
        pagination={false}
        locale={{
          emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="没有符合条件的邀请" />,
        }}
        columns={[
          {
            title: '获奖者',
            key: 'recipient',
            render: (_, { recipient, award, sample, wins, withdrawn }) => (
              <>
                {recipient} {sample && !recipient.includes('示例') && <Tag>示例</Tag>}
                {!wins && !withdrawn && <Tag color="warning">已不在获奖名单</Tag>}
                <div className="faint">{award}</div>
                {withdrawn && (
                  <div>
                    <Tag color="error">已撤回</Tag>{' '}
                    <span className="faint">
                      {momentText(withdrawn.at)}：{withdrawn.reason}
                    </span>
                  </div>
                )}
              </>
            ),
          },
          {
            title: '回执',
            key: 'reply',
            width: 340,
            render: (_, one) => (one.reply ? <Replied reply={one.reply} /> : <Silent one={one} />),
          },
          {
            title: '操作',
            key: 'act',
            width: 230,
            render: (_, one) =>
              isOpen(one) && (
                <>
                  <Act name="邀请函" of={one} onClick={() => setActing({ what: 'letter', on: one })} />
                  <Act
                    name={one.reply ? '改回执' : '登记回执'}
                    of={one}
                    onClick={() => setActing({ what: 'reply', on: one })}
                  />
                  {mayWrite && (
                    <Act
                      name="撤回"
                      of={one}
                      danger
                      onClick={() => setActing({ what: 'withdraw', on: one })}
                    />
                  )}
                </>
              ),
          },
        ]}
      />
      {acting?.what === 'letter' && <Letter of={acting.on} summit={data.summit!} onClose={close} />}
      {acting?.what === 'reply' && <ReplyDrawer of={acting.on} most={data.summit!.most} onClose={close} />}
      <ReasonDialog
        open={acting?.what === 'withdraw'}
        title="撤回这份邀请？"
        verb="撤回邀请"
        danger
        run={async (reason) => {
          const params = { code: acting!.on.code }
          const path = 'POST /api/staff/summit/invitations/:code/withdrawal'
          take(await request(path, { params, body: { reason } }))
          message.success('已撤回，单位代表会收到通知')
        }}
        onClose={close}
      >
        <p>“{acting?.on.recipient}”打开邀请会看到“已撤回”和下面的原因，不能再回复，也不能签到。</p>
        <p>撤回不能恢复。仍在获奖名单里的，可以重新邀请，邀请码是新的。</p>
      </ReasonDialog>
    </>
  )
}

type ActProps = { name: string; of: Invited; danger?: boolean; onClick: () => void }

const Act = ({ name, of, danger, onClick }: ActProps) => (
  <Button type="link" size="small" danger={danger} aria-label={`${of.recipient}：${name}`} onClick={onClick}>
    {name}
  </Button>
)

function Silent({ one: { unheard, remindedAt, withdrawn } }: { one: Invited }) {
  if (withdrawn) return null
  return (
    <>
      <Tag>未回执</Tag>
      <div className="faint">
        {unheard
          ? '没有绑定微信的代表，请打电话或寄邀请函'
          : remindedAt
            ? `${momentText(remindedAt)} 提醒过`
            : '已发到单位代表的微信'}
      </div>
    </>
  )
}

/** Who comes, or that nobody does. */
export function Replied({ reply: { coming, guests, car, note, at, by } }: { reply: Reply }) {
  return (
    <>
      {coming ? <Tag color="success">{guests.length} 人参加</Tag> : <Tag>不来</Tag>}
      {guests.map(({ id, name, position, phone, diet, arrived }) => (
        <div key={id}>
          {name} {position} {phone}
          {diet !== 'any' && ` · ${DIET_NAMES[diet]}`} {arrived && <Tag color="success">已签到</Tag>}
        </div>
      ))}
      {car && <div>车牌：{car}</div>}
      {note && <div>备注：{note}</div>}
      <div className="faint">
        {fullText(at)}
        {by && ` ${by} 登记`}
      </div>
    </>
  )
}
