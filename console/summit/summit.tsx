import { FileExcelOutlined, FilePdfOutlined, ScanOutlined } from '@ant-design/icons'
import { endText } from '@shared/kernel/dates'
import type { StaffSummit } from '@shared/summit/contract'
import { headcount, takesReplies, whenText } from '@shared/summit/rules'
import { useMutation } from '@tanstack/react-query'
import { Alert, App, Button, Card, Descriptions, Dropdown, Empty, Flex, Segmented } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { Bars } from '../components/bars'
import { Page } from '../components/page'
import { Refused } from '../components/refused'
import { Pending } from '../components/states'
import { download, request } from '../platform/request'
import { useWish } from '../platform/wish'
import { useMay } from '../session'
import { Arrange } from './arrange'
import { type Invited, useSummit, useTake } from './data'
import { Invitations } from './invitations'
import './summit.css'

/** Where winners get their award: the arrangements, who is invited, who comes. */
export default function SummitPage() {
  const summit = useSummit(20)
  const may = useMay()
  const [arranging, setArranging] = useState(false)
  if (!summit.data) return <Pending error={summit.error} refetch={summit.refetch} />
  const { data } = summit
  const mayWrite = may('summit.write')
  return (
    <Page
      intro="邀请获奖者到会领奖，收齐回执，开会当天扫码签到。"
      actions={
        data.summit && (
          <>
            {may('summit.receive') && <Papers name={data.summit.name} />}
            {may('summit.receive') && (
              <Link to="/summit/check-in">
                <Button icon={<ScanOutlined />}>签到</Button>
              </Link>
            )}
          </>
        )
      }
    >
      {data.summit ? (
        <>
          <Arrangements summit={data.summit} onEdit={mayWrite ? () => setArranging(true) : undefined} />
          <Standing data={data} mayWrite={mayWrite} />
          <Filtered data={data} />
        </>
      ) : (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="还没有填写峰会的安排">
          {mayWrite && (
            <Button type="primary" onClick={() => setArranging(true)}>
              填写安排
            </Button>
          )}
        </Empty>
      )}
      {arranging && <Arrange data={data} onClose={() => setArranging(false)} />}
    </Page>
  )
}

/** The list to take along, and the letters. */
function Papers({ name }: { name: string }) {
  const { message } = App.useApp()
  const take = useMutation({
    mutationFn: (kind: 'guests' | 'letters') =>
      kind === 'guests'
        ? download('GET /api/staff/summit/guests', {}, `${name}参会名单.xlsx`)
        : download('GET /api/staff/summit/letters', {}, `${name}邀请函.pdf`),
    onError: (error) => message.error(error.message),
  })
  const items = [
    { key: 'guests', icon: <FileExcelOutlined />, label: '参会名单（Excel，含完整电话）' },
    { key: 'letters', icon: <FilePdfOutlined />, label: '全部邀请函（PDF，每份一页）' },
  ]
  return (
    <Dropdown menu={{ items, onClick: ({ key }) => take.mutate(key as 'guests' | 'letters') }}>
      <Button loading={take.isPending}>下载</Button>
    </Dropdown>
  )
}

function Arrangements({
  summit,
  onEdit,
}: {
  summit: NonNullable<StaffSummit['summit']>
  onEdit?: () => void
}) {
  const { name, venue, address, replyBy, most, notes } = summit
  return (
    <Card
      className="note"
      title={name}
      size="small"
      extra={onEdit && <Button onClick={onEdit}>修改安排</Button>}
    >
      <Descriptions
        column={{ xs: 1, md: 2 }}
        size="small"
        items={[
          { key: 'when', label: '时间', children: whenText(summit) },
          { key: 'where', label: '会场', children: `${venue}（${address}）` },
          { key: 'until', label: '回执截止', children: endText(replyBy) },
          { key: 'most', label: '每份邀请', children: `最多 ${most} 人` },
          ...(notes ? [{ key: 'notes', label: '说明', children: notes, span: 2 }] : []),
        ]}
      />
    </Card>
  )
}

