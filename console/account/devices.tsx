import { momentText } from '@shared/kernel/dates'
import type { StaffSession } from '@shared/staff/contract'
import { IDLE_MINUTES } from '@shared/staff/rules'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Popconfirm, Table, Tag } from 'antd'
import { Trouble } from '../components/states'
import { request } from '../platform/request'

/** Where one is logged in, and ending what one does not recognise. */
export function Devices() {
  const devices = useQuery({
    queryKey: ['account', 'sessions'],
    queryFn: () => request('GET /api/staff/sessions', {}),
  })
  return (
    <section className="sheet">
      <h2>登录设备</h2>
      <p>有不认识的设备时，先让它退出，再修改密码。{IDLE_MINUTES} 分钟没有操作的设备会自动退出。</p>
      {devices.error ? (
        <Trouble error={devices.error} retry={devices.refetch} />
      ) : (
        <Table
          size="small"
          rowKey="id"
          dataSource={devices.data?.items}
          loading={devices.isPending}
          pagination={false}
          scroll={{ x: 640 }}
          columns={[
            { title: '设备', key: 'agent', render: (_, device) => <Name device={device} /> },
            { title: 'IP 地址', dataIndex: 'ip' },
            { title: '登录时间', dataIndex: 'createdAt', render: (at) => momentText(at) },
            { title: '最近使用', dataIndex: 'lastSeenAt', render: (at) => momentText(at) },
            { title: '操作', key: 'act', render: (_, device) => !device.current && <End device={device} /> },
          ]}
        />
      )}
    </section>
  )
}

function Name({ device }: { device: StaffSession }) {
  return (
    <>
      {device.agent} {device.current && <Tag color="success">本机</Tag>}
    </>
  )
}

function End({ device }: { device: StaffSession }) {
  const { message } = App.useApp()
  const queries = useQueryClient()
  const end = useMutation({
    mutationFn: () => request('DELETE /api/staff/sessions/:id', { params: { id: device.id } }),
    onSuccess: () => void message.success('那台设备已退出登录'),
    onError: (error) => void message.error(error.message),
    onSettled: () => queries.invalidateQueries({ queryKey: ['account', 'sessions'] }),
  })
  return (
    <Popconfirm title="让这台设备退出登录？" okText="让它退出" onConfirm={() => end.mutate()}>
      <Button type="link" size="small" danger loading={end.isPending}>
        让它退出
      </Button>
    </Popconfirm>
  )
}
