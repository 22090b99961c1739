import { DownloadOutlined } from '@ant-design/icons'
import type { ResponseOf } from '@shared/api'
import { STATUS_NAMES, STEP_MS } from '@shared/ballot/rules'
import { CATEGORY_NAMES } from '@shared/edition/changes'
import { CHANNEL_NAMES } from '@shared/identity/rules'
import { exactText, momentText, timeText } from '@shared/kernel/dates'
import type { Follow } from '@shared/risk/contract'
import { useMutation } from '@tanstack/react-query'
import { App, Button, Drawer, Empty, Flex, Skeleton, Table, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { Bars } from '../../components/bars'
import { Chart } from '../../components/chart'
import { countText } from '../../components/count'
import { Trouble } from '../../components/states'
import { download } from '../../platform/request'
import { useMay } from '../../session'
import { STATUS_COLORS } from '../ballot'
import { Score, StatusTags, spanText } from './clusters'
import { useCandidate, useCluster, useClusterBallots } from './data'
import { DecisionCard } from './decision'
import { Propose } from './propose'

type Found = ResponseOf<'GET /api/staff/clusters/:id'>

const FOLLOWS: Record<Follow, string> = {
  none: '没有关注或不清楚',
  minutes: '几分钟',
  hours: '几小时',
  days: '几天',
  months: '一个月以上',
}

/** One cluster: why, when, from where, which ballots, and what was and is to be decided. */
export function ClusterDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const found = useCluster(id)
  const nameOf = useCandidate()
  const { message } = App.useApp()
  const mayDecide = useMay()('suspicion.decide')
  const [proposing, setProposing] = useState(false)
  const take = useMutation({
    mutationFn: () => download('GET /api/staff/clusters/:id/export', { params: { id } }, '异常选票.xlsx'),
    onError: (error) => message.error(error.message),
  })
  const { cluster } = found.data ?? {}
  return (
    <Drawer
      open
      size={860}
      onClose={onClose}
      title={cluster ? `${nameOf(cluster.candidate)}的异常选票组` : '异常选票组'}
      footer={
        cluster && (
          <Flex gap={8} justify="flex-end" wrap>
            <Button icon={<DownloadOutlined />} loading={take.isPending} onClick={() => take.mutate()}>
              导出这组选票
            </Button>
            {mayDecide && (
              <Button
                type="primary"
                disabled={cluster.open !== null}
                title={cluster.open ? '已有一次处理在等确认或正在执行' : undefined}
                onClick={() => setProposing(true)}
              >
                提出处理
              </Button>
            )}
          </Flex>
        )
      }
    >
      {found.data ? (
        <Shown found={found.data} nameOf={nameOf} />
      ) : found.error ? (
        <Trouble error={found.error} retry={found.refetch} />
      ) : (
        <Skeleton active />
      )}
      {proposing && cluster && (
        <Propose cluster={cluster} nameOf={nameOf} onClose={() => setProposing(false)} />
      )}
    </Drawer>
  )
}

function Shown({ found, nameOf }: { found: Found; nameOf: (id: string) => string }) {
  const { cluster, networks, devices, follow, decisions } = found
  const { id, category, score, reasons, size, statuses } = cluster
  return (
    <div className="cluster">
      <Flex gap={8} align="center" wrap>
        <Score score={score} />
        <span>
          {CATEGORY_NAMES[category]}，{spanText(cluster)}，共 {countText(size)} 张
        </span>
        <StatusTags statuses={statuses} />
      </Flex>
      <h3>为什么可疑</h3>
      <ul className="reasons">
        {reasons.map(({ code, text, points }) => (
          <li key={code}>
            {text} <span className="faint">＋{Math.round(points)} 分</span>
          </li>
        ))}
      </ul>
      {decisions.length > 0 && (
        <>
          <h3>处理</h3>
          {decisions.map((one) => (
            <DecisionCard key={one.id} decision={one} nameOf={nameOf} />
          ))}
        </>
      )}
      <Times found={found} />
      <div className="sources">
        <Sources title={`网络 ${countText(networks.distinct)} 个`} shares={networks} />
        <Sources title={`设备 ${countText(devices.distinct)} 种`} shares={devices} />
        {follow.length > 0 && (
          <Bars
            title="关注公众号多久了"
            unit="张"
            width={320}
            bars={follow.map(({ code, count }) => ({
              ...{ key: code, name: FOLLOWS[code as Follow] ?? code, value: count },
            }))}
          />
        )}
      </div>
      <h3>选票</h3>
      <Ballots id={id} />
    </div>
  )
}

function Times({ found: { series } }: { found: Found }) {
  const { step, from, values } = series
  const at = (i: number) => new Date(Date.parse(from) + i * STEP_MS[step])
  return (
    <Chart
      title="投出的时间"
      note={step === 'minute' ? '每分钟' : '每小时'}
      points={values.map((_, i) => (step === 'minute' ? timeText(at(i)) : momentText(at(i))))}
      lines={[{ name: '选票', values }]}
      unit="张"
      empty="没有选票"
      height={180}
    />
  )
}

/** Where ballots came from, by pseudonyms that are good for telling apart only. */
function Sources({ title, shares: { top, distinct } }: { title: string; shares: Found['networks'] }) {
  if (top.length === 0) return null
  return (
    <Bars
      title={distinct > top.length ? `${title}，最多的 ${top.length} 个` : title}
      unit="张"
      width={320}
      bars={top.map(({ code, count }, i) => ({ key: `${code} ${i}`, name: code, value: count }))}
    />
  )
}

const PAGE_SIZE = 10

function Ballots({ id }: { id: string }) {
  const [page, setPage] = useState(1)
  const list = useClusterBallots(id, page, PAGE_SIZE)
  if (list.error && !list.data) return <Trouble error={list.error} retry={list.refetch} />
  return (
    <Table
      size="small"
      rowKey="receipt"
      dataSource={list.data?.items}
      loading={list.isPending || list.isPlaceholderData}
      scroll={{ x: 640 }}
      locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="没有选票" /> }}
      pagination={{
        ...{ current: page, pageSize: PAGE_SIZE, total: list.data?.total, onChange: setPage },
        ...{ hideOnSinglePage: true, showSizeChanger: false },
      }}
      columns={[
        { title: '投出时间', dataIndex: 'castAt', width: 150, render: exactText },
        {
          title: '回执',
          dataIndex: 'receipt',
          width: 150,
          render: (receipt) => (
            <Link to={{ pathname: '/ballots', search: `?receipt=${receipt}`, hash: '#find' }}>{receipt}</Link>
          ),
        },
        {
          title: '状态',
          dataIndex: 'status',
          render: (status: keyof typeof STATUS_COLORS) => (
            <Tag color={STATUS_COLORS[status]}>{STATUS_NAMES[status]}</Tag>
          ),
        },
        {
          title: '渠道',
          dataIndex: 'channel',
          width: 90,
          render: (channel: keyof typeof CHANNEL_NAMES) => CHANNEL_NAMES[channel],
        },
        { title: '网络', dataIndex: 'network', width: 80, render: code },
        { title: '设备', dataIndex: 'device', width: 80, render: code },
      ]}
    />
  )
}

const code = (text: string) => (text ? <code>{text}</code> : <span className="faint">—</span>)