/** Who is still to be invited or reminded, and how many come. */
function Standing({ data, mayWrite }: { data: StaffSummit; mayWrite: boolean }) {
  const { modal, message } = App.useApp()
  const take = useTake()
  const invite = useMutation({
    mutationFn: () => request('POST /api/staff/summit/invitations', {}),
    onSuccess: (latest) => {
      take(latest)
      message.success('已发出邀请')
    },
  })
  const remind = useMutation({
    mutationFn: () => request('POST /api/staff/summit/reminders', {}),
    onSuccess: ({ reminded, unheard }) =>
      message.success(
        unheard > 0
          ? `已提醒 ${reminded} 份；${unheard} 份没有绑定微信的代表，请打电话`
          : `已提醒 ${reminded} 份，一天之内不会重复提醒`,
        6,
      ),
  })
  const { invitations, waiting, summit } = data
  const count = headcount(invitations)
  const ask = () =>
    modal.confirm({
      title: `邀请 ${waiting} 位获奖者？`,
      content: '单位代表会在微信里收到邀请；没有代表的，请打印邀请函或复制邀请文字发给对方。',
      okText: `发出 ${waiting} 份邀请`,
      onOk: () => invite.mutateAsync().catch(() => {}), // what was refused is shown on the page
    })
  const remindAll = () =>
    modal.confirm({
      title: `提醒 ${count.silent} 份没有回执的？`,
      content: `单位代表会收到提醒，请他们在 ${endText(summit!.replyBy)} 前回复。`,
      okText: '提醒',
      onOk: () => remind.mutateAsync().catch(() => {}),
    })
  return (
    <>
      <Refused error={invite.error ?? remind.error} />
      {waiting > 0 && (
        <Alert
          className="note"
          type="warning"
          showIcon
          title={`还有 ${waiting} 位获奖者没有邀请`}
          action={
            mayWrite && (
              <Button type="primary" loading={invite.isPending} onClick={ask}>
                邀请 {waiting} 位
              </Button>
            )
          }
        />
      )}
      {count.invited === 0 && waiting === 0 && (
        <Alert
          className="note"
          type="info"
          showIcon
          title="结果还没有发布，发布以后才能邀请获奖者。"
          action={<Link to="/results">看结果</Link>}
        />
      )}
      {count.invited > 0 && (
        <>
          <Bars
            title={`邀请 ${count.invited} 份`}
            unit="份"
            width={300}
            bars={[
              { key: 'coming', name: '参加', value: count.coming, note: `共 ${count.guests} 人` },
              { key: 'declined', name: '不来', value: count.declined },
              { key: 'silent', name: '未回执', value: count.silent },
            ]}
          />
          <Flex className="filters summit-counts" justify="space-between" align="center" gap={12} wrap>
            <span>
              清真 {count.diets.halal} 人，素食 {count.diets.vegetarian} 人，开车来的 {count.cars} 份
              {count.arrived > 0 && `，已签到 ${count.arrived} 人`}
            </span>
            {mayWrite && count.silent > 0 && takesReplies(summit!, new Date()) && (
              <Button loading={remind.isPending} onClick={remindAll}>
                提醒未回执的 {count.silent} 份
              </Button>
            )}
          </Flex>
        </>
      )}
    </>
  )
}

const FILTERS = {
  all: { label: '全部', fits: () => true },
  silent: { label: '未回执', fits: ({ withdrawn, reply }: Invited) => !withdrawn && !reply },
  coming: { label: '参加', fits: ({ withdrawn, reply }: Invited) => !withdrawn && !!reply?.coming },
  declined: { label: '不来', fits: ({ withdrawn, reply }: Invited) => !withdrawn && reply?.coming === false },
} as const

function Filtered({ data }: { data: StaffSummit }) {
  const { wish, change } = useWish(['reply'] as const)
  if (data.invitations.length === 0) return null
  const value = (wish.reply && wish.reply in FILTERS ? wish.reply : 'all') as keyof typeof FILTERS
  return (
    <>
      <Segmented
        className="filters"
        aria-label="回执"
        value={value}
        onChange={(reply) => change({ reply: reply === 'all' ? null : reply })}
        options={Object.entries(FILTERS).map(([value, { label }]) => ({ value, label }))}
      />
      <Invitations data={data} shown={data.invitations.filter(FILTERS[value].fits)} />
    </>
  )
}
