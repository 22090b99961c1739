import { ScanOutlined } from '@ant-design/icons'
import { timeText } from '@shared/kernel/dates'
import { foldText } from '@shared/kernel/text'
import type { Guest } from '@shared/summit/contract'
import { codeIn, headcount } from '@shared/summit/rules'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Card, Empty, Flex, Input, Progress, Segmented } from 'antd'
import { useState } from 'react'
import { Page } from '../components/page'
import { Refused } from '../components/refused'
import { Pending } from '../components/states'
import { request } from '../platform/request'
import { type Invited, isOpen, type Open, useSummit, useTake } from './data'
import { ReplyDrawer } from './reply'
import { Scan } from './scan'
import './summit.css'

/** At the door: guests are found by code or name and checked in. Several desks see the same list. */
export default function CheckInPage() {
  const summit = useSummit(5)
  const [q, setQ] = useState('')
  const [scanning, setScanning] = useState(false)
  const [only, setOnly] = useState<'expected' | 'all'>('expected')
  if (!summit.data) return <Pending error={summit.error} refetch={summit.refetch} />
  const { invitations, summit: kept } = summit.data
  const open = invitations.filter(isOpen)
  const { guests, arrived } = headcount(invitations)
  const code = codeIn(q)
  const named = code ? invitations.filter((one) => one.code === code) : []
  const words = foldText(q.trim())
  const shown = code
    ? named
    : open.filter(
        (one) =>
          (words ? isCalled(one, words) : one.reply?.coming) &&
          (words || only === 'all' || one.reply?.guests.some((guest) => !guest.arrived)),
      )
  return (
    <Page title="峰会签到" intro={kept ? `${kept.name}，${kept.venue}` : undefined}>
      <div className="check-in">
        <Progress
          aria-label="到场人数"
          percent={guests === 0 ? 0 : Math.round((arrived / guests) * 100)}
          format={() => `已到 ${arrived} / ${guests} 人`}
        />
        {summit.error && (
          <Alert
            className="note"
            type="warning"
            showIcon
            title={`${summit.error.message}。下面是刚才的名单。`}
          />
        )}
        <Flex gap={8} className="filters">
          <Input
            size="large"
            autoFocus
            allowClear
            aria-label="邀请码、姓名或单位"
            placeholder="邀请码、姓名或单位"
            value={q}
            onChange={(event) => setQ(event.target.value)}
            // A scanner that types ends with Enter: what it types next takes the place of this.
            onPressEnter={(event) => event.currentTarget.select()}
          />
          <Button size="large" type="primary" icon={<ScanOutlined />} onClick={() => setScanning(true)}>
            扫码
          </Button>
        </Flex>
        {!words && (
          <Segmented
            className="filters"
            aria-label="显示"
            value={only}
            onChange={setOnly}
            options={[
              { value: 'expected', label: '还没到的' },
              { value: 'all', label: '全部参会' },
            ]}
          />
        )}
        {code && named.length === 0 && (
          <Alert type="error" showIcon role="alert" title="名单里没有这个邀请码，请核对，或按姓名查找。" />
        )}
        {shown.map((one) =>
          isOpen(one) ? (
            <Party key={one.id} of={one} most={kept?.most ?? 1} />
          ) : (
            <Alert
              key={one.id + one.invitedAt}
              className="note"
              type="error"
              showIcon
              role="alert"
              title={`${one.recipient}的邀请已撤回：${one.withdrawn?.reason}`}
            />
          ),
        )}
        {shown.length === 0 && !code && (
          <Empty
            image={Empty.PRESENTED_IMAGE_SIMPLE}
            description={words ? `没有找到“${q.trim()}”` : guests > 0 ? '参会的都到齐了' : '还没有人回复参加'}
          />
        )}
      </div>
      {scanning && (
        <Scan
          onText={(text) => {
            setQ(text)
            setScanning(false)
          }}
          onClose={() => setScanning(false)}
        />
      )}
    </Page>
  )
}

/** Whether an invitation, or somebody who comes on it, is called so. */
const isCalled = ({ recipient, unitName, reply }: Invited, words: string): boolean =>
  [recipient, unitName, ...(reply?.guests.map(({ name }) => name) ?? [])].some((name) =>
    foldText(name).includes(words),
  )

/** Those who come on one invitation. */
function Party({ of, most }: { of: Open; most: number }) {
  const take = useTake()
  const [writing, setWriting] = useState(false)
  const { code, recipient, reply } = of
  const act = useMutation({
    mutationFn: async ({ those, arrives }: { those: Guest[]; arrives: boolean }) => {
      for (const { id: guest } of those) {
        const params = { code, guest }
        take(
          await (arrives
            ? request('POST /api/staff/summit/invitations/:code/arrivals/:guest', { params })
            : request('DELETE /api/staff/summit/invitations/:code/arrivals/:guest', { params })),
        )
      }
    },
  })
  const guests = reply?.coming ? reply.guests : []
  const missing = guests.filter(({ arrived }) => !arrived)
  return (
    <Card
      className="note"
      size="small"
      title={recipient}
      extra={
        <Button
          type="link"
          size="small"
          aria-label={`${recipient}：来的人有变`}
          onClick={() => setWriting(true)}
        >
          {guests.length > 0 ? '来的人有变' : '登记来宾'}
        </Button>
      }
    >
      <Refused error={act.error} />
      {guests.length === 0 && (
        <p className="faint">{reply ? '回复过不来' : '还没有回执'}，人到了请登记来宾。</p>
      )}
      {guests.map((guest) => (
        <Flex key={guest.id} className="check-in-guest" justify="space-between" align="center" gap={12}>
          <span>
            <b>{guest.name}</b> {guest.position} <span className="faint">{guest.phone}</span>
          </span>
          {guest.arrived ? (
            <span className="check-in-done">
              {timeText(guest.arrived.at)} 已签到
              <Button
                type="link"
                size="small"
                aria-label={`撤销${guest.name}的签到`}
                loading={act.isPending}
                onClick={() => act.mutate({ those: [guest], arrives: false })}
              >
                撤销
              </Button>
            </span>
          ) : (
            <Button
              type="primary"
              ghost={missing.length > 1}
              aria-label={`给${guest.name}签到`}
              loading={act.isPending}
              onClick={() => act.mutate({ those: [guest], arrives: true })}
            >
              签到
            </Button>
          )}
        </Flex>
      ))}
      {missing.length > 1 && (
        <Button
          block
          type="primary"
          loading={act.isPending}
          onClick={() => act.mutate({ those: missing, arrives: true })}
        >
          {missing.length} 位一起签到
        </Button>
      )}
      {reply?.coming && reply.note && <p className="faint">备注：{reply.note}</p>}
      {writing && <ReplyDrawer of={of} most={most} onClose={() => setWriting(false)} />}
    </Card>
  )
}
