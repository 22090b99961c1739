import { MoreOutlined, PlusOutlined } from '@ant-design/icons'
import { momentText } from '@shared/kernel/dates'
import type { Staff } from '@shared/staff/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Dropdown, Flex, Table, Tag, Typography } from 'antd'
import { useState } from 'react'
import { Page } from '../components/page'
import { ReasonDialog } from '../components/reason'
import { Trouble } from '../components/states'
import { request } from '../platform/request'
import { useMay, useSession } from '../session'
import { CreateDialog } from './create'
import { EditDialog } from './edit'
import { FirstPassword, type Issued } from './issued'
import { RoleTags } from './role-tags'

/** What is being done, and to whom. */
type Doing = { what: 'edit' | 'disable' | 'enable' | 'reset'; staff: Staff }

/** The people who run the award: accounts, roles, and who is let in no more. */
export default function StaffList() {
  const mayWrite = useMay()('staff.write')
  const list = useQuery({ queryKey: ['staff'], queryFn: () => request('GET /api/staff/accounts', {}) })
  const [creating, setCreating] = useState(false)
  const [doing, setDoing] = useState<Doing | null>(null)
  const [issued, setIssued] = useState<Issued | null>(null)
  const done = () => setDoing(null)
  return (
    <Page
      intro={mayWrite ? '每个人用自己的账号；离岗时停用账号，记录都会保留。' : '您可以查看，修改需要管理员。'}
      actions={
        mayWrite && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
            新增工作人员
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
          dataSource={list.data?.items}
          loading={list.isPending}
          pagination={false}
          scroll={{ x: 760 }}
          columns={[
            { title: '姓名', key: 'name', render: (_, staff) => <Who staff={staff} /> },
            { title: '角色', dataIndex: 'roles', render: (roles) => <RoleTags roles={roles} /> },
            {
              title: '动态口令',
              dataIndex: 'totp',
              render: (on) => (on ? '已开启' : <Typography.Text type="secondary">未开启</Typography.Text>),
            },
            {
              title: '最近登录',
              dataIndex: 'lastLoginAt',
              render: (at) =>
                at ? momentText(at) : <Typography.Text type="secondary">从未</Typography.Text>,
            },
            ...(mayWrite
              ? [
                  {
                    title: '操作',
                    key: 'act',
                    render: (_: unknown, staff: Staff) => <Acts staff={staff} start={setDoing} />,
                  },
                ]
              : []),
          ]}
        />
      )}
      <CreateDialog open={creating} onClose={() => setCreating(false)} onCreated={setIssued} />
      {doing?.what === 'edit' && <EditDialog staff={doing.staff} onClose={done} />}
      <Confirmation doing={doing} onClose={done} onIssued={setIssued} />
      <FirstPassword issued={issued} onClose={() => setIssued(null)} />
    </Page>
  )
}

function Who({ staff }: { staff: Staff }) {
  const isMe = useSession().staff.id === staff.id
  return (
    <Flex vertical>
      <span>
        {staff.name} {isMe && <Tag variant="filled">您</Tag>}
        {staff.disabled && <Tag color="error">已停用</Tag>}
      </span>
      <Typography.Text type="secondary">{staff.username}</Typography.Text>
    </Flex>
  )
}

function Acts({ staff, start }: { staff: Staff; start: (doing: Doing) => void }) {
  const { message, modal } = App.useApp()
  const endSessions = () =>
    modal.confirm({
      title: `让${staff.name}的全部设备退出登录？`,
      content: '密码不变，可以马上重新登录。',
      okText: '全部退出',
      onOk: () =>
        request('DELETE /api/staff/accounts/:id/sessions', { params: { id: staff.id } }).then(
          () => message.success('已全部退出'),
          (error) => message.error(error.message),
        ),
    })
  const toggle = staff.disabled ? 'enable' : 'disable'
  return (
    <Flex gap={4}>
      <Button type="link" size="small" onClick={() => start({ what: 'edit', staff })}>
        编辑
      </Button>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'reset', label: '重设密码', onClick: () => start({ what: 'reset', staff }) },
            { key: 'end', label: '全部设备退出登录', onClick: endSessions },
            { type: 'divider' },
            {
              key: toggle,
              label: staff.disabled ? '启用账号' : '停用账号',
              danger: !staff.disabled,
              onClick: () => start({ what: toggle, staff }),
            },
          ],
        }}
      >
        <Button type="text" size="small" icon={<MoreOutlined />} aria-label={`${staff.name}的更多操作`} />
      </Dropdown>
    </Flex>
  )
}

const CONFIRMATIONS = {
  disable: {
    title: '停用账号',
    verb: '停用',
    text: '立即退出全部设备，不能再登录。以往的操作记录都会保留，以后可以重新启用。',
  },
  enable: { title: '启用账号', verb: '启用', text: '可以用原来的密码重新登录。' },
  reset: {
    title: '重设密码',
    verb: '重设',
    text: '立即退出全部设备，动态口令随之关闭。会生成一个初始密码，登录后须修改。',
  },
}

type ConfirmationProps = { doing: Doing | null; onClose: () => void; onIssued: (issued: Issued) => void }

function Confirmation({ doing, onClose, onIssued }: ConfirmationProps) {
  const queries = useQueryClient()
  if (!doing || doing.what === 'edit') return null
  const { what, staff } = doing
  const { title, verb, text } = CONFIRMATIONS[what]
  const run = async (reason: string) => {
    const params = { id: staff.id }
    try {
      if (what === 'reset') {
        onIssued(await request('POST /api/staff/accounts/:id/password', { params, body: { reason } }))
      } else {
        const body = { version: staff.version, disabled: what === 'disable', reason }
        await request('PATCH /api/staff/accounts/:id', { params, body })
      }
    } finally {
      await queries.invalidateQueries({ queryKey: ['staff'] })
    }
  }
  return (
    <ReasonDialog
      open
      title={`${title}：${staff.name}（${staff.username}）`}
      verb={verb}
      danger={what !== 'enable'}
      run={run}
      onClose={onClose}
    >
      {text}
    </ReasonDialog>
  )
}
